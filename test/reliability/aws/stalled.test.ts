import {CreateTableCommand, DynamoDBClient} from '@aws-sdk/client-dynamodb'
import {CreateBucketCommand, S3Client} from '@aws-sdk/client-s3'
import {CreateSecretCommand, SecretsManagerClient} from '@aws-sdk/client-secrets-manager'
import {PutParameterCommand, SSMClient} from '@aws-sdk/client-ssm'
import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts'
import {cpSync, rmSync} from 'node:fs'
import {beforeAll, expect, test} from 'vitest'
import {openSandbox} from '../../../src/sandbox/sandbox.js'
import {serve} from '../../../src/sandbox/server/server.js'
import {awsup, awsupJson, emptyFolder, OPEN, read, write} from '../../_helpers/cli.js'
import {afterInit, type Snapshot} from '../../_helpers/crash/world.js'
import {cases, tally} from '../../_helpers/proofs/soak.js'
import {MANNERS, openBetween, type Between, type Manner} from '../../_helpers/aws/stalling.js'

const MINUTE = 60_000
/** Deadline of a reply in these runs, s; the real one is 30. */
const REPLY_S = 1
/** A few calls one after the other, each given up after four attempts of a second; on a machine that is busy. */
const SOON_MS = 90_000

interface Scene {
  /** The service whose replies do not come, or one operation of it. */
  readonly stalled: string
  readonly args: readonly string[]
  /** A change of awsup.yaml before it. */
  readonly edit?: ((manifest: string) => string) | undefined
}

const add =
  (more: string) =>
  (manifest: string): string =>
    manifest + more
const inAuth =
  (more: string) =>
  (manifest: string): string =>
    manifest.replace('\n  mfa: optional\n', `\n  mfa: optional\n${more}`)
const google = (clientSecret: string): Scene['edit'] =>
  inAuth(
    `  domain: acme-stalled-{env}\n  providers:\n    google: {clientId: 1.apps.googleusercontent.com, clientSecret: ${clientSecret}, scopes: [openid, email], attributes: {email: email}}\n`,
  )
const RECORDS = add('records: s3://acme-records/team\n')

/** Every service that awsup calls, by commands that read and commands that change. */
const SCENES: readonly Scene[] = [
  {stalled: 'sts:GetCallerIdentity', args: ['whoami']},
  {stalled: 'sts:AssumeRole', args: ['credentials', 'dev']},
  {stalled: 'organizations', args: ['plan']},
  {stalled: 'organizations:CreateAccount', args: ['env', 'add', 'staging', '--region', 'us-east-1', '--yes']},
  {stalled: 'iam', args: ['apply', '--yes']},
  {stalled: 'iam', args: ['user', 'create', 'bob', '--env', 'dev', '--group', 'developers']},
  {stalled: 'cognito-idp', args: ['drift']},
  {stalled: 'cognito-idp:UpdateUserPool', args: ['apply', '--yes'], edit: inAuth('  password: {minLength: 20}\n')},
  {stalled: 'cognito-idp', args: ['user', 'list', '--pool', '--env', 'dev']},
  {stalled: 'cognito-idp:DeleteUserPool', args: ['destroy', '--env', 'dev', '--yes', '--confirm', 'dev']},
  {stalled: 'cognito-identity', args: ['refresh']},
  {stalled: 'ssm', args: ['apply', '--yes'], edit: google('{ssm: /acme/google}')},
  {stalled: 'secretsmanager', args: ['apply', '--yes'], edit: google('{secretsManager: google}')},
  {stalled: 's3', args: ['records', 'push'], edit: RECORDS},
  {stalled: 's3', args: ['records', 'pull'], edit: RECORDS},
  {stalled: 's3', args: ['access', 'test', '--live', '--env', 'dev']},
  {stalled: 'dynamodb', args: ['access', 'test', '--live', '--env', 'dev']},
  {stalled: 'access-analyzer', args: ['access', 'test', '--aws', '--env', 'dev']},
]

const RULES = 'access:\n  authenticated:\n    - dynamodb: { table: todos }\n    - s3: { bucket: acme-uploads }\n'

let made: Snapshot
beforeAll(async () => {
  made = await afterInit(async (world) => {
    write(world.project, 'awsup.yaml', read(world.project, 'awsup.yaml') + RULES)
    await world.count(['apply', '--yes'])
  })
}, 5 * MINUTE)

/** Every service × how its replies fail to come; in `npm run test:reliability` each scene in one of the three ways. */
const all = SCENES.flatMap((scene, index) =>
  MANNERS.map((manner, at) => ({...scene, manner, isQuick: at === index % MANNERS.length})),
).filter(({isQuick}) => cases(isQuick ? 1 : 0, 1) === 1)

