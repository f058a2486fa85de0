import {readFileSync} from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {catalogOfFolder, catalogOfNames} from '../../src/cli/parse/catalog.js'
import {readRequest} from '../../src/cli/parse/request.js'

const root = path.resolve(import.meta.dirname, '..', '..')
const manifest = JSON.parse(readFileSync(path.join(root, 'oclif.manifest.json'), 'utf8')) as {
  readonly commands: Readonly<Record<string, unknown>>
}
const names = Object.keys(manifest.commands).map((id) => id.replaceAll(':', ' '))
const onDisk = catalogOfFolder(path.join(root, 'dist', 'commands'))
const inside = catalogOfNames(names)

test('a single executable has the commands of the package', () => {
  expect(inside.list()).toEqual(onDisk.list())
  expect(inside.list()).toContain('env switch')
})

test('a single executable reads every command line as the package does', () => {
  const words = [
    ...new Set(names.flatMap((name) => name.split(' '))),
    'swich',
    'help',
    '--help',
    '--json',
    '--version',
    '..',
  ]
  const line = fc.oneof(
    fc
      .constantFrom(...names)
      .chain((name) => fc.tuple(fc.constant(name.split(' ')), fc.array(fc.constantFrom(...words)))),
    fc.tuple(fc.array(fc.constantFrom(...words), {maxLength: 4}), fc.constant([])),
  )
  fc.assert(
    fc.property(line, ([first, more]) => {
      const argv = [...first, ...more]
      expect(readRequest(argv, inside)).toEqual(readRequest(argv, onDisk))
    }),
    {numRuns: 2000},
  )
})
