// Writes src/lib/operations/init/application/templates.json from templates/: what `awsup new` makes is part of the program, so that a package,
// a checkout and a single executable have the same. `common` goes into every application, before the folder of its template.
//
//     node scripts/generate/templates.mjs [--print]
import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..', '..')
const folder = path.join(root, 'templates')

const filesBelow = (name) =>
  readdirSync(path.join(folder, name), {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(path.join(folder, name), path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join('/'))
    .sort()

const textOf = (name, file) => readFileSync(path.join(folder, name, file), 'utf8').replaceAll('\r\n', '\n')
const named = (name) => [name, Object.fromEntries(filesBelow(name).map((file) => [file, textOf(name, file)]))]
const document = `${JSON.stringify(Object.fromEntries(readdirSync(folder).sort().map(named)), undefined, 2)}\n`

if (process.argv.includes('--print')) process.stdout.write(document)
else writeFileSync(path.join(root, 'src/lib/operations/init/application/templates.json'), document)
