// Some commands run at every prompt: they must not load the AWS SDK, a parser, chalk, inquirer, diff or the sandbox.
const HEAVY = /node_modules\/(@aws-sdk|@babel|@smithy|chalk|diff|inquirer|@inquirer)\/|src\/sandbox\//

/** Throws when an entry point (those that exist) imports something heavy other than by `import()`. */
export function assertLight({outputs}, names) {
  for (const name of names) {
    const entry = Object.keys(outputs).find((file) => file.endsWith(`dist/${name}`))
    if (!entry) continue
    const found = [...closureOf(entry, outputs)].flatMap((file) =>
      Object.keys(outputs[file].inputs).filter((input) => HEAVY.test(input)),
    )
    if (found.length > 0)
      throw new Error(`${name} must start fast, but loads ${found.length} heavy files: ${found.slice(0, 5).join(', ')}`)
  }
}

function closureOf(entry, outputs, seen = new Set()) {
  if (seen.has(entry) || !outputs[entry]) return seen
  seen.add(entry)
  for (const {path, kind} of outputs[entry].imports) if (kind === 'import-statement') closureOf(path, outputs, seen)
  return seen
}
