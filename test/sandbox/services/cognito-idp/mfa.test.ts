import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  GetUserAuthFactorsCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
  type ChallengeNameType,
  type InitiateAuthResponse,
  type SetUserPoolMfaConfigRequest,
} from '@aws-sdk/client-cognito-identity-provider'
import {generateSync} from 'otplib'
import {beforeEach, expect, test} from 'vitest'
import {lastMessage, makeClient, makePool, openWorld, shareKeys, type World} from './world.js'

const PASSWORD = 'Passw0rd!'
const TOTP = {SoftwareTokenMfaConfiguration: {Enabled: true}}
const EMAIL = {EmailMfaConfiguration: {}}
const SMS = {SmsMfaConfiguration: {SmsConfiguration: {SnsCallerArn: 'arn:aws:iam::000000000001:role/sns'}}}

let world: World
let UserPoolId: string
let ClientId: string
beforeEach(async () => {
  world = await openWorld()
  const SourceArn = 'arn:aws:ses:eu-west-1:000000000001:identity/acme.dev'
  UserPoolId = await makePool(world, {EmailConfiguration: {EmailSendingAccount: 'DEVELOPER', SourceArn}})
  shareKeys(world, UserPoolId)
  ClientId = await makeClient(world, UserPoolId, {ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH']})
  const UserAttributes = [{Name: 'email', Value: 'alice@acme.dev'}]
  await world.idp.send(new AdminCreateUserCommand({UserPoolId, Username: 'alice', UserAttributes}))
  await world.idp.send(
    new AdminSetUserPasswordCommand({UserPoolId, Username: 'alice', Password: PASSWORD, Permanent: true}),
  )
})

const setPool = async (sent: Partial<SetUserPoolMfaConfigRequest>) =>
  world.idp.send(new SetUserPoolMfaConfigCommand({UserPoolId, ...sent}))
const signIn = async () =>
  world.idp.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: {USERNAME: 'alice', PASSWORD},
    }),
  )
const answer = async (ChallengeName: ChallengeNameType, Session: string | undefined, sent: Record<string, string>) =>
  world.idp.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      Session,
      ChallengeName,
      ChallengeResponses: {USERNAME: 'alice', ...sent},
    }),
  )
const step = ({ChallengeName, ChallengeParameters = {}}: InitiateAuthResponse) => [ChallengeName, ChallengeParameters]

/** What somebody else's authenticator shows at a time, ms. */
const codeAt = (secret: string, time: number): string => generateSync({secret, epoch: Math.floor(time / 1000)})

/** Sets up an authenticator for the user, signed in; answers its secret. */
async function setUpToken(AccessToken: string | undefined): Promise<string> {
  const {SecretCode = ''} = await world.idp.send(new AssociateSoftwareTokenCommand({AccessToken}))
  const UserCode = codeAt(SecretCode, world.clock.now)
  const {Status} = await world.idp.send(new VerifySoftwareTokenCommand({AccessToken, UserCode}))
  expect(Status).toBe('SUCCESS')
  return SecretCode
}

