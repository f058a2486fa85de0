import {
  CreateIdentityPoolCommand,
  DeleteIdentitiesCommand,
  DescribeIdentityCommand,
  DescribeIdentityPoolCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  ListIdentitiesCommand,
  SetIdentityPoolRolesCommand,
  SetPrincipalTagAttributeMapCommand,
  UpdateIdentityPoolCommand,
  type RoleMapping,
} from '@aws-sdk/client-cognito-identity'
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CreateGroupCommand,
  CreateUserPoolCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {CreateRoleCommand, IAMClient, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand} from '@aws-sdk/client-iam'
import {beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {readSession} from '../../../../src/sandbox/auth/session.js'
import {poolKeys, type PoolKeys} from '../../../../src/sandbox/services/cognito-idp/tables.js'
import {openPoolKeys} from '../../../../src/sandbox/services/cognito-idp/sign-in/tokens.js'
import {iam} from '../../../../src/sandbox/services/iam/service.js'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import {makeClient, makePool, openWorld, type World} from '../cognito-idp/world.js'

const COGNITO = 'cognito-identity.amazonaws.com'
const PASSWORD = 'Passw0rd!'

let world: World
let iamClient: IAMClient
let UserPoolId: string
let ClientId: string
let IdentityPoolId: string
let provider: string

// Drawing RSA keys is most of what these tests would do: they share one pair.
let keys: PoolKeys
beforeAll(async () => {
  const {sandbox} = await openWorld()
  keys = sandbox.world((tx) => openPoolKeys('any', tx))
})

beforeEach(async () => {
  world = await openWorld([iam])
  iamClient = new IAMClient({
    region: 'eu-west-1',
    credentials: world.admin,
    requestHandler: requestHandlerFor(world.sandbox),
    maxAttempts: 1,
  })
  UserPoolId = await makePool(world)
  world.sandbox.world((tx) => poolKeys.put(tx, [UserPoolId], keys))
  ClientId = await makeClient(world, UserPoolId, {ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH']})
  provider = `cognito-idp.eu-west-1.amazonaws.com/${UserPoolId}`
  const pool = await world.identity.send(new CreateIdentityPoolCommand(settings(true)))
  IdentityPoolId = pool.IdentityPoolId ?? ''
  await makeRole('web', 'authenticated')
  await makeRole('guest', 'unauthenticated')
  await setRoles()
})

const settings = (guests: boolean, ServerSideTokenCheck = false) => ({
  IdentityPoolName: 'acme',
  AllowUnauthenticatedIdentities: guests,
  CognitoIdentityProviders: [{ProviderName: provider, ClientId, ServerSideTokenCheck}],
})

const trust = (amr: string, aud = IdentityPoolId, actions = ['sts:AssumeRoleWithWebIdentity']) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: {Federated: COGNITO},
        Action: actions,
        Condition: {
          StringEquals: {[`${COGNITO}:aud`]: aud},
          'ForAnyValue:StringLike': {[`${COGNITO}:amr`]: amr},
        },
      },
    ],
  })

/** The same trust, and a statement that takes it back. */
const denying = (document: string) =>
  document.replace(
    '"Statement":[',
    `"Statement":[{"Effect":"Deny","Principal":{"Federated":"${COGNITO}"},"Action":"sts:AssumeRoleWithWebIdentity"},`,
  )

const arnOf = (name: string) => `arn:aws:iam::${world.accountId}:role/${name}`

async function makeRole(RoleName: string, amr: string) {
  await iamClient.send(new CreateRoleCommand({RoleName, AssumeRolePolicyDocument: trust(amr)}))
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{Effect: 'Allow', Action: '*', Resource: '*'}],
  })
  await iamClient.send(new PutRolePolicyCommand({RoleName, PolicyName: 'all', PolicyDocument}))
}

const setRoles = async (RoleMappings?: Record<string, RoleMapping>) =>
  world.identity.send(
    new SetIdentityPoolRolesCommand({
      IdentityPoolId,
      Roles: {authenticated: arnOf('web'), unauthenticated: arnOf('guest')},
      RoleMappings,
    }),
  )

