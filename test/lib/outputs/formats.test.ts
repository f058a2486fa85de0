import fc from 'fast-check'
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {openCodeReader} from '../../../src/lib/text/code/parse.js'
import type {Output} from '../../../src/lib/outputs/output.js'
import type {Part} from '../../../src/lib/outputs/formats/format.js'
import {FORMAT_NAMES, FORMATS, renderOutput} from '../../../src/lib/outputs/formats/registry.js'
import {anyTold} from './any.js'
import {DEV, OUTPUTS, PROD, TOLD} from './samples.js'

const readCode = await openCodeReader()
const SHAPES: Readonly<Record<string, Output>> = {
  ...OUTPUTS,
  'tfvars in JSON': {format: 'tfvars', path: 'terraform.tfvars.json'},
}
/** The longest first: one may be part of another. */
const IDS = [DEV, PROD]
  .flatMap(({environment, accountId, region, userPoolId, identityPoolId, userPoolClientIds}) => [
    identityPoolId,
    userPoolId,
    ...Object.values(userPoolClientIds),
    accountId,
    region,
    environment,
  ])
  .sort((a, b) => b.length - a.length)
const ALL = Object.entries(SHAPES)
/** Outputs that live so in a file that awsup made. */
const inParts = (part: Part) => ALL.filter(([, {format, path}]) => FORMATS[format].partOf(path) === part)
const find = (name: string): Output => SHAPES[name] ?? {format: 'tfvars', path: name}
const render = (
  output: Output,
  {existing, ids = DEV, told = TOLD}: {existing?: Buffer; ids?: typeof DEV; told?: typeof TOLD} = {},
): Buffer => renderOutput(output, {told, ids, existing, readCode}).content

describe('every format', () => {
  const files = (folder: string) => readdirSync(path.join(import.meta.dirname, folder))

  test('is in the registry, and has a test of its own with its real reader', () => {
    const rooms = files('../../../src/lib/outputs/formats').filter(
      (file) => !/^(format|options|registry)\.ts$/.test(file),
    )
    expect(rooms.toSorted()).toEqual(FORMAT_NAMES.map((name) => `${name}.ts`).toSorted())
    expect(files('formats').toSorted()).toEqual(FORMAT_NAMES.map((name) => `${name}.test.ts`).toSorted())
  })

  test.each(FORMAT_NAMES)('%s: its row of docs/guide/outputs.md says what the format says of itself', (name) => {
    const {page} = FORMATS[name]
    const row = [`\`${name}\``, page.path, page.options, page.readers, page.survives]
      .map((cell) => ` ${cell} `)
      .join('|')
    const text = readFileSync(path.join(import.meta.dirname, '../../../docs/guide/outputs.md'), 'utf8')
    const line = `|${row}|`.replaceAll('|  |', '| |')
    expect(text.split('\n').includes(line), `the row in docs/guide/outputs.md must be: ${line}`).toBe(true)
  })

  test.each(ALL)('%s: there and back gives the first bytes again', (_, output) => {
    fc.assert(
      fc.property(anyTold, (told) => {
        const dev = render(output, {told})
        const prod = render(output, {told, ids: PROD, existing: dev})
        expect(prod.equals(dev)).toBe(false)
        expect(render(output, {told, existing: prod}).equals(dev)).toBe(true)
      }),
      {numRuns: 30},
    )
  })

  test.each(ALL)('%s: says the name of the environment, also in a file that had another', (_, output) => {
    const called = (environment: string) => ({...DEV, environment})
    const first = render(output, {ids: called('staging-7')})
    const second = render(output, {ids: called('preview-8'), existing: first})
    expect(first.toString()).toContain('staging-7')
    expect(second.toString()).toContain('preview-8')
    expect(second.toString()).not.toContain('staging-7')
  })

  test.each(ALL)('%s: dev and prod differ in ids and region, and in nothing else', (_, output) => {
    const withoutIds = (content: Buffer): string =>
      IDS.reduce((text, id) => text.replaceAll(id, '<id>'), content.toString())
    expect(withoutIds(render(output, {ids: PROD}))).toBe(withoutIds(render(output)))
  })

  test.each(ALL)('%s: tells the app client and both pools', (_, output) => {
    const text = render(output).toString()
    for (const id of [DEV.userPoolId, DEV.identityPoolId, DEV.userPoolClientIds.web]) expect(text).toContain(id)
  })
})

describe('a file of code is awsup’s from its first line to its last', () => {
  test.each(inParts('whole'))('%s', (_, output) => {
    const ours = render(output)
    expect(render(output, {existing: ours, ids: PROD}).toString()).toContain(PROD.userPoolId)
    expect(render(output, {existing: Buffer.from(' \n')}).equals(ours)).toBe(true)
    expect(() => render(output, {existing: Buffer.from('export const mine = 1\n')})).toThrow(
      expect.objectContaining({
        message: `${output.path} was not written by awsup`,
        code: 'NOT_OURS',
        exitCode: 5,
        hint: expect.stringContaining('move yours away') as unknown,
      }) as Error,
    )
  })
})

describe('what others wrote stays', () => {
  test.each(inParts('block'))('%s: every line outside of the block', (_, output) => {
    const mine = '# mine\r\nA = "\u00e9"\r\n'
    const dev = render(output, {existing: Buffer.from(mine)})
    expect(dev.toString().startsWith(mine)).toBe(true)
    expect(dev.toString().split('\r\n').length).toBe(dev.toString().split('\n').length)
    expect(render(output, {existing: dev}).equals(dev)).toBe(true)
  })

  test('tfvars in JSON: every other variable; a domain that is gone goes', () => {
    const existing = Buffer.from('{"instances": 3, "user_pool_domain": "old", "aws_region": "old"}')
    const found = JSON.parse(render(find('tfvars in JSON'), {existing}).toString()) as object
    expect(found).toMatchObject({instances: 3, aws_region: 'eu-west-1'})
    expect(found).not.toHaveProperty('user_pool_domain')
  })

  test('amplifyconfiguration: other plugins and categories, and what others have in the plugin of Cognito', () => {
    const existing = Buffer.from(
      JSON.stringify({
        api: {plugins: {a: 1}},
        auth: {plugins: {awsCognitoAuthPlugin: {old: 1}, other: 2}},
        Version: '1.0',
      }),
    )
    const found = JSON.parse(render(find('amplifyconfiguration'), {existing}).toString()) as object
    expect(found).toMatchObject({api: {plugins: {a: 1}}, auth: {plugins: {other: 2, awsCognitoAuthPlugin: {old: 1}}}})
  })

  test('amplify: what is under custom beside values', () => {
    const told = {...TOLD, values: new Map([['uploads', 'acme-dev-uploads']])}
    const existing = Buffer.from('{"custom": {"events": {"url": "u"}, "values": {"old": "x"}}}')
    expect(JSON.parse(render(find('amplify'), {existing, told}).toString())).toMatchObject({
      custom: {events: {url: 'u'}, values: {uploads: 'acme-dev-uploads'}},
    })
  })
})
