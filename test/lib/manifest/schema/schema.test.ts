import {spawnSync} from 'node:child_process'
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {emptyFolder} from '../../../_helpers/cli.js'
import {parseManifest} from '../../../../src/lib/manifest/parse.js'
import {ManifestError} from '../../../../src/lib/base/errors.js'
import {BAD} from '../bad/all.js'
import {LIMITED} from '../limited.js'
import {manifest, SAMPLE} from '../samples.js'
import {problemsOf, published} from './ajv.js'
import {LET_THROUGH} from './let-through.js'

const home = path.resolve(import.meta.dirname, '..', '..', '..', '..')

test('the published schema and its page are what the readers and their comments say', () => {
  const root = emptyFolder()
  const {status, stderr} = spawnSync(
    process.execPath,
    [path.join(home, 'scripts', 'docs', 'schemas.mjs'), '--root', root],
    {
      encoding: 'utf8',
    },
  )
  expect({status, stderr}).toEqual({status: 0, stderr: ''})
  expect(readFileSync(path.join(root, 'schemas', 'awsup.json'), 'utf8'), 'run npm run schemas').toBe(published)
  const page = path.join('docs', 'reference', 'manifest.md')
  expect(readFileSync(path.join(root, page), 'utf8')).toBe(readFileSync(path.join(home, page), 'utf8'))
})

/** Every awsup.yaml of the examples, and values that are just long enough. */
const GOOD = [
  SAMPLE,
  manifest(),
  ...LIMITED.map(({yaml, example}) => yaml(JSON.stringify(example))),
  ...readdirSync(path.join(home, 'examples'), {recursive: true, encoding: 'utf8'})
    .filter((file) => path.basename(file) === 'awsup.yaml' && !file.includes('node_modules'))
    .map((file) => readFileSync(path.join(home, 'examples', file), 'utf8')),
]

test('what the reader takes fits the schema', () => {
  for (const yaml of GOOD) {
    expect(isTaken(yaml)).toBe(true)
    expect({yaml, problems: problemsOf(yaml)}).toEqual({yaml, problems: []})
  }
})

test('what the schema cannot say is a list, and all else that is refused it refuses', () => {
  const through = BAD.filter(({yaml}) => problemsOf(yaml).length === 0).map(({title}) => title)
  expect([...new Set(through)].sort()).toEqual(Object.values(LET_THROUGH).flat().sort())
})

test('the schema is never stricter than the reader: one edit of a file, and what it refuses the reader refuses', () => {
  const pieces = [
    '{}',
    '[]',
    '',
    'null',
    '0',
    '1',
    '-1',
    '"x"',
    'true',
    '"{env}"',
    '"*"',
    'a-b',
    '[a, a]',
    '1.0',
    '"é😀"',
  ]
  fc.assert(
    fc.property(
      fc.constantFrom(...GOOD, ...BAD.map(({yaml}) => yaml).filter((yaml) => yaml.length < 2000)),
      fc.nat(),
      fc.constantFrom(...pieces),
      (yaml, at, piece) => {
        const words = [...yaml.matchAll(/[^\s{}[\],:]+/g)]
        const word = words[at % Math.max(1, words.length)]
        const index = word?.index ?? 0
        const edited = yaml.slice(0, index) + piece + yaml.slice(index + (word?.[0].length ?? 0))
        if (isTaken(edited)) expect({edited, problems: problemsOf(edited)}).toEqual({edited, problems: []})
      },
    ),
    {numRuns: 2000},
  )
}, 60_000)

function isTaken(yaml: string): boolean {
  try {
    parseManifest(yaml)
    return true
  } catch (error) {
    if (error instanceof ManifestError) return false
    throw error
  }
}
