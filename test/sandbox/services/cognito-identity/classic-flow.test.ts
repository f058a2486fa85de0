import {
  CreateIdentityPoolCommand,
  GetIdCommand,
  GetOpenIdTokenCommand,
  SetIdentityPoolRolesCommand,
  SetPrincipalTagAttributeMapCommand,
  UpdateIdentityPoolCommand,
} from '@aws-sdk/client-cognito-identity'
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {CreateRoleCommand, IAMClient, PutRolePolicyCommand} from '@aws-sdk/client-iam'
import {CreateBucketCommand, PutObjectCommand, S3Client} from '@aws-sdk/client-s3'
import {AssumeRoleWithWebIdentityCommand, STSClient} from '@aws-sdk/client-sts'
import {createLocalJWKSet, jwtVerify, type JSONWebKeySet} from 'jose'
import {beforeEach, expect, test} from 'vitest'
import {iam} from '../../../../src/sandbox/services/iam/service.js'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import {s3} from '../../../../src/sandbox/services/s3/service.js'
import {sts} from '../../../../src/sandbox/services/sts/service.js'
import {findDocument} from '../../../../src/sandbox/server/well-known.js'
import {makeClient, makePool, openWorld, type World} from '../cognito-idp/world.js'

const COGNITO = 'cognito-identity.amazonaws.com'
const PASSWORD = 'Passw0rd!'

let world: World
let IdentityPoolId: string
let provider: string
let IdToken: string
let sub: string
let RoleArn: string
beforeEach(async () => {
  world = await openWorld([iam, sts, s3])
  const UserPoolId = await makePool(world)
  const ClientId = await makeClient(world, UserPoolId, {ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH']})
  provider = `cognito-idp.eu-west-1.amazonaws.com/${UserPoolId}`
  const user = {UserPoolId, Username: 'alice'}
  const {User} = await world.idp.send(new AdminCreateUserCommand(user))
  sub = User?.Attributes?.find(({Name}) => Name === 'sub')?.Value ?? ''
  await world.idp.send(new AdminSetUserPasswordCommand({...user, Password: PASSWORD, Permanent: true}))
  const AuthParameters = {USERNAME: 'alice', PASSWORD}
  const signIn = new InitiateAuthCommand({ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters})
  IdToken = (await world.idp.send(signIn)).AuthenticationResult?.IdToken ?? ''
  const pool = await world.identity.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'acme',
      AllowUnauthenticatedIdentities: true,
      AllowClassicFlow: true,
      CognitoIdentityProviders: [{ProviderName: provider, ClientId}],
    }),
  )
  IdentityPoolId = pool.IdentityPoolId ?? ''
  RoleArn = await makeRole('own', ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'])
})

const config = () => ({
  region: 'eu-west-1',
  requestHandler: requestHandlerFor(world.sandbox),
  credentials: world.admin,
  maxAttempts: 1,
})

async function makeRole(RoleName: string, Action: string[]): Promise<string> {
  const client = new IAMClient(config())
  const Condition = {
    StringEquals: {[`${COGNITO}:aud`]: IdentityPoolId},
    'ForAnyValue:StringLike': {[`${COGNITO}:amr`]: 'authenticated'},
  }
  const trust = {Effect: 'Allow', Principal: {Federated: COGNITO}, Action, Condition}
  const allow = {
    Effect: 'Allow',
    Action: 's3:PutObject',
    Resource: ['arn:aws:s3:::acme-data/${aws:PrincipalTag/user}/*', `arn:aws:s3:::acme-data/\${${COGNITO}:sub}/*`],
  }
  const document = (Statement: object) => JSON.stringify({Version: '2012-10-17', Statement: [Statement]})
  await client.send(new CreateRoleCommand({RoleName, AssumeRolePolicyDocument: document(trust)}))
  await client.send(new PutRolePolicyCommand({RoleName, PolicyName: 'own', PolicyDocument: document(allow)}))
  return `arn:aws:iam::${world.accountId}:role/${RoleName}`
}

const openIdToken = async (guest = false) => {
  const Logins = guest ? undefined : {[provider]: IdToken}
  const {IdentityId} = await world.identity.send(new GetIdCommand({IdentityPoolId, Logins}))
  return world.identity.send(new GetOpenIdTokenCommand({IdentityId, Logins}))
}

