import {describe, expect, test} from 'vitest'
import {renderJson} from '../../src/lib/outputs/json.js'
import {DEV, PROD, SETTINGS, TOLD} from './samples.js'

const render = (existing?: string, changes: Partial<Parameters<typeof renderJson>[0]> = {}): string =>
  renderJson({path: 'config.json', endpoint: undefined, told: TOLD, ids: DEV, existing, ...changes})

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
