/* eslint-disable @typescript-eslint/no-deprecated -- amazon-cognito-identity-js is no longer developed, and applications still use it. */
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CreateGroupCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {ServiceError} from '../../../../src/sandbox/core/errors.js'
import {serve, type SandboxServer} from '../../../../src/sandbox/server/server.js'
import {lambdaConfig, watchFunctions, type Watched} from './watched.js'
import {lastMessage, makeClient, makePool, openWorld, shareKeys, type World} from './world.js'

const PASSWORD = 'Passw0rd!'

let watched: Watched
let world: World
let server: SandboxServer
let UserPoolId: string
let ClientId: string
let userPool: CognitoUserPool
beforeEach(async () => {
  watched = watchFunctions()
  world = await openWorld([], watched.functions)
  server = await serve(world.sandbox, {port: 0})
  UserPoolId = await makePool(world, {AutoVerifiedAttributes: ['email'], LambdaConfig: lambdaConfig()})
  shareKeys(world, UserPoolId)
  ClientId = await makeClient(world, UserPoolId, {
    ExplicitAuthFlows: [
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_CUSTOM_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ],
  })
  userPool = new CognitoUserPool({UserPoolId, ClientId, endpoint: server.endpoint})
})
afterEach(async () => server.close())

const carol = (): CognitoUser => new CognitoUser({Username: 'carol', Pool: userPool})

/** A call of the client's, which tells by a callback. */
const done = async <T>(call: (callback: (error?: Error | null, result?: T) => void) => void): Promise<T | undefined> =>
  new Promise((resolve, reject) => call((error, result) => (error ? reject(error) : resolve(result))))

const signUp = async (metadata?: Record<string, string>): Promise<unknown> =>
  done((callback) => {
    const email = new CognitoUserAttribute({Name: 'email', Value: 'carol@acme.dev'})
    const invitation = new CognitoUserAttribute({Name: 'invitation', Value: 'blue'})
    userPool.signUp('carol', PASSWORD, [email], [invitation], callback, metadata)
  })

const confirm = async (): Promise<unknown> => {
  const {code} = lastMessage(world, UserPoolId)
  return done((callback) => carol().confirmRegistration(code, false, callback, {from: 'mail'}))
}

const signIn = async (user = carol()): Promise<CognitoUserSession> =>
  new Promise((onSuccess, onFailure) => {
    const details = new AuthenticationDetails({Username: 'carol', Password: PASSWORD, ClientMetadata: {from: 'web'}})
    user.authenticateUser(details, {onSuccess, onFailure})
  })

const makeCarol = async (): Promise<void> => {
  const user = {UserPoolId, Username: 'carol'}
  await world.idp.send(new AdminCreateUserCommand({...user, MessageAction: 'SUPPRESS'}))
  await world.idp.send(new AdminSetUserPasswordCommand({...user, Password: PASSWORD, Permanent: true}))
  watched.sources()
}

const statusOf = async (Username = 'carol'): Promise<string | undefined> =>
  (await world.idp.send(new AdminGetUserCommand({UserPoolId, Username}))).UserStatus

test('a sign-up calls what AWS calls, in its order, with its events', async () => {
  await signUp({campaign: 'spring'})
  await confirm()
  expect(watched.sources()).toEqual(['PreSignUp_SignUp', 'CustomMessage_SignUp', 'PostConfirmation_ConfirmSignUp'])
  const [before, message, after] = watched.events
  const common = {
    version: '1',
    region: 'eu-west-1',
    userPoolId: UserPoolId,
    userName: 'carol',
    callerContext: {awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: ClientId},
  }
  expect(before).toEqual({
    ...common,
    triggerSource: 'PreSignUp_SignUp',
    request: {
      userAttributes: {email: 'carol@acme.dev'},
      validationData: {invitation: 'blue'},
      clientMetadata: {campaign: 'spring'},
    },
    response: {autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false},
  })
  const {UserAttributes = []} = await world.idp.send(new AdminGetUserCommand({UserPoolId, Username: 'carol'}))
  const sub = UserAttributes.find(({Name}) => Name === 'sub')?.Value
  expect(message).toMatchObject({
    ...common,
    request: {
      userAttributes: {sub, email: 'carol@acme.dev', 'cognito:user_status': 'UNCONFIRMED'},
      codeParameter: '{####}',
      usernameParameter: null,
      clientMetadata: {campaign: 'spring'},
    },
    response: {smsMessage: null, emailMessage: null, emailSubject: null},
  })
  expect(after).toEqual({
    ...common,
    triggerSource: 'PostConfirmation_ConfirmSignUp',
    request: {
      userAttributes: {sub, email: 'carol@acme.dev', email_verified: 'true', 'cognito:user_status': 'CONFIRMED'},
      clientMetadata: {from: 'mail'},
    },
    response: {},
  })
})

