import {
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DeleteUserAttributesCommand,
  DeleteUserCommand,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
  type SignUpRequest,
} from '@aws-sdk/client-cognito-identity-provider'
import {beforeEach, expect, test} from 'vitest'
import {lastMessage, makeClient, makePool, openWorld, shareKeys, type World} from './world.js'

const Password = 'Passw0rd!'
const Username = 'bob@acme.dev'

let world: World
let UserPoolId: string
let ClientId: string
beforeEach(async () => {
  world = await openWorld()
  UserPoolId = await makePool(world, {
    UsernameAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
    UserAttributeUpdateSettings: {AttributesRequireVerificationBeforeUpdate: ['email']},
    Policies: {PasswordPolicy: {MinimumLength: 8, PasswordHistorySize: 2}},
  })
  shareKeys(world, UserPoolId)
  ClientId = await makeClient(world, UserPoolId, {ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH']})
})

const signUp = async (more: Partial<SignUpRequest> = {}) =>
  world.idp.send(new SignUpCommand({ClientId, Username, Password, ...more}))
const confirm = async (ConfirmationCode = lastMessage(world, UserPoolId).code) =>
  world.idp.send(new ConfirmSignUpCommand({ClientId, Username, ConfirmationCode}))
const signIn = async (PASSWORD = Password, USERNAME = Username) =>
  world.idp.send(
    new InitiateAuthCommand({ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: {USERNAME, PASSWORD}}),
  )
const tokenOf = async () => (await signIn()).AuthenticationResult?.AccessToken

test('a user who signs up gets in once the code that was sent came back', async () => {
  const {UserConfirmed, CodeDeliveryDetails, UserSub} = await signUp()
  expect([UserConfirmed, CodeDeliveryDetails]).toEqual([
    false,
    {AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'b***@a***'},
  ])
  await expect(signIn()).rejects.toMatchObject({name: 'UserNotConfirmedException'})
  const first = lastMessage(world, UserPoolId)
  expect(first).toMatchObject({to: Username, reason: 'confirmation', code: expect.stringMatching(/^\d{6}$/) as string})
  await world.idp.send(new ResendConfirmationCodeCommand({ClientId, Username}))
  if (first.code !== lastMessage(world, UserPoolId).code) {
    await expect(confirm(first.code)).rejects.toMatchObject({name: 'CodeMismatchException'})
  }
  await confirm()
  await expect(confirm()).rejects.toThrow('User cannot be confirmed. Current status is CONFIRMED')
  expect((await signIn()).AuthenticationResult?.TokenType).toBe('Bearer')
  const user = await world.idp.send(new AdminGetUserCommand({UserPoolId, Username}))
  expect(user).toMatchObject({UserStatus: 'CONFIRMED', Username: UserSub})
  expect(user.UserAttributes).toContainEqual({Name: 'email_verified', Value: 'true'})
})

test('a confirmation code is worth nothing after a day', async () => {
  await signUp()
  world.clock.now += 86_400_000
  await expect(confirm()).rejects.toMatchObject({name: 'ExpiredCodeException'})
})

test('who may not sign up: taken names, weak passwords, attributes that no user sets, pools of administrators', async () => {
  await signUp()
  await expect(signUp()).rejects.toMatchObject({name: 'UsernameExistsException'})
  await expect(signUp({Username: 'a@acme.dev', Password: 'short'})).rejects.toMatchObject({
    name: 'InvalidPasswordException',
  })
  const UserAttributes = [{Name: 'email_verified', Value: 'true'}]
  await expect(signUp({Username: 'a@acme.dev', UserAttributes})).rejects.toThrow('unauthorized attribute')
  UserPoolId = await makePool(world, {AdminCreateUserConfig: {AllowAdminCreateUserOnly: true}})
  ClientId = await makeClient(world, UserPoolId)
  await expect(signUp()).rejects.toThrow('SignUp is not permitted for this user pool')
})

test('a forgotten password is replaced with the code, once, and not by one of the last', async () => {
  await signUp()
  await expect(world.idp.send(new ForgotPasswordCommand({ClientId, Username}))).rejects.toThrow(
    'no registered/verified email',
  )
  await confirm()
  const forgot = async () => world.idp.send(new ForgotPasswordCommand({ClientId, Username}))
  const reset = async (password: string, ConfirmationCode = lastMessage(world, UserPoolId).code) =>
    world.idp.send(new ConfirmForgotPasswordCommand({ClientId, Username, ConfirmationCode, Password: password}))
  expect((await forgot()).CodeDeliveryDetails?.Destination).toBe('b***@a***')
  await expect(reset(Password)).rejects.toMatchObject({name: 'PasswordHistoryPolicyViolationException'})
  await expect(reset('Another-1', 'wrong1')).rejects.toMatchObject({name: 'CodeMismatchException'})
  await reset('Another-1')
  await expect(reset('Another-2')).rejects.toMatchObject({name: 'ExpiredCodeException'})
  await expect(signIn()).rejects.toThrow('Incorrect username or password.')
  expect((await signIn('Another-1')).AuthenticationResult).toBeDefined()
  await forgot()
  world.clock.now += 3_600_000
  await expect(reset('Another-2')).rejects.toMatchObject({name: 'ExpiredCodeException'})
})

test('where the client hides who exists, forgetting and confirming tell nothing either', async () => {
  ClientId = await makeClient(world, UserPoolId, {PreventUserExistenceErrors: 'ENABLED'})
  const {CodeDeliveryDetails} = await world.idp.send(new ForgotPasswordCommand({ClientId, Username}))
  expect(CodeDeliveryDetails).toEqual({AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'b***@a***'})
  await expect(confirm('123456')).rejects.toMatchObject({name: 'ExpiredCodeException'})
})

test('a new address counts once its own code came back, and until then the old one signs in', async () => {
  await signUp()
  await confirm()
  const AccessToken = await tokenOf()
  const attributes = async () => {
    const {UserAttributes: list = []} = await world.idp.send(new GetUserCommand({AccessToken}))
    return Object.fromEntries(list.map(({Name = '', Value}) => [Name, Value] as const))
  }
  const verify = async (Code = lastMessage(world, UserPoolId).code) =>
    world.idp.send(new VerifyUserAttributeCommand({AccessToken, AttributeName: 'email', Code}))
  const UserAttributes = [
    {Name: 'email', Value: 'robert@acme.dev'},
    {Name: 'name', Value: 'Robert'},
  ]
  const {CodeDeliveryDetailsList} = await world.idp.send(new UpdateUserAttributesCommand({AccessToken, UserAttributes}))
  expect(CodeDeliveryDetailsList).toHaveLength(1)
  expect(await attributes()).toMatchObject({email: Username, email_verified: 'true', name: 'Robert'})
  expect(lastMessage(world, UserPoolId).to).toBe('robert@acme.dev')
  await verify()
  expect(await attributes()).toMatchObject({email: 'robert@acme.dev', email_verified: 'true'})
  expect((await signIn(Password, 'robert@acme.dev')).AuthenticationResult).toBeDefined()

  await world.idp.send(new GetUserAttributeVerificationCodeCommand({AccessToken, AttributeName: 'email'}))
  await expect(verify('000')).rejects.toMatchObject({name: 'CodeMismatchException'})
  await verify()
  await world.idp.send(new DeleteUserAttributesCommand({AccessToken, UserAttributeNames: ['name']}))
  expect(await attributes()).not.toHaveProperty('name')
  await world.idp.send(new DeleteUserCommand({AccessToken}))
  await expect(attributes()).rejects.toMatchObject({name: 'UserNotFoundException'})
})

test('a code proves the address that it went to, and none that came after it', async () => {
  UserPoolId = await makePool(world, {AutoVerifiedAttributes: ['email']})
  ClientId = await makeClient(world, UserPoolId, {ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH']})
  const own = {Username: 'bob', Password}
  await world.idp.send(new SignUpCommand({ClientId, ...own, UserAttributes: [{Name: 'email', Value: Username}]}))
  const {code: ConfirmationCode} = lastMessage(world, UserPoolId)
  await world.idp.send(new ConfirmSignUpCommand({ClientId, Username: 'bob', ConfirmationCode}))
  const AccessToken = (await signIn(Password, 'bob')).AuthenticationResult?.AccessToken
  await world.idp.send(new GetUserAttributeVerificationCodeCommand({AccessToken, AttributeName: 'email'}))
  const {code: Code} = lastMessage(world, UserPoolId)
  const UserAttributes = [{Name: 'email', Value: 'victim@acme.dev'}]
  await world.idp.send(new UpdateUserAttributesCommand({AccessToken, UserAttributes}))
  const verify = new VerifyUserAttributeCommand({AccessToken, AttributeName: 'email', Code})
  if (Code !== lastMessage(world, UserPoolId).code) {
    await expect(world.idp.send(verify)).rejects.toMatchObject({name: 'CodeMismatchException'})
  }
})
