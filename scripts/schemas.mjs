// Writes schemas/results.json: the JSON Schema of what each command answers under `result` with --json, made of the type
// that the commands themselves return (src/cli/results.ts).
//
//     node scripts/schemas.mjs [file to write instead]
import {mkdirSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {createGenerator} from 'ts-json-schema-generator'

const root = path.resolve(import.meta.dirname, '..')
const schema = createGenerator({
  path: path.join(root, 'src', 'cli', 'results.ts'),
  tsconfig: path.join(root, 'tsconfig.json'),
  type: 'Results',
  topRef: false,
  skipTypeCheck: true,
}).createSchema('Results')

const file = path.resolve(process.argv[2] ?? path.join(root, 'schemas', 'results.json'))
mkdirSync(path.dirname(file), {recursive: true})
writeFileSync(
  file,
  `${JSON.stringify({title: 'What awsup answers under "result" with --json', ...schema}, undefined, 2)}\n`,
)