test('a refused sign-up leaves no user, and the name is free', async () => {
  watched.handlers['PreSignUp'] = () => {
    throw new Error('By invitation only')
  }
  await expect(signUp()).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    message: 'PreSignUp failed with error By invitation only.',
  })
  await expect(statusOf()).rejects.toMatchObject({name: 'UserNotFoundException'})
  delete watched.handlers['PreSignUp']
  await signUp()
  expect(await statusOf()).toBe('UNCONFIRMED')
})

test('a sign-up that a function confirms sends no code, and is told as confirmed', async () => {
  watched.handlers['PreSignUp'] = () => ({autoConfirmUser: true, autoVerifyEmail: true})
  expect(await signUp()).toMatchObject({userConfirmed: true})
  expect(watched.sources()).toEqual(['PreSignUp_SignUp', 'PostConfirmation_ConfirmSignUp'])
  await signIn()
})

test('a user stays confirmed although the function that comes after throws', async () => {
  await signUp()
  watched.handlers['PostConfirmation'] = () => {
    throw new Error('No table')
  }
  await expect(confirm()).rejects.toMatchObject({message: 'PostConfirmation failed with error No table.'})
  expect(await statusOf()).toBe('CONFIRMED')
})

test('a function that puts the new user into a group finds it, and the next token names the group', async () => {
  await world.idp.send(new CreateGroupCommand({UserPoolId, GroupName: 'members'}))
  watched.handlers['PostConfirmation'] = async ({userPoolId, userName: Username}) => {
    await world.idp.send(new AdminAddUserToGroupCommand({UserPoolId: userPoolId, Username, GroupName: 'members'}))
    return {}
  }
  await signUp()
  await confirm()
  expect((await signIn()).getIdToken().payload['cognito:groups']).toEqual(['members'])
})

test('what a function changes of the user on the way in is in the tokens', async () => {
  await makeCarol()
  await world.idp.send(new CreateGroupCommand({UserPoolId, GroupName: 'seen'}))
  watched.handlers['PostAuthentication'] = async ({userName: Username}) => {
    await world.idp.send(new AdminAddUserToGroupCommand({UserPoolId, Username, GroupName: 'seen'}))
    return {}
  }
  expect((await signIn()).getIdToken().payload['cognito:groups']).toEqual(['seen'])
})

test('a sign-in by SRP calls what AWS calls, a renewal the tokens’ function alone', async () => {
  await makeCarol()
  const user = carol()
  const session = await signIn(user)
  expect(watched.sources()).toEqual([
    'PreAuthentication_Authentication',
    'PostAuthentication_Authentication',
    'TokenGeneration_Authentication',
  ])
  const [before, after, tokens] = watched.events.slice(-3)
  expect(before?.request).toMatchObject({validationData: {from: 'web'}, userNotFound: false})
  expect(before?.request).not.toHaveProperty('clientMetadata')
  expect(after?.request).toMatchObject({newDeviceUsed: false, clientMetadata: {from: 'web'}})
  expect(tokens).toMatchObject({
    version: '1',
    request: {
      groupConfiguration: {groupsToOverride: [], iamRolesToOverride: [], preferredRole: null},
      clientMetadata: {from: 'web'},
    },
    response: {claimsOverrideDetails: null},
  })
  await done((callback) => user.refreshSession(session.getRefreshToken(), callback))
  expect(watched.sources()).toEqual(['TokenGeneration_RefreshTokens'])
})

