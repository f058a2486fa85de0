/** The words that start this awsup again, from anywhere: absolute paths. */
export function ownCommand(): readonly string[] {
  const [, script] = process.argv
  return script === undefined ? [process.execPath] : [process.execPath, script]
}
