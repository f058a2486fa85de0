import {
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  fetchMFAPreference,
  fetchUserAttributes,
  signIn,
  signOut,
  signUp,
} from '@aws-amplify/auth'
import {CreateIdentityPoolCommand, SetIdentityPoolRolesCommand} from '@aws-sdk/client-cognito-identity'
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {CreateRoleCommand, IAMClient} from '@aws-sdk/client-iam'
import {createRemoteJWKSet, jwtVerify} from 'jose'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {iam} from '../../../../src/sandbox/services/iam/service.js'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import {serve, type SandboxServer} from '../../../../src/sandbox/server/server.js'
import {codeAt} from '../../../../src/sandbox/totp.js'
import {configureAmplify} from './amplify-client.js'
import {makeClient, makePool, openWorld, shareKeys, type World} from './world.js'

const PASSWORD = 'Passw0rd!'
const EMAIL = 'alice@acme.dev'

let world: World
let server: SandboxServer
let UserPoolId: string
let ClientId: string
beforeEach(async () => {
  world = await openWorld([iam])
  server = await serve(world.sandbox, {port: 0})
  UserPoolId = await makePool(world, {UsernameAttributes: ['email'], UsernameConfiguration: {CaseSensitive: false}})
  shareKeys(world, UserPoolId)
  ClientId = await makeClient(world, UserPoolId)
  configureAmplify(server.endpoint, {userPoolId: UserPoolId, userPoolClientId: ClientId})
  await world.idp.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: EMAIL,
      TemporaryPassword: 'Temp0rary!',
      UserAttributes: [{Name: 'email_verified', Value: 'true'}],
    }),
  )
})
afterEach(async () => {
  await signOut()
  await server.close()
})

const setPassword = async (Password = PASSWORD) =>
  world.idp.send(new AdminSetUserPasswordCommand({UserPoolId, Username: EMAIL, Password, Permanent: true}))

const signInAs = async (username: string, password: string) =>
  signIn({username, password, options: {authFlowType: 'USER_SRP_AUTH'}})

