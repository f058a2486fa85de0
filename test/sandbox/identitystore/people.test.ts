import {describe, expect, test} from 'vitest'
import {refusalOf} from '../by-name.js'
import {openWorld, person, type World} from '../sso-admin/world.js'

const conflict = (Reason: string) => ({name: 'ConflictException', Reason})
const UNIQUE = conflict('UNIQUENESS_CONSTRAINT_VIOLATION')

const idOf = ({ask, IdentityStoreId}: World, AttributePath: string, AttributeValue: string): Promise<string> => {
  const AlternateIdentifier = {UniqueAttribute: {AttributePath, AttributeValue}}
  return ask('identitystore:GetUserId', {IdentityStoreId, AlternateIdentifier}, 'UserId')
}

describe('a user', () => {
  test('is found by name and by address, whatever their case', async () => {
    const world = await openWorld()
    for (const [path, value] of [
      ['userName', 'Alice'],
      ['emails.value', 'alice@ACME.dev'],
    ] as const)
      expect(await idOf(world, path, value)).toBe(world.alice)
    expect(await refusalOf(idOf(world, 'userName', 'bob'))).toEqual(['ResourceNotFoundException', 400])
    expect(await refusalOf(idOf(world, 'nickName', 'alice'))).toEqual(['ValidationException', 400])
  })

  test.each([
    ['without a display name', {DisplayName: undefined}],
    ['without a given name', {Name: {FamilyName: 'Doe'}}],
    ['without a name', {UserName: undefined}],
    ['with a reserved name', {UserName: 'Administrator'}],
    ['with a blank in the name', {UserName: 'bob jones'}],
    ['with two addresses', {Emails: [{Value: 'a@acme.dev'}, {Value: 'b@acme.dev'}]}],
  ])('is refused %s', async (_why, wrong) => {
    const {send, IdentityStoreId} = await openWorld()
    const input = {IdentityStoreId, ...person('bob'), ...wrong}
    expect(await refusalOf(send('identitystore:CreateUser', input))).toEqual(['ValidationException', 400])
  })

  test('is one of a name, and one of an address', async () => {
    const {send, IdentityStoreId} = await openWorld()
    const again = {IdentityStoreId, ...person('ALICE'), Emails: undefined}
    await expect(send('identitystore:CreateUser', again)).rejects.toMatchObject(UNIQUE)
    const Emails = [{Value: 'alice@acme.dev'}]
    await expect(send('identitystore:CreateUser', {IdentityStoreId, ...person('bob'), Emails})).rejects.toMatchObject(
      UNIQUE,
    )
  })

  test('changes by paths; a path without a value takes the attribute away', async () => {
    const {send, IdentityStoreId, alice} = await openWorld()
    const user = {IdentityStoreId, UserId: alice}
    await send('identitystore:UpdateUser', {
      ...user,
      Operations: [
        {AttributePath: 'displayName', AttributeValue: 'Alice D.'},
        {AttributePath: 'name.givenName', AttributeValue: 'Alicia'},
        {AttributePath: 'title', AttributeValue: 'Engineer'},
        {AttributePath: 'emails', AttributeValue: [{value: 'alicia@acme.dev', type: 'work', primary: true}]},
      ],
    })
    expect(await send('identitystore:DescribeUser', user)).toMatchObject({
      DisplayName: 'Alice D.',
      Name: {GivenName: 'Alicia', FamilyName: 'Doe'},
      Title: 'Engineer',
      Emails: [{Value: 'alicia@acme.dev', Type: 'work', Primary: true}],
      UserStatus: 'ENABLED',
      Revision: '2',
    })
    await send('identitystore:UpdateUser', {...user, Operations: [{AttributePath: 'title'}]})
    expect(await send('identitystore:DescribeUser', user)).not.toHaveProperty('Title')
    for (const AttributePath of ['displayName', 'name.familyName', 'userStatus', 'groups'])
      expect(
        await refusalOf(send('identitystore:UpdateUser', {...user, Operations: [{AttributePath}]})),
        AttributePath,
      ).toEqual(['ValidationException', 400])
  })

  test('is not changed or deleted where somebody else changed it first', async () => {
    const {send, IdentityStoreId, alice} = await openWorld()
    const user = {IdentityStoreId, UserId: alice}
    const Operations = [{AttributePath: 'title', AttributeValue: 'Engineer'}]
    await send('identitystore:UpdateUser', {...user, Operations, Revision: '1'})
    const late = conflict('CONCURRENT_MODIFICATION')
    await expect(send('identitystore:UpdateUser', {...user, Operations, Revision: '1'})).rejects.toMatchObject(late)
    await expect(send('identitystore:DeleteUser', {...user, Revision: '1'})).rejects.toMatchObject(late)
    await send('identitystore:DeleteUser', {...user, Revision: '2'})
    expect(await refusalOf(send('identitystore:DescribeUser', user))).toEqual(['ResourceNotFoundException', 400])
  })
})

