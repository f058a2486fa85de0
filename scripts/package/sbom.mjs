// Prints a CycloneDX bill of what the published package contains: what was bundled, as THIRD_PARTY_NOTICES.md has it after a
// build, and what npm installs with it where there is one for the system.
//
//     node scripts/package/sbom.mjs > awsup.cdx.json
import {readFileSync} from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..', '..')
const read = (...file) => JSON.parse(readFileSync(path.join(root, ...file, 'package.json'), 'utf8'))
const {name, version, license, optionalDependencies = {}} = read()
const notices = readFileSync(path.join(root, 'THIRD_PARTY_NOTICES.md'), 'utf8')
const found = [...notices.matchAll(/^## (\S+) (\d\S*)\n\n(\S+)\n/gm)]
if (found.length < 10) throw new Error('THIRD_PARTY_NOTICES.md names too few packages: build first')

const component = (type, [part, number, licence]) => ({
  type,
  name: part,
  version: number,
  licenses: [{license: {id: licence}}],
  purl: `pkg:npm/${part.replace('@', '%40')}@${number}`,
})

console.log(
  JSON.stringify(
    {
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      version: 1,
      metadata: {component: component('application', [name, version, license])},
      components: [
        ...found.map(([, ...one]) => component('library', one)),
        ...Object.entries(optionalDependencies).map(([part, number]) => ({
          ...component('library', [part, number, read('node_modules', part).license]),
          scope: 'optional',
        })),
      ],
    },
    undefined,
    2,
  ),
)
