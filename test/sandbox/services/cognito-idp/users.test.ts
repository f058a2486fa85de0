import {
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDeleteUserAttributesCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  DescribeUserPoolCommand,
  GetGroupCommand,
  paginateAdminListGroupsForUser,
  paginateListGroups,
  paginateListUsers,
  paginateListUsersInGroup,
  UpdateGroupCommand,
  type AdminCreateUserRequest,
} from '@aws-sdk/client-cognito-identity-provider'
import {beforeEach, describe, expect, test} from 'vitest'
import {outbox, type Message} from '../../../../src/sandbox/services/cognito-idp/tables.js'
import {makePool, openWorld, type World} from './world.js'

let world: World
let UserPoolId: string
beforeEach(async () => {
  world = await openWorld()
  UserPoolId = await makePool(world)
})

const create = async (Username: string, more: Partial<AdminCreateUserRequest> = {}) =>
  (await world.idp.send(new AdminCreateUserCommand({UserPoolId, Username, ...more}))).User ?? {}

const read = async (Username: string) => world.idp.send(new AdminGetUserCommand({UserPoolId, Username}))

const messages = (): readonly Message[] => world.sandbox.world((tx) => outbox.get(tx, [UserPoolId]) ?? [])

const email = (Value: string, verified = true) => [
  {Name: 'email', Value},
  {Name: 'email_verified', Value: String(verified)},
]

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

describe('AdminCreateUser', () => {
  test('makes a user that must change its password, and counts it', async () => {
    expect(await create('alice')).toMatchObject({
      Username: 'alice',
      UserStatus: 'FORCE_CHANGE_PASSWORD',
      Enabled: true,
      Attributes: [{Name: 'sub', Value: expect.stringMatching(UUID) as string}],
    })
    await expect(create('alice')).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'User account already exists',
    })
    const {UserPool} = await world.idp.send(new DescribeUserPoolCommand({UserPoolId}))
    expect(UserPool?.EstimatedNumberOfUsers).toBe(1)
  })

  test('an invitation goes by e-mail only when it is asked for, and never when suppressed', async () => {
    await create('a', {UserAttributes: email('a@acme.dev')})
    await create('b', {
      UserAttributes: email('b@acme.dev'),
      DesiredDeliveryMediums: ['EMAIL'],
      MessageAction: 'SUPPRESS',
    })
    expect(messages()).toEqual([])
    await create('c', {UserAttributes: email('c@acme.dev'), DesiredDeliveryMediums: ['EMAIL']})
    expect(messages()).toMatchObject([{username: 'c', to: 'c@acme.dev', reason: 'invitation'}])
    await create('c', {MessageAction: 'RESEND', DesiredDeliveryMediums: ['EMAIL'], TemporaryPassword: 'Passw0rd!'})
    expect(messages().at(-1)?.code).toBe('Passw0rd!')
  })

  test('only users that did not sign in yet can be invited again', async () => {
    await expect(create('nobody', {MessageAction: 'RESEND'})).rejects.toThrow('User does not exist.')
    await create('alice')
    const Password = 'Passw0rd!'
    await world.idp.send(new AdminSetUserPasswordCommand({UserPoolId, Username: 'alice', Password, Permanent: true}))
    await expect(create('alice', {MessageAction: 'RESEND'})).rejects.toMatchObject({
      name: 'UnsupportedUserStateException',
    })
  })

  test.each([
    ['Aa1!', 'Password not long enough'],
    ['passw0rd!', 'Password must have uppercase characters'],
    ['PASSW0RD!', 'Password must have lowercase characters'],
    ['Password!', 'Password must have numeric characters'],
    ['Passw0rd', 'Password must have symbol characters'],
  ])('a temporary password %s breaks the policy', async (TemporaryPassword, words) => {
    await expect(create('alice', {TemporaryPassword})).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: `Password did not conform with policy: ${words}`,
    })
    await expect(read('alice')).rejects.toMatchObject({name: 'UserNotFoundException'})
  })

  test('passwords are nowhere in the memory of the sandbox', async () => {
    await create('alice', {TemporaryPassword: 'Passw0rd!'})
    const all = JSON.stringify(world.sandbox.world((tx) => tx.entries('')))
    expect(all).toContain('alice')
    expect(all).not.toContain('Passw0rd!')
  })

  test('where the e-mail address is the name, Cognito makes up the username, and an address is taken once', async () => {
    UserPoolId = await makePool(world, {UsernameAttributes: ['email'], UsernameConfiguration: {CaseSensitive: false}})
    await expect(create('alice')).rejects.toThrow('Username should be an email.')
    const user = await create('alice@acme.dev')
    expect(user.Username).toMatch(UUID)
    expect(user.Attributes).toEqual([
      {Name: 'email', Value: 'alice@acme.dev'},
      {Name: 'sub', Value: user.Username},
    ])
    await expect(create('ALICE@acme.dev')).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'An account with the given email already exists.',
    })
    expect((await read('Alice@acme.dev')).Username).toBe(user.Username)
  })

  test('a verified alias is one user’s, unless it is forced to move', async () => {
    UserPoolId = await makePool(world, {AliasAttributes: ['email']})
    await expect(create('alice@acme.dev')).rejects.toThrow('Username cannot be of email format')
    await create('alice', {UserAttributes: email('x@acme.dev')})
    await create('claire', {UserAttributes: email('x@acme.dev', false)})
    await expect(create('bob', {UserAttributes: email('x@acme.dev')})).rejects.toThrow(
      'An account with the given email already exists.',
    )
    expect((await read('x@acme.dev')).Username).toBe('alice')
    await create('bob', {UserAttributes: email('x@acme.dev'), ForceAliasCreation: true})
    expect((await read('x@acme.dev')).Username).toBe('bob')
  })

  test('a user is called by its address of today alone, and can not take another’s', async () => {
    UserPoolId = await makePool(world, {UsernameAttributes: ['email']})
    await create('a@acme.dev')
    await create('b@acme.dev')
    const change = async (Username: string, Value: string) =>
      world.idp.send(
        new AdminUpdateUserAttributesCommand({UserPoolId, Username, UserAttributes: [{Name: 'email', Value}]}),
      )
    await expect(change('a@acme.dev', 'b@acme.dev')).rejects.toMatchObject({
      name: 'AliasExistsException',
      message: 'An account with the given email already exists.',
    })
    await change('a@acme.dev', 'new@acme.dev')
    await expect(read('a@acme.dev')).rejects.toThrow('User does not exist.')
    await expect(read('new@acme.dev')).resolves.toBeDefined()
    await expect(create('a@acme.dev')).resolves.toBeDefined()
  })

  test('attributes must be in the schema, and required ones must come', async () => {
    const attribute = {Name: 'custom:nope', Value: 'x'}
    await expect(create('alice', {UserAttributes: [attribute]})).rejects.toThrow('could not be determined')
    await expect(create('alice', {UserAttributes: [{Name: 'email', Value: 'x'}]})).rejects.toThrow(
      'Invalid email address format.',
    )
    UserPoolId = await makePool(world, {Schema: [{Name: 'email', Required: true}]})
    await expect(create('alice')).rejects.toThrow('email: The attribute is required')
  })
})

