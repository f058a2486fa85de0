import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
  type ChallengeNameType,
} from '@aws-sdk/client-cognito-identity-provider'
import {beforeEach, expect, test} from 'vitest'
import {lastMessage, makeClient, makePool, openWorld, shareKeys, type World} from './world.js'

const PASSWORD = 'Passw0rd!'
const USERNAME = 'alice@acme.dev'

let world: World
let UserPoolId: string
let ClientId: string
beforeEach(async () => {
  world = await openWorld()
  UserPoolId = await makePool(world, {
    UsernameAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
    Policies: {SignInPolicy: {AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP']}},
  })
  shareKeys(world, UserPoolId)
  ClientId = await makeClient(world, UserPoolId, {ExplicitAuthFlows: ['ALLOW_USER_AUTH']})
})

const makeUser = async (password?: string) => {
  await world.idp.send(new AdminCreateUserCommand({UserPoolId, Username: USERNAME}))
  if (password === undefined) return
  const sent = {UserPoolId, Username: USERNAME, Password: password, Permanent: true}
  await world.idp.send(new AdminSetUserPasswordCommand(sent))
}
const start = async (more: Record<string, string> = {}, Session?: string) =>
  world.idp.send(
    new InitiateAuthCommand({ClientId, AuthFlow: 'USER_AUTH', Session, AuthParameters: {USERNAME, ...more}}),
  )
const answer = async (ChallengeName: ChallengeNameType, Session: string | undefined, sent: Record<string, string>) =>
  world.idp.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      Session,
      ChallengeName,
      ChallengeResponses: {USERNAME, ...sent},
    }),
  )

test('the user chooses among what it can answer', async () => {
  await makeUser(PASSWORD)
  const asked = await start()
  expect([asked.ChallengeName, asked.AvailableChallenges]).toEqual([
    'SELECT_CHALLENGE',
    ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP'],
  ])
  const choose = async (ANSWER: string, more: Record<string, string> = {}) =>
    answer('SELECT_CHALLENGE', asked.Session, {ANSWER, ...more})
  await expect(choose('SMS_OTP')).rejects.toThrow('Selected challenge is not available: SMS_OTP')
  await expect(choose('WEB_AUTHN')).rejects.toThrow("awsup's sandbox does not implement sign-in with a passkey")
  await expect(choose('PASSWORD', {PASSWORD: 'wrong'})).rejects.toThrow('Incorrect username or password.')
  const {AuthenticationResult} = await choose('PASSWORD', {PASSWORD})
  expect(AuthenticationResult?.TokenType).toBe('Bearer')
  await expect(choose('PASSWORD', {PASSWORD})).rejects.toThrow('Invalid session for the user.')
})

test('a preferred factor is asked for at once, and another when the user has it not', async () => {
  await makeUser(PASSWORD)
  expect((await start({PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD})).AuthenticationResult).toBeDefined()
  const {ChallengeName, Session} = await start({PREFERRED_CHALLENGE: 'PASSWORD'})
  expect(ChallengeName).toBe('PASSWORD')
  await expect(answer('PASSWORD_SRP', Session, {SRP_A: 'ab'})).rejects.toThrow('Invalid session for the user.')
  expect((await answer('PASSWORD', Session, {PASSWORD})).AuthenticationResult).toBeDefined()
  expect((await start({PREFERRED_CHALLENGE: 'SMS_OTP'})).ChallengeName).toBe('SELECT_CHALLENGE')
  expect((await start({PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A: 'abcd'})).ChallengeName).toBe('PASSWORD_VERIFIER')
})

test('a user without a password signs in with the code that was sent, once', async () => {
  await makeUser()
  expect((await start()).AvailableChallenges).toEqual(['EMAIL_OTP'])
  const asked = await start({PREFERRED_CHALLENGE: 'EMAIL_OTP'})
  expect([asked.ChallengeName, asked.ChallengeParameters?.['CODE_DELIVERY_DESTINATION']]).toEqual([
    'EMAIL_OTP',
    'a***@a***',
  ])
  const {code, reason, to} = lastMessage(world, UserPoolId)
  expect([reason, to]).toEqual(['sign-in', USERNAME])
  await expect(answer('EMAIL_OTP', asked.Session, {EMAIL_OTP_CODE: 'x'})).rejects.toThrow('Invalid code or auth state')
  expect((await answer('EMAIL_OTP', asked.Session, {EMAIL_OTP_CODE: code})).AuthenticationResult).toBeDefined()
  await expect(answer('EMAIL_OTP', asked.Session, {EMAIL_OTP_CODE: code})).rejects.toThrow('Invalid session')
})

test('who has just confirmed a sign-up goes on with its session, and with no other', async () => {
  const {Session: signedUp} = await world.idp.send(new SignUpCommand({ClientId, Username: USERNAME}))
  await expect(start({}, signedUp)).rejects.toThrow('Invalid session for the user.')
  const {code: ConfirmationCode} = lastMessage(world, UserPoolId)
  const {Session} = await world.idp.send(
    new ConfirmSignUpCommand({ClientId, Username: USERNAME, ConfirmationCode, Session: signedUp}),
  )
  expect((await start({}, Session)).AuthenticationResult?.RefreshToken).toBeDefined()
  await expect(start({}, Session)).rejects.toThrow('Invalid session for the user.')
})

test('nobody learns from the choices whether a name exists, where the client hides it', async () => {
  ClientId = await makeClient(world, UserPoolId, {
    ExplicitAuthFlows: ['ALLOW_USER_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
  })
  const asked = await start({PREFERRED_CHALLENGE: 'EMAIL_OTP'})
  expect([asked.ChallengeName, asked.ChallengeParameters?.['CODE_DELIVERY_DESTINATION']]).toEqual([
    'EMAIL_OTP',
    'a***@a***',
  ])
  await expect(answer('EMAIL_OTP', asked.Session, {EMAIL_OTP_CODE: '123456'})).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
})
