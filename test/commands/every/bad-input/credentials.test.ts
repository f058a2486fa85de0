import {CreateAccessKeyCommand, CreateUserCommand, IAMClient} from '@aws-sdk/client-iam'
import {CreateOrganizationCommand, OrganizationsClient} from '@aws-sdk/client-organizations'
import {cpSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {mintSession, type SessionCredentials} from '../../../../src/sandbox/auth/session.js'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import {openSandbox, type Sandbox} from '../../../../src/sandbox/sandbox.js'
import {serve} from '../../../../src/sandbox/server/server.js'
import {awsup, awsupJson, emptyFolder, makeTemplate, sandboxOf} from '../../../_helpers/cli.js'
import {expectToldTo, makeGate, snapshot, type Refusal} from './runner.js'

const template = await makeTemplate()
const gate = makeGate()
const servers: (() => Promise<void>)[] = []
afterAll(() => Promise.all(servers.map((close) => close())))
const INIT = ['org', 'init', '--project', 'acme', '--email', 'aws+{env}@acme.dev', '--region', 'us-east-1', '--yes']

/** Command lines as rows of a table. */
const named = (lines: readonly (readonly string[])[]) => lines.map((args) => ({title: args.join(' '), args}))

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

type Environment = Readonly<Record<string, string>>

/** A shell whose AWS clients reach this sandbox over its port, as if it were AWS. */
async function shellFor(sandbox: Sandbox, keys: Keys | undefined): Promise<Environment> {
  const server = await serve(sandbox, {port: 0})
  servers.push(() => server.close())
  return {
    AWSUP_TARGET: 'aws',
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...(keys === undefined
      ? {}
      : {
          AWS_ACCESS_KEY_ID: keys.accessKeyId,
          AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
          ...(keys.sessionToken === undefined ? {} : {AWS_SESSION_TOKEN: keys.sessionToken}),
        }),
  }
}

interface Attempt {
  readonly folder: string
  readonly env: Environment
  readonly sandbox: Sandbox
}

/** Both ways of asking, nothing written, and nothing changed at AWS: it was at most asked who we are and what there is. */
async function expectRefused(
  args: readonly string[],
  {folder, env, sandbox}: Attempt,
  refusal: Refusal,
): Promise<void> {
  const before = snapshot(folder)
  const mutating = sandbox.callSummary().mutating
  const machine = await awsupJson(folder, args, {env})
  const human = await awsup(folder, args, {env})
  expectToldTo(machine, human, refusal)
  expect(snapshot(folder), 'nothing is written').toEqual(before)
  expect(sandbox.callSummary().mutating, 'nothing is changed').toBe(mutating)
}

const clientOptions = (sandbox: Sandbox) => ({
  region: 'us-east-1',
  credentials: sandbox.credentials('admin'),
  requestHandler: requestHandlerFor(sandbox),
})

/** Keys of a user of the management account who may do nothing. */
async function makePowerless(sandbox: Sandbox): Promise<Keys> {
  const iam = new IAMClient(clientOptions(sandbox))
  await iam.send(new CreateUserCommand({UserName: 'powerless'}))
  const {AccessKey} = await iam.send(new CreateAccessKeyCommand({UserName: 'powerless'}))
  return {accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? ''}
}

/** A session of the management account's root user that ended an hour ago. */
const makeExpired = (sandbox: Sandbox): SessionCredentials =>
  sandbox.world((tx) => {
    const {accountId} = sandbox.credentials('root')
    const arn = `arn:aws:iam::${accountId}:root`
    const claims = {type: 'root', accountId, arn, userId: accountId, mfa: undefined} as const
    return mintSession(claims, {tx, now: Date.now() - 7_200_000, seconds: 3600})
  })

const KEYS: readonly (Refusal & {
  title: string
  keys: (sandbox: Sandbox) => Keys | undefined | Promise<Keys>
  calls?: number
})[] = [
  {
    title: "the root user's",
    keys: (sandbox) => sandbox.credentials('root'),
    exit: 3,
    code: 'ROOT_USER',
    message: "the root user's credentials of account",
    hint: 'Make an IAM user',
  },
  {
    title: 'none at all',
    keys: () => undefined,
    exit: 3,
    code: 'NO_CREDENTIALS',
    message: 'there are no AWS credentials',
    hint: '--sandbox',
    calls: 0,
  },
  {
    title: 'with a wrong secret',
    keys: (sandbox) => ({...sandbox.credentials('admin'), secretAccessKey: 'x'.repeat(40)}),
    exit: 3,
    code: 'WRONG_SECRET',
    message: 'the secret access key does not belong to the access key',
    hint: 'aws configure',
  },
  {
    title: 'of a key that AWS does not know',
    keys: (sandbox) => ({...sandbox.credentials('admin'), accessKeyId: 'AKIAAAAAAAAAAAAAAAAA'}),
    exit: 3,
    code: 'UNKNOWN_KEY',
    message: 'AWS does not know the access key',
    hint: 'aws login',
  },
  {
    title: 'of a session that is over',
    keys: makeExpired,
    exit: 3,
    code: 'EXPIRED',
    message: 'the credentials have expired',
    hint: 'Sign in again',
  },
  {
    title: 'of a user who may do nothing',
    keys: makePowerless,
    exit: 3,
    code: 'ACCESS_DENIED',
    message: ['user/powerless is not allowed to do organizations:DescribeOrganization'],
    hint: 'awsup permissions',
  },
]

test.concurrent.each(KEYS)('credentials $title: org init says what to do about it, and changes nothing', (bad) =>
  gate(async () => {
    const sandbox = await openSandbox()
    const env = await shellFor(sandbox, await bad.keys(sandbox))
    const calls = sandbox.callSummary().total
    const started = performance.now()
    await expectRefused(INIT, {folder: emptyFolder(), env, sandbox}, bad)
    expect(performance.now() - started, 'ms for two runs').toBeLessThan(60_000)
    if (bad.calls !== undefined) expect(sandbox.callSummary().total - calls).toBe(bad.calls)
  }),
)

const ASKING = [
  ['whoami'],
  ['exec', 'dev', '--', 'true'],
  ['credentials', 'dev'],
  ['plan'],
  ['user', 'list', '--pool', '--env', 'dev'],
]

test.concurrent.each(named(ASKING))('no credentials at all: $title fails at once with exit 3', ({args}) =>
  gate(async () => {
    const sandbox = await openSandbox()
    const env = await shellFor(sandbox, undefined)
    const folder = projectOnAws(template())
    const started = performance.now()
    await expectRefused(
      args,
      {folder, env, sandbox},
      {exit: 3, code: 'NO_CREDENTIALS', message: 'no AWS credentials', hint: 'aws login'},
    )
    expect(performance.now() - started, 'ms for two runs').toBeLessThan(60_000)
    expect(sandbox.callSummary().total).toBe(0)
  }),
)

test.concurrent.each([
  ['a name that no profile has', 'nope'],
  ['__proto__', '__proto__'],
  ['an escape sequence', '\u001b[31mred'],
  ['nothing', ''],
])('--profile with %s is refused with exit 3, and no call is made', (_title, profile) =>
  gate(async () => {
    const sandbox = await openSandbox()
    const env = await shellFor(sandbox, undefined)
    const folder = projectOnAws(template())
    await expectRefused(
      ['plan', '--profile', profile],
      {folder, env, sandbox},
      {
        exit: 3,
        code: 'NO_PROFILE',
        message: 'holds no credentials that can be used',
        hint: 'aws configure list-profiles',
      },
    )
    expect(sandbox.callSummary().total).toBe(0)
  }),
)

/** The project as one whose records are those of AWS: same awsup.yaml but for its target, same ids. */
function projectOnAws(project: string): string {
  const folder = emptyFolder()
  writeFileSync(
    join(folder, 'awsup.yaml'),
    readFileSync(join(project, 'awsup.yaml'), 'utf8').replace(/target: .*\n/, ''),
  )
  mkdirSync(join(folder, '.awsup', 'aws'), {recursive: true})
  for (const name of ['organization.json', 'environments']) {
    cpSync(join(project, '.awsup', 'sandbox', name), join(folder, '.awsup', 'aws', name), {recursive: true})
  }
  return folder
}

/** A session in the account of dev, as its administrator. */
async function makeMemberKeys(project: string): Promise<Keys> {
  const {stdout} = await awsup(project, ['credentials', 'dev'])
  const {AccessKeyId, SecretAccessKey, SessionToken} = JSON.parse(stdout) as Record<string, string>
  return {accessKeyId: AccessKeyId ?? '', secretAccessKey: SecretAccessKey ?? '', sessionToken: SessionToken ?? ''}
}

test("a member account's credentials: org init names the organization and who manages it", async () => {
  const project = template()
  const keys = await makeMemberKeys(project)
  const sandbox = await sandboxOf(project)
  const {accountId} = sandbox.credentials('admin')
  await expectRefused(
    INIT,
    {folder: emptyFolder(), env: await shellFor(sandbox, keys), sandbox},
    {
      exit: 3,
      code: 'NOT_MANAGEMENT_ACCOUNT',
      message: ['is a member of organization o-', `which account ${accountId} manages`],
      hint: `Use credentials of the management account ${accountId}`,
    },
  )
})

const COMMANDS = [
  ['plan'],
  ['apply', '--yes'],
  ['destroy', '--env', 'dev', '--yes', '--confirm', 'dev'],
  ['user', 'create', 'al', '--env', 'dev'],
  ['user', 'create', 'bob@acme.dev', '--pool', '--env', 'dev'],
  ['exec', 'dev', '--', 'true'],
  ['credentials', 'dev'],
  ['org', 'show'],
]

test.concurrent.each(named(COMMANDS))('credentials of another account than the one on record stop: $title', ({args}) =>
  gate(async () => {
    const project = template()
    const mine = (await sandboxOf(project)).credentials('admin').accountId
    const sandbox = await openSandbox()
    const {accountId, ...keys} = sandbox.credentials('admin')
    const attempt = {folder: projectOnAws(project), env: await shellFor(sandbox, keys), sandbox}
    await expectRefused(args, attempt, {
      exit: 5,
      code: 'WRONG_ACCOUNT',
      message: `you are signed in to account ${accountId}, but this needs account ${mine}`,
      hint: '--profile',
    })
  }),
)

test("a member account's credentials in the project that made it are those of another account", async () => {
  const project = template()
  const keys = await makeMemberKeys(project)
  const sandbox = await sandboxOf(project)
  const attempt = {folder: projectOnAws(project), env: await shellFor(sandbox, keys), sandbox}
  await expectRefused(['apply', '--yes'], attempt, {
    exit: 5,
    code: 'WRONG_ACCOUNT',
    message: 'but this needs account',
    hint: '--profile',
  })
})

test('an organization for consolidated billing alone is refused with the way to all features', async () => {
  const sandbox = await openSandbox()
  const organizations = new OrganizationsClient(clientOptions(sandbox))
  await organizations.send(new CreateOrganizationCommand({FeatureSet: 'CONSOLIDATED_BILLING'}))
  const env = await shellFor(sandbox, sandbox.credentials('admin'))
  await expectRefused(
    INIT,
    {folder: emptyFolder(), env, sandbox},
    {
      exit: 5,
      code: 'CONSOLIDATED_BILLING_ONLY',
      message: 'has consolidated billing only',
      hint: 'aws organizations enable-all-features',
    },
  )
})

test('an endpoint where nobody listens is told apart from bad credentials', async () => {
  const sandbox = await openSandbox()
  const env = {...(await shellFor(sandbox, sandbox.credentials('admin'))), AWS_ENDPOINT_URL: 'http://127.0.0.1:9'}
  await expectRefused(
    INIT,
    {folder: emptyFolder(), env, sandbox},
    {
      exit: 4,
      code: 'UNREACHABLE',
      message: ['sts:GetCallerIdentity', '127.0.0.1:9'],
      hint: 'AWS_ENDPOINT_URL',
    },
  )
})
