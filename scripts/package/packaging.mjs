// Fills in the templates of package managers for a release.
//
//     node scripts/package/packaging.mjs <folder of the release, with SHA256SUMS>
//
// A template whose file is not in the release is left out, and named.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..', '..')
const [, , release] = process.argv
if (release === undefined) {
  console.error('node scripts/package/packaging.mjs <folder of the release>')
  process.exit(2)
}

const {version} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
/** Template, and the file of the release that it installs. */
const TEMPLATES = {
  'homebrew/awsup.rb': `awsup-${version}.tgz`,
  'scoop/awsup.json': 'awsup-win-x64.exe',
}

const sums = new Map(
  readFileSync(path.join(release, 'SHA256SUMS'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+[*]?/, 2))
    .map(([sum, file]) => [path.posix.basename(file), sum]),
)

for (const [template, file] of Object.entries(TEMPLATES)) {
  const sum = sums.get(file)
  if (sum === undefined) {
    console.error(`${template} is left out: the release has no ${file}`)
    continue
  }
  const made = path.join(release, path.basename(template))
  mkdirSync(path.dirname(made), {recursive: true})
  writeFileSync(made, fill(template, {VERSION: version, SHA256: sum}))
  console.log(made)
}

/** Every value stands in the template, and nothing in it is left open. */
function fill(template, values) {
  const text = readFileSync(path.join(root, 'packaging', template), 'utf8')
  const open = new Set(Array.from(text.matchAll(/@([A-Z0-9_]+)@/g), ([, name]) => name))
  const missing = Object.keys(values).filter((name) => !open.delete(name))
  if (missing.length > 0 || open.size > 0)
    throw new Error(`packaging/${template} has no ${missing.join(', ') || 'value for'} ${[...open].join(', ')}`)
  return text.replaceAll(/@([A-Z0-9_]+)@/g, (_, name) => values[name])
}
