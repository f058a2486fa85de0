import {execFileSync} from 'node:child_process'
import path from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'

const root = path.resolve(import.meta.dirname, '..', '..', '..')
const script = (name: string): string => JSON.stringify(path.join(root, 'scripts', 'docs', 'reference', name))

/** What is told of the errors that the source has, and what is changed in them before the page is made. */
const CHANGES = {
  unexplained: "[...entries, {code: 'SOME_NEW_ERROR', sort: 'ConflictError', message: 'no', hints: ['Do this.']}]",
  helpless: "entries.map((one) => (one.code === 'EXPIRED' ? {...one, hints: []} : one))",
  gone: "entries.filter(({code}) => code !== 'EXPIRED')",
  twice: "entries, [...TOPICS, {title: 'More', codes: {EXPIRED: ['over', 'It is over.']}}]",
  none: 'entries',
} as const

let told: Readonly<Record<keyof typeof CHANGES, string>>

beforeAll(() => {
  const pages = Object.entries(CHANGES).map(([name, change]) => `${name}: render(${change})`)
  const program = `
    import {scanCodes} from ${script('scan-codes.mjs')}
    import {renderTroubleshooting} from ${script('troubleshooting.mjs')}
    import {TOPICS} from ${script('meanings.mjs')}
    const entries = scanCodes(${JSON.stringify(root)})
    const render = (...changed) => { try { return renderTroubleshooting(...changed) } catch (error) { return error.message } }
    console.log(JSON.stringify({${pages.join()}}))`
  told = JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '--eval', program], {encoding: 'utf8'}),
  ) as typeof told
})

describe('troubleshooting.md is not made', () => {
  test('with an error that it does not explain', () => {
    expect(told.unexplained).toBe('scripts/docs/reference/meanings.mjs does not say what these mean: SOME_NEW_ERROR')
  })

  test('with an error that nobody can do anything about', () => {
    expect(told.helpless).toBe('neither a hint of EXPIRED nor scripts/docs/reference/meanings.mjs says what to do')
  })

  test('with two explanations of an error', () => {
    expect(told.twice).toBe('scripts/docs/reference/meanings.mjs explains a code twice')
  })

  test('with an explanation of an error that is gone', () => {
    expect(told.gone).toBe('no error has these codes of scripts/docs/reference/meanings.mjs: EXPIRED')
  })
})

test('it says of an error what it means, what awsup says, and what the hints in the source say to do', () => {
  const [, section = ''] = /^### (EXPIRED: .*?)^### /ms.exec(told.none) ?? []
  expect(section).toContain('Temporary credentials last for minutes or hours.')
  expect(section).toContain('> the credentials have expired')
  expect(section).toContain('Sign in again: aws login, or aws sso login for a profile of IAM Identity Center')
  expect(told.none).toContain('[the sign-in is over](#expired-the-sign-in-is-over)')
})
