import {expect, test} from 'vitest'
import {openByName, refusalOf} from '../by-name.js'
import {makeSet, openWorld, person} from './world.js'

test('Identity Center is nowhere until it is switched on, and in no organization that does not exist', async () => {
  const {send} = await openByName()
  await send('organizations:CreateOrganization', {})
  expect(await send('sso-admin:ListInstances', {})).toMatchObject({Instances: []})
  const on = await openByName({identityCenter: 'eu-west-1'})
  expect(await on.send('sso-admin:ListInstances', {})).toMatchObject({Instances: []})
})

test('Identity Center shows in its region alone, as the same instance each time', async () => {
  const {send, management, InstanceArn, IdentityStoreId} = await openWorld()
  expect(await send('sso-admin:ListInstances', {})).toMatchObject({
    Instances: [{InstanceArn, IdentityStoreId, OwnerAccountId: management, Status: 'ACTIVE'}],
  })
  expect(InstanceArn).toMatch(/^arn:aws:sso:::instance\/ssoins-[0-9a-f]{16}$/)
  expect(IdentityStoreId).toMatch(/^d-[0-9a-f]{10}$/)
  const elsewhere = await openByName({identityCenter: 'eu-central-1'})
  await elsewhere.send('organizations:CreateOrganization', {})
  expect(await elsewhere.send('sso-admin:ListInstances', {})).toMatchObject({Instances: []})
  expect(await elsewhere.send('sso-admin:ListInstances', {RegionScope: 'ALL_REGIONS'})).toMatchObject({
    Instances: [{PrimaryRegion: 'eu-central-1'}],
  })
})

test('a member account sees the instance and its people, and may change neither', async () => {
  const world = await openWorld()
  const {send, inside, InstanceArn, IdentityStoreId, alice} = world
  await makeSet(world)
  expect(await send('sso-admin:ListInstances', {}, inside)).toMatchObject({Instances: [{InstanceArn}]})
  expect(await refusalOf(send('sso-admin:ListPermissionSets', {InstanceArn}, inside))).toEqual([
    'AccessDeniedException',
    400,
  ])
  expect(await send('identitystore:DescribeUser', {IdentityStoreId, UserId: alice}, inside)).toMatchObject({
    UserName: 'alice',
  })
  const bob = {IdentityStoreId, ...person('bob')}
  expect(await refusalOf(send('identitystore:CreateUser', bob, inside))).toEqual(['AccessDeniedException', 400])
})
