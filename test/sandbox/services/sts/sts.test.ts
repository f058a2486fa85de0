import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  GetUserCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import {
  AssumeRoleCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  type AssumeRoleCommandInput,
} from '@aws-sdk/client-sts'
import {describe, expect, test} from 'vitest'
import {regionChanges} from '../../../../src/sandbox/core/regions.js'
import {
  type Clients,
  enter,
  keysOf,
  makeAccount,
  openOrganization,
  openWorld,
  policyText,
  present,
  type World,
} from '../organizations/world.js'

const trust = (principal: object | string, rest: object = {}, action: string | string[] = 'sts:AssumeRole'): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{Effect: 'Allow', Principal: principal, Action: action, ...rest}],
  })

async function makeRole({admin}: World, name: string, document: string): Promise<string> {
  const {Role} = await admin.iam.send(
    new CreateRoleCommand({RoleName: name, Path: '/team/', AssumeRolePolicyDocument: document}),
  )
  return present(Role?.Arn)
}

async function makeUser({admin, clientsWith}: World, name: string, ...allowed: string[]): Promise<Clients> {
  await admin.iam.send(new CreateUserCommand({UserName: name}))
  if (allowed.length > 0) {
    const PolicyDocument = policyText('Allow', allowed)
    await admin.iam.send(new PutUserPolicyCommand({UserName: name, PolicyName: 'own', PolicyDocument}))
  }
  const {AccessKey} = await admin.iam.send(new CreateAccessKeyCommand({UserName: name}))
  return clientsWith({
    accessKeyId: present(AccessKey?.AccessKeyId),
    secretAccessKey: present(AccessKey?.SecretAccessKey),
  })
}

const assume = ({sts}: Clients, RoleArn: string, rest: Partial<AssumeRoleCommandInput> = {}) =>
  sts.send(new AssumeRoleCommand({RoleArn, RoleSessionName: 'test', ...rest}))

describe('who one is', () => {
  test('is told to everybody, whatever the policies', async () => {
    const world = await openWorld()
    const root = world.clientsWith(world.sandbox.credentials('root'))
    expect(await root.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: world.accountId,
      Arn: `arn:aws:iam::${world.accountId}:root`,
    })
    const alice = await makeUser(world, 'alice')
    await world.admin.iam.send(
      new PutUserPolicyCommand({UserName: 'alice', PolicyName: 'no', PolicyDocument: policyText('Deny', '*')}),
    )
    expect(await alice.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: `arn:aws:iam::${world.accountId}:user/alice`,
      UserId: expect.stringMatching(/^AIDA/) as string,
    })
  })

  test('the account of a key is known', async () => {
    const world = await openWorld()
    const AccessKeyId = world.sandbox.credentials('root').accessKeyId
    const info = (id: string) => world.admin.sts.send(new GetAccessKeyInfoCommand({AccessKeyId: id}))
    expect((await info(AccessKeyId)).Account).toBe(world.accountId)
    await expect(info('AKIAIOSFODNN7EXAMPLE')).rejects.toMatchObject({name: 'ValidationError'})
  })
})

