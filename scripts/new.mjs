// Makes the files that a new format, form of access rule, kind or command begins with. What it leaves open does not compile
// or fails a test, which says what comes next.
//
//     npm run new format|form|kind|command <name>   (another checkout than this one: --root <folder>)
import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {parseArgs} from 'node:util'
import {makeCommand} from './new/command.mjs'
import {makeForm} from './new/form.mjs'
import {makeFormat} from './new/format.mjs'
import {makeKind} from './new/kind.mjs'
import {Refusal} from './new/names.mjs'

const SORTS = {format: makeFormat, form: makeForm, kind: makeKind, command: makeCommand}
const USAGE = 'Write: npm run new format|form|kind|command <name>, for example: npm run new format properties'

function readArguments(argv) {
  try {
    return parseArgs({args: argv, options: {root: {type: 'string'}}, allowPositionals: true})
  } catch (error) {
    throw new Refusal(`${error.message}. ${USAGE}`)
  }
}

function requireCheckout(root) {
  const file = path.join(root, 'package.json')
  if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'awsup') return
  throw new Refusal(`${root} is not a checkout of awsup.`)
}

/** All files or none. */
function writeAll(root, files) {
  const taken = files.find(({file}) => existsSync(path.join(root, file)))
  if (taken) throw new Refusal(`${taken.file} already exists. Choose another name.`)
  const written = []
  try {
    for (const {file, text} of files) {
      const full = path.join(root, file)
      mkdirSync(path.dirname(full), {recursive: true})
      writeFileSync(full, text, {flag: 'wx'})
      written.push(full)
    }
  } catch (error) {
    for (const full of written) rmSync(full)
    throw error
  }
}

function run(argv) {
  const {values, positionals} = readArguments(argv)
  const [sort, ...words] = positionals
  if (sort === undefined || !Object.hasOwn(SORTS, sort))
    throw new Refusal(sort === undefined ? USAGE : `"${sort}" is nothing that can be added. ${USAGE}`)
  const root = path.resolve(values.root ?? path.join(import.meta.dirname, '..'))
  requireCheckout(root)
  const {files, made, tests} = SORTS[sort](words, root)
  writeAll(root, files)
  return [
    ...made.map((name) => `Made ${name}`),
    'Next: npm run types says what is missing.',
    `Then: npx vitest run ${tests}`,
    `Every step: docs/contributing/${sort}.md`,
  ]
}

try {
  console.log(run(process.argv.slice(2)).join('\n'))
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  console.error(`${error.message}\nNothing was written.`)
  process.exitCode = 2
}