describe('states', () => {
  const Username = 'alice'
  beforeEach(async () => {
    await create(Username, {UserAttributes: email('alice@acme.dev')})
  })

  test('a permanent password confirms, a temporary one asks for another', async () => {
    const set = async (Permanent: boolean) =>
      world.idp.send(new AdminSetUserPasswordCommand({UserPoolId, Username, Password: 'Passw0rd!', Permanent}))
    await set(true)
    expect((await read(Username)).UserStatus).toBe('CONFIRMED')
    await set(false)
    expect((await read(Username)).UserStatus).toBe('FORCE_CHANGE_PASSWORD')
  })

  test('disabled and enabled', async () => {
    await world.idp.send(new AdminDisableUserCommand({UserPoolId, Username}))
    expect((await read(Username)).Enabled).toBe(false)
    await world.idp.send(new AdminEnableUserCommand({UserPoolId, Username}))
    expect((await read(Username)).Enabled).toBe(true)
  })

  test('a reset needs a confirmed user, and sends a code', async () => {
    const reset = async () => world.idp.send(new AdminResetUserPasswordCommand({UserPoolId, Username}))
    await expect(reset()).rejects.toThrow('User password cannot be reset in the current state.')
    await world.idp.send(
      new AdminSetUserPasswordCommand({UserPoolId, Username, Password: 'Passw0rd!', Permanent: true}),
    )
    await reset()
    expect((await read(Username)).UserStatus).toBe('RESET_REQUIRED')
    expect(messages().at(-1)).toMatchObject({reason: 'reset', code: expect.stringMatching(/^\d{6}$/) as string})
  })

  test('only a user that signed up can be confirmed', async () => {
    await expect(world.idp.send(new AdminConfirmSignUpCommand({UserPoolId, Username}))).rejects.toThrow(
      'Current status is FORCE_CHANGE_PASSWORD',
    )
  })

  test('a new address is unproven, and an attribute can go', async () => {
    await world.idp.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId,
        Username,
        UserAttributes: [{Name: 'email', Value: 'b@acme.dev'}],
      }),
    )
    expect((await read(Username)).UserAttributes).toEqual(
      expect.arrayContaining([
        {Name: 'email', Value: 'b@acme.dev'},
        {Name: 'email_verified', Value: 'false'},
      ]),
    )
    await world.idp.send(new AdminDeleteUserAttributesCommand({UserPoolId, Username, UserAttributeNames: ['email']}))
    const {UserAttributes = []} = await read(Username)
    expect(UserAttributes.map(({Name}) => Name)).not.toContain('email')
  })

  test('a deleted user does not exist, and its name is free', async () => {
    const {UserAttributes: before} = await read(Username)
    await world.idp.send(new AdminDeleteUserCommand({UserPoolId, Username}))
    await expect(read(Username)).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    })
    await create(Username)
    expect((await read(Username)).UserAttributes).not.toEqual(before)
  })
})

