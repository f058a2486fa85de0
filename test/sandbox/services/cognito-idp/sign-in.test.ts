import {createHmac, createPublicKey} from 'node:crypto'
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  ChangePasswordCommand,
  CreateGroupCommand,
  DescribeUserPoolClientCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {jwtVerify} from 'jose'
import {beforeEach, expect, test} from 'vitest'
import {poolKeys} from '../../../../src/sandbox/services/cognito-idp/tables.js'
import {makeClient, makePool, openOtherAccount, openWorld, shareKeys, type World} from './world.js'

const PASSWORD = 'Passw0rd!'
const FLOWS = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] as const

let world: World
let UserPoolId: string
let ClientId: string
beforeEach(async () => {
  world = await openWorld()
  UserPoolId = await makePool(world)
  shareKeys(world, UserPoolId)
  ClientId = await makeClient(world, UserPoolId, {ExplicitAuthFlows: [...FLOWS]})
  await world.idp.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: 'alice',
      TemporaryPassword: 'Temp0rary!',
      UserAttributes: [
        {Name: 'email', Value: 'alice@acme.dev'},
        {Name: 'email_verified', Value: 'true'},
      ],
    }),
  )
})

const confirm = async () =>
  world.idp.send(new AdminSetUserPasswordCommand({UserPoolId, Username: 'alice', Password: PASSWORD, Permanent: true}))

const signIn = async (password = PASSWORD, more: Record<string, string> = {}) =>
  world.idp.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: {USERNAME: 'alice', PASSWORD: password, ...more},
    }),
  )

test('the first sign-in asks for a new password, and then gives tokens with the claims of AWS', async () => {
  const GroupName = 'admins'
  const RoleArn = `arn:aws:iam::${world.accountId}:role/admins`
  await world.idp.send(new CreateGroupCommand({UserPoolId, GroupName, RoleArn, Precedence: 1}))
  await world.idp.send(new AdminAddUserToGroupCommand({UserPoolId, GroupName, Username: 'alice'}))
  const {ChallengeName, Session, AuthenticationResult: none} = await signIn('Temp0rary!')
  expect([ChallengeName, none]).toEqual(['NEW_PASSWORD_REQUIRED', undefined])
  const answer = new RespondToAuthChallengeCommand({
    ClientId,
    Session,
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    ChallengeResponses: {USERNAME: 'alice', NEW_PASSWORD: PASSWORD, 'userAttributes.name': 'Alice'},
  })
  const {AuthenticationResult} = await world.idp.send(answer)
  await expect(world.idp.send(answer)).rejects.toThrow('Invalid session for the user.')

  const keys = world.sandbox.world((tx) => poolKeys.get(tx, [UserPoolId]))
  const issuer = `https://cognito-idp.eu-west-1.amazonaws.com/${UserPoolId}`
  const verify = async (token = '', pem = '') => jwtVerify(token, createPublicKey(pem), {issuer})
  const id = await verify(AuthenticationResult?.IdToken, keys?.id.pem)
  expect(id.payload).toMatchObject({
    aud: ClientId,
    token_use: 'id',
    'cognito:username': 'alice',
    email: 'alice@acme.dev',
    email_verified: true,
    name: 'Alice',
    'cognito:groups': ['admins'],
    'cognito:roles': [RoleArn],
    'cognito:preferred_role': RoleArn,
  })
  const access = await verify(AuthenticationResult?.AccessToken, keys?.access.pem)
  expect(access.payload).toMatchObject({
    client_id: ClientId,
    token_use: 'access',
    username: 'alice',
    scope: 'aws.cognito.signin.user.admin',
    'cognito:groups': ['admins'],
  })
  expect(access.payload).not.toHaveProperty('aud')
  expect(access.payload.sub).toBe(id.payload.sub)
  expect(access.protectedHeader.kid).not.toBe(id.protectedHeader.kid)
})

