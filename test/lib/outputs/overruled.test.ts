import {parseProjectEnv} from '@expo/env'
import nextEnv from '@next/env'
import fc from 'fast-check'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {loadEnv} from 'vite'
import {describe, expect, test, vi} from 'vitest'
import {dotenvPairs} from '../../../src/lib/outputs/formats/dotenv.js'
import {lookAt, makeOutputs} from '../../../src/lib/outputs/outputs.js'
import {findOverruled, type Overruled} from '../../../src/lib/outputs/overruled/overruled.js'
import {emptyFolder} from '../../_helpers/cli.js'
import {DEV, TOLD} from './samples.js'

test.each([
  ['amplifyconfiguration', '{\n  "a": 1,\n  "AppClientSecret": "made-up"\n}', 3],
  ['amplifyconfiguration-dart', `const amplifyconfig = '''{"AppClientSecret" : "x"}''';`, 1],
  ['amplifyconfiguration', '{"AppClientSecret": ""}', undefined],
  ['amplifyconfiguration', '{"AppClientId": "x"}', undefined],
] as const)('a secret of another app client that stays in a file of format %s is told: %s', (format, text, line) => {
  const found = findOverruled({
    ...{root: emptyFolder(), told: TOLD, ids: DEV, variables: {}},
    outputs: [{format, path: 'a'}],
    contents: new Map([['a', Buffer.from(text)]]),
  })
  expect(found).toEqual(
    line === undefined ? [] : [{path: 'a', by: 'secret', names: ['AppClientSecret'], file: 'a', line}],
  )
})

/** What the application of a tool reads in a folder, in a mode. */
type Load = (folder: string, mode: string) => Readonly<Record<string, string | undefined>>

/** It goes by NODE_ENV, which is `test` here. */
const readNext: Load = (folder, mode) => {
  vi.stubEnv('NODE_ENV', mode)
  const silent = {info: () => undefined, error: () => undefined}
  const {combinedEnv} = nextEnv.loadEnvConfig(folder, mode === 'development', silent, true)
  const read = {...combinedEnv}
  nextEnv.resetEnv()
  vi.unstubAllEnvs()
  return read
}

const TOOLS: readonly (readonly [prefix: string, modes: readonly string[], load: Load])[] = [
  ['VITE_', ['development', 'production', 'staging'], (folder, mode) => loadEnv(mode, folder, 'VITE_')],
  ['PUBLIC_', ['development', 'production', 'staging'], (folder, mode) => loadEnv(mode, folder, 'PUBLIC_')],
  ['NEXT_PUBLIC_', ['development', 'production'], readNext],
  ['EXPO_PUBLIC_', ['development', 'production'], (folder, mode) => parseProjectEnv(folder, {mode, silent: true}).env],
]

const FILES = [
  '.env',
  '.env.local',
  '.env.production',
  '.env.production.local',
  '.env.development',
  '.env.staging',
  '.env.staging.local',
  '.env.example',
]

const pairsOf = (prefix: string) => dotenvPairs({prefix, told: TOLD, ids: DEV})

/** Writes the output as a switch does, beside what exists; answers what overrules it. */
function switchTo(
  root: string,
  {path, prefix, variables = {}}: {path: string; prefix: string; variables?: Record<string, string>},
): readonly Overruled[] {
  const outputs = [{format: 'dotenv', path, prefix, expands: true}] as const
  const facts = {root, outputs, told: TOLD, ids: DEV}
  const files = makeOutputs({...facts, seen: lookAt(facts.root, facts.outputs)})
  for (const file of files) writeFileSync(join(root, file.path), file.content)
  const contents = new Map(files.map((file) => [file.path, file.content]))
  return findOverruled({...facts, contents, variables})
}

const line = fc.constantFrom(
  '# note',
  '',
  'OTHER=1',
  'USER_POOL_ID=x',
  "IDENTITY_POOL_ID='x y' # old",
  'AWS_REGION="eu-west-1"',
)
const before = fc.dictionary(fc.constantFrom(...FILES), fc.array(line, {maxLength: 3}), {maxKeys: 5})
const place = fc.constantFrom('.env', '.env.local', '.env.production', '.env.production.local')

