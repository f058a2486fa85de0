import {confirmSignIn, fetchAuthSession, fetchUserAttributes, signIn, signOut} from '@aws-amplify/auth'
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {createRemoteJWKSet, jwtVerify} from 'jose'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {serve, type SandboxServer} from '../../../src/sandbox/server.js'
import {configureAmplify} from './amplify-client.js'
import {makeClient, makePool, openWorld, type World} from './world.js'

const PASSWORD = 'Passw0rd!'
const EMAIL = 'alice@acme.dev'

let world: World
let server: SandboxServer
let UserPoolId: string
let ClientId: string
beforeEach(async () => {
  world = await openWorld()
  server = await serve(world.sandbox, {port: 0})
  UserPoolId = await makePool(world, {UsernameAttributes: ['email'], UsernameConfiguration: {CaseSensitive: false}})
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
  for (const password of ['First-pass1', 'Second-pass2', 'p\u00e4ss-W\u00f6rt-3\u{1f512}']) {
    await setPassword(password)
    expect((await signInAs(EMAIL, password)).isSignedIn).toBe(true)
    await signOut()
  }
  await expect(signInAs(EMAIL, 'First-pass1')).rejects.toThrow('Incorrect username or password.')
})
