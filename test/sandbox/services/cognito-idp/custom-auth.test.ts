/* eslint-disable @typescript-eslint/no-deprecated -- amazon-cognito-identity-js is no longer developed, and applications still use it. */
import {
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  resetPassword,
  signIn,
  signOut,
  signUp,
} from '@aws-amplify/auth'
import {
  CreateIdentityPoolCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  SetIdentityPoolRolesCommand,
} from '@aws-sdk/client-cognito-identity'
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {CreateRoleCommand, IAMClient} from '@aws-sdk/client-iam'
import {AuthenticationDetails, CognitoUser, CognitoUserPool, type CognitoUserSession} from 'amazon-cognito-identity-js'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import {serve, type SandboxServer} from '../../../../src/sandbox/server/server.js'
import {iam} from '../../../../src/sandbox/services/iam/service.js'
import {configureAmplify} from './amplify-client.js'
import {lambdaConfig, watchFunctions, type Watched} from './watched.js'
import {lastMessage, makeClient, makePool, openWorld, shareKeys, type World} from './world.js'

const PASSWORD = 'Passw0rd!'
const PHONE = '+15555550100'
const ROLE_ARN = 'arn:aws:iam::000000000001:role/sns'

let watched: Watched
let world: World
let server: SandboxServer
let UserPoolId: string
let ClientId: string
beforeEach(async () => {
  watched = watchFunctions()
  world = await openWorld([iam], watched.functions)
  server = await serve(world.sandbox, {port: 0})
  UserPoolId = await makePool(world, {
    AutoVerifiedAttributes: ['phone_number'],
    SmsConfiguration: {SnsCallerArn: ROLE_ARN},
    LambdaConfig: lambdaConfig(),
  })
  shareKeys(world, UserPoolId)
  ClientId = await makeClient(world, UserPoolId, {
    ExplicitAuthFlows: [
      'ALLOW_CUSTOM_AUTH',
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ],
  })
  configureAmplify(server.endpoint, {userPoolId: UserPoolId, userPoolClientId: ClientId})
  askSum()
})
afterEach(async () => {
  await signOut()
  await server.close()
})

/** Functions that ask for a sum, up to three times, after the password where it is proven first. */
function askSum(): void {
  watched.handlers['DefineAuthChallenge'] = ({request: {session = []}}) => {
    const last = session.at(-1)
    if (last?.challengeName === 'SRP_A') return {challengeName: 'PASSWORD_VERIFIER'}
    const tries = session.filter(({challengeName}) => challengeName === 'CUSTOM_CHALLENGE')
    if (tries.some(({challengeResult}) => challengeResult)) return {issueTokens: true, failAuthentication: false}
    return tries.length < 3 ? {challengeName: 'CUSTOM_CHALLENGE'} : {issueTokens: false, failAuthentication: true}
  }
  watched.handlers['CreateAuthChallenge'] = () => ({
    publicChallengeParameters: {question: '6 x 7'},
    privateChallengeParameters: {answer: '42'},
    challengeMetadata: 'SUM',
  })
  watched.handlers['VerifyAuthChallengeResponse'] = ({request}) => {
    const hidden = request['privateChallengeParameters'] as {answer: string}
    return {answerCorrect: request['challengeAnswer'] === hidden.answer}
  }
}

const carol = {Username: 'carol'}

const makeCarol = async (Permanent = true): Promise<void> => {
  const UserAttributes = [
    {Name: 'phone_number', Value: PHONE},
    {Name: 'phone_number_verified', Value: 'true'},
  ]
  await world.idp.send(new AdminCreateUserCommand({UserPoolId, ...carol, UserAttributes, MessageAction: 'SUPPRESS'}))
  await world.idp.send(new AdminSetUserPasswordCommand({UserPoolId, ...carol, Password: PASSWORD, Permanent}))
  watched.sources()
}

const [DEFINE, CREATE, VERIFY] = [
  'DefineAuthChallenge_Authentication',
  'CreateAuthChallenge_Authentication',
  'VerifyAuthChallengeResponse_Authentication',
]
const TOKENS = ['PostAuthentication_Authentication', 'TokenGeneration_Authentication']

const answer = async (challengeResponse: string) =>
  confirmSignIn({challengeResponse, options: {clientMetadata: {from: 'web'}}})

const step = async (begun: Promise<{nextStep: {signInStep: string}}>): Promise<string> =>
  (await begun).nextStep.signInStep