describe('law: an application reads what awsup wrote, or is told where else it reads it', () => {
  test.each(TOOLS)('%s in %j', (prefix, modes, load) => {
    fc.assert(
      fc.property(before, fc.array(line, {maxLength: 2}), place, (files, below, path) => {
        const root = emptyFolder()
        const texts = (lines: readonly string[]): string =>
          lines.map((row) => `${row.replace(/^(USER|IDENTITY|AWS)/, `${prefix}$1`)}\n`).join('')
        for (const [name, lines] of Object.entries(files)) writeFileSync(join(root, name), texts(lines))
        switchTo(root, {path, prefix})
        writeFileSync(join(root, path), texts(below), {flag: 'a'})
        const overruled = switchTo(root, {path, prefix})
        for (const mode of modes.filter((one) => !path.includes('production') || one === 'production')) {
          const read = load(root, mode)
          const wrong = pairsOf(prefix).filter(([name, value]) => read[name] !== value)
          const told = overruled.filter((one) => one.mode === undefined || one.mode === mode)
          expect([...new Set(told.flatMap(({names}) => names))].sort()).toEqual(wrong.map(([name]) => name).sort())
        }
      }),
      {numRuns: 150},
    )
  })
})

describe('what overrules an output', () => {
  const prefix = 'VITE_'

  test('has the line where it stands, and no value', () => {
    const root = emptyFolder()
    switchTo(root, {path: '.env.local', prefix})
    writeFileSync(join(root, '.env.local'), 'A=1\nexport VITE_USER_POOL_ID = "old"\n', {flag: 'a'})
    const [one, ...more] = switchTo(root, {path: '.env.local', prefix})
    expect(one).toEqual({path: '.env.local', by: 'line', file: '.env.local', line: 11, names: ['VITE_USER_POOL_ID']})
    expect(more).toEqual([])
  })

  test('is a variable of this shell of another value, for every reader', () => {
    const variables = {APP_USER_POOL_ID: 'old', APP_AWS_REGION: DEV.region, USER_POOL_ID: 'old'}
    const found = switchTo(emptyFolder(), {path: '.env', prefix: 'APP_', variables})
    expect(found).toEqual([{path: '.env', by: 'shell', names: ['APP_USER_POOL_ID']}])
  })

  test('is looked for beside the output, not in the folder of the project', () => {
    const root = emptyFolder()
    mkdirSync(join(root, 'web'))
    writeFileSync(join(root, '.env.production'), 'VITE_USER_POOL_ID=x\n')
    expect(switchTo(root, {path: 'web/.env.local', prefix})).toEqual([])
    writeFileSync(join(root, 'web/.env.production'), 'VITE_USER_POOL_ID=x\n')
    expect(switchTo(root, {path: 'web/.env.local', prefix})).toMatchObject([
      {by: 'file', file: 'web/.env.production', mode: 'production', line: 1},
    ])
  })

  test('for Nuxt, which reads .env alone, is .env', () => {
    const root = emptyFolder()
    writeFileSync(join(root, '.env'), 'NUXT_PUBLIC_USER_POOL_ID=x\n')
    expect(switchTo(root, {path: '.env.local', prefix: 'NUXT_PUBLIC_'})).toMatchObject([{by: 'file', file: '.env'}])
    writeFileSync(join(root, '.env.production'), 'NUXT_PUBLIC_USER_POOL_ID=x\n')
    expect(switchTo(root, {path: '.env', prefix: 'NUXT_PUBLIC_'})).toEqual([])
  })

  test('is not another output of awsup.yaml that this switch writes, too', () => {
    const root = emptyFolder()
    const outputs = ['.env.local', '.env.production'].map(
      (path) => ({format: 'dotenv', path, prefix, expands: true}) as const,
    )
    writeFileSync(join(root, '.env.production'), 'VITE_USER_POOL_ID=x\n')
    const facts = {root, outputs, told: TOLD, ids: DEV}
    const contents = new Map(
      makeOutputs({...facts, seen: lookAt(facts.root, facts.outputs)}).map((file) => [file.path, file.content]),
    )
    expect(findOverruled({...facts, contents, variables: {}})).toEqual([])
  })
})
