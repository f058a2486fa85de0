import {describe, expect, test} from 'vitest'
import {renderOutput} from '../../../../src/lib/outputs/formats/registry.js'
import type {Told} from '../../../../src/lib/outputs/content/settings.js'
import {DEV, PROD, SETTINGS, TOLD} from '../samples.js'

interface Changes {
  readonly endpoint?: string
  readonly told?: Told
  readonly ids?: typeof DEV
}

const bytesOf = (text: string | undefined): Buffer | undefined => (text === undefined ? undefined : Buffer.from(text))

const render = (existing?: string, {endpoint, told = TOLD, ids = DEV}: Changes = {}): string =>
  renderOutput(
    {format: 'json', path: 'config.json', endpoint},
    {told, ids, existing: bytesOf(existing)},
  ).content.toString()

test('a new file holds all that an application has to know', () => {
  const told = {
    settings: {...SETTINGS, domain: {prefix: 'acme-dev'}},
    values: new Map([['todosTable', 'acme-dev-todos']]),
  }
  expect(JSON.parse(render(undefined, {told}))).toEqual({
    environment: 'dev',
    target: 'sandbox',
    accountId: '012345678901',
    region: 'eu-west-1',
    userPoolId: 'eu-west-1_aaaaaaaaa',
    userPoolClientId: 'aaaaaaaaaaaaaaaaaaaaaaaaaa',
    userPoolClientIds: {web: 'aaaaaaaaaaaaaaaaaaaaaaaaaa'},
    identityPoolId: 'eu-west-1:aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
    domain: 'acme-dev.auth.eu-west-1.amazoncognito.com',
    endpoint: 'http://127.0.0.1:4566',
    values: {todosTable: 'acme-dev-todos'},
  })
})

describe('the endpoint', () => {
  test('is the one of the manifest where it names one', () => {
    expect(JSON.parse(render(undefined, {endpoint: 'http://localhost:9000'}))).toMatchObject({
      endpoint: 'http://localhost:9000',
    })
  })

  test('is gone on AWS, also from a file that had one', () => {
    const onAws = render(render(), {ids: {...PROD, target: 'aws'}, endpoint: 'http://localhost:9000'})
    expect(JSON.parse(onAws)).not.toHaveProperty('endpoint')
  })
})

test('roles of groups are there where groups have roles, and gone from the file where none has', () => {
  const groupRoleArns = {admins: 'arn:aws:iam::012345678901:role/acme-dev-group-admins'}
  const withRoles = render(undefined, {ids: {...DEV, groupRoleArns}})
  expect(JSON.parse(withRoles)).toMatchObject({groupRoleArns})
  expect(JSON.parse(render(withRoles))).not.toHaveProperty('groupRoleArns')
})

test('what others wrote stays, and what was written for the environment before is gone', () => {
  const existing = JSON.stringify({featureFlags: {beta: true}, region: 'old', values: {old: 'x'}, domain: 'old'})
  const found = JSON.parse(render(existing)) as object
  expect(found).toMatchObject({featureFlags: {beta: true}, region: 'eu-west-1'})
  expect(found).not.toHaveProperty('values')
  expect(found).not.toHaveProperty('domain')
})

test('there and back gives the same bytes', () => {
  const dev = render('{"mine": [1, {"__proto__": 2}], "__proto__": {"a": 1}}')
  expect(dev).toContain('"__proto__": {')
  expect(render(render(dev, {ids: PROD}))).toBe(dev)
})

test('a file that is no JSON object is a conflict', () => {
  expect(() => render('[]')).toThrow('config.json holds no JSON object')
})

describe('a .tfvars.json', () => {
  const render = (values: Readonly<Record<string, string>>, existing?: string): Record<string, unknown> => {
    const told = {...TOLD, values: new Map(Object.entries(values))}
    const path = 'awsup.auto.tfvars.json'
    const {content} = renderOutput({format: 'tfvars', path}, {told, ids: DEV, existing: bytesOf(existing)})
    return JSON.parse(content.toString()) as Record<string, unknown>
  }

  test('loses the values that awsup.yaml no longer has, and keeps what others wrote', () => {
    const both = render({todosTable: 'todos', bucket: 'b'}, '{"theirs": 1}')
    expect(both).toMatchObject({theirs: 1, todos_table: 'todos', bucket: 'b'})
    const one = render({bucket: 'b'}, JSON.stringify(both))
    expect(one).toMatchObject({theirs: 1, bucket: 'b'})
    expect(one).not.toHaveProperty('todos_table')
    const none = render({}, JSON.stringify(one))
    expect(none).toEqual(render({}, '{"theirs": 1}'))
    expect(none).not.toHaveProperty('//')
  })

  test('keeps a comment of its own, and then all keys', () => {
    const found = render({}, '{"//": "mine", "bucket": "b"}')
    expect(found).toMatchObject({'//': 'mine', bucket: 'b'})
    expect(render({bucket: 'c'}, JSON.stringify(found))).toMatchObject({'//': 'mine', bucket: 'c'})
  })
})