test('Amplify signs in by challenges alone, a wrong answer asked again', async () => {
  await makeCarol()
  const first = await signIn({username: 'carol', options: {authFlowType: 'CUSTOM_WITHOUT_SRP'}})
  expect(first.nextStep).toMatchObject({
    signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE',
    additionalInfo: {question: '6 x 7'},
  })
  expect(JSON.stringify(first)).not.toContain('42')
  expect(watched.sources()).toEqual([DEFINE, CREATE])
  expect(watched.events.at(-2)?.request).toMatchObject({session: [], userNotFound: false})
  expect(await step(answer('41'))).toBe('CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE')
  expect(await step(answer('42'))).toBe('DONE')
  expect(watched.sources()).toEqual([VERIFY, DEFINE, CREATE, VERIFY, DEFINE, ...TOKENS])
  const custom = {challengeName: 'CUSTOM_CHALLENGE', challengeMetadata: 'SUM'}
  expect(watched.events.at(-3)?.request).toMatchObject({
    session: [
      {...custom, challengeResult: false},
      {...custom, challengeResult: true},
    ],
    clientMetadata: {from: 'web'},
  })
  expect((await fetchAuthSession()).tokens?.accessToken.payload['username']).toBe('carol')
})

test('Amplify proves the password first, and is refused after three wrong answers', async () => {
  await makeCarol()
  const begun = signIn({username: 'carol', password: PASSWORD, options: {authFlowType: 'CUSTOM_WITH_SRP'}})
  expect(await step(begun)).toBe('CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE')
  expect(watched.sources()).toEqual(['PreAuthentication_Authentication', DEFINE, DEFINE, CREATE])
  expect(watched.events.at(-1)?.request.session?.map(({challengeName}) => challengeName)).toEqual([
    'SRP_A',
    'PASSWORD_VERIFIER',
  ])
  await answer('1')
  await answer('2')
  await expect(answer('3')).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  })
  await expect(
    signIn({username: 'carol', password: 'wrong', options: {authFlowType: 'CUSTOM_WITH_SRP'}}),
  ).rejects.toMatchObject({name: 'NotAuthorizedException'})
})

test('amazon-cognito-identity-js proves the password and answers the challenge', async () => {
  await makeCarol()
  const Pool = new CognitoUserPool({UserPoolId, ClientId, endpoint: server.endpoint})
  const user = new CognitoUser({...carol, Pool})
  user.setAuthenticationFlowType('CUSTOM_AUTH')
  const session = await new Promise<CognitoUserSession>((onSuccess, onFailure) => {
    const asked = {onSuccess, onFailure, customChallenge: () => user.sendCustomChallengeAnswer('42', asked)}
    user.authenticateUser(new AuthenticationDetails({...carol, Password: PASSWORD}), asked)
  })
  expect(session.isValid()).toBe(true)
})

test('a second factor comes between the password and the challenge, and functions are told', async () => {
  await makeCarol()
  const SmsMfaConfiguration = {SmsConfiguration: {SnsCallerArn: ROLE_ARN}}
  await world.idp.send(new SetUserPoolMfaConfigCommand({UserPoolId, MfaConfiguration: 'ON', SmsMfaConfiguration}))
  const begun = signIn({username: 'carol', password: PASSWORD, options: {authFlowType: 'CUSTOM_WITH_SRP'}})
  expect(await step(begun)).toBe('CONFIRM_SIGN_IN_WITH_SMS_CODE')
  expect(await step(answer(lastMessage(world, UserPoolId).code))).toBe('CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE')
  expect(watched.events.at(-1)?.request.session).toEqual(
    ['SRP_A', 'PASSWORD_VERIFIER', 'SMS_MFA'].map((challengeName) => ({challengeName, challengeResult: true})),
  )
  expect(await step(answer('42'))).toBe('DONE')
})

test('a function asks for a new password where the first was a temporary one', async () => {
  await makeCarol(false)
  const ask = watched.handlers['DefineAuthChallenge']
  watched.handlers['DefineAuthChallenge'] = (event) =>
    event.request.session?.at(-1)?.challengeName === 'PASSWORD_VERIFIER'
      ? {challengeName: 'NEW_PASSWORD_REQUIRED'}
      : (ask?.(event) ?? {})
  const begun = signIn({username: 'carol', password: PASSWORD, options: {authFlowType: 'CUSTOM_WITH_SRP'}})
  expect(await step(begun)).toBe('CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED')
  expect(await step(answer('An0therOne!'))).toBe('CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE')
  expect(watched.events.at(-1)?.request.session?.at(-1)).toEqual({
    challengeName: 'NEW_PASSWORD_REQUIRED',
    challengeResult: true,
  })
  expect(await step(answer('42'))).toBe('DONE')
})

