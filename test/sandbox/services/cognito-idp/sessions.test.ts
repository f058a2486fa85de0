import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
  type CreateUserPoolClientRequest,
} from '@aws-sdk/client-cognito-identity-provider'
import {beforeEach, expect, test} from 'vitest'
import {makeClient, makePool, openWorld, shareKeys, type World} from './world.js'

const PASSWORD = 'Passw0rd!'

let world: World
let UserPoolId: string
let ClientId: string
beforeEach(async () => {
  world = await openWorld()
  UserPoolId = await makePool(world)
  shareKeys(world, UserPoolId)
  await world.idp.send(new AdminCreateUserCommand({UserPoolId, Username: 'alice'}))
  const permanent = {UserPoolId, Username: 'alice', Password: PASSWORD, Permanent: true}
  await world.idp.send(new AdminSetUserPasswordCommand(permanent))
})

const signIn = async (settings: Partial<CreateUserPoolClientRequest> = {}) => {
  ClientId = await makeClient(world, UserPoolId, {ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'], ...settings})
  const AuthParameters = {USERNAME: 'alice', PASSWORD}
  const started = await world.idp.send(
    new InitiateAuthCommand({ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters}),
  )
  return started.AuthenticationResult ?? {}
}
const renew = async (RefreshToken: string | undefined) =>
  (await world.idp.send(new GetTokensFromRefreshTokenCommand({ClientId, RefreshToken}))).AuthenticationResult ?? {}
const getUser = async (AccessToken: string | undefined) => world.idp.send(new GetUserCommand({AccessToken}))

test('a rotated refresh token works on for its grace period, and then its use is a reuse', async () => {
  const {RefreshToken: first} = await signIn({
    RefreshTokenRotation: {Feature: 'ENABLED', RetryGracePeriodSeconds: 10},
  })
  const {RefreshToken: second, AccessToken} = await renew(first)
  expect(second).not.toBe(first)
  expect((await getUser(AccessToken)).Username).toBe('alice')
  world.clock.now += 9_000
  const {RefreshToken: third} = await renew(first)
  world.clock.now += 1_000
  // Coming back within it does not make it longer.
  await expect(renew(first)).rejects.toMatchObject({name: 'RefreshTokenReuseException'})
  world.clock.now += 9_000
  await expect(renew(second)).rejects.toMatchObject({name: 'RefreshTokenReuseException'})
  const {RefreshToken: last} = await renew(third)
  // The new ones end when the first would have.
  world.clock.now += 30 * 86_400_000
  await expect(renew(last)).rejects.toThrow('Refresh Token has expired')
})

test('without rotation the refresh token stays', async () => {
  const {RefreshToken} = await signIn()
  expect(await renew(RefreshToken)).not.toHaveProperty('RefreshToken')
  expect(await renew(RefreshToken)).toHaveProperty('IdToken')
  const other = await makeClient(world, UserPoolId)
  ClientId = other
  await expect(renew(RefreshToken)).rejects.toThrow('Invalid Refresh Token')
})

test('a refresh token that is revoked takes the tokens of its session along, and no others', async () => {
  const one = await signIn()
  const revoke = async (Token: string | undefined) => world.idp.send(new RevokeTokenCommand({ClientId, Token}))
  await expect(revoke(one.AccessToken)).rejects.toMatchObject({name: 'UnsupportedTokenTypeException'})
  const first = ClientId
  const two = await signIn()
  await expect(revoke(one.RefreshToken)).rejects.toMatchObject({name: 'UnauthorizedException'})
  ClientId = first
  await revoke(one.RefreshToken)
  await revoke(one.RefreshToken)
  await expect(getUser(one.AccessToken)).rejects.toThrow('Access Token has been revoked')
  expect((await getUser(two.AccessToken)).Username).toBe('alice')
  const off = await signIn({EnableTokenRevocation: false})
  await expect(revoke(off.RefreshToken)).rejects.toMatchObject({name: 'UnsupportedOperationException'})
})

test('signing out everywhere ends every session of the user', async () => {
  const sessions = [await signIn(), await signIn()]
  await world.idp.send(new GlobalSignOutCommand({AccessToken: sessions[0]?.AccessToken}))
  for (const {AccessToken} of sessions) await expect(getUser(AccessToken)).rejects.toThrow('has been revoked')
})