test('who may not: wrong password, nobody, disabled, another flow, an unknown client', async () => {
  await confirm()
  await expect(signIn('nope')).rejects.toThrow('Incorrect username or password.')
  await expect(signIn(PASSWORD, {USERNAME: 'nobody'})).rejects.toMatchObject({name: 'UserNotFoundException'})
  const settings = {UserPoolId, ClientId, ExplicitAuthFlows: [...FLOWS]}
  await world.idp.send(new UpdateUserPoolClientCommand({...settings, PreventUserExistenceErrors: 'ENABLED'}))
  await expect(signIn(PASSWORD, {USERNAME: 'nobody'})).rejects.toThrow('Incorrect username or password.')
  await world.idp.send(new AdminDisableUserCommand({UserPoolId, Username: 'alice'}))
  await expect(signIn()).rejects.toThrow('User is disabled.')
  await world.idp.send(new UpdateUserPoolClientCommand({UserPoolId, ClientId}))
  await expect(signIn()).rejects.toThrow('USER_PASSWORD_AUTH flow not enabled for this client')
  ClientId = 'a'.repeat(26)
  await expect(signIn()).rejects.toMatchObject({name: 'ResourceNotFoundException'})
})

test('a temporary password ends, a refresh token renews, and signing out ends it all', async () => {
  await expect(signIn('Temp0rary!')).resolves.toMatchObject({ChallengeName: 'NEW_PASSWORD_REQUIRED'})
  world.clock.now += 8 * 86_400_000
  await expect(signIn('Temp0rary!')).rejects.toThrow('Temporary password has expired')
  await confirm()
  const stranger = world.idpWith(openOtherAccount(world))
  const {AuthenticationResult: {AccessToken = '', RefreshToken = ''} = {}} = await signIn()
  // An unsigned call lands where the token's pool is, whoever makes it.
  expect(await stranger.send(new GetUserCommand({AccessToken}))).toMatchObject({Username: 'alice'})
  const refresh = async () =>
    world.idp.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: {REFRESH_TOKEN: RefreshToken},
      }),
    )
  expect((await refresh()).AuthenticationResult).not.toHaveProperty('RefreshToken')
  await world.idp.send(new AdminUserGlobalSignOutCommand({UserPoolId, Username: 'alice'}))
  await expect(refresh()).rejects.toThrow('Invalid Refresh Token')
  await expect(world.idp.send(new GetUserCommand({AccessToken}))).rejects.toThrow('Access Token has been revoked')
  await expect(world.idp.send(new GetUserCommand({AccessToken: `${AccessToken}x`}))).rejects.toThrow('Invalid Access')
})

test('an access token lasts an hour and changes the password', async () => {
  await confirm()
  const {AuthenticationResult: {AccessToken, ExpiresIn} = {}} = await signIn()
  expect(ExpiresIn).toBe(3600)
  const change = async (PreviousPassword: string) =>
    world.idp.send(new ChangePasswordCommand({AccessToken, PreviousPassword, ProposedPassword: 'An0ther-1'}))
  await expect(change('wrong')).rejects.toMatchObject({name: 'NotAuthorizedException'})
  await change(PASSWORD)
  await expect(signIn()).rejects.toMatchObject({name: 'NotAuthorizedException'})
  await expect(signIn('An0ther-1')).resolves.toBeDefined()
  world.clock.now += 3_600_000
  await expect(change('An0ther-1')).rejects.toThrow('Access Token has expired')
})

test('a client with a secret wants its hash, also from an administrator', async () => {
  await confirm()
  ClientId = await makeClient(world, UserPoolId, {GenerateSecret: true, ExplicitAuthFlows: [...FLOWS]})
  await expect(signIn()).rejects.toThrow(
    `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
  )
  const {UserPoolClient} = await world.idp.send(new DescribeUserPoolClientCommand({UserPoolId, ClientId}))
  const hash = createHmac('sha256', UserPoolClient?.ClientSecret ?? '').update(`alice${ClientId}`)
  const AuthParameters = {USERNAME: 'alice', PASSWORD, SECRET_HASH: hash.digest('base64')}
  const admin = new AdminInitiateAuthCommand({
    UserPoolId,
    ClientId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters,
  })
  expect((await world.idp.send(admin)).AuthenticationResult?.TokenType).toBe('Bearer')
  await expect(signIn(PASSWORD, {SECRET_HASH: 'x'})).rejects.toThrow('Unable to verify secret hash')
})

test('a flow that is not implemented says so', async () => {
  await expect(
    world.idp.send(new InitiateAuthCommand({ClientId, AuthFlow: 'CUSTOM_AUTH', AuthParameters: {USERNAME: 'alice'}})),
  ).rejects.toThrow("awsup's sandbox does not implement AuthFlow CUSTOM_AUTH")
})