/** An id token of a user, who is made when it does not exist. */
async function tokenOf(Username: string): Promise<string> {
  const made = world.idp.send(new AdminCreateUserCommand({UserPoolId, Username}))
  await made.catch(() => undefined)
  await world.idp.send(new AdminSetUserPasswordCommand({UserPoolId, Username, Password: PASSWORD, Permanent: true}))
  const {AuthenticationResult} = await world.idp.send(
    new AdminInitiateAuthCommand({
      UserPoolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: {USERNAME: Username, PASSWORD},
    }),
  )
  return AuthenticationResult?.IdToken ?? ''
}

const idOf = async (token?: string): Promise<string> => {
  const Logins = token === undefined ? undefined : {[provider]: token}
  return (await world.identity.send(new GetIdCommand({IdentityPoolId, Logins}))).IdentityId ?? ''
}

const credentialsOf = async (IdentityId: string, token?: string, CustomRoleArn?: string) =>
  world.identity.send(
    new GetCredentialsForIdentityCommand({
      IdentityId,
      Logins: token === undefined ? undefined : {[provider]: token},
      CustomRoleArn,
    }),
  )

/** Whom the credentials speak for. */
const callerOf = ({Credentials}: Awaited<ReturnType<typeof credentialsOf>>) => {
  const token = Credentials?.SessionToken ?? ''
  const reading = world.sandbox.world((tx) => readSession(tx, token, world.clock.now))
  if (reading.status !== 'valid' || reading.caller.type !== 'role') throw new Error(`a ${reading.status} session`)
  return reading.caller
}

describe('identities', () => {
  test('a user has one identity, the same at every sign-in, and it is not the sub', async () => {
    const id = await idOf(await tokenOf('alice'))
    expect(id).toMatch(/^eu-west-1:[0-9a-f-]{36}$/)
    expect(await idOf(await tokenOf('alice'))).toBe(id)
    expect(await idOf(await tokenOf('bob'))).not.toBe(id)
    expect(await world.identity.send(new DescribeIdentityCommand({IdentityId: id}))).toMatchObject({Logins: [provider]})
  })

  test('they are listed page by page, and a deleted one gets a successor', async () => {
    const alice = await idOf(await tokenOf('alice'))
    const ids = [alice, await idOf(), await idOf()]
    const list = async (NextToken?: string): Promise<(string | undefined)[]> => {
      const answer = await world.identity.send(new ListIdentitiesCommand({IdentityPoolId, MaxResults: 60, NextToken}))
      const found = (answer.Identities ?? []).map(({IdentityId}) => IdentityId)
      expect(found.length).toBeLessThanOrEqual(2)
      return answer.NextToken === undefined ? found : [...found, ...(await list(answer.NextToken))]
    }
    expect((await list()).sort()).toEqual([...ids].sort())
    const nobody = `eu-west-1:${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`
    const {UnprocessedIdentityIds} = await world.identity.send(
      new DeleteIdentitiesCommand({IdentityIdsToDelete: [alice, nobody]}),
    )
    expect(UnprocessedIdentityIds).toEqual([{IdentityId: nobody, ErrorCode: 'AccessDenied'}])
    expect(await idOf(await tokenOf('alice'))).not.toBe(alice)
  })

  test('a guest who signs in keeps the id; one whose login has an identity already gets that', async () => {
    const guest = await idOf()
    const token = await tokenOf('alice')
    expect((await credentialsOf(guest, token)).IdentityId).toBe(guest)
    expect(await idOf(token)).toBe(guest)
    const second = await idOf()
    expect((await credentialsOf(second, token)).IdentityId).toBe(guest)
    await expect(credentialsOf(second)).rejects.toMatchObject({name: 'ResourceNotFoundException'})
  })

  test("nobody gets another's identity", async () => {
    const alice = await idOf(await tokenOf('alice'))
    await expect(credentialsOf(alice)).rejects.toThrow(`Access to Identity '${alice}' is forbidden.`)
    await expect(credentialsOf(alice, await tokenOf('bob'))).rejects.toThrow("Logins don't match")
  })

  test('no guests where there may be none', async () => {
    const guest = await idOf()
    await world.identity.send(new UpdateIdentityPoolCommand({IdentityPoolId, ...settings(false)}))
    const words = 'Unauthenticated access is not supported for this identity pool.'
    await expect(idOf()).rejects.toMatchObject({name: 'NotAuthorizedException', message: words})
    await expect(credentialsOf(guest)).rejects.toThrow(words)
  })
})