test('a temporary password signs in by SRP and is replaced, and the next sign-in gives tokens that the keys verify', async () => {
  const first = await signInAs(EMAIL, 'Temp0rary!')
  expect(first.nextStep).toEqual({signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED', missingAttributes: []})
  expect((await confirmSignIn({challengeResponse: PASSWORD})).isSignedIn).toBe(true)
  await signOut()

  // Without regard to case, as the pool was made.
  expect((await signInAs(EMAIL.toUpperCase(), PASSWORD)).isSignedIn).toBe(true)
  expect(await fetchUserAttributes()).toMatchObject({email: EMAIL, email_verified: 'true'})
  const {tokens} = await fetchAuthSession({forceRefresh: true})
  const issuer = `https://cognito-idp.eu-west-1.amazonaws.com/${UserPoolId}`
  const discovery: unknown = await (
    await fetch(`${server.endpoint}/${UserPoolId}/.well-known/openid-configuration`)
  ).json()
  const jwks_uri = `${server.endpoint}/${UserPoolId}/.well-known/jwks.json`
  expect(discovery).toMatchObject({issuer, jwks_uri})
  const keys = createRemoteJWKSet(new URL(jwks_uri))
  const id = await jwtVerify(tokens?.idToken?.toString() ?? '', keys, {issuer, audience: ClientId})
  expect(id.payload).toMatchObject({token_use: 'id', email: EMAIL})
  const access = await jwtVerify(tokens?.accessToken.toString() ?? '', keys, {issuer})
  expect(access.payload).toMatchObject({token_use: 'access', client_id: ClientId})
})

test('a wrong password and an unknown user are refused, told apart or not as the client is set', async () => {
  await setPassword()
  await expect(signInAs(EMAIL, 'wrong')).rejects.toThrow('Incorrect username or password.')
  await expect(signInAs('nobody@acme.dev', PASSWORD)).rejects.toMatchObject({name: 'UserNotFoundException'})
  const ExplicitAuthFlows = ['ALLOW_USER_SRP_AUTH' as const]
  await world.idp.send(
    new UpdateUserPoolClientCommand({
      UserPoolId,
      ClientId,
      ExplicitAuthFlows,
      PreventUserExistenceErrors: 'ENABLED',
    }),
  )
  await expect(signInAs('nobody@acme.dev', PASSWORD)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  })
  expect((await signInAs(EMAIL, PASSWORD)).isSignedIn).toBe(true)
})

test('SRP follows every change of password', async () => {
  for (const password of ['First-pass1', 'p\u00e4ss-W\u00f6rt-3\u{1f512}']) {
    await setPassword(password)
    expect((await signInAs(EMAIL, password)).isSignedIn).toBe(true)
    await signOut()
  }
  await expect(signInAs(EMAIL, 'First-pass1')).rejects.toThrow('Incorrect username or password.')
})

test('a user signs up with the code that is read over HTTP, and gets an identity with credentials', async () => {
  const iamClient = new IAMClient({
    region: 'eu-west-1',
    credentials: world.admin,
    requestHandler: requestHandlerFor(world.sandbox),
  })
  UserPoolId = await makePool(world, {UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email']})
  shareKeys(world, UserPoolId)
  ClientId = await makeClient(world, UserPoolId)
  const {IdentityPoolId: identityPoolId = ''} = await world.identity.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'acme',
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: [{ProviderName: `cognito-idp.eu-west-1.amazonaws.com/${UserPoolId}`, ClientId}],
    }),
  )
  const COGNITO = 'cognito-identity.amazonaws.com'
  const trust = {
    Effect: 'Allow',
    Principal: {Federated: COGNITO},
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {StringEquals: {[`${COGNITO}:aud`]: identityPoolId}},
  }
  const AssumeRolePolicyDocument = JSON.stringify({Version: '2012-10-17', Statement: [trust]})
  const {Role} = await iamClient.send(new CreateRoleCommand({RoleName: 'web', AssumeRolePolicyDocument}))
  const Roles = {authenticated: Role?.Arn ?? ''}
  await world.identity.send(new SetIdentityPoolRolesCommand({IdentityPoolId: identityPoolId, Roles}))
  configureAmplify(server.endpoint, {userPoolId: UserPoolId, userPoolClientId: ClientId, identityPoolId})

  const {nextStep} = await signUp({username: EMAIL, password: PASSWORD})
  expect(nextStep.signUpStep).toBe('CONFIRM_SIGN_UP')
  const messages = await fetch(`${server.endpoint}/_awsup/messages?pool=${UserPoolId}`)
  const [message] = (await messages.json()) as [{to: string; code: string}]
  expect(message.to).toBe(EMAIL)
  await confirmSignUp({username: EMAIL, confirmationCode: message.code})
  await signInAs(EMAIL, PASSWORD)
  const {credentials, identityId} = await fetchAuthSession()
  expect(identityId).toMatch(/^eu-west-1:[0-9a-f-]{36}$/)
  expect(credentials?.accessKeyId).toMatch(/^ASIA/)
})

test('an authenticator is set up on the way in, and its codes are asked for from then on', async () => {
  await setPassword()
  const totp = {UserPoolId, MfaConfiguration: 'ON' as const, SoftwareTokenMfaConfiguration: {Enabled: true}}
  await world.idp.send(new SetUserPoolMfaConfigCommand(totp))
  const {nextStep} = await signInAs(EMAIL, PASSWORD)
  if (nextStep.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') throw new Error(nextStep.signInStep)
  const {sharedSecret} = nextStep.totpSetupDetails
  const answer = async () => confirmSignIn({challengeResponse: codeAt(sharedSecret, world.clock.now)})
  expect((await answer()).isSignedIn).toBe(true)
  expect(await fetchMFAPreference()).toEqual({enabled: ['TOTP'], preferred: 'TOTP'})
  await signOut()
  expect((await signInAs(EMAIL, PASSWORD)).nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE')
  world.clock.now += 30_000
  expect((await answer()).isSignedIn).toBe(true)
})