test('metadata of a sign-in that ends at once is in what comes before the proof alone', async () => {
  await makeCarol()
  const AuthParameters = {USERNAME: 'carol', PASSWORD}
  const ClientMetadata = {from: 'web'}
  await world.idp.send(
    new InitiateAuthCommand({ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters, ClientMetadata}),
  )
  expect(watched.events.slice(-3).map(({request}) => request['validationData'] ?? request['clientMetadata'])).toEqual([
    ClientMetadata,
    undefined,
    undefined,
  ])
})

test('tokens of a first password are made for the challenge that it was set in', async () => {
  const TemporaryPassword = 'Temp0rary!'
  await world.idp.send(new AdminCreateUserCommand({UserPoolId, Username: 'carol', TemporaryPassword}))
  const user = carol()
  await new Promise<void>((resolve, onFailure) => {
    const details = new AuthenticationDetails({Username: 'carol', Password: TemporaryPassword})
    const newPasswordRequired = (): void => resolve()
    user.authenticateUser(details, {onSuccess: () => resolve(), onFailure, newPasswordRequired})
  })
  watched.sources()
  await new Promise((onSuccess, onFailure) => {
    user.completeNewPasswordChallenge(PASSWORD, {}, {onSuccess, onFailure})
  })
  expect(watched.sources()).toEqual(['PostAuthentication_Authentication', 'TokenGeneration_NewPasswordChallenge'])
})

test('other calls are served while a function works', async () => {
  await makeCarol()
  let release = (): void => undefined
  const reached = new Promise<void>((resolve) => {
    watched.handlers['PreAuthentication'] = async () => {
      resolve()
      await new Promise<void>((go) => {
        release = go
      })
      return {}
    }
  })
  const waiting = signIn()
  await reached
  expect((await world.idp.send(new ListUsersCommand({UserPoolId}))).Users).toHaveLength(1)
  release()
  expect((await waiting).isValid()).toBe(true)
})

test('a name that is taken while a function works is refused then', async () => {
  watched.handlers['PreSignUp'] = async ({triggerSource}) => {
    if (triggerSource === 'PreSignUp_SignUp') {
      await world.idp.send(new AdminCreateUserCommand({UserPoolId, Username: 'carol', MessageAction: 'SUPPRESS'}))
    }
    return {}
  }
  await expect(signUp()).rejects.toMatchObject({name: 'UsernameExistsException'})
  expect(await statusOf()).toBe('FORCE_CHANGE_PASSWORD')
})

test('a function that is late is waited for three times, five seconds each', async () => {
  await makeCarol()
  watched.late.add('PreAuthentication')
  watched.waited.splice(0)
  await expect(signIn()).rejects.toMatchObject({
    name: 'UnexpectedLambdaException',
    message: 'PreAuthentication invocation failed due to error Socket timeout while invoking Lambda function.',
  })
  expect(watched.waited).toEqual([5000, 5000, 5000])
})

test('a call that Lambda refuses is told with Lambda’s own error', async () => {
  await makeCarol()
  watched.handlers['PreAuthentication'] = () => {
    throw new ServiceError('TooManyRequestsException', 'Rate Exceeded.')
  }
  await expect(signIn()).rejects.toMatchObject({
    name: 'UnexpectedLambdaException',
    message: 'PreAuthentication invocation failed due to error TooManyRequestsException.',
  })
})

test('an update without triggers takes all of them away', async () => {
  await makeCarol()
  await world.idp.send(new UpdateUserPoolCommand({UserPoolId}))
  const {UserPool} = await world.idp.send(new DescribeUserPoolCommand({UserPoolId}))
  expect(UserPool?.LambdaConfig).toEqual({})
  await signIn()
  expect(watched.sources()).toEqual([])
})

test('a sandbox that runs no functions behaves as if its pools had none', async () => {
  const quiet = await openWorld()
  const pool = await makePool(quiet, {LambdaConfig: lambdaConfig()})
  const user = {UserPoolId: pool, Username: 'carol'}
  const {User} = await quiet.idp.send(new AdminCreateUserCommand(user))
  expect(User?.UserStatus).toBe('FORCE_CHANGE_PASSWORD')
})