describe('tokens that are not taken', () => {
  test('of another client, of another pool, damaged, expired, none at all', async () => {
    const token = await tokenOf('alice')
    const [head = '', body = ''] = token.split('.')
    await expect(idOf(`${head}.${body}.AAAA`)).rejects.toThrow("Couldn't verify signed token")
    await expect(idOf('rubbish')).rejects.toThrow('Not a valid OpenId Connect identity token')
    const unsupported = 'Token is not from a supported provider of this identity pool.'
    const Logins = {'cognito-idp.eu-west-1.amazonaws.com/eu-west-1_000000000': token}
    await expect(world.identity.send(new GetIdCommand({IdentityPoolId, Logins}))).rejects.toThrow(unsupported)
    const original = ClientId
    ClientId = await makeClient(world, UserPoolId, {ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH']})
    await expect(idOf(await tokenOf('alice'))).rejects.toThrow(unsupported)
    ClientId = original
    world.clock.now += 3_600_000
    await expect(idOf(token)).rejects.toThrow('Token expired')
  })

  test('of a user who was signed out, where the pool checks on the server', async () => {
    const token = await tokenOf('alice')
    await world.idp.send(new AdminUserGlobalSignOutCommand({UserPoolId, Username: 'alice'}))
    await expect(idOf(token)).resolves.toBeDefined()
    await world.identity.send(new UpdateIdentityPoolCommand({IdentityPoolId, ...settings(true, true)}))
    await expect(idOf(token)).rejects.toThrow('Not Authorized')
  })
})

describe('credentials', () => {
  test('of the attached role, for an hour, with what the pool vouches for', async () => {
    const token = await tokenOf('alice')
    const id = await idOf(token)
    const answer = await credentialsOf(id, token)
    expect(answer.Credentials?.Expiration?.getTime()).toBeCloseTo(world.clock.now + 3_600_000, -4)
    expect(callerOf(answer)).toMatchObject({
      arn: `arn:aws:sts::${world.accountId}:assumed-role/web/CognitoIdentityCredentials`,
      context: {
        [`${COGNITO}:aud`]: [IdentityPoolId],
        [`${COGNITO}:sub`]: [id],
        [`${COGNITO}:amr`]: expect.arrayContaining(['authenticated', provider]) as string[],
      },
    })
    const {AccessKeyId = '', SecretKey = '', SessionToken = ''} = answer.Credentials ?? {}
    const keys = {accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken}
    const user = world.idpWith(keys)
    await expect(user.send(new ListUserPoolsCommand({MaxResults: 1}))).resolves.toBeDefined()
  })

  test('a guest reaches a few services, whatever the role allows', async () => {
    const answer = await credentialsOf(await idOf())
    expect(callerOf(answer).roleName).toBe('guest')
    const {AccessKeyId = '', SecretKey = '', SessionToken = ''} = answer.Credentials ?? {}
    const keys = {accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken}
    await expect(
      world.identityWith(keys).send(new DescribeIdentityPoolCommand({IdentityPoolId})),
    ).resolves.toBeDefined()
    const guest = new IAMClient({
      region: 'eu-west-1',
      credentials: keys,
      requestHandler: requestHandlerFor(world.sandbox),
      maxAttempts: 1,
    })
    await expect(
      guest.send(new CreateRoleCommand({RoleName: 'x', AssumeRolePolicyDocument: trust('authenticated')})),
    ).rejects.toThrow('no session policy allows')
  })

  test.each<[string, () => string]>([
    ['nobody, by a Deny that wins', () => denying(trust('authenticated'))],
    ['another pool', () => trust('authenticated', 'eu-west-1:00000000-0000-4000-8000-000000000000')],
    ['guests alone', () => trust('unauthenticated')],
  ])('not of a role that trusts %s', async (_whom, document) => {
    const token = await tokenOf('alice')
    const id = await idOf(token)
    await iamClient.send(new UpdateAssumeRolePolicyCommand({RoleName: 'web', PolicyDocument: document()}))
    await expect(credentialsOf(id, token)).rejects.toMatchObject({
      name: 'InvalidIdentityPoolConfigurationException',
      message: 'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
    })
  })

  test('not without a role, and not of one that does not exist', async () => {
    const token = await tokenOf('alice')
    const id = await idOf(token)
    for (const Roles of [{}, {authenticated: arnOf('gone')}]) {
      await world.identity.send(new SetIdentityPoolRolesCommand({IdentityPoolId, Roles}))
      await expect(credentialsOf(id, token)).rejects.toMatchObject({name: 'InvalidIdentityPoolConfigurationException'})
    }
  })

  test('session tags come from claims, where the role trusts the pool to set them', async () => {
    const token = await tokenOf('alice')
    const id = await idOf(token)
    await world.identity.send(
      new SetPrincipalTagAttributeMapCommand({IdentityPoolId, IdentityProviderName: provider, UseDefaults: true}),
    )
    await expect(credentialsOf(id, token)).rejects.toMatchObject({name: 'InvalidIdentityPoolConfigurationException'})
    const PolicyDocument = trust('authenticated', IdentityPoolId, ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'])
    await iamClient.send(new UpdateAssumeRolePolicyCommand({RoleName: 'web', PolicyDocument}))
    expect(callerOf(await credentialsOf(id, token)).principalTags).toMatchObject({client: ClientId})
  })
})

describe('role mappings', () => {
  const mapped = async (mapping: RoleMapping) => setRoles({[`${provider}:${ClientId}`]: mapping})

  beforeEach(async () => {
    await makeRole('admins', 'authenticated')
    await world.idp.send(new CreateGroupCommand({UserPoolId, GroupName: 'admins', RoleArn: arnOf('admins')}))
    await tokenOf('alice')
    await world.idp.send(new AdminAddUserToGroupCommand({UserPoolId, GroupName: 'admins', Username: 'alice'}))
  })

  const roleOf = async (name: string, asked?: string): Promise<string> => {
    const token = await tokenOf(name)
    return callerOf(await credentialsOf(await idOf(token), token, asked)).roleName
  }

  test('by token: the preferred role, or the ambiguous way out', async () => {
    await mapped({Type: 'Token', AmbiguousRoleResolution: 'AuthenticatedRole'})
    expect(await roleOf('alice')).toBe('admins')
    expect(await roleOf('bob')).toBe('web')
    expect(await roleOf('alice', arnOf('admins'))).toBe('admins')
    await expect(roleOf('bob', arnOf('admins'))).rejects.toMatchObject({name: 'NotAuthorizedException'})
    await mapped({Type: 'Token', AmbiguousRoleResolution: 'Deny'})
    await expect(roleOf('bob')).rejects.toMatchObject({name: 'NotAuthorizedException'})
  })

  test('by rules: the first that matches, and a missing claim matches nothing', async () => {
    const rule = (MatchType: 'NotEqual' | 'Contains', Claim: string, Value: string) => ({
      Claim,
      MatchType,
      Value,
      RoleARN: arnOf('admins'),
    })
    await mapped({
      Type: 'Rules',
      AmbiguousRoleResolution: 'AuthenticatedRole',
      RulesConfiguration: {Rules: [rule('NotEqual', 'custom:none', 'x'), rule('Contains', 'cognito:groups', 'admins')]},
    })
    expect(await roleOf('alice')).toBe('admins')
    expect(await roleOf('bob')).toBe('web')
  })

  test('a mapping needs its way out, and rules', async () => {
    await expect(mapped({Type: 'Token'})).rejects.toMatchObject({name: 'InvalidParameterException'})
    await expect(mapped({Type: 'Rules', AmbiguousRoleResolution: 'Deny'})).rejects.toThrow('rules')
  })
})

test('unsigned calls land where the pool is, and another account can not be reached by guessing', async () => {
  const nobody = world.identityWith({accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x'}, 'us-east-1')
  await expect(nobody.send(new GetIdCommand({IdentityPoolId}))).resolves.toHaveProperty('IdentityId')
  const unknown = 'eu-west-1:00000000-0000-4000-8000-000000000000'
  await expect(nobody.send(new GetIdCommand({IdentityPoolId: unknown}))).rejects.toThrow('not found')
  const signed = world.idpWith({accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x'})
  await expect(signed.send(new CreateUserPoolCommand({PoolName: 'x'}))).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  })
})
