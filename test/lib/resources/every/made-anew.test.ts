import {expect, test} from 'vitest'
import type {Context} from '../../../../src/lib/base/resource.js'
import {identityPool} from '../../../../src/lib/resources/cognito/identity-pool/identity-pool.js'
import {userPool} from '../../../../src/lib/resources/cognito/user-pool/user-pool.js'
import {account} from '../../../../src/lib/resources/organizations/account/account.js'
import {organization} from '../../../../src/lib/resources/organizations/organization.js'
import {identityPoolDesired, poolDesired} from '../../../_helpers/worlds/desired.js'
import {openRooms} from '../../../_helpers/worlds/rooms.js'

const KEY = {name: 'dev', email: 'aws+dev@acme.dev', roleName: 'OrganizationAccountAccessRole'}

/** Whether a create says that AWS made the thing now, so that nothing is looked for in it. */
async function saysItIsNew(create: (context: Context) => Promise<unknown>, context: Context): Promise<boolean> {
  let isNew = false
  await create({...context, madeAnew: () => void (isNew = true)})
  return isNew
}

test('an organization is new where it was made now, and not where it turns out to exist', async () => {
  const rooms = await openRooms()
  const create = (context: Context) => organization.create({featureSet: 'ALL'}, context)
  expect(await saysItIsNew(create, await rooms.management())).toBe(true)
  expect(await saysItIsNew(create, await rooms.another())).toBe(false)
})

test('an account is new where this run asked for it, and not where an earlier run did, or somebody has its address', async () => {
  const {management, receipts} = await openRooms()
  const context = await management()
  const {rootId: parentId} = await organization.create({featureSet: 'ALL'}, context)
  const create = (around: Context) => account.create({...KEY, parentId}, around)
  expect(await saysItIsNew(create, context)).toBe(true)
  expect(await saysItIsNew(create, {...context, resumed: receipts[0]})).toBe(false)
  expect(await saysItIsNew(create, context)).toBe(false)
})

test('a pool is new once AWS made it, and is set up from what its create answered: it is read once, at the end', async () => {
  const {management, sandbox} = await openRooms()
  const context = await management()
  const before = sandbox.calls().length
  expect(await saysItIsNew((around) => userPool.create(poolDesired(), around), context)).toBe(true)
  const asked = sandbox.calls().slice(before)
  expect(asked.map(({operation}) => operation).sort()).toEqual([
    'CreateUserPool',
    'DescribeUserPool',
    'GetUserPoolMfaConfig',
    'SetUserPoolMfaConfig',
  ])
  const create = (around: Context) => identityPool.create(identityPoolDesired('cognito-idp.eu-west-1', []), around)
  expect(await saysItIsNew(create, context)).toBe(true)
})