describe('ListUsers', () => {
  const list = async (Filter?: string, AttributesToGet?: string[]) => {
    const found = []
    for await (const {Users = []} of paginateListUsers({client: world.idp}, {UserPoolId, Filter, AttributesToGet}))
      found.push(...Users)
    return found
  }
  beforeEach(async () => {
    for (const name of ['alice', 'albert', 'bob']) await create(name, {UserAttributes: email(`${name}@acme.dev`)})
    await world.idp.send(new AdminDisableUserCommand({UserPoolId, Username: 'bob'}))
  })

  test.each([
    [undefined, ['albert', 'alice', 'bob']],
    ['username = "alice"', ['alice']],
    ['username ^= "al"', ['albert', 'alice']],
    ['email = "bob@acme.dev"', ['bob']],
    ['"email"^="a"', ['albert', 'alice']],
    ['status = "disabled"', ['bob']],
    ['cognito:user_status = "FORCE_CHANGE_PASSWORD"', ['albert', 'alice', 'bob']],
    ['username = "nobody"', []],
  ])('%s', async (filter, expected) => {
    expect((await list(filter)).map(({Username}) => Username)).toEqual(expected)
  })

  test.each(['custom:x = "1"', 'username', 'username = alice', 'constructor = "x"'])(
    'a filter that AWS can not read is refused: %s',
    async (filter) => {
      await expect(list(filter)).rejects.toMatchObject({name: 'InvalidParameterException'})
    },
  )

  test('only the attributes that were asked for', async () => {
    const [first] = await list('username = "bob"', ['email'])
    expect(first?.Attributes).toEqual([{Name: 'email', Value: 'bob@acme.dev'}])
    await expect(list(undefined, ['nope'])).rejects.toThrow('do not exist in user pool')
  })
})

test('groups: made once, changed member by member, and gone from their users when deleted', async () => {
  const {idp} = world
  for (const GroupName of ['a', 'b', 'c'])
    await idp.send(new CreateGroupCommand({UserPoolId, GroupName, Precedence: 1}))
  await expect(idp.send(new CreateGroupCommand({UserPoolId, GroupName: 'a'}))).rejects.toMatchObject({
    name: 'GroupExistsException',
  })
  await idp.send(new UpdateGroupCommand({UserPoolId, GroupName: 'a', Description: 'first'}))
  const {Group} = await idp.send(new GetGroupCommand({UserPoolId, GroupName: 'a'}))
  expect(Group).toMatchObject({Precedence: 1, Description: 'first'})
  const names = []
  for await (const {Groups = []} of paginateListGroups({client: idp}, {UserPoolId}))
    names.push(...Groups.map(({GroupName}) => GroupName))
  expect(names).toEqual(['a', 'b', 'c'])

  for (const Username of ['x', 'y', 'z']) {
    await create(Username)
    await idp.send(new AdminAddUserToGroupCommand({UserPoolId, Username, GroupName: 'a'}))
    await idp.send(new AdminAddUserToGroupCommand({UserPoolId, Username, GroupName: 'a'}))
  }
  await idp.send(new AdminAddUserToGroupCommand({UserPoolId, Username: 'x', GroupName: 'b'}))
  await idp.send(new AdminRemoveUserFromGroupCommand({UserPoolId, Username: 'z', GroupName: 'a'}))
  await expect(
    idp.send(new AdminAddUserToGroupCommand({UserPoolId, Username: 'x', GroupName: 'nope'})),
  ).rejects.toMatchObject({name: 'ResourceNotFoundException', message: 'Group not found.'})
  const members = []
  for await (const {Users = []} of paginateListUsersInGroup({client: idp}, {UserPoolId, GroupName: 'a'}))
    members.push(...Users.map(({Username}) => Username))
  expect(members).toEqual(['x', 'y'])

  await idp.send(new DeleteGroupCommand({UserPoolId, GroupName: 'a'}))
  await idp.send(new CreateGroupCommand({UserPoolId, GroupName: 'a'}))
  for await (const {Groups = []} of paginateAdminListGroupsForUser({client: idp}, {UserPoolId, Username: 'x'}))
    expect(Groups.map(({GroupName}) => GroupName)).toEqual(['b'])
})
