import {
  DescribeIdentityPoolCommand,
  GetIdentityPoolRolesCommand,
  SetIdentityPoolRolesCommand,
  UpdateIdentityPoolCommand,
} from '@aws-sdk/client-cognito-identity'
import {
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
  type AccountRecoverySettingType,
  type UserAttributeUpdateSettingsType,
} from '@aws-sdk/client-cognito-identity-provider'
import fc from 'fast-check'
import {beforeEach, describe, expect, test} from 'vitest'
import {identityPoolTrust} from '../../../../src/lib/access/policy/trust.js'
import type {Context} from '../../../../src/lib/base/resource.js'
import {userPoolDomain} from '../../../../src/lib/resources/cognito/user-pool/domain.js'
import {userPoolGroup} from '../../../../src/lib/resources/cognito/user-pool/group.js'
import {identityPoolRoles} from '../../../../src/lib/resources/cognito/identity-pool/roles.js'
import {identityPool} from '../../../../src/lib/resources/cognito/identity-pool/identity-pool.js'
import {userPool} from '../../../../src/lib/resources/cognito/user-pool/user-pool.js'
import type {UserPoolDesired} from '../../../../src/lib/resources/cognito/user-pool/desired.js'
import {role} from '../../../../src/lib/resources/iam/role.js'
import {identityPoolDesired, poolDesired, roleDesired} from '../../../_helpers/worlds/desired.js'
import {openRooms} from '../../../_helpers/worlds/rooms.js'

let rooms: Awaited<ReturnType<typeof openRooms>>
let context: Context
beforeEach(async () => {
  rooms = await openRooms()
  context = await rooms.management()
})

const describePool = async (UserPoolId: string) => {
  const {UserPool} = await context.aws.cognito.send(new DescribeUserPoolCommand({UserPoolId}))
  if (!UserPool) throw new Error('no pool')
  return UserPool
}

