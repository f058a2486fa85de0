import {CognitoIdentityClient, GetCredentialsForIdentityCommand, GetIdCommand} from '@aws-sdk/client-cognito-identity'
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'
import {CreateTableCommand, DynamoDBClient} from '@aws-sdk/client-dynamodb'
import {IAMClient} from '@aws-sdk/client-iam'
import {S3Client} from '@aws-sdk/client-s3'
import {parse, stringify} from 'yaml'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {awsup, awsupJson, read, sandboxOf, write} from '../../_helpers/cli.js'

const REGION = 'us-east-1'
const PASSWORD = 'Passw0rd!'

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

/** Whoever holds these keys, at the sandbox that a project of the built binary uses. */
async function clientsOf(project: string, credentials: Keys) {
  const requestHandler = requestHandlerFor(await sandboxOf(project))
  const options = {region: REGION, credentials, requestHandler, maxAttempts: 1}
  return {
    cognito: new CognitoIdentityProviderClient(options),
    identity: new CognitoIdentityClient(options),
    dynamodb: new DynamoDBClient(options),
    iam: new IAMClient(options),
    s3: new S3Client({...options, forcePathStyle: true}),
  }
}

/** Puts these sections into awsup.yaml, applies them in dev, and answers who may do anything there by hand. */
export async function openDev(project: string, sections: string) {
  const sum = {...(parse(read(project, 'awsup.yaml')) as object), ...(parse(sections) as object)}
  write(project, 'awsup.yaml', stringify(sum))
  const {code, stderr, stdout} = await awsup(project, ['apply', '--env', 'dev', '--yes'])
  if (code !== 0) throw new Error(stderr + stdout)
  const keys = JSON.parse((await awsup(project, ['credentials', 'dev'])).stdout) as Record<string, string>
  const admin = await clientsOf(project, {
    accessKeyId: keys['AccessKeyId'] ?? '',
    secretAccessKey: keys['SecretAccessKey'] ?? '',
    sessionToken: keys['SessionToken'] ?? '',
  })
  const shown = await awsupJson(project, ['env', 'show', 'dev'])
  const ids = (shown.result as unknown as {ids: Ids}).ids
  const table = (TableName: string, indexes: readonly string[] = []) =>
    admin.dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{AttributeName: 'pk', KeyType: 'HASH'}],
        AttributeDefinitions: ['pk', ...indexes].map((AttributeName) => ({AttributeName, AttributeType: 'S'})),
        ...(indexes.length > 0 && {
          GlobalSecondaryIndexes: indexes.map((AttributeName) => ({
            IndexName: `by-${AttributeName}`,
            KeySchema: [{AttributeName, KeyType: 'HASH' as const}],
            Projection: {ProjectionType: 'ALL' as const},
          })),
        }),
      }),
    )
  return {
    project,
    admin,
    ids,
    table,
    /** Makes a customer, as an administrator does, and answers a way to sign in as it. */
    customer: async (name: string, {attributes = {}, group}: Customer = {}) => {
      const {userPoolId: UserPoolId} = ids
      const Username = `${name}@acme.dev`
      const UserAttributes = Object.entries({email: Username, email_verified: 'true', ...attributes}).map(
        ([Name, Value]) => ({Name, Value}),
      )
      await admin.cognito.send(
        new AdminCreateUserCommand({UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS'}),
      )
      await admin.cognito.send(
        new AdminSetUserPasswordCommand({UserPoolId, Username, Password: PASSWORD, Permanent: true}),
      )
      if (group) await admin.cognito.send(new AdminAddUserToGroupCommand({UserPoolId, Username, GroupName: group}))
      return {
        tokens: async (ClientId = ids.userPoolClientIds['web']) => {
          const {AuthenticationResult: tokens} = await admin.cognito.send(
            new AdminInitiateAuthCommand({
              UserPoolId,
              ClientId,
              AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
              AuthParameters: {USERNAME: Username, PASSWORD},
            }),
          )
          return {idToken: tokens?.IdToken ?? '', accessToken: tokens?.AccessToken ?? ''}
        },
        async signIn(CustomRoleArn?: string) {
          const {idToken, accessToken} = await this.tokens()
          const Logins = {[`cognito-idp.${REGION}.amazonaws.com/${UserPoolId}`]: idToken}
          const {IdentityId = ''} = await admin.identity.send(
            new GetIdCommand({IdentityPoolId: ids.identityPoolId, Logins}),
          )
          const {Credentials: found} = await admin.identity.send(
            new GetCredentialsForIdentityCommand({IdentityId, Logins, CustomRoleArn}),
          )
          const clients = await clientsOf(project, {
            accessKeyId: found?.AccessKeyId ?? '',
            secretAccessKey: found?.SecretKey ?? '',
            sessionToken: found?.SessionToken ?? '',
          })
          return {...clients, identityId: IdentityId, idToken, accessToken}
        },
      }
    },
  }
}

interface Customer {
  readonly attributes?: Readonly<Record<string, string>>
  readonly group?: string
}

interface Ids {
  readonly accountId: string
  readonly userPoolId: string
  readonly identityPoolId: string
  readonly userPoolClientIds: Readonly<Record<string, string>>
}

/** What AWS calls a refusal, whichever service says it. */
export const DENIED = /^AccessDenied/