test(
  '10a: whatever reply stalls, trickles or never comes, the command ends within its deadline and says how to go on',
  {timeout: 60 * MINUTE},
  async () => {
    await tally('10a (stalled replies)', all, async (one) => {
      const {run, between, close} = await openWorld(made)
      const name = `${one.args.join(' ')} (${one.stalled}: ${one.manner})`
      try {
        if (one.edit) run.edit(one.edit)
        if (one.args.includes('pull')) await awsup(run.project, ['records', 'push'], {env: run.env})
        between.disturb({is: (call) => call === one.stalled || call.startsWith(`${one.stalled}:`), manner: one.manner})
        const since = Date.now()
        const {code, error} = await awsupJson(run.project, one.args, {env: run.env})
        expect
          .soft({name, struck: between.struck() > 0, soon: Date.now() - since < SOON_MS})
          .toEqual({name, struck: true, soon: true})
        expect.soft([4, 6], `${name}: exit ${code ?? 'by a signal'}, ${JSON.stringify(error)}`).toContain(code)
        expect.soft(error.hint ?? '', name).not.toBe('')
      } finally {
        await close()
      }
    })
  },
)

test.each(MANNERS)(
  '10b: Ctrl-C ends a command that waits for a reply (%s), long before the deadline',
  {timeout: 5 * MINUTE},
  async (manner: Manner) => {
    const {run, between, close} = await openWorld(made)
    try {
      between.disturb({is: (call) => call.startsWith('sts:'), manner})
      const running = awsup(run.project, ['plan'], {
        env: {...run.env, AWSUP_REPLY_TIMEOUT: '600'},
        signalWhen: () => between.struck() > 0,
      })
      expect((await running).code).toBe(130)
    } finally {
      await close()
    }
  },
)

test('10c: Ctrl-C ends a command that waits for a secret from stdin', {timeout: 5 * MINUTE}, async () => {
  const {run, close} = await openWorld(made)
  try {
    const since = Date.now()
    const args = ['user', 'create', 'ann@acme.dev', '--pool', '--env', 'dev', '--password-stdin', '--suppress-invite']
    const options = {env: run.env, input: OPEN, signalWhen: () => Date.now() - since > 8_000, killAfterMs: MINUTE}
    expect((await awsup(run.project, args, options)).code).toBe(130)
  } finally {
    await close()
  }
})

async function openWorld(from: Snapshot) {
  const sandbox = await openSandbox({settings: {accountCreationMs: 0, roleDelayMs: 0}})
  sandbox.world((tx) => {
    for (const [key] of tx.entries('')) tx.delete(key)
    for (const [key, value] of from.entries) tx.put(key, value)
  })
  const server = await serve(sandbox, {port: 0})
  const between: Between = await openBetween(server.endpoint)
  const {accessKeyId, secretAccessKey} = sandbox.credentials('admin')
  const project = emptyFolder()
  cpSync(from.folder, project, {recursive: true})
  await furnish(server.endpoint, {accessKeyId, secretAccessKey}, project)
  const env = {
    AWS_ENDPOINT_URL: between.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWSUP_REPLY_TIMEOUT: String(REPLY_S),
  }
  return {
    run: {
      project,
      env,
      edit: (change: (manifest: string) => string): void =>
        write(project, 'awsup.yaml', change(read(project, 'awsup.yaml'))),
    },
    between,
    close: async () => {
      await between.close()
      await server.close()
      rmSync(project, {recursive: true, force: true})
    },
  }
}

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** What the scenes refer to: a table, buckets, secrets. */
async function furnish(endpoint: string, credentials: Keys, project: string): Promise<void> {
  const config = {endpoint, region: 'us-east-1', credentials}
  await new S3Client(config).send(new CreateBucketCommand({Bucket: 'acme-records'}))
  const {resources} = JSON.parse(read(project, '.awsup/aws/environments/dev.json')) as {
    resources: Record<string, {accountId: string}>
  }
  const RoleArn = `arn:aws:iam::${resources['user-pool']?.accountId ?? ''}:role/OrganizationAccountAccessRole`
  const {Credentials} = await new STSClient(config).send(new AssumeRoleCommand({RoleArn, RoleSessionName: 'test'}))
  const dev = {
    ...config,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  }
  await new S3Client(dev).send(new CreateBucketCommand({Bucket: 'acme-uploads'}))
  await new SSMClient(dev).send(new PutParameterCommand({Name: '/acme/google', Value: 'hush', Type: 'SecureString'}))
  await new SecretsManagerClient(dev).send(new CreateSecretCommand({Name: 'google', SecretString: 'hush'}))
  await new DynamoDBClient(dev).send(
    new CreateTableCommand({
      TableName: 'todos',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{AttributeName: 'owner', KeyType: 'HASH'}],
      AttributeDefinitions: [{AttributeName: 'owner', AttributeType: 'S'}],
    }),
  )
}
