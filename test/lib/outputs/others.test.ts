import {parseAmplifyConfig} from '@aws-amplify/core/internals/utils'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {openCodeReader} from '../../../src/lib/text/code/parse.js'
import {findDartText} from '../../../src/lib/text/code/dart.js'
import type {Output} from '../../../src/lib/outputs/output.js'
import type {Rendered} from '../../../src/lib/outputs/formats/format.js'
import {renderOutput} from '../../../src/lib/outputs/formats/registry.js'
import {describeWrote, takeOut} from '../../../src/lib/outputs/switch/wrote.js'
import {anyTold} from './any.js'
import {CODE, JSON_KEYS, NATIVE, UNTOUCHABLE} from './others.js'
import {DEV, PROD, SETTINGS, TOLD} from './samples.js'
import {importModule} from './typescript.js'

const readCode = await openCodeReader()
const AWS = {...PROD, target: 'aws' as const}

const render = (output: Output, existing: string | Buffer, {ids = DEV, told = TOLD} = {}): Rendered =>
  renderOutput(output, {told, ids, existing: Buffer.from(existing), readCode})
const text = (...args: Parameters<typeof render>): string => render(...args).content.toString()

const OURS = /^(aws_project_region|aws_cognito_|aws_user_pools_|aws_mandatory_sign_in|oauth$|environment$|values$)/
const foreign = (object: object): unknown =>
  Object.entries(object)
    .filter(([name]) => !OURS.test(name))
    .map(([name, value]: [string, unknown]) => [name, typeof value === 'function' ? String(value) : value])

