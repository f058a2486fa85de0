import {expect, test} from 'vitest'
import {idsOf} from '../../../../src/lib/outputs/content/ids.js'
import type {Recorded} from '../../../../src/lib/records/records.js'
import {DEV} from '../samples.js'

const recorded = (address: string, id: string): Recorded => ({
  address,
  kind: address,
  id,
  accountId: address.endsWith('.account') ? '111111111111' : '012345678901',
  region: address.endsWith('.account') ? 'us-east-1' : 'eu-west-1',
  key: {},
  needs: [],
})
const RECORDS = [
  recorded('organization', 'o-1234567890'),
  recorded('dev.account', DEV.accountId),
  recorded('dev.user-pool', DEV.userPoolId),
  recorded('dev.app-client.web', DEV.userPoolClientIds.web ?? ''),
  recorded('dev.identity-pool', DEV.identityPoolId),
  recorded('devel.user-pool', 'eu-west-1_other'),
]
const find = (records: readonly Recorded[], environment = 'dev') => idsOf(records, {environment, target: 'sandbox'})

test('an environment has its own ids, its region, and its account’s id with every leading zero', () => {
  expect(find(RECORDS)).toEqual(DEV)
})

test('the role of a group is told by its ARN, in the environment’s own account', () => {
  const roles = ['role.group.ops', 'role.group.admins', 'role.authenticated'].map((label) =>
    recorded(`dev.${label}`, `acme-dev-${label.split('.').at(-1) ?? ''}`),
  )
  expect(find([...RECORDS, ...roles])?.groupRoleArns).toEqual({
    admins: 'arn:aws:iam::012345678901:role/acme-dev-admins',
    ops: 'arn:aws:iam::012345678901:role/acme-dev-ops',
  })
})

test('an environment with no records has none', () => {
  expect(find(RECORDS, 'prod')).toBeUndefined()
  expect(find([])).toBeUndefined()
})

test.each(['dev.account', 'dev.user-pool', 'dev.identity-pool'])('%s missing is told by its address', (address) => {
  expect(() => find(RECORDS.filter((one) => one.address !== address))).toThrow(
    expect.objectContaining({
      code: 'NOT_MADE',
      exitCode: 5,
      details: {environment: 'dev', missing: [address]},
    }) as Error,
  )
})

test('no app client at all is told too', () => {
  expect(() => find(RECORDS.filter(({address}) => !address.includes('app-client')))).toThrow(
    'not on record: dev.app-client',
  )
})

test.each(['x\nEVIL=1', '', '../../x', '\u001b[31m'])('an id that could break a file never gets into one: %j', (id) => {
  const records = RECORDS.map((one) => (one.address === 'dev.user-pool' ? {...one, id} : one))
  expect(() => find(records)).toThrow(expect.objectContaining({code: 'DAMAGED'}) as Error)
})
