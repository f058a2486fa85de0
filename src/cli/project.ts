import {existsSync, statSync} from 'node:fs'
import path from 'node:path'
import {UsageError} from '../lib/base/errors.js'
import {renderWord} from './parse/word.js'

/**
 * The folder that the run is about: the one named, else the nearest upwards that has an awsup.yaml, else this one.
 * Throws UsageError when the one named is not a folder.
 */
export function findProjectDirectory(named: string | undefined, from: string): string {
  if (named !== undefined) {
    const directory = path.resolve(from, named)
    if (named === '' || named.includes('\0') || !isFolder(directory))
      throw new UsageError(`--project-dir ${renderWord(named)} is not a folder`, {
        hint: 'Name a folder that exists',
        details: {flag: '--project-dir'},
      })
    return directory
  }
  for (let directory = from; ; directory = path.dirname(directory)) {
    if (existsSync(path.join(directory, 'awsup.yaml'))) return directory
    if (directory === path.dirname(directory)) return from
  }
}

/** Where calls go by flag or environment; undefined leaves it to awsup.yaml. Throws UsageError on an unknown target. */
export function readTarget(sandbox: boolean, env: NodeJS.ProcessEnv): 'aws' | 'sandbox' | undefined {
  if (sandbox) return 'sandbox'
  const named = env['AWSUP_TARGET']
  if (named === undefined || named === '') return undefined
  if (named === 'aws' || named === 'sandbox') return named
  throw new UsageError(`AWSUP_TARGET is ${renderWord(named)}, which is no target`, {
    hint: 'Set it to aws or sandbox, or unset it',
  })
}

// With existsSync first: below a file, some versions of Node throw where others say that nothing is there.
const isFolder = (target: string): boolean => existsSync(target) && statSync(target).isDirectory()