test('a pool that demands MFA has the user set up an authenticator, and from then on asks for its codes', async () => {
  await setPool({MfaConfiguration: 'ON', ...TOTP})
  const first = await signIn()
  expect(step(first)).toEqual(['MFA_SETUP', {USER_ID_FOR_SRP: 'alice', MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]'}])
  expect(first.AuthenticationResult).toBeUndefined()
  await expect(answer('MFA_SETUP', first.Session, {})).rejects.toThrow('has not been verified')

  const associated = await world.idp.send(new AssociateSoftwareTokenCommand({Session: first.Session}))
  const {SecretCode: secret = ''} = associated
  expect(secret).toMatch(/^[A-Z2-7]{52}$/)
  const verify = async (UserCode: string) =>
    world.idp.send(new VerifySoftwareTokenCommand({Session: associated.Session, UserCode}))
  const right = codeAt(secret, world.clock.now)
  await expect(verify(right === '000000' ? '000001' : '000000')).rejects.toMatchObject({
    name: 'EnableSoftwareTokenMFAException',
  })
  const {Session} = await verify(right)
  expect((await answer('MFA_SETUP', Session, {})).AuthenticationResult?.TokenType).toBe('Bearer')

  const asked = await signIn()
  expect(step(asked)).toEqual(['SOFTWARE_TOKEN_MFA', {USER_ID_FOR_SRP: 'alice'}])
  const answerToken = async (code: string) =>
    answer('SOFTWARE_TOKEN_MFA', asked.Session, {SOFTWARE_TOKEN_MFA_CODE: code})
  // The code that set it up was its first use.
  await expect(answerToken(right)).rejects.toThrow('Your software token has already been used once.')
  await expect(answerToken(codeAt(secret, world.clock.now + 120_000))).rejects.toMatchObject({
    name: 'CodeMismatchException',
  })
  world.clock.now += 30_000
  const next = codeAt(secret, world.clock.now + 30_000)
  expect((await answerToken(next)).AuthenticationResult).toBeDefined()
  await expect(answerToken(next)).rejects.toThrow('Invalid session for the user.')
  const user = await world.idp.send(new AdminGetUserCommand({UserPoolId, Username: 'alice'}))
  expect([user.UserMFASettingList, user.PreferredMfaSetting]).toEqual([['SOFTWARE_TOKEN_MFA'], 'SOFTWARE_TOKEN_MFA'])
})

test('where MFA is optional the user chooses: none, one, or which of several', async () => {
  await setPool({MfaConfiguration: 'OPTIONAL', ...TOTP, ...EMAIL})
  const {AuthenticationResult: {AccessToken} = {}} = await signIn()
  const prefer = async (sent: object) => world.idp.send(new SetUserMFAPreferenceCommand({AccessToken, ...sent}))
  await expect(prefer({SoftwareTokenMfaSettings: {Enabled: true}})).rejects.toThrow('has not verified software token')
  await expect(prefer({SMSMfaSettings: {Enabled: true}})).rejects.toThrow('SMS_MFA is not enabled for the user pool')
  const secret = await setUpToken(AccessToken)
  expect((await signIn()).AuthenticationResult).toBeDefined()

  await prefer({SoftwareTokenMfaSettings: {Enabled: true}, EmailMfaSettings: {Enabled: true}})
  const asked = await signIn()
  expect(asked.ChallengeName).toBe('SELECT_MFA_TYPE')
  expect(JSON.parse(asked.ChallengeParameters?.['MFAS_CAN_CHOOSE'] ?? '')).toEqual(['EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'])
  await expect(answer('SELECT_MFA_TYPE', asked.Session, {ANSWER: 'SMS_MFA'})).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
  const chosen = await answer('SELECT_MFA_TYPE', asked.Session, {ANSWER: 'EMAIL_OTP'})
  expect(step(chosen)).toEqual([
    'EMAIL_OTP',
    {
      USER_ID_FOR_SRP: 'alice',
      CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL',
      CODE_DELIVERY_DESTINATION: 'a***@a***',
    },
  ])
  const {code, reason} = lastMessage(world, UserPoolId)
  expect(reason).toBe('mfa')
  await expect(answer('EMAIL_OTP', chosen.Session, {EMAIL_OTP_CODE: '1'})).rejects.toMatchObject({
    name: 'CodeMismatchException',
  })
  expect((await answer('EMAIL_OTP', chosen.Session, {EMAIL_OTP_CODE: code})).AuthenticationResult).toBeDefined()

  await prefer({SoftwareTokenMfaSettings: {Enabled: true, PreferredMfa: true}})
  const preferred = await signIn()
  expect(preferred.ChallengeName).toBe('SOFTWARE_TOKEN_MFA')
  world.clock.now += 60_000
  const SOFTWARE_TOKEN_MFA_CODE = codeAt(secret, world.clock.now)
  const {AuthenticationResult} = await answer('SOFTWARE_TOKEN_MFA', preferred.Session, {SOFTWARE_TOKEN_MFA_CODE})
  const factors = new GetUserAuthFactorsCommand({AccessToken: AuthenticationResult?.AccessToken})
  expect(await world.idp.send(factors)).toMatchObject({
    Username: 'alice',
    PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    ConfiguredUserAuthFactors: ['PASSWORD'],
  })
})

test('an answer to one challenge is none to another: nobody skips the second factor', async () => {
  await setPool({MfaConfiguration: 'OPTIONAL', ...TOTP})
  const {AuthenticationResult: {AccessToken} = {}} = await signIn()
  await setUpToken(AccessToken)
  await world.idp.send(
    new AdminSetUserMFAPreferenceCommand({
      UserPoolId,
      Username: 'alice',
      SoftwareTokenMfaSettings: {Enabled: true, PreferredMfa: true},
    }),
  )
  const {Session} = await signIn()
  const others: [ChallengeNameType, Record<string, string>][] = [
    ['NEW_PASSWORD_REQUIRED', {NEW_PASSWORD: PASSWORD}],
    ['MFA_SETUP', {}],
    ['SELECT_MFA_TYPE', {ANSWER: 'SOFTWARE_TOKEN_MFA'}],
    ['EMAIL_OTP', {EMAIL_OTP_CODE: ''}],
    ['SELECT_CHALLENGE', {ANSWER: 'PASSWORD', PASSWORD}],
    ['PASSWORD', {PASSWORD}],
  ]
  for (const [name, sent] of others) {
    await expect(answer(name, Session, sent), name).rejects.toThrow('Invalid session for the user.')
  }
  await expect(world.idp.send(new AssociateSoftwareTokenCommand({Session}))).rejects.toThrow('Invalid session')
  world.clock.now += 180_000
  await expect(answer('SOFTWARE_TOKEN_MFA', Session, {SOFTWARE_TOKEN_MFA_CODE: '123456'})).rejects.toThrow(
    'session is expired',
  )
})

test('an authenticator counts from its first code on, even where the sign-in was left there', async () => {
  await setPool({MfaConfiguration: 'ON', ...TOTP})
  const {Session: first} = await signIn()
  const {SecretCode = '', Session} = await world.idp.send(new AssociateSoftwareTokenCommand({Session: first}))
  const UserCode = codeAt(SecretCode, world.clock.now)
  expect((await world.idp.send(new VerifySoftwareTokenCommand({Session, UserCode}))).Status).toBe('SUCCESS')

  world.clock.now += 30_000
  const asked = await signIn()
  expect(step(asked)).toEqual(['SOFTWARE_TOKEN_MFA', {USER_ID_FOR_SRP: 'alice'}])
  const code = codeAt(SecretCode, world.clock.now)
  const {AuthenticationResult} = await answer('SOFTWARE_TOKEN_MFA', asked.Session, {SOFTWARE_TOKEN_MFA_CODE: code})
  expect(AuthenticationResult?.TokenType).toBe('Bearer')
})

test('a user with a number is sent a code where SMS is demanded, and one with neither sets up an address', async () => {
  await setPool({MfaConfiguration: 'ON', ...SMS})
  const UserAttributes = [{Name: 'phone_number', Value: '+4915155550100'}]
  const other = {UserPoolId, Username: 'carol'}
  await world.idp.send(new AdminCreateUserCommand({...other, UserAttributes, TemporaryPassword: 'Temp0rary!'}))
  const begin = new InitiateAuthCommand({
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: {USERNAME: 'carol', PASSWORD: 'Temp0rary!'},
  })
  const {Session} = await world.idp.send(begin)
  const changed = await answer('NEW_PASSWORD_REQUIRED', Session, {USERNAME: 'carol', NEW_PASSWORD: PASSWORD})
  expect([changed.ChallengeName, changed.ChallengeParameters?.['CODE_DELIVERY_DESTINATION']]).toEqual([
    'SMS_MFA',
    '+*******0100',
  ])
  const SMS_MFA_CODE = lastMessage(world, UserPoolId).code
  const {AuthenticationResult} = await answer('SMS_MFA', changed.Session, {USERNAME: 'carol', SMS_MFA_CODE})
  expect(AuthenticationResult).toBeDefined()

  await setPool({MfaConfiguration: 'ON', ...EMAIL})
  await world.idp.send(new AdminCreateUserCommand({UserPoolId, Username: 'dave', TemporaryPassword: PASSWORD}))
  const permanent = {UserPoolId, Username: 'dave', Password: PASSWORD, Permanent: true}
  await world.idp.send(new AdminSetUserPasswordCommand(permanent))
  const {Session: setup} = await world.idp.send(
    new InitiateAuthCommand({...begin.input, AuthParameters: {USERNAME: 'dave', PASSWORD}}),
  )
  const asked = await answer('MFA_SETUP', setup, {USERNAME: 'dave', EMAIL: 'dave@acme.dev'})
  expect(asked.ChallengeName).toBe('EMAIL_OTP')
  const EMAIL_OTP_CODE = lastMessage(world, UserPoolId).code
  await answer('EMAIL_OTP', asked.Session, {USERNAME: 'dave', EMAIL_OTP_CODE})
  const user = await world.idp.send(new AdminGetUserCommand({UserPoolId, Username: 'dave'}))
  expect(user.UserAttributes).toContainEqual({Name: 'email', Value: 'dave@acme.dev'})
  expect(user.UserMFASettingList).toEqual(['EMAIL_OTP'])
})