describe('an aws-exports of others keeps everything that is not of sign-in', () => {
  test.each(CODE)('$title', async ({path, code}) => {
    const output: Output = {format: 'aws-exports', path}
    const dev = text(output, code)
    const prod = text(output, dev, {ids: AWS})

    for (const [written, ids] of [
      [dev, DEV],
      [prod, AWS],
    ] as const) {
      const [before, after] = [await load(path, code), await load(path, written)]
      expect(foreign(after)).toEqual(foreign(before))
      expect(parseAmplifyConfig(after)).toMatchObject({
        Auth: {
          Cognito: {
            userPoolId: ids.userPoolId,
            userPoolClientId: ids.userPoolClientIds.web,
            identityPoolId: ids.identityPoolId,
            loginWith: {email: true},
          },
        },
      })
    }
    expect(text(output, prod)).toBe(dev)
    expect(text(output, dev)).toBe(dev)
    // Every line of others that is not of sign-in is still there, letter by letter.
    const isOthers = (line: string): boolean => /\/\/|\/\*|appsync|cloud|files|analytics|name|const|export/.test(line)
    for (const line of code
      .split('\n')
      .filter((line) => isOthers(line) && !/aws_(project|cognito|user_pools)/.test(line)))
      expect(dev).toContain(line.replace(/,?\r?$/, ''))
    for (const [comment] of code.matchAll(/\/\/.*|\/\*.*?\*\//g)) expect(dev).toContain(comment)
  })

  const load = async (path: string, code: string): Promise<object> => {
    if (/module\.exports|export =/.test(code)) {
      const given = code.replace(/module\.exports\s*=|export =/, 'export default')
      return (await importModule(given)).default as object
    }
    const module = await importModule(code.replace(/^\uFEFF/, ''))
    return module.default ?? Object.values(module)[0] ?? path
  }

  test('whatever awsup.yaml says, and back again', () => {
    fc.assert(
      fc.property(anyTold, anyTold, fc.constantFrom(...CODE), (one, other, {path, code}) => {
        const output: Output = {format: 'aws-exports', path}
        const first = text(output, code, {told: one})
        const second = text(output, text(output, first, {told: other, ids: AWS}), {told: one})
        expect(readData(path, second)).toEqual(readData(path, first))
      }),
      {numRuns: 40},
    )
  })

  const readData = (path: string, code: string): unknown => {
    const {root} = readCode(path, code.replace(/^\uFEFF/, ''))
    return JSON.parse(JSON.stringify(root.members.map(({name, value}) => [name, value.kind])))
  }
})

test.each(UNTOUCHABLE)('an aws-exports is refused, by line, where $title', ({code, message}) => {
  const existing = Buffer.from(code, 'latin1')
  expect(() => render({format: 'aws-exports', path: 'src/aws-exports.js'}, existing)).toThrow(
    expect.objectContaining({exitCode: 5, message: expect.stringContaining(message) as string}) as Error,
  )
})

describe('amplifyconfiguration.json is written in the shape that it has', () => {
  const output: Output = {format: 'amplifyconfiguration', path: 'src/amplifyconfiguration.json'}

  test.each(JSON_KEYS)('the keys of aws-exports: $title', ({json}) => {
    const prod = text(output, json, {ids: AWS})
    const [before, after] = [JSON.parse(json) as object, JSON.parse(prod) as object]
    expect(foreign(after)).toEqual(foreign(before))
    expect(parseAmplifyConfig(after)).toMatchObject({
      Auth: {Cognito: {userPoolId: PROD.userPoolId, identityPoolId: PROD.identityPoolId}},
    })
    const dev = text(output, json)
    expect(text(output, text(output, dev, {ids: AWS}))).toBe(dev)
    expect(dev + prod).not.toContain('"UserAgent": "aws-amplify-cli/2.0"')
  })

  test('both shapes in one file: both are switched', () => {
    const json = JSON.stringify({
      aws_project_region: 'eu-west-1',
      aws_user_pools_id: 'eu-west-1_old',
      auth: {plugins: {awsCognitoAuthPlugin: {CognitoUserPool: {Default: {PoolId: 'eu-west-1_old'}}}}},
    })
    expect(text(output, json)).not.toContain('eu-west-1_old')
  })
})

describe('the native shape keeps every section beside sign-in', () => {
  test.each(NATIVE)('$title', ({json, kept}) => {
    const output: Output = {format: 'amplifyconfiguration', path: 'amplifyconfiguration.json'}
    const dev = text(output, json)
    expect(JSON.parse(dev)).toMatchObject(kept)
    expect(JSON.parse(dev)).toMatchObject({
      auth: {
        plugins: {
          awsCognitoAuthPlugin: {
            CognitoUserPool: {Default: {PoolId: DEV.userPoolId, AppClientId: DEV.userPoolClientIds.web}},
            CredentialsProvider: {CognitoIdentity: {Default: {PoolId: DEV.identityPoolId}}},
          },
        },
      },
    })
    expect(text(output, text(output, dev, {ids: AWS}))).toBe(dev)
  })

  test.each([
    ['a raw string', (json: string) => `const amplifyconfig = r'''${json}''';\n`],
    ['a plain string', (json: string) => `// ignore\nconst String amplifyconfig = ''' ${json}''';\n`],
    ['double quotes', (json: string) => `const amplifyconfig = """${json}""";\n\nvoid main() {}\n`],
    [
      'an old one in a comment',
      (json: string) => `/* const amplifyconfig = '''{"auth": 1}'''; */\nfinal amplifyconfig = '''${json}''';\n`,
    ],
    [
      'escapes',
      (json: string) =>
        `const amplifyconfig = '''${json.replace('"UserAgent"', '"Price": "\\$5",\n"UserAgent"')}''';\n`,
    ],
  ])('in Dart, in %s', (_title, wrap) => {
    const output: Output = {format: 'amplifyconfiguration-dart', path: 'lib/amplifyconfiguration.dart'}
    for (const {json, kept} of NATIVE) {
      const before = wrap(json)
      const dev = text(output, before)
      expect(JSON.parse(findDartText('a.dart', dev).json)).toMatchObject(kept)
      const [head = '', tail = ''] = wrap('\0').split('\0')
      if (!before.includes('\\$')) expect(dev.startsWith(head) && dev.endsWith(tail)).toBe(true)
      expect(dev).toContain(DEV.userPoolId)
      expect(text(output, text(output, dev, {ids: AWS}))).toBe(dev)
    }
  })

  test.each([
    ['another constant', "const other = '''{}''';", 'was not written by awsup'],
    ['code', "const amplifyconfig = '''{\"a\": \"$host\"}''';", 'was not written by awsup'],
    ['several texts', "const amplifyconfig = '{' '}';", 'was not written by awsup'],
    ['no JSON', "const amplifyconfig = '''{auth: 1}''';", 'is not JSON'],
  ])('a Dart file with %s is refused', (_title, code, message) => {
    expect(() => render({format: 'amplifyconfiguration-dart', path: 'a.dart'}, code)).toThrow(
      expect.objectContaining({exitCode: 5, message: expect.stringContaining(message) as string}) as Error,
    )
  })
})

test('what awsup wrote into a file of others goes again, and nothing else does', () => {
  const files: readonly (readonly [Output, string])[] = [
    ...CODE.map(({path, code}) => [{format: 'aws-exports', path}, code] as const),
    ...JSON_KEYS.map(({json}) => [{format: 'amplifyconfiguration', path: 'a.json'}, json] as const),
    ...NATIVE.map(({json}) => [{format: 'amplifyconfiguration', path: 'a.json'}, json] as const),
  ]
  for (const [output, before] of files) {
    const rendered = render(output, before)
    const wrote = describeWrote(output, rendered, {earlier: undefined, before: Buffer.from(before), readCode})
    const rest = takeOut(wrote, rendered.content, readCode)
    if (typeof rest === 'string') throw new Error(`${output.path}: ${rest}`)
    const left = rest.content?.toString() ?? ''
    expect(left).not.toContain(DEV.userPoolId)
    expect(left).not.toContain(DEV.identityPoolId)
    for (const line of before.match(/https:[^'"`]*graphql/g) ?? []) expect(left).toContain(line)
    expect(takeOut(wrote, Buffer.from(left), readCode)).toBe('gone')
  }
})

test('sign-in pages that an environment does not have go, and what others keep beside them stays', () => {
  const code = `export default {aws_project_region: 'x', oauth: {domain: 'old', scope: ['a'], urlOpener: 'mine'}}\n`
  const output: Output = {format: 'aws-exports', path: 'src/aws-exports.js'}
  expect(text(output, code)).toContain("oauth: {urlOpener: 'mine'}")
  const clients = new Map([['web', {callbackUrls: ['http://localhost:5173'], logoutUrls: []}]])
  const told = {...TOLD, settings: {...SETTINGS, clients, domain: {prefix: 'acme-dev'}}}
  expect(text(output, code, {told})).toContain("oauth: {domain: 'acme-dev.auth.eu-west-1.amazoncognito.com'")
})
