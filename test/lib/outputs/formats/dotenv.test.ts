import dotenv from 'dotenv'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {loadEnv} from 'vite'
import {renderOutput} from '../../../../src/lib/outputs/formats/registry.js'
import {anyValues} from '../any.js'
import {FOLDER, named, toldWith, write} from '../consumer.js'
import {DEV, PROD, SETTINGS, TOLD} from '../samples.js'

const output = {format: 'dotenv', path: '.env.local', prefix: 'VITE_', expands: true} as const
const switchTo = (ids: typeof DEV, existing?: Buffer): Buffer =>
  renderOutput(output, {told: TOLD, ids, existing}).content
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')

const BLOCK = `# >>> awsup (written by awsup env switch: what is between these two lines is replaced)
VITE_ENVIRONMENT=dev
VITE_AWS_REGION=eu-west-1
VITE_USER_POOL_ID=eu-west-1_aaaaaaaaa
VITE_USER_POOL_CLIENT_ID=aaaaaaaaaaaaaaaaaaaaaaaaaa
VITE_IDENTITY_POOL_ID=eu-west-1:aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa
VITE_USER_POOL_ISSUER=https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_aaaaaaaaa
VITE_USER_POOL_AUDIENCE=aaaaaaaaaaaaaaaaaaaaaaaaaa
# <<< awsup`

test('a new file is the block', () => {
  expect(switchTo(DEV).toString()).toBe(`${BLOCK}\n`)
})

test('other app clients have names of their own', () => {
  const client = {callbackUrls: [], logoutUrls: []}
  const settings = {
    ...SETTINGS,
    clients: new Map([
      ['my-app', client],
      ['web', client],
    ]),
  }
  const ids = {...DEV, userPoolClientIds: {'my-app': 'appid', web: 'webid'}}
  const text = renderOutput(output, {told: {...TOLD, settings}, ids, existing: undefined}).content.toString()
  expect(text).toContain('VITE_USER_POOL_CLIENT_ID=webid\nVITE_USER_POOL_CLIENT_ID_MY_APP=appid\n')
})

describe('every byte outside of the block stays', () => {
  const anyLine = fc.oneof(
    fc.constantFrom('A=1', '# note', '', 'B="x # >>> awsup"', '#>>> awsup', '# >>> awsupX'),
    fc.string({unit: 'binary-ascii'}).map((text) => text.replaceAll(/[\r\n]/g, '.')),
    fc.constant('ÿ\u0000é'),
  )
  const isPlain = (text: string): boolean =>
    !/^(\xff\xfe|\xfe\xff)/.test(text) && !/(^|\n)# (>>>|<<<) awsup( |\r?(\n|$))/.test(text)
  const someText = fc
    .tuple(fc.array(anyLine, {maxLength: 6}), fc.constantFrom('\n', '\r\n'), fc.boolean())
    .map(([lines, eol, isEnded]) => lines.join(eol) + (isEnded && lines.length > 0 ? eol : ''))
    .filter(isPlain)

  test('when it is added, whatever the line ends and encoding', () => {
    fc.assert(
      fc.property(someText, (text) => {
        const after = switchTo(DEV, bytes(text)).toString('latin1')
        const eol = /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n'
        const block = BLOCK.replaceAll('\n', eol)
        const expected = text === '' || text.endsWith('\n') ? `${text}${block}${eol}` : `${text}${eol}${block}`
        expect(after).toBe(expected)
      }),
    )
  })

  test('when it is replaced, wherever it stands', () => {
    fc.assert(
      fc.property(someText, someText, (before, after) => {
        const block = BLOCK.replaceAll('\n', /^[^\n]*\r\n/.test(`${before}\n`) ? '\r\n' : '\n')
        const prefix = before === '' || before.endsWith('\n') ? before : `${before}\n`
        const text = bytes(`${prefix}${block}\n${after}`)
        const there = switchTo(PROD, text).toString('latin1')
        expect(there.startsWith(prefix)).toBe(true)
        expect(there.endsWith(`\n${after}`)).toBe(true)
        expect(there).toContain('VITE_AWS_REGION=us-east-1')
        expect(there).not.toContain('VITE_AWS_REGION=eu-west-1')
      }),
    )
  })

  test('there and back gives the same bytes', () => {
    fc.assert(
      fc.property(someText, (text) => {
        const dev = switchTo(DEV, bytes(text))
        expect(switchTo(DEV, switchTo(PROD, dev)).equals(dev)).toBe(true)
      }),
    )
  })
})

describe('a damaged block is a conflict with its line, and nothing is guessed', () => {
  test.each([
    ['A=1\n# >>> awsup\nB=2\n', 2, 'with no "# <<< awsup" after it'],
    ['# <<< awsup\n', 1, 'with no "# >>> awsup" before it'],
    ['# >>> awsup\n# <<< awsup\nX=1\r\n# >>> awsup\r\n# <<< awsup\n', 4, 'a second "# >>> awsup"'],
    ['# >>> awsup\n# >>> awsup\n# <<< awsup\n', 2, 'before the first one ends'],
    ['# >>> awsup\n# <<< awsup\n# <<< awsup\n', 3, 'before it'],
  ])('%j', (text, line, message) => {
    expect(() => switchTo(DEV, bytes(text))).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          new RegExp(`^\\.env\\.local line ${line}: .*${message.replaceAll(/[.*+?^$]/g, '\\$&')}`),
        ) as unknown,
        details: {path: '.env.local', line},
        exitCode: 5,
      }) as Error,
    )
  })

  test('UTF-16 is refused by name', () => {
    expect(() => switchTo(DEV, Buffer.from('\uFEFFA=1', 'utf16le'))).toThrow('.env.local is written in UTF-16')
  })
})

describe('a dotenv file', () => {
  test('gives every value back to dotenv', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const text = write({format: 'dotenv', path: '.env', prefix: 'APP_', expands: false}, toldWith(values))
        expect(dotenv.parse(text)).toMatchObject({...named('APP_', values), APP_USER_POOL_ID: PROD.userPoolId})
      }),
    )
  })

  // Astro and SvelteKit read theirs with Vite.
  test.each(['VITE_', 'PUBLIC_'])('gives every value back to Vite, for %s', (prefix) => {
    fc.assert(
      fc.property(anyValues, (values) => {
        write({format: 'dotenv', path: '.env.local', prefix, expands: true}, toldWith(values))
        const env = loadEnv('development', FOLDER, prefix)
        expect(env).toMatchObject({...named(prefix, values), [`${prefix}USER_POOL_ID`]: PROD.userPoolId})
      }),
      {numRuns: 5},
    )
  })
})
