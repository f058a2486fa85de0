import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {parse, stringify} from 'yaml'
import {scanKeys} from '../../src/cli/complete/scan.js'
import {parseManifest} from '../../src/lib/manifest/parse.js'
import {manifest, SAMPLE} from '../lib/manifest/samples.js'

const root = join(import.meta.dirname, '..', '..')

/** Where names stand that are offered; `*` is any key. */
const PLACES = [
  'environments.*',
  'environments.*.region',
  'environments.*.protected',
  'environments.*.auth.clients.*',
  'environments.*.auth.groups.*',
  'users.*',
  'userGroups.*',
  'auth.clients.*',
  'auth.clients.*.type',
  'auth.groups.*',
  'access.groups.*',
].map((place) => place.split('.'))

const isOffered = (path: readonly string[]): boolean =>
  PLACES.some(
    (place) => place.length === path.length && place.every((key, index) => key === '*' || key === path[index]),
  )

const scanned = (text: string): readonly string[] =>
  scanKeys(text)
    .filter(({path}) => isOffered(path))
    .map(
      ({path, value}) =>
        JSON.stringify(path) + (['region', 'protected', 'type'].includes(path.at(-1) ?? '') ? value : ''),
    )
    .toSorted()

function parsed(text: string): readonly string[] {
  const found: string[] = []
  const visit = (node: unknown, path: readonly string[]): void => {
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return
    for (const [key, value] of Object.entries(node)) {
      const at = [...path, key]
      const shown = ['region', 'protected', 'type'].includes(key) && typeof value !== 'object' ? String(value) : ''
      if (isOffered(at)) found.push(JSON.stringify(at) + shown)
      visit(value, at)
    }
  }
  visit(parse(text, {stringKeys: true, uniqueKeys: false, logLevel: 'silent'}), [])
  return found.toSorted()
}

const SECTION = /^(environments|auth|access|users|userGroups):/m

/** A whole manifest, or valid YAML that has a section of one. */
function isManifest(text: string): boolean {
  if (!SECTION.test(text) || text.includes('${')) return false
  try {
    if (/^version:/m.test(text)) parseManifest(text)
    return typeof parse(text, {stringKeys: true, logLevel: 'silent'}) === 'object'
  } catch {
    return false
  }
}

/** Every text in tests, examples and pages that is a manifest or a part of one. */
function samples(): readonly string[] {
  const files = ['test', 'docs', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder), {recursive: true, encoding: 'utf8'})
      .filter((file) => /\.(ts|md|ya?ml)$/.test(file) && !file.includes('node_modules'))
      .map((file) => join(root, folder, file)),
  )
  const texts = files.flatMap((file) => {
    const text = readFileSync(file, 'utf8')
    if (/\.ya?ml$/.test(file)) return [text]
    const parts = file.endsWith('.md') ? /```ya?ml\n([\s\S]*?)```/g : /`((?:[^`\\]|\\.)*)`/g
    return [...text.matchAll(parts)].map(([, part = '']) => part)
  })
  return [...new Set([SAMPLE, manifest(), ...texts])].filter(isManifest)
}

test('finds in every manifest of tests, examples and pages the names that the parser finds', () => {
  const all = samples()
  expect(all.length).toBeGreaterThan(20)
  for (const text of all) expect({text, names: scanned(text)}).toEqual({text, names: parsed(text)})
})

const name = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9-]{0,15}$/),
  fc
    .stringMatching(/^[A-Za-z0-9_+=.@ :#'"$(){}[\]-]{1,12}$/)
    .filter((text) => !/^(true|false|null|~|<<|\d)/.test(text)),
)
const settings = fc.record({
  version: fc.constant(1),
  environments: fc.dictionary(name, fc.record({region: fc.constant('eu-west-1'), protected: fc.boolean()}), {
    minKeys: 1,
  }),
  auth: fc.record({
    note: fc.constantFrom('a\nusers:\n  no: 1\n', 'x', '# environments: {}'),
    signIn: fc.constant([{environments: {no: 1}}]),
    clients: fc.dictionary(name, fc.record({type: fc.constantFrom('web', 'server')})),
    groups: fc.dictionary(name, fc.constant({})),
  }),
  users: fc.dictionary(name, fc.record({environments: fc.array(name, {maxLength: 3})})),
})

test('finds them however they are written: blocks, flow, quotes, folded texts', () => {
  fc.assert(
    fc.property(settings, fc.constantFrom('block', 'flow', 'double', 'single'), (value, style) => {
      const text =
        style === 'flow'
          ? stringify(value, {collectionStyle: 'flow', lineWidth: 30})
          : stringify(value, {
              lineWidth: 40,
              ...(style === 'block' ? {} : {defaultKeyType: style === 'double' ? 'QUOTE_DOUBLE' : 'QUOTE_SINGLE'}),
            })
      // Names with escapes are not offered, so they need not be read.
      fc.pre(!/\\/.test(text))
      const safe = (names: readonly string[]) => names.filter((one) => /^\["[\w.","@=+-]*"\]\w*(-\w+)*$/.test(one))
      expect(safe(scanned(text))).toEqual(safe(parsed(text)))
    }),
    {numRuns: 300},
  )
})

describe('of a file that is broken, it still finds the names', () => {
  test.each([
    ['a bracket that never ends', 'environments: {dev: {region: eu-west-1}, prod: {', ['dev', 'prod']],
    ['a quote that never ends', 'environments:\n  dev: {region: eu-west-1}\n  prod:\n    region: "eu', ['dev', 'prod']],
    [
      'marks of a merge',
      'environments:\n  dev:\n<<<<<<< HEAD\n  prod:\n=======\n  test:\n>>>>>>> x',
      ['dev', 'prod', 'test'],
    ],
    ['tabs and Windows line ends', '\uFEFFenvironments:\r\n  dev:\t{region: x}\r\n  prod:\r\n', ['dev', 'prod']],
    ['an alias', 'x: &e\n  dev: {}\nenvironments: *e\n', ['dev']],
  ])('%s', (_title, text, names) => {
    const found = scanKeys(text).filter(({path}) => path.length === 2 && path[0] === 'environments')
    expect(found.map(({path}) => path[1])).toEqual(expect.arrayContaining(names))
  })

  test.each([
    ['brackets', '['.repeat(1_000_000)],
    ['braces', '{'.repeat(1_000_000)],
    ['keys', 'a: {'.repeat(250_000)],
    ['quotes', `environments: {${'"a'.repeat(400_000)}`],
    ['colons', `environments: {${'a:b:'.repeat(200_000)}`],
    ['blanks', `a${' '.repeat(1_000_000)}`],
    ['aliases', `x: &a\n  k: 1\n${'y: *a\n'.repeat(100_000)}`],
    ['short lines', 'a:\n'.repeat(300_000)],
  ])('a megabyte of %s ends, without a stack that overflows', (_title, text) => {
    expect(scanKeys(text).length).toBeLessThan(200_000)
  })
})
