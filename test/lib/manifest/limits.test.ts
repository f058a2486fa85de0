import {readFileSync} from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {ManifestError} from '../../../src/lib/base/errors.js'
import {parseManifest} from '../../../src/lib/manifest/parse.js'
import {expand} from '../../../src/lib/manifest/rules/placeholders.js'
import type {Limits, ServiceModel} from '../../../src/models/model.js'
import {openModel, type Model} from '../../../src/sandbox/core/model.js'
import {findViolations} from '../../../src/sandbox/check/violations.js'
import {LIMITED, type Limited} from './limited.js'
import {manifest} from './samples.js'

const read = (name: string): unknown =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, '..', '..', '..', 'src', 'models', `${name}.json`), 'utf8'))
const modelOf = (service: string) => read(service) as ServiceModel

/** What the sandbox finds wrong with what AWS is sent: the other side's reader of the same models. */
const violationsOf = ({shape, sent = (one) => one}: Limited, value: string, model: Model): string[] => {
  const what = sent(expand(value, {project: 'acme', env: 'dev'}))
  return findViolations(shape, what, {model, strict: true}).map(({text}) => text)
}

/** Where it was refused; `undefined` where it was taken. Throws what is no refusal. */
function refusedAt(yaml: string): ManifestError['at'] | undefined {
  try {
    parseManifest(yaml)
    return undefined
  } catch (error) {
    if (error instanceof ManifestError && error.at !== undefined) return error.at
    throw error
  }
}

/** Characters that one rule or another knows, and some that none does. */
const CHARACTERS = [
  ...Array.from('aZ0_-.+=,@:/#{}*!\\"\'$~ '),
  ...['\t', '\n', '\r', '\u0085', '\u00a0', '\u200b', '\u2028', 'é', 'ß', '字', '😀', '{env}', '{project}', '{####}'],
]

/** Values around what is taken: with a character too many, of lengths around the limits, and anything at all. */
const around = (example: string, {min = 1, max = 300}: Limits): fc.Arbitrary<string> => {
  const character = fc.constantFrom(...CHARACTERS)
  return fc.oneof(
    fc.tuple(character, fc.nat(example.length)).map(([one, at]) => example.slice(0, at) + one + example.slice(at)),
    fc.constantFrom(min - 1, min, max - 1, max, max + 1).map((length) => lengthened(example, Math.max(0, length))),
    fc.array(character, {maxLength: 12}).map((characters) => characters.join('')),
    fc.constant(example),
  )
}

/** With letters in the middle, where no rule minds them; or the beginning of it. */
function lengthened(example: string, length: number): string {
  const missing = length - example.length
  if (missing <= 0) return example.slice(0, length)
  const at = /[a-z](?=[a-z][^/]*$)/.exec(example)?.index ?? example.length
  return example.slice(0, at) + 'a'.repeat(missing) + example.slice(at)
}

describe.each(LIMITED)('$title', (limited) => {
  const {yaml, example, service, shape} = limited
  const data = modelOf(service)
  const model = openModel(data)

  test('what is taken, AWS takes; what AWS refuses is refused with line and column', () => {
    expect(refusedAt(yaml(JSON.stringify(example)))).toBeUndefined()
    fc.assert(
      fc.property(around(example, data.shapes[shape] ?? {}), (value) => {
        const at = refusedAt(yaml(JSON.stringify(value)))
        if (at === undefined) expect([value, ...violationsOf(limited, value, model)]).toEqual([value])
        else expect([at.line > 0, at.column > 0]).toEqual([true, true])
      }),
      {numRuns: 60},
    )
  })
})

/** `factor`: seconds of one, where AWS's model counts seconds. */
const NUMBERS: readonly [key: string, yaml: (written: string) => string, shape: string, factor?: number][] = [
  ['password.minLength', (v) => `{ password: { minLength: ${v} } }`, 'PasswordPolicyMinLengthType'],
  ['password.temporaryDays', (v) => `{ password: { temporaryDays: ${v} } }`, 'TemporaryPasswordValidityDaysType'],
  ['password.history', (v) => `{ password: { history: ${v} } }`, 'PasswordHistorySizeType'],
  ['groups: precedence', (v) => `{ groups: { admins: { precedence: ${v} } } }`, 'PrecedenceType'],
  ['accessTokenMinutes', (v) => `{ clients: { web: { accessTokenMinutes: ${v} } } }`, 'AccessTokenValidityType', 60],
  ['idTokenMinutes', (v) => `{ clients: { web: { idTokenMinutes: ${v} } } }`, 'IdTokenValidityType', 60],
  ['refreshTokenHours', (v) => `{ clients: { web: { refreshTokenHours: ${v} } } }`, 'RefreshTokenValidityType', 3600],
  ['refreshTokenDays', (v) => `{ clients: { web: { refreshTokenDays: ${v} } } }`, 'RefreshTokenValidityType', 86_400],
  [
    'graceSeconds',
    (v) => `{ clients: { web: { refreshTokenRotation: { graceSeconds: ${v} } } } }`,
    'RetryGracePeriodSecondsType',
  ],
]

test.each(NUMBERS)('a number for %s that is taken, AWS takes', (...[, yaml, shape, factor = 1]) => {
  const {min = 0, max = 2 ** 31 - 1} = modelOf('cognito-idp').shapes[shape] ?? {}
  const edges = [min - 1, min, Math.floor(max / factor), Math.floor(max / factor) + 1]
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...edges), fc.integer({min: -10, max: max / factor + 10})), (value) => {
      const at = refusedAt(manifest({auth: yaml(String(Math.trunc(value)))}))
      const sent = Math.trunc(value) * factor
      if (at === undefined) expect([value, sent >= min && sent <= max]).toEqual([value, true])
    }),
  )
})

test('limits.json repeats what the models say, and nothing else', () => {
  const limits = read('limits') as Readonly<Record<string, Readonly<Record<string, Limits>>>>
  for (const [service, shapes] of Object.entries(limits)) {
    for (const [name, limit] of Object.entries(shapes)) {
      expect({[name]: modelOf(service).shapes[name]}).toMatchObject({[name]: limit})
      expect(Object.keys(limit).filter((key) => !['min', 'max', 'pattern', 'enum'].includes(key))).toEqual([])
    }
  }
})
