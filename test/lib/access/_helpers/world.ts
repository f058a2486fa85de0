import {GetCredentialsForIdentityCommand, GetIdCommand} from '@aws-sdk/client-cognito-identity'
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {CreateTableCommand, DynamoDBClient} from '@aws-sdk/client-dynamodb'
import {CreateBucketCommand, S3Client} from '@aws-sdk/client-s3'
import {AssumeRoleCommand, GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts'
import type {Clients} from '../../../../src/lib/aws/clients/clients.js'
import {applyChanges, openSession, planChanges} from '../../../../src/lib/index.js'
import {makeProject} from '../../../../src/lib/project/load/from-text.js'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import {sandboxOf, write} from '../../../_helpers/cli.js'
import {memoryFolder} from '../../../_helpers/worlds/virtual.js'
import {manifest} from '../../manifest/samples.js'

const REGION = 'eu-west-1'
const PASSWORD = 'Passw0rd!'

/** Somebody with credentials of the identity pool. */
export interface SignedIn {
  readonly identityId: string
  readonly roleArn: string
  readonly accessToken: string
  readonly dynamodb: DynamoDBClient
  readonly s3: S3Client
}

/** A project in the sandbox with one environment, dev, made by awsup itself and used as an application's users do. */
export async function openAccessWorld() {
  const root = memoryFolder()
  const sandbox = await sandboxOf(root)
  sandbox.configure({accountCreationMs: 0, roleDelayMs: 0, newRoleDelayMs: 0})
  const options = (credentials: object) => ({
    region: REGION,
    credentials: credentials as {accessKeyId: string; secretAccessKey: string},
    requestHandler: requestHandlerFor(sandbox),
    maxAttempts: 1,
  })

  /** Applies a manifest; answers the plan that it did, the next one, and a way to what is on AWS. */
  const apply = async (sections: Readonly<Record<string, string>>) => {
    const text = manifest({environments: `{ dev: { region: ${REGION} } }`, ...sections})
    write(root, 'awsup.yaml', text)
    const project = makeProject(text, {root, target: 'sandbox'})
    const signal = new AbortController().signal
    const session = await openSession(project, {report: () => undefined, signal})
    const plan = await planChanges(session, {})
    await applyChanges(session, plan)
    const again = await planChanges(session, {})
    const idOf = async (address: string): Promise<string> => (await session.engine.records.load(address))?.id ?? ''
    const accountId = await idOf('dev.account')
    return {plan, again, idOf, accountId, aws: await session.door.member(accountId, REGION)}
  }

  return {
    root,
    sandbox,
    apply,
    /** The account's own administrator, for tables and buckets, which belong to the user's own stack. */
    stack: async (accountId: string) => {
      const sts = new STSClient(options(sandbox.credentials('admin')))
      const RoleArn = `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`
      const {Credentials: keys} = await sts.send(new AssumeRoleCommand({RoleArn, RoleSessionName: 'stack'}))
      const admin = options({
        accessKeyId: keys?.AccessKeyId,
        secretAccessKey: keys?.SecretAccessKey,
        sessionToken: keys?.SessionToken,
      })
      const dynamodb = new DynamoDBClient(admin)
      return {
        dynamodb,
        table: (TableName: string) =>
          dynamodb.send(
            new CreateTableCommand({
              TableName,
              BillingMode: 'PAY_PER_REQUEST',
              KeySchema: [
                {AttributeName: 'owner', KeyType: 'HASH'},
                {AttributeName: 'id', KeyType: 'RANGE'},
              ],
              AttributeDefinitions: [
                {AttributeName: 'owner', AttributeType: 'S'},
                {AttributeName: 'id', AttributeType: 'S'},
              ],
            }),
          ),
        bucket: (Bucket: string) => new S3Client(admin).send(new CreateBucketCommand({Bucket})),
      }
    },
    options,
  }
}

interface Who {
  readonly name: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly group?: string
}

interface Around {
  readonly aws: Clients
  readonly idOf: (address: string) => Promise<string>
  readonly options: (credentials: object) => object
}

/** Makes a user as an administrator does. */
export async function makeUser({name, attributes = {}, group}: Who, {aws, idOf}: Around): Promise<void> {
  const UserPoolId = await idOf('dev.user-pool')
  const Username = `${name}@acme.dev`
  const UserAttributes = Object.entries({email: Username, email_verified: 'true', ...attributes}).map(
    ([Name, Value]) => ({Name, Value}),
  )
  await aws.cognito.send(new AdminCreateUserCommand({UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS'}))
  await aws.cognito.send(new AdminSetUserPasswordCommand({UserPoolId, Username, Password: PASSWORD, Permanent: true}))
  if (group) await aws.cognito.send(new AdminAddUserToGroupCommand({UserPoolId, Username, GroupName: group}))
}

/** Signs in, and trades the ID token for credentials as a browser does. */
export async function signIn(name: string, {aws, idOf, options}: Around): Promise<SignedIn> {
  const UserPoolId = await idOf('dev.user-pool')
  const {AuthenticationResult} = await aws.cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId,
      ClientId: await idOf('dev.app-client.web'),
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: {USERNAME: `${name}@acme.dev`, PASSWORD},
    }),
  )
  const IdentityPoolId = await idOf('dev.identity-pool')
  const Logins = {[`cognito-idp.${REGION}.amazonaws.com/${UserPoolId}`]: AuthenticationResult?.IdToken ?? ''}
  const {IdentityId = ''} = await aws.identity.send(new GetIdCommand({IdentityPoolId, Logins}))
  const {Credentials} = await aws.identity.send(new GetCredentialsForIdentityCommand({IdentityId, Logins}))
  const credentials = options({
    accessKeyId: Credentials?.AccessKeyId,
    secretAccessKey: Credentials?.SecretKey,
    sessionToken: Credentials?.SessionToken,
  })
  const {Arn = ''} = await new STSClient(credentials).send(new GetCallerIdentityCommand({}))
  return {
    identityId: IdentityId,
    roleArn: Arn,
    accessToken: AuthenticationResult?.AccessToken ?? '',
    dynamodb: new DynamoDBClient(credentials),
    s3: new S3Client({...credentials, forcePathStyle: true}),
  }
}
