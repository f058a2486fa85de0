import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  UntagResourceCommand,
  UpdateUserPoolClientCommand,
  type UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider'
import {GetSecretValueCommand, SecretsManagerClient} from '@aws-sdk/client-secrets-manager'
import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts'
import {expect, onTestFinished, test} from 'vitest'
import {openSandbox} from '../../../src/sandbox/sandbox.js'
import {serve} from '../../../src/sandbox/server/server.js'
import {awsupJson, emptyFolder, read, write} from '../../_helpers/cli.js'

const AUTH = `auth:
  signIn: [email]
  domain: "acme-managed-{env}"
  clients:
    web: { callbackUrls: ["http://localhost:5173"] }
    site: { type: server, callbackUrls: ["https://acme.dev/in"] }
`
const INIT = 'org init --project acme --email aws+{env}@acme.dev --env dev --region us-east-1 --yes'.split(' ')

/** A project on a server of its own, so that no process of awsup has anything of the sandbox in it. */
async function openProject() {
  const sandbox = await openSandbox({settings: {accountCreationMs: 0, roleDelayMs: 0}})
  const server = await serve(sandbox, {port: 0})
  onTestFinished(() => server.close())
  const {endpoint} = server
  const {accessKeyId, secretAccessKey} = sandbox.credentials('admin')
  const project = emptyFolder()
  const env = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
  const run = (args: readonly string[], root = project) => awsupJson(root, args, {env})
  expect(await run(INIT)).toMatchObject({code: 0})
  write(project, 'awsup.yaml', read(project, 'awsup.yaml').replace(/^auth:.*\n(?: .*\n)*/m, AUTH))
  expect((await run(['apply', '--yes'])).error).toBeUndefined()

  const {resources} = JSON.parse(read(project, '.awsup/aws/environments/dev.json')) as {
    resources: Record<string, {id: string}>
  }
  const idOf = (name: string): string => resources[name]?.id ?? ''
  const config = {endpoint, region: 'us-east-1'}
  const {Credentials} = await new STSClient({...config, credentials: {accessKeyId, secretAccessKey}}).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${idOf('account')}:role/OrganizationAccountAccessRole`,
      RoleSessionName: 'test',
    }),
  )
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
  const cognito = new CognitoIdentityProviderClient({...config, credentials})
  const named = {UserPoolId: idOf('user-pool'), ClientId: idOf('app-client.site')}
  const describe = async (): Promise<UserPoolClientType & {ClientSecretArn?: string}> =>
    (await cognito.send(new DescribeUserPoolClientCommand(named))).UserPoolClient ?? {}
  /** As the console does it, with the client's settings as they are. */
  const publish = async (PublishSecretsInAWSSecretsManager: boolean): Promise<void> => {
    const input = {...(await describe()), ...named, PublishSecretsInAWSSecretsManager}
    await cognito.send(new UpdateUserPoolClientCommand(input))
  }
  /** The pool as somebody made it without awsup. */
  const untag = async (): Promise<void> => {
    const {UserPool} = await cognito.send(new DescribeUserPoolCommand({UserPoolId: named.UserPoolId}))
    const TagKeys = Object.keys(UserPool?.UserPoolTags ?? {})
    await cognito.send(new UntagResourceCommand({ResourceArn: UserPool?.Arn, TagKeys}))
  }
  const secrets = new SecretsManagerClient({...config, credentials})
  return {run, project, describe, publish, untag, secrets, poolId: named.UserPoolId}
}

test('a secret that Cognito keeps in Secrets Manager is read there, and no change of the client takes it away', async () => {
  const {run, project, describe, publish, secrets} = await openProject()
  const before = await describe()
  await publish(true)
  const {ClientSecretArn: arn, ClientSecret} = await describe()
  expect({arn, ClientSecret}).toEqual({arn: expect.stringMatching(/^arn:aws:secretsmanager:/) as string})

  expect(await run(['plan', '--check'])).toMatchObject({code: 0})
  const {SecretString = '{}'} = await secrets.send(new GetSecretValueCommand({SecretId: arn}))
  const kept = (JSON.parse(SecretString) as {clientSecretValue: string}).clientSecretValue
  expect(kept).not.toBe(before.ClientSecret)
  const shown = await run(['auth', 'client', 'secret', 'site', '--env', 'dev'])
  expect(shown).toMatchObject({code: 0, result: {secret: kept}})

  write(project, 'awsup.yaml', read(project, 'awsup.yaml').replace('https://acme.dev/in', 'https://acme.dev/login'))
  expect(await run(['apply', '--yes'])).toMatchObject({code: 0})
  expect(await describe()).toMatchObject({ClientSecretArn: arn, CallbackURLs: ['https://acme.dev/login']})

  await publish(false)
  expect(await describe()).toMatchObject({ClientSecret: kept})
  expect(await run(['auth', 'client', 'secret', 'site', '--env', 'dev'])).toMatchObject({result: {secret: kept}})
})

test.each([[], ['--finish'], ['--cancel']])('what rotates such a secret is Secrets Manager: %s', async (...flags) => {
  const {run, publish, describe} = await openProject()
  await publish(true)
  const {ClientSecretArn: arn = '?'} = await describe()
  const {error} = await run(['auth', 'client', 'rotate-secret', 'site', '--env', 'dev', ...flags])
  expect(error).toMatchObject({exitCode: 5, code: 'ROTATED_BY_AWS', hint: expect.stringContaining(arn) as string})
})

test('an app client with such a secret is imported as one that has a secret', async () => {
  const {run, publish, untag, poolId, project} = await openProject()
  await publish(true)
  await untag()
  const other = emptyFolder()
  const {code, error} = await run(
    [
      'import',
      'pool',
      poolId,
      '--account',
      accountOf(project),
      '--env',
      'dev',
      '--project',
      'other',
      '--identity-pool',
      'new',
      '--yes',
    ],
    other,
  )
  expect(code, JSON.stringify(error)).toBe(0)
  expect(read(other, 'awsup.yaml')).toMatch(/site:[\s\S]*type: server/)
})

const accountOf = (project: string): string =>
  (JSON.parse(read(project, '.awsup/aws/environments/dev.json')) as {resources: {account: {id: string}}}).resources
    .account.id
