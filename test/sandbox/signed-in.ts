import {
  CreateIdentityPoolCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  SetIdentityPoolRolesCommand,
} from '@aws-sdk/client-cognito-identity'
import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {CreateRoleCommand, IAMClient, PutRolePolicyCommand} from '@aws-sdk/client-iam'
import {iam} from '../../src/sandbox/services/iam/service.js'
import {requestHandlerFor} from '../../src/sandbox/server/in-process.js'
import {s3} from '../../src/sandbox/services/s3/service.js'
import type {DeferredService, Service} from '../../src/sandbox/core/service.js'
import {makeClient, makePool, openWorld, type World} from './services/cognito-idp/world.js'

const COGNITO = 'cognito-identity.amazonaws.com'
const PASSWORD = 'Passw0rd!'
const ROLE = 'web'

/** A user of the application: the identity, and keys that the identity pool gave. */
export interface SignedIn {
  readonly id: string
  readonly keys: {accessKeyId: string; secretAccessKey: string; sessionToken: string}
}

/** An application with a user pool and an identity pool, where alice and bob have signed in. */
export interface Application {
  readonly world: World
  readonly alice: SignedIn
  readonly bob: SignedIn
  /** What the role of signed-in users may do from now on: statements in full, or actions on everything. */
  readonly allow: (...statements: readonly (object | string)[]) => Promise<void>
  /** Settings of an SDK client for these keys, or for the administrator's. */
  readonly config: (keys?: {accessKeyId: string; secretAccessKey: string; sessionToken?: string}) => {
    region: string
    maxAttempts: number
    credentials: {accessKeyId: string; secretAccessKey: string; sessionToken?: string}
    requestHandler: ReturnType<typeof requestHandlerFor>
  }
}

export async function openApplication(more: readonly (Service | DeferredService)[] = []): Promise<Application> {
  const world = await openWorld([iam, s3, ...more])
  const config: Application['config'] = (keys = world.admin) => ({
    region: 'eu-west-1',
    maxAttempts: 1,
    credentials: keys,
    requestHandler: requestHandlerFor(world.sandbox),
  })
  const roles = new IAMClient(config())
  const UserPoolId = await makePool(world)
  const ClientId = await makeClient(world, UserPoolId, {ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH']})
  const provider = `cognito-idp.eu-west-1.amazonaws.com/${UserPoolId}`
  const {IdentityPoolId} = await world.identity.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'acme',
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: [{ProviderName: provider, ClientId}],
    }),
  )
  const Condition = {StringEquals: {[`${COGNITO}:aud`]: IdentityPoolId}}
  const trust = {Effect: 'Allow', Principal: {Federated: COGNITO}, Action: 'sts:AssumeRoleWithWebIdentity', Condition}
  const AssumeRolePolicyDocument = JSON.stringify({Version: '2012-10-17', Statement: [trust]})
  await roles.send(new CreateRoleCommand({RoleName: ROLE, AssumeRolePolicyDocument}))
  const Roles = {authenticated: `arn:aws:iam::${world.accountId}:role/${ROLE}`}
  await world.identity.send(new SetIdentityPoolRolesCommand({IdentityPoolId, Roles}))

  const signIn = async (Username: string): Promise<SignedIn> => {
    await world.idp.send(new AdminCreateUserCommand({UserPoolId, Username}))
    await world.idp.send(new AdminSetUserPasswordCommand({UserPoolId, Username, Password: PASSWORD, Permanent: true}))
    const AuthParameters = {USERNAME: Username, PASSWORD}
    const {AuthenticationResult} = await world.idp.send(
      new AdminInitiateAuthCommand({UserPoolId, ClientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters}),
    )
    const Logins = {[provider]: AuthenticationResult?.IdToken ?? ''}
    const {IdentityId = ''} = await world.identity.send(new GetIdCommand({IdentityPoolId, Logins}))
    const {Credentials} = await world.identity.send(new GetCredentialsForIdentityCommand({IdentityId, Logins}))
    const {AccessKeyId = '', SecretKey = '', SessionToken = ''} = Credentials ?? {}
    return {id: IdentityId, keys: {accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken}}
  }

  return {
    world,
    config,
    alice: await signIn('alice'),
    bob: await signIn('bob'),
    allow: async (...statements) => {
      const Statement = statements.map((one) =>
        typeof one === 'string' ? {Effect: 'Allow', Action: one, Resource: '*'} : {Effect: 'Allow', ...one},
      )
      const PolicyDocument = JSON.stringify({Version: '2012-10-17', Statement})
      await roles.send(new PutRolePolicyCommand({RoleName: ROLE, PolicyName: 'access', PolicyDocument}))
    },
  }
}
