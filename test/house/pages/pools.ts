import {CreateRoleCommand, IAMClient} from '@aws-sdk/client-iam'
import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  SetIdentityPoolRolesCommand,
} from '@aws-sdk/client-cognito-identity'
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import type {Sandbox} from '../../../src/sandbox/sandbox.js'

/** The ids that pages write for a pool that they begin with. */
export const EXAMPLES = {
  pool: 'eu-west-1_AbCdEfGhI',
  client: '1example23456789abcdefghij',
  identities: 'eu-west-1:01234567-89ab-cdef-0123-456789abcdef',
  account: '111122223333',
}

/** A user pool as somebody made it in the console, with an app client, an identity pool with a role, and a user. */
export async function addPool(sandbox: Sandbox): Promise<Readonly<Record<string, string>>> {
  const credentials = sandbox.credentials('admin')
  const options = {region: 'eu-west-1', credentials, requestHandler: requestHandlerFor(sandbox)}
  const cognito = new CognitoIdentityProviderClient(options)
  const {UserPool} = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: 'shop-users',
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      Policies: {PasswordPolicy: {MinimumLength: 10, RequireNumbers: true}},
    }),
  )
  const UserPoolId = UserPool?.Id ?? ''
  const made = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'shop-web',
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  )
  const ClientId = made.UserPoolClient?.ClientId ?? ''
  await cognito.send(new AdminCreateUserCommand({UserPoolId, Username: 'ann@example.com', MessageAction: 'SUPPRESS'}))
  const identity = new CognitoIdentityClient(options)
  const {IdentityPoolId = ''} = await identity.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'shop',
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: [
        {ProviderName: `cognito-idp.eu-west-1.amazonaws.com/${UserPoolId}`, ClientId, ServerSideTokenCheck: false},
      ],
    }),
  )
  const {Role} = await new IAMClient(options).send(
    new CreateRoleCommand({
      RoleName: 'shop-authenticated',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: {Federated: 'cognito-identity.amazonaws.com'},
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {'cognito-identity.amazonaws.com:aud': IdentityPoolId},
              'ForAnyValue:StringLike': {'cognito-identity.amazonaws.com:amr': 'authenticated'},
            },
          },
        ],
      }),
    }),
  )
  await identity.send(new SetIdentityPoolRolesCommand({IdentityPoolId, Roles: {authenticated: Role?.Arn ?? ''}}))
  return {
    [EXAMPLES.pool]: UserPoolId,
    [EXAMPLES.client]: ClientId,
    [EXAMPLES.identities]: IdentityPoolId,
    [EXAMPLES.account]: credentials.accountId,
  }
}