test('a name without a user is asked like any other where the client does not tell, and gets no tokens', async () => {
  const unknown = signIn({username: 'nobody', options: {authFlowType: 'CUSTOM_WITHOUT_SRP'}})
  await expect(unknown).rejects.toMatchObject({name: 'UserNotFoundException'})
  await world.idp.send(
    new UpdateUserPoolClientCommand({
      UserPoolId,
      ClientId,
      ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
    }),
  )
  await signIn({username: 'nobody', options: {authFlowType: 'CUSTOM_WITHOUT_SRP'}})
  expect(watched.events.at(-1)?.request).toMatchObject({userNotFound: true, userAttributes: {}})
  await expect(answer('42')).rejects.toMatchObject({name: 'NotAuthorizedException'})
})

test('Amplify brings a user over who the pool does not know, once', async () => {
  watched.handlers['UserMigration'] = ({request}) =>
    request['password'] === 'short'
      ? {
          userAttributes: {phone_number: PHONE, phone_number_verified: 'true'},
          finalUserStatus: 'CONFIRMED',
          messageAction: 'SUPPRESS',
        }
      : {}
  const enter = async (password: string) =>
    signIn({username: 'frank', password, options: {authFlowType: 'USER_PASSWORD_AUTH'}})
  await expect(enter('wrong')).rejects.toMatchObject({name: 'UserNotFoundException'})
  watched.sources()
  expect((await enter('short')).isSignedIn).toBe(true)
  expect(watched.sources()).toEqual(['UserMigration_Authentication', 'PreAuthentication_Authentication', ...TOKENS])
  await signOut()
  await enter('short')
  expect(watched.sources()).toEqual(['PreAuthentication_Authentication', ...TOKENS])
})

test('Amplify brings a user over who forgot the password, and sets another', async () => {
  watched.handlers['UserMigration'] = () => ({
    userAttributes: {phone_number: PHONE, phone_number_verified: 'true'},
    messageAction: 'SUPPRESS',
  })
  await resetPassword({username: 'frank'})
  const {code: confirmationCode} = lastMessage(world, UserPoolId)
  await confirmResetPassword({username: 'frank', newPassword: PASSWORD, confirmationCode})
  expect(watched.sources()).toEqual([
    'UserMigration_ForgotPassword',
    'CustomMessage_ForgotPassword',
    'PostConfirmation_ConfirmForgotPassword',
  ])
  expect(watched.events[0]?.request).not.toHaveProperty('password')
})

const joins = async (): Promise<unknown> =>
  signUp({username: 'dave', password: PASSWORD, options: {userAttributes: {phone_number: PHONE}}})
const confirms = async (): Promise<unknown> => {
  await joins()
  return confirmSignUp({username: 'dave', confirmationCode: lastMessage(world, UserPoolId).code})
}
const enters = async (): Promise<unknown> => {
  await makeCarol()
  return signIn({username: 'carol', password: PASSWORD, options: {authFlowType: 'USER_PASSWORD_AUTH'}})
}
const answers = async (): Promise<unknown> => {
  await makeCarol()
  await signIn({username: 'carol', options: {authFlowType: 'CUSTOM_WITHOUT_SRP'}})
  return answer('42')
}

test.each([
  {trigger: 'PreSignUp', does: joins},
  {trigger: 'CustomMessage', does: joins},
  {trigger: 'PostConfirmation', does: confirms},
  {trigger: 'PreAuthentication', does: enters},
  {trigger: 'PostAuthentication', does: enters},
  {trigger: 'PreTokenGeneration', does: enters},
  {trigger: 'DefineAuthChallenge', does: answers},
  {trigger: 'CreateAuthChallenge', does: answers},
  {trigger: 'VerifyAuthChallengeResponse', does: answers},
])('Amplify is told in AWS’s words that $trigger threw', async ({trigger, does}) => {
  watched.handlers[trigger] = () => {
    throw new Error('Out')
  }
  await expect(does()).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    message: `${trigger} failed with error Out.`,
  })
})

test('Amplify is told that a user whose migration threw was not found', async () => {
  watched.handlers['UserMigration'] = () => {
    throw new Error('Out')
  }
  const frank = {username: 'frank', password: PASSWORD, options: {authFlowType: 'USER_PASSWORD_AUTH'}} as const
  await expect(signIn(frank)).rejects.toMatchObject({
    name: 'UserNotFoundException',
    message: `Exception migrating user in app client ${ClientId}`,
  })
})