describe('a role', () => {
  test('is assumed under an ARN without its path', async () => {
    const world = await openWorld()
    const arn = await makeRole(world, 'dev', trust({AWS: world.accountId}))
    const {Credentials, AssumedRoleUser} = await assume(world.admin, arn)
    expect(AssumedRoleUser).toEqual({
      Arn: `arn:aws:sts::${world.accountId}:assumed-role/dev/test`,
      AssumedRoleId: expect.stringMatching(/^AROA\w{17}:test$/) as string,
    })
    expect(Credentials?.Expiration?.getTime()).toBe(Math.floor(world.clock.now / 1000) * 1000 + 3_600_000)
    const session = world.clientsWith(keysOf(Credentials))
    expect((await session.sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(AssumedRoleUser?.Arn)
    await expect(session.iam.send(new ListUsersCommand({}))).rejects.toMatchObject({name: 'AccessDenied'})
  })

  test('is not for root', async () => {
    const world = await openWorld()
    const arn = await makeRole(world, 'dev', trust({AWS: world.accountId}))
    const root = world.clientsWith(world.sandbox.credentials('root'))
    await expect(assume(root, arn)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: 'Roles may not be assumed by root accounts.',
    })
  })

  test('that trusts a user of its account needs no other permission; one that trusts the account does', async () => {
    const world = await openWorld()
    const alice = await makeUser(world, 'alice')
    const bob = await makeUser(world, 'bob', 'sts:AssumeRole')
    const named = await makeRole(world, 'named', trust({AWS: `arn:aws:iam::${world.accountId}:user/alice`}))
    const open = await makeRole(world, 'open', trust({AWS: `arn:aws:iam::${world.accountId}:root`}))
    await assume(alice, named)
    await assume(bob, open)
    for (const [client, arn] of [
      [alice, open],
      [bob, named],
    ] as const) {
      await expect(assume(client, arn)).rejects.toMatchObject({name: 'AccessDenied', $metadata: {httpStatusCode: 403}})
    }
  })

  test('that does not exist is refused in the same words as one that does not trust', async () => {
    const world = await openWorld()
    const arn = await makeRole(world, 'dev', trust({Service: 'ec2.amazonaws.com'}))
    const words = (roleArn: string): string =>
      `User: arn:aws:iam::${world.accountId}:user/admin is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`
    for (const roleArn of [arn, arn.replace('/team/', '/'), arn.replace('dev', 'none')]) {
      await expect(assume(world.admin, roleArn)).rejects.toMatchObject({message: words(roleArn)})
    }
    await expect(assume(world.admin, `arn:aws:iam::${world.accountId}:user/admin`)).rejects.toMatchObject({
      name: 'ValidationError',
    })
  })

  test('in another account needs both sides', async () => {
    const world = await openOrganization()
    const arn = `arn:aws:iam::${await makeAccount(world, 'dev')}:role/OrganizationAccountAccessRole`
    await assume(await makeUser(world, 'alice', 'sts:AssumeRole'), arn)
    await expect(assume(await makeUser(world, 'bob'), arn)).rejects.toMatchObject({name: 'AccessDenied'})
  })

  test('is assumed for as long as it allows, then for an hour when chained', async () => {
    const world = await openWorld()
    const {admin, accountId, clientsWith} = world
    const [short, long] = ['short', 'long'] as const
    for (const [RoleName, MaxSessionDuration] of [
      [short, 3600],
      [long, 7200],
    ] as const) {
      const document = trust({AWS: accountId})
      await admin.iam.send(new CreateRoleCommand({RoleName, MaxSessionDuration, AssumeRolePolicyDocument: document}))
    }
    const arn = (name: string): string => `arn:aws:iam::${accountId}:role/${name}`
    await admin.iam.send(
      new PutRolePolicyCommand({RoleName: short, PolicyName: 'sts', PolicyDocument: policyText('Allow', 'sts:*')}),
    )
    const refused = (message: string) => ({name: 'ValidationError', message, $metadata: {httpStatusCode: 400}})
    await assume(admin, arn(long), {DurationSeconds: 7200})
    await expect(assume(admin, arn(short), {DurationSeconds: 7200})).rejects.toMatchObject(
      refused('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'),
    )
    await expect(assume(admin, arn(short), {DurationSeconds: 899})).rejects.toMatchObject({name: 'ValidationError'})
    const chained = clientsWith(keysOf((await assume(admin, arn(short))).Credentials))
    await assume(chained, arn(long), {DurationSeconds: 3600})
    await expect(assume(chained, arn(long), {DurationSeconds: 7200})).rejects.toMatchObject(
      refused('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.'),
    )
  })

  test('is narrowed by session policies', async () => {
    const world = await openOrganization()
    const RoleArn = `arn:aws:iam::${await makeAccount(world, 'dev')}:role/OrganizationAccountAccessRole`
    const open = async (rest: Partial<AssumeRoleCommandInput>) =>
      world.clientsWith(keysOf((await assume(world.admin, RoleArn, rest)).Credentials))
    const narrow = await open({Policy: policyText('Allow', 'iam:ListUsers')})
    await narrow.iam.send(new ListUsersCommand({}))
    const reading = await open({PolicyArns: [{arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess'}]})
    await reading.iam.send(new ListUsersCommand({}))
    for (const client of [narrow, reading]) {
      await expect(client.iam.send(new CreateUserCommand({UserName: 'eve'}))).rejects.toMatchObject({
        message: expect.stringContaining('because no session policy allows the iam:CreateUser action') as string,
      })
    }
    await expect(open({Policy: '{}'})).rejects.toMatchObject({name: 'MalformedPolicyDocumentException'})
    const filler = policyText(
      'Allow',
      Array.from({length: 200}, (_, n) => `iam:Action${n}`),
    )
    await expect(open({Policy: filler})).rejects.toMatchObject({name: 'PackedPolicyTooLargeException'})
  })

  test('is opened by the external id that it asks for', async () => {
    const world = await openWorld()
    const arn = await makeRole(
      world,
      'x',
      trust({AWS: world.accountId}, {Condition: {StringEquals: {'sts:ExternalId': 'e1'}}}),
    )
    await assume(world.admin, arn, {ExternalId: 'e1'})
    await expect(assume(world.admin, arn, {ExternalId: 'e2'})).rejects.toMatchObject({name: 'AccessDenied'})
    await expect(assume(world.admin, arn)).rejects.toMatchObject({name: 'AccessDenied'})
  })

  test('takes tags only where its trust lets it, and policies see them', async () => {
    const world = await openWorld()
    const plain = await makeRole(world, 'plain', trust({AWS: world.accountId}))
    const Tags = [{Key: 'team', Value: 'blue'}]
    await expect(assume(world.admin, plain, {Tags})).rejects.toMatchObject({
      message: expect.stringContaining('sts:TagSession') as string,
    })
    const tagged = await makeRole(
      world,
      'tagged',
      trust({AWS: world.accountId}, {}, ['sts:AssumeRole', 'sts:TagSession']),
    )
    await world.admin.iam.send(new CreateUserCommand({UserName: 'blue'}))
    const statement = {Effect: 'Allow', Action: 'iam:GetUser', Resource: 'arn:aws:iam::*:user/${aws:PrincipalTag/team}'}
    await world.admin.iam.send(
      new PutRolePolicyCommand({
        RoleName: 'tagged',
        PolicyName: 'own',
        PolicyDocument: JSON.stringify({Version: '2012-10-17', Statement: [statement]}),
      }),
    )
    const session = world.clientsWith(keysOf((await assume(world.admin, tagged, {Tags})).Credentials))
    await session.iam.send(new GetUserCommand({UserName: 'blue'}))
    await expect(session.iam.send(new GetUserCommand({UserName: 'admin'}))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
  })

  test('that is made again kills the sessions of the old one', async () => {
    const world = await openWorld()
    const arn = await makeRole(world, 'dev', trust({AWS: world.accountId}))
    const session = world.clientsWith(keysOf((await assume(world.admin, arn)).Credentials))
    await world.admin.iam.send(new DeleteRoleCommand({RoleName: 'dev'}))
    await makeRole(world, 'dev', trust({AWS: world.accountId}))
    await expect(session.sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    })
  })

  test('of a member account can not be assumed in a region that is off', async () => {
    const world = await openOrganization()
    const accountId = await makeAccount(world, 'dev')
    const far = world.clientsWith(world.sandbox.credentials('admin'), 'eu-south-1')
    // Off in the caller's account too: AWS has not put its keys there.
    await expect(far.sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
      $metadata: {httpStatusCode: 403},
    })
    world.sandbox.world((tx) => {
      regionChanges.put(tx, [world.accountId, 'eu-south-1'], {to: 'ENABLED', dueAt: 0})
    })
    await far.sts.send(new GetCallerIdentityCommand({}))
    await expect(enter({...world, admin: far}, accountId)).rejects.toMatchObject({
      name: 'RegionDisabledException',
      $metadata: {httpStatusCode: 403},
    })
    const member = await enter(world, accountId, 'af-south-1')
    await expect(member.sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    })
  })
})

describe('a session of one’s own', () => {
  test('speaks for the user, but to IAM only with MFA', async () => {
    const world = await openWorld()
    const {Credentials} = await world.admin.sts.send(new GetSessionTokenCommand({}))
    const session = world.clientsWith(keysOf(Credentials))
    expect((await session.sts.send(new GetCallerIdentityCommand({}))).Arn).toMatch(/:user\/admin$/)
    await expect(session.iam.send(new ListUsersCommand({}))).rejects.toMatchObject({name: 'InvalidClientTokenId'})
    await expect(session.sts.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({name: 'AccessDenied'})
    const arn = await makeRole(world, 'dev', trust({AWS: world.accountId}))
    await assume(session, arn)
  })

  test('is not opened with a code of a device that does not exist', async () => {
    const {admin, accountId} = await openWorld()
    const mfa = {SerialNumber: `arn:aws:iam::${accountId}:mfa/admin`, TokenCode: '123456'}
    await expect(admin.sts.send(new GetSessionTokenCommand(mfa))).rejects.toMatchObject({name: 'AccessDenied'})
  })

  test('of root lasts an hour at most', async () => {
    const world = await openWorld()
    const root = world.clientsWith(world.sandbox.credentials('root'))
    const {Credentials} = await root.sts.send(new GetSessionTokenCommand({DurationSeconds: 129_600}))
    expect(Credentials?.Expiration?.getTime()).toBe(Math.floor(world.clock.now / 1000) * 1000 + 3_600_000)
  })
})

describe('a chained session', () => {
  test('keeps transitive tags and its source identity', async () => {
    const world = await openWorld()
    const actions = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
    const first = await makeRole(world, 'first', trust({AWS: world.accountId}, {}, actions))
    const Condition = {StringEquals: {'aws:PrincipalTag/team': 'blue', 'aws:SourceIdentity': 'alice'}}
    const second = await makeRole(world, 'second', trust({AWS: world.accountId}, {Condition}, actions))
    const third = await makeRole(world, 'third', trust({AWS: world.accountId}, {Condition}, actions))
    for (const RoleName of ['first', 'second']) {
      const PolicyDocument = policyText('Allow', 'sts:*')
      await world.admin.iam.send(new PutRolePolicyCommand({RoleName, PolicyName: 'sts', PolicyDocument}))
    }
    const opened = await assume(world.admin, first, {
      Tags: [{Key: 'team', Value: 'blue'}],
      TransitiveTagKeys: ['team'],
      SourceIdentity: 'alice',
    })
    expect(opened.SourceIdentity).toBe('alice')
    const once = world.clientsWith(keysOf(opened.Credentials))
    const twice = world.clientsWith(keysOf((await assume(once, second)).Credentials))
    await assume(twice, third)
    await expect(assume(once, second, {Tags: [{Key: 'Team', Value: 'red'}]})).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    })
    await expect(assume(world.admin, second)).rejects.toMatchObject({name: 'AccessDenied'})
  })
})

test('a user with AdministratorAccess may whatever the account may', async () => {
  const world = await openWorld()
  const alice = await makeUser(world, 'alice')
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'
  await expect(alice.iam.send(new ListUsersCommand({}))).rejects.toMatchObject({name: 'AccessDenied'})
  await world.admin.iam.send(new AttachUserPolicyCommand({UserName: 'alice', PolicyArn}))
  await alice.iam.send(new ListUsersCommand({}))
})