const assume = async (WebIdentityToken = '', role = RoleArn) =>
  new STSClient(config()).send(
    new AssumeRoleWithWebIdentityCommand({RoleArn: role, RoleSessionName: 'app', WebIdentityToken}),
  )

test('a token of an identity pool has AWS’s claims, and the published key verifies it', async () => {
  const {IdentityId, Token = ''} = await openIdToken()
  const keys = world.sandbox.world((tx) => findDocument('/.well-known/jwks_uri', '', tx)) as JSONWebKeySet
  const {payload} = await jwtVerify(Token, createLocalJWKSet(keys), {
    issuer: `https://${COGNITO}`,
    audience: IdentityPoolId,
  })
  expect(payload).toMatchObject({sub: IdentityId, amr: ['authenticated', provider, `${provider}:CognitoSignIn:${sub}`]})
  expect(payload[`https://${COGNITO}/identity-pool-arn`]).toBe(
    `arn:aws:cognito-identity:eu-west-1:${world.accountId}:identitypool/${IdentityPoolId}`,
  )
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600)
})

test('STS takes it for the role that trusts it, with principal tags, and what is not the user’s own is denied', async () => {
  const tags = {IdentityPoolId, IdentityProviderName: provider, PrincipalTags: {user: 'sub'}}
  await world.identity.send(new SetPrincipalTagAttributeMapCommand(tags))
  await new S3Client(config()).send(new CreateBucketCommand({Bucket: 'acme-data'}))
  const {IdentityId, Token} = await openIdToken()
  const {Credentials, SubjectFromWebIdentityToken, Audience, AssumedRoleUser} = await assume(Token)
  expect([SubjectFromWebIdentityToken, Audience]).toEqual([IdentityId, IdentityPoolId])
  expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${world.accountId}:assumed-role/own/app`)
  const {AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', SessionToken} = Credentials ?? {}
  const credentials = {accessKeyId, secretAccessKey, sessionToken: SessionToken ?? ''}
  const client = new S3Client({...config(), credentials})
  const put = async (folder = '') =>
    client.send(new PutObjectCommand({Bucket: 'acme-data', Key: `${folder}/note.txt`, Body: 'mine'}))
  await put(sub)
  await put(IdentityId)
  await expect(put('somebody-else')).rejects.toMatchObject({name: 'AccessDenied'})

  const untagged = await makeRole('untagged', ['sts:AssumeRoleWithWebIdentity'])
  await expect(assume(Token, untagged)).rejects.toMatchObject({name: 'AccessDenied'})
})

test('STS refuses guests where users are asked for, old tokens, and tokens of others', async () => {
  const {Token} = await openIdToken()
  await expect(assume((await openIdToken(true)).Token)).rejects.toMatchObject({name: 'AccessDenied'})
  await expect(assume(`${Token}x`)).rejects.toMatchObject({name: 'InvalidIdentityTokenException'})
  await expect(assume(IdToken)).rejects.toThrow('No OpenIDConnect provider found in your account')
  await expect(assume(Token, `${RoleArn}-gone`)).rejects.toMatchObject({name: 'AccessDenied'})
  world.clock.now += 600_000
  await expect(assume(Token)).rejects.toMatchObject({name: 'ExpiredTokenException'})
})

test('the classic flow is refused where it is off, and where roles are mapped', async () => {
  const Roles = {authenticated: RoleArn}
  const RoleMappings = {
    [`${provider}:x`]: {Type: 'Token' as const, AmbiguousRoleResolution: 'Deny' as const},
  }
  await world.identity.send(new SetIdentityPoolRolesCommand({IdentityPoolId, Roles, RoleMappings}))
  await expect(openIdToken(true)).rejects.toThrow('not supported with RoleMappings')
  await world.identity.send(new SetIdentityPoolRolesCommand({IdentityPoolId, Roles}))
  await world.identity.send(
    new UpdateIdentityPoolCommand({IdentityPoolId, IdentityPoolName: 'acme', AllowUnauthenticatedIdentities: true}),
  )
  await expect(openIdToken(true)).rejects.toThrow('Basic (classic) flow is not enabled')
})