describe('a user pool', () => {
  test('is protected from deletion, has names without case, and verifies addresses that sign in', async () => {
    const {id, providerName} = await userPool.create(poolDesired(), context)
    expect(await describePool(id)).toMatchObject({
      DeletionProtection: 'ACTIVE',
      UsernameConfiguration: {CaseSensitive: false},
      AutoVerifiedAttributes: ['email'],
      UsernameAttributes: ['email'],
    })
    expect(providerName).toBe(`cognito-idp.eu-west-1.amazonaws.com/${id}`)
    await expect(context.aws.cognito.send(new DeleteUserPoolCommand({UserPoolId: id}))).rejects.toThrow()
  })

  const ways: UserPoolDesired['signIn'][] = [['username'], ['username', 'email'], ['phone'], ['phone', 'email']]
  test.each(ways.map((signIn) => [signIn.join('+'), signIn]))('reads back how users sign in: %s', async (_, signIn) => {
    const made = await userPool.create(poolDesired({signIn}), context)
    expect(userPool.diff(poolDesired({signIn}), made)).toEqual([])
    expect(userPool.diff(poolDesired({signIn: ['email']}), made)).toMatchObject([{field: 'signIn', effect: 'refuse'}])
  })

  test('is found by its tags among others of the same name, and never by the name alone', async () => {
    for (const project of ['other', 'third']) {
      await userPool.create(poolDesired(), rooms.as(context, {project}))
    }
    await context.aws.cognito.send(new CreateUserPoolCommand({PoolName: 'acme-dev'}))
    expect(await userPool.read({}, undefined, context)).toBeUndefined()
    const made = await userPool.create(poolDesired(), context)
    expect(await userPool.read({}, undefined, context)).toEqual(made)

    await userPool.create(poolDesired(), context)
    await expect(userPool.read({}, undefined, context)).rejects.toMatchObject({code: 'AMBIGUOUS', exitCode: 5})
  })

  test('turns MFA off again, and keeps passkeys that somebody set up by hand', async () => {
    const made = await userPool.create(poolDesired({mfa: 'on', passkeys: true}), context)
    const off = poolDesired({mfa: 'off', passkeys: true})
    expect(await userPool.update(off, made, context)).toMatchObject({mfa: 'off', passkeys: true})
    const mfa = await context.aws.cognito.send(new GetUserPoolMfaConfigCommand({UserPoolId: made.id}))
    expect(mfa.WebAuthnConfiguration).toEqual({
      UserVerification: 'required',
      FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
    })
  })

  test('of which AWS did not keep a setting is an error, not a success', async () => {
    const made = await userPool.create(poolDesired({mfa: 'off'}), context)
    // A Cognito that takes every update and forgets it.
    context.aws.cognito.middlewareStack.add(
      (next, call) => async (args) =>
        call.commandName === 'UpdateUserPoolCommand' ? {output: {$metadata: {}}, response: {}} : next(args),
      {step: 'initialize'},
    )
    await expect(userPool.update(poolDesired({mfa: 'off', name: 'x'}), made, context)).rejects.toMatchObject({
      code: 'NOT_KEPT',
      exitCode: 4,
    })
  })

  test('keeps every setting that awsup knows nothing about', async () => {
    const made = await userPool.create(poolDesired(), context)
    const text = fc.stringMatching(/^[a-z]{1,20}$/)
    const byHand = fc.record({
      EmailVerificationSubject: text,
      EmailVerificationMessage: text.map((words) => `${words} {####}`),
      DeviceConfiguration: fc.record({
        ChallengeRequiredOnNewDevice: fc.boolean(),
        DeviceOnlyRememberedOnUserPrompt: fc.boolean(),
      }),
      AccountRecoverySetting: fc.constantFrom<AccountRecoverySettingType[]>(
        {RecoveryMechanisms: [{Priority: 1, Name: 'verified_email'}]},
        {RecoveryMechanisms: [{Priority: 1, Name: 'admin_only'}]},
      ),
      UserAttributeUpdateSettings: fc.constantFrom<UserAttributeUpdateSettingsType[]>(
        {AttributesRequireVerificationBeforeUpdate: ['email']},
        {AttributesRequireVerificationBeforeUpdate: []},
      ),
    })
    const changes = fc.record({
      name: text,
      selfSignUp: fc.boolean(),
      mfa: fc.constantFrom('off' as const, 'optional' as const, 'on' as const),
      passkeys: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(byHand, changes, async (settings, changed) => {
        const now = await describePool(made.id)
        const {MfaConfiguration, AutoVerifiedAttributes, UserPoolTags, DeletionProtection, Policies} = now
        const kept = {MfaConfiguration, AutoVerifiedAttributes, UserPoolTags, DeletionProtection, Policies}
        const input = {UserPoolId: made.id, PoolName: now.Name, ...kept, ...settings}
        await context.aws.cognito.send(new UpdateUserPoolCommand(input))

        const desired = poolDesired(changed)
        const after = await userPool.update(desired, made, context)
        expect(userPool.diff(desired, after)).toEqual([])
        expect(await describePool(made.id)).toMatchObject({
          ...settings,
          AutoVerifiedAttributes,
          UserPoolTags,
          DeletionProtection: 'ACTIVE',
        })
      }),
      {numRuns: 20},
    )
  })
})

test('a group keeps what the manifest leaves out', async () => {
  const {id: userPoolId} = await userPool.create(poolDesired(), context)
  const made = await userPoolGroup.create({userPoolId, name: 'admins', precedence: 3, description: 'x'}, context)
  const after = await userPoolGroup.update({userPoolId, name: 'admins', description: 'y'}, made, context)
  expect(after).toMatchObject({precedence: 3, description: 'y'})
  expect(userPoolGroup.diff({userPoolId, name: 'admins'}, after)).toEqual([])
})

test("a domain that another pool has is a conflict, and is not deleted with one's own", async () => {
  const [mine, other] = await Promise.all([
    userPool.create(poolDesired(), context),
    userPool.create(poolDesired(), context),
  ])
  const theirs = await userPoolDomain.create({userPoolId: other.id, domain: 'acme'}, context)
  const key = {userPoolId: mine.id, domain: 'acme'}
  await expect(userPoolDomain.read(key, undefined, context)).rejects.toMatchObject({code: 'NOT_OURS', exitCode: 5})
  await userPoolDomain.delete({...key, id: 'acme'}, context)
  expect(await userPoolDomain.read(theirs, undefined, context)).toEqual(theirs)
})

describe('an identity pool', () => {
  test('has no classic flow, and is found by its tags, never by its name', async () => {
    for (const project of ['other', 'third']) {
      await identityPool.create(identityPoolDesired('', []), rooms.as(context, {project}))
    }
    expect(await identityPool.read({}, undefined, context)).toBeUndefined()
    const made = await identityPool.create(identityPoolDesired('', []), context)
    expect(await identityPool.read({}, undefined, context)).toEqual(made)
    const described = await context.aws.identity.send(new DescribeIdentityPoolCommand({IdentityPoolId: made.id}))
    expect(described.AllowClassicFlow ?? false).toBe(false)
  })

  test('keeps providers of other sorts when it changes', async () => {
    const made = await identityPool.create(identityPoolDesired('', []), context)
    const IdentityPoolId = made.id
    const before = await context.aws.identity.send(new DescribeIdentityPoolCommand({IdentityPoolId}))
    const SupportedLoginProviders = {'accounts.google.com': '123.apps.googleusercontent.com'}
    await context.aws.identity.send(
      new UpdateIdentityPoolCommand({...before, SupportedLoginProviders, AllowClassicFlow: true}),
    )
    await identityPool.update({...identityPoolDesired('', []), guests: true}, made, context)
    expect(await context.aws.identity.send(new DescribeIdentityPoolCommand({IdentityPoolId}))).toMatchObject({
      SupportedLoginProviders,
      AllowClassicFlow: true,
      AllowUnauthenticatedIdentities: true,
      IdentityPoolTags: context.owner,
    })
  })

  test('keeps the clients of other user pools when it changes, and does not count them', async () => {
    const desired = identityPoolDesired('', [])
    const providerName = 'cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abcdefghi'
    const ours = {...desired, providers: [{providerName, clientId: '1example23456789', serverSideTokenCheck: true}]}
    const made = await identityPool.create(ours, context)
    const IdentityPoolId = made.id
    const before = await context.aws.identity.send(new DescribeIdentityPoolCommand({IdentityPoolId}))
    const theirs = {
      ProviderName: providerName.replace(/.$/, 'j'),
      ClientId: '2example23456789',
      ServerSideTokenCheck: false,
    }
    const CognitoIdentityProviders = [theirs, ...(before.CognitoIdentityProviders ?? [])]
    await context.aws.identity.send(new UpdateIdentityPoolCommand({...before, CognitoIdentityProviders}))

    const there = await identityPool.read({}, IdentityPoolId, context)
    expect(there && identityPool.diff(ours, there)).toEqual([])
    await identityPool.update({...ours, guests: true}, made, context)

    const after = await context.aws.identity.send(new DescribeIdentityPoolCommand({IdentityPoolId}))
    expect(after.CognitoIdentityProviders).toContainEqual(theirs)
    expect(after.CognitoIdentityProviders).toHaveLength(2)
  })

  test('keeps its role mappings when its roles change, and when they are taken away', async () => {
    const {id: identityPoolId} = await identityPool.create(identityPoolDesired('', []), context)
    const arnOf = async (name: string): Promise<string> => {
      const trust = identityPoolTrust(identityPoolId, 'authenticated')
      return (await role.create({...roleDesired(name), trust}, context)).arn
    }
    const desired = {identityPoolId, authenticated: await arnOf('one')}
    const made = await identityPoolRoles.create(desired, context)
    const RoleMappings = {
      'cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abcdefghi:1example23456789': {
        Type: 'Token' as const,
        AmbiguousRoleResolution: 'Deny' as const,
      },
    }
    const roles = {authenticated: desired.authenticated}
    await context.aws.identity.send(
      new SetIdentityPoolRolesCommand({IdentityPoolId: identityPoolId, Roles: roles, RoleMappings}),
    )
    const readMappings = async () =>
      (await context.aws.identity.send(new GetIdentityPoolRolesCommand({IdentityPoolId: identityPoolId}))).RoleMappings

    await identityPoolRoles.update({identityPoolId, authenticated: await arnOf('two')}, made, context)
    expect(await readMappings()).toEqual(RoleMappings)
    await identityPoolRoles.delete(made, context)
    expect(await readMappings()).toEqual(RoleMappings)
    expect(await identityPoolRoles.read({identityPoolId}, undefined, context)).toBeUndefined()
  })
})
