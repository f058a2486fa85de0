import {readFileSync} from 'node:fs'
import path from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {awsup, emptyFolder} from '../../../_helpers/cli.js'
import {MODELINE} from '../../../../src/lib/manifest/edit/modeline.js'
import {LIMITED} from '../limited.js'
import {manifest, SAMPLE} from '../samples.js'
import {published} from './ajv.js'
import {type Editor, openEditor} from './editor.js'

/** What the first line of an awsup.yaml names. */
const URL = /\$schema=(\S+)/.exec(MODELINE)?.[1] ?? ''

let editor: Editor
let folder: string
let written: string
beforeAll(async () => {
  folder = emptyFolder()
  const init = ['org', 'init', '--sandbox', '--project', 'acme', '--email', 'aws+{env}@acme.dev', '--yes']
  const {code, stderr} = await awsup(folder, init)
  expect({code, stderr: code === 0 ? '' : stderr}).toEqual({code: 0, stderr: ''})
  written = readFileSync(path.join(folder, 'awsup.yaml'), 'utf8')
  editor = await openEditor(new Map([[URL, published]]))
})
afterAll(() => {
  editor.close()
})

let files = 0
/** A file of its own: the server keeps what it knows of one. */
const file = (): string => path.join(folder, `${(files += 1)}`, 'awsup.yaml')
const withSchema = (yaml: string): string => `${MODELINE}${yaml.replace(/^# yaml-language-server:.*\n/, '')}`

describe('an editor with the YAML language server', () => {
  test('finds the schema by the first line of a file that org init wrote, and marks nothing in it', async () => {
    expect(written.startsWith(MODELINE)).toBe(true)
    expect(await editor.open(file(), written)).toEqual([])
    expect(editor.asked).toEqual([URL])
  })

  test('offers the keys of the file that are not there yet', async () => {
    const offered = await editor.complete(file(), `${written.trimEnd()}\n¦`)
    expect(offered).toEqual(expect.arrayContaining(['access', 'users', 'records']))
    expect(offered).not.toContain('environments')
  })

  test.each([
    {
      what: 'an environment',
      yaml: 'environments:\n  dev:\n    region: us-east-1\n    ¦\n',
      offers: ['protected', 'account', 'auth'],
      not: 'region',
    },
    {what: 'a user pool', yaml: 'auth:\n  signIn: [email]\n  ¦\n', offers: ['mfa', 'clients', 'groups'], not: 'signIn'},
    {what: 'an app client', yaml: 'auth:\n  clients:\n    web:\n      ¦\n', offers: ['callbackUrls'], not: 'signIn'},
    {what: 'an output', yaml: 'outputs:\n  - format: dotenv\n    ¦\n', offers: ['path', 'prefix'], not: 'format'},
  ])('offers the keys of $what', async ({yaml, offers, not}) => {
    const offered = await editor.complete(file(), withSchema(yaml))
    expect(offered).toEqual(expect.arrayContaining(offers))
    expect(offered).not.toContain(not)
  })

  test('offers the words that a key takes', async () => {
    const offered = await editor.complete(file(), withSchema('auth:\n  mfa: ¦\n'))
    // Quoted where YAML 1.1 takes a word for a truth value.
    expect(offered.map((word) => word.replaceAll('"', '')).toSorted()).toEqual(['off', 'on', 'optional'])
  })

  test.each([
    ['protected', manifest({environments: '{ dev: { region: eu-west-1, prot¦ected: true } }'}), /destroy/],
    ['signIn', manifest({auth: '{ sign¦In: [email] }'}), /[Cc]annot be changed|sign/],
    ['guardrails', manifest({organization: '{ email: "aws+{env}@acme.dev", guard¦rails: [] }'}), /polic/],
  ])('tells over a key what it does: %s', async (_key, yaml, says) => {
    expect(await editor.hover(file(), withSchema(yaml))).toMatch(says)
  })

  test('marks a key that awsup refuses, where it stands', async () => {
    const found = await editor.open(file(), withSchema('version: 1\nproject: acme\nenvironment: {}\n'))
    const wrong = found.find(({message}) => message.includes('environment '))
    expect(wrong?.message).toContain('not allowed')
    expect(wrong?.range.start).toEqual({line: 3, character: 0})
  })

  test('marks a value that awsup refuses', async () => {
    const found = await editor.open(file(), withSchema(manifest({auth: '{ mfa: required }'})))
    expect(found.map(({message}) => message).join('\n')).toContain('optional')
  })

  const some = LIMITED.filter((_, index) => index % Math.ceil(LIMITED.length / 8) === 0)
  test.each([
    ['of the design', SAMPLE],
    ['with the least', manifest()],
    ...some.map(({yaml, example}, index) => [
      `with a value just long enough (${index})`,
      yaml(JSON.stringify(example)),
    ]),
  ])('marks nothing in a file that awsup takes: one %s', async (_title, yaml = '') => {
    expect(await editor.open(file(), withSchema(yaml))).toEqual([])
  })
})
