import {isExecutable} from '../../lib/base/self.js'

/** The words that start this awsup again, from anywhere: absolute paths. */
export function ownCommand(): readonly string[] {
  const [, script] = process.argv
  return script === undefined || isExecutable() ? [process.execPath] : [process.execPath, script]
}
