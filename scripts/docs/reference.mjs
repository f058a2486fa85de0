// Writes docs/reference and docs/troubleshooting.md: every command from the built manifest; codes, errors and what to do about them from the source.
//
//     node scripts/docs/reference.mjs [--check]    --check writes nothing, and ends with 1 where a page says something else
import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {format, resolveConfig} from 'prettier'
import {renderCommands} from './reference/commands.mjs'
import {renderErrors, renderJson} from './reference/errors.mjs'
import {renderTroubleshooting} from './reference/troubleshooting.mjs'
import {scanCodes} from './reference/scan-codes.mjs'

const root = path.resolve(import.meta.dirname, '..', '..')
const read = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'))
const codes = scanCodes(root)
const pages = {
  'reference/commands.md': renderCommands(read('oclif.manifest.json').commands, read('package.json').oclif.topics),
  'reference/json.md': renderJson(codes),
  'reference/errors.md': renderErrors(codes),
  'troubleshooting.md': renderTroubleshooting(codes),
}

for (const [name, text] of Object.entries(pages)) {
  const file = path.join(root, 'docs', name)
  const page = await format(text, {...(await resolveConfig(file)), parser: 'markdown'})
  if (!process.argv.includes('--check')) writeFileSync(file, page)
  else if (readFileSync(file, 'utf8') !== page) {
    console.error(`docs/${name} is not what the source says: npm run docs:reference`)
    process.exitCode = 1
  }
}
