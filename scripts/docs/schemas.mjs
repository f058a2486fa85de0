// Writes the JSON Schemas of the package:
//   schemas/results.json  what each command answers under `result` with --json, made of the type that the commands
//                         themselves return (src/cli/results.ts)
//   schemas/awsup.json    awsup.yaml, made of its readers (src/lib/manifest) and the comments above their keys
// and docs/reference/manifest.md, the keys of awsup.yaml as a page.
//
//     node scripts/docs/schemas.mjs [--root <folder to write below instead>]
import {mkdirSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {parseArgs} from 'node:util'
import {createGenerator} from 'ts-json-schema-generator'
import {makeManifestSchema} from './schemas/manifest.mjs'
import {renderReference} from './schemas/reference.mjs'

const project = path.resolve(import.meta.dirname, '..', '..')
const {values} = parseArgs({options: {root: {type: 'string'}}})
const root = path.resolve(values.root ?? project)

const results = createGenerator({
  path: path.join(project, 'src', 'cli', 'results.ts'),
  tsconfig: path.join(project, 'tsconfig.json'),
  type: 'Results',
  topRef: false,
  skipTypeCheck: true,
}).createSchema('Results')
const manifest = await makeManifestSchema(project)

const files = {
  'schemas/results.json': json({title: 'What awsup answers under "result" with --json', ...results}),
  'schemas/awsup.json': json(manifest),
  'docs/reference/manifest.md': await renderReference(manifest, project),
}
for (const [name, text] of Object.entries(files)) {
  const file = path.join(root, name)
  mkdirSync(path.dirname(file), {recursive: true})
  writeFileSync(file, text)
}

function json(value) {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