test('a function writes each text message, with the code in its place', async () => {
  watched.handlers['CustomMessage'] = ({triggerSource, request: {codeParameter, usernameParameter}}) => ({
    smsMessage: [`${triggerSource}:`, usernameParameter ?? '', codeParameter].join(' '),
  })
  const text = (): string | undefined => lastMessage(world, UserPoolId).text
  const code = (): string => lastMessage(world, UserPoolId).code
  const UserAttributes = [{Name: 'phone_number', Value: PHONE}]
  await world.idp.send(new AdminCreateUserCommand({UserPoolId, ...carol, UserAttributes}))
  expect(text()).toBe(`CustomMessage_AdminCreateUser: carol ${code()}`)
  await world.idp.send(new SignUpCommand({ClientId, Username: 'dave', Password: PASSWORD, UserAttributes}))
  expect(text()).toBe(`CustomMessage_SignUp:  ${code()}`)
  await world.idp.send(new ResendConfirmationCodeCommand({ClientId, Username: 'dave'}))
  expect(text()).toBe(`CustomMessage_ResendCode:  ${code()}`)
  await world.idp.send(new AdminSetUserPasswordCommand({UserPoolId, ...carol, Password: PASSWORD, Permanent: true}))
  const changed = [{Name: 'phone_number', Value: '+15555550101'}]
  await world.idp.send(new AdminUpdateUserAttributesCommand({UserPoolId, ...carol, UserAttributes: changed}))
  expect(text()).toBe(`CustomMessage_UpdateUserAttribute:  ${code()}`)
  const proven = [...changed, {Name: 'phone_number_verified', Value: 'true'}]
  await world.idp.send(new AdminUpdateUserAttributesCommand({UserPoolId, ...carol, UserAttributes: proven}))
  await world.idp.send(new ForgotPasswordCommand({ClientId, ...carol}))
  expect(text()).toBe(`CustomMessage_ForgotPassword:  ${code()}`)
})

test('a user is kept although the function for the message throws', async () => {
  watched.handlers['CustomMessage'] = () => {
    throw new Error('No words')
  }
  const UserAttributes = [{Name: 'phone_number', Value: PHONE}]
  await expect(
    world.idp.send(new SignUpCommand({ClientId, Username: 'dave', Password: PASSWORD, UserAttributes})),
  ).rejects.toThrow('CustomMessage failed with error No words.')
  const {UserStatus} = await world.idp.send(new AdminGetUserCommand({UserPoolId, Username: 'dave'}))
  expect(UserStatus).toBe('UNCONFIRMED')
})

test('the role that a function puts into the token is the role that the identity pool gives', async () => {
  await makeCarol()
  const roles = new IAMClient({
    region: 'eu-west-1',
    credentials: world.admin,
    requestHandler: requestHandlerFor(world.sandbox),
  })
  const ProviderName = `cognito-idp.eu-west-1.amazonaws.com/${UserPoolId}`
  const {IdentityPoolId = ''} = await world.identity.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'acme',
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: [{ProviderName, ClientId}],
    }),
  )
  const Federated = 'cognito-identity.amazonaws.com'
  const Condition = {StringEquals: {[`${Federated}:aud`]: IdentityPoolId}}
  const trust = {Effect: 'Allow', Principal: {Federated}, Action: 'sts:AssumeRoleWithWebIdentity', Condition}
  const AssumeRolePolicyDocument = JSON.stringify({Version: '2012-10-17', Statement: [trust]})
  const arns = await Promise.all(
    ['everybody', 'admins'].map(async (RoleName) => {
      const {Role} = await roles.send(new CreateRoleCommand({RoleName, AssumeRolePolicyDocument}))
      return Role?.Arn ?? ''
    }),
  )
  await world.identity.send(
    new SetIdentityPoolRolesCommand({
      IdentityPoolId,
      Roles: {authenticated: arns[0] ?? ''},
      RoleMappings: {
        [`${ProviderName}:${ClientId}`]: {Type: 'Token', AmbiguousRoleResolution: 'AuthenticatedRole'},
      },
    }),
  )
  watched.handlers['PreTokenGeneration'] = () => ({
    claimsOverrideDetails: {
      groupOverrideDetails: {groupsToOverride: ['admins'], iamRolesToOverride: [arns[1]], preferredRole: arns[1]},
    },
  })
  await signIn({username: 'carol', password: PASSWORD, options: {authFlowType: 'USER_SRP_AUTH'}})
  const {tokens} = await fetchAuthSession()
  expect(tokens?.accessToken.payload['cognito:groups']).toEqual(['admins'])
  const Logins = {[ProviderName]: tokens?.idToken?.toString() ?? ''}
  const {IdentityId = ''} = await world.identity.send(new GetIdCommand({IdentityPoolId, Logins}))
  // Only a role of the token may be asked for by name.
  const asked = {IdentityId, Logins, CustomRoleArn: arns[1]}
  expect((await world.identity.send(new GetCredentialsForIdentityCommand(asked))).Credentials).toBeDefined()
})