describe('a group', () => {
  test('has members once each, and loses them with the user and with itself', async () => {
    const {send, ask, IdentityStoreId, alice} = await openWorld()
    const made = {IdentityStoreId, DisplayName: 'staff', Description: 'Everybody'}
    const GroupId = await ask('identitystore:CreateGroup', made, 'GroupId')
    await expect(send('identitystore:CreateGroup', {...made, DisplayName: 'Staff'})).rejects.toMatchObject(UNIQUE)
    const membership = {IdentityStoreId, GroupId, MemberId: {UserId: alice}}
    const MembershipId = await ask('identitystore:CreateGroupMembership', membership, 'MembershipId')
    await expect(send('identitystore:CreateGroupMembership', membership)).rejects.toMatchObject(UNIQUE)
    expect(await ask('identitystore:GetGroupMembershipId', membership, 'MembershipId')).toBe(MembershipId)
    const other = await ask('identitystore:CreateGroup', {IdentityStoreId, DisplayName: 'other'}, 'GroupId')
    const asked = {IdentityStoreId, MemberId: {UserId: alice}, GroupIds: [GroupId, other]}
    expect(await send('identitystore:IsMemberInGroups', asked)).toMatchObject({
      Results: [
        {GroupId, MembershipExists: true},
        {GroupId: other, MembershipExists: false},
      ],
    })
    await send('identitystore:DeleteUser', {IdentityStoreId, UserId: alice})
    expect(await send('identitystore:ListGroupMemberships', {IdentityStoreId, GroupId})).toMatchObject({
      GroupMemberships: [],
    })
    await send('identitystore:DeleteGroup', {IdentityStoreId, GroupId})
    expect(await refusalOf(send('identitystore:DescribeGroup', {IdentityStoreId, GroupId}))).toEqual([
      'ResourceNotFoundException',
      400,
    ])
  })

  test('is renamed, and found by its name', async () => {
    const {send, ask, IdentityStoreId} = await openWorld()
    const GroupId = await ask('identitystore:CreateGroup', {IdentityStoreId, DisplayName: 'staff'}, 'GroupId')
    const Operations = [{AttributePath: 'displayName', AttributeValue: 'people'}]
    await send('identitystore:UpdateGroup', {IdentityStoreId, GroupId, Operations})
    const named = (AttributeValue: string) => ({
      IdentityStoreId,
      AlternateIdentifier: {UniqueAttribute: {AttributePath: 'displayName', AttributeValue}},
    })
    expect(await ask('identitystore:GetGroupId', named('people'), 'GroupId')).toBe(GroupId)
    expect(await refusalOf(send('identitystore:GetGroupId', named('staff')))).toEqual([
      'ResourceNotFoundException',
      400,
    ])
  })
})

test('the identity store of another organization is not found', async () => {
  const [world, other] = [await openWorld(), await openWorld()]
  const list = (IdentityStoreId: string) => refusalOf(world.send('identitystore:ListUsers', {IdentityStoreId}))
  expect(await list(other.IdentityStoreId)).toEqual(['ResourceNotFoundException', 400])
  expect(await list(world.IdentityStoreId)).toBeUndefined()
})
