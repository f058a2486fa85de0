import {IAMClient, UpdateRoleCommand} from '@aws-sdk/client-iam'
import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts'
import {expect, onTestFinished, test} from 'vitest'
import {openSandbox} from '../../../src/sandbox/sandbox.js'
import {serve} from '../../../src/sandbox/server/server.js'
import {awsupJson, emptyFolder, read, write} from '../../_helpers/cli.js'
import {openNewerAws, type Mood, type NewSetting} from '../../_helpers/aws/newer-aws.js'

/** read, update, where it is in the answer and in the request, value. */
type Row = readonly [read: string, update: string, at: string, sentAt: string, value: unknown]

const DEEP = {On: true, Rules: ['x']}
const LAMBDA = 'arn:aws:lambda:us-east-1:123456789012:function:f'
const LIMITS = '<FutureLimits><Most>2</Most><Places><member>a</member><member>b</member></Places></FutureLimits>'
const MECHANISM = 'AccountRecoverySetting.RecoveryMechanisms.*.FutureDelay'

/** In the thing itself, and inside of known settings of it, in lists and in maps. */
const ROWS: readonly Row[] = [
  ['DescribeUserPool', 'UpdateUserPool', 'UserPool.FutureConfiguration', 'FutureConfiguration', DEEP],
  ['DescribeUserPool', 'UpdateUserPool', 'UserPool.FutureTier', 'FutureTier', 'GOLD'],
  ...[
    'Policies.PasswordPolicy.FutureRule',
    'LambdaConfig.FutureTrigger',
    'AdminCreateUserConfig.FutureInvite',
    MECHANISM,
  ].map((at): Row => ['DescribeUserPool', 'UpdateUserPool', `UserPool.${at}`, at, LAMBDA]),
  ['GetUserPoolMfaConfig', 'SetUserPoolMfaConfig', 'FutureMfaConfiguration', 'FutureMfaConfiguration', DEEP],
  ...['SoftwareTokenMfaConfiguration.FutureDigits'].map((at): Row => [
    'GetUserPoolMfaConfig',
    'SetUserPoolMfaConfig',
    at,
    at,
    8,
  ]),
  ['DescribeUserPoolClient', 'UpdateUserPoolClient', 'UserPoolClient.FutureSetting', 'FutureSetting', 'ENABLED'],
  ...['TokenValidityUnits.FutureToken'].map((at): Row => [
    'DescribeUserPoolClient',
    'UpdateUserPoolClient',
    `UserPoolClient.${at}`,
    at,
    'days',
  ]),
  ['DescribeIdentityPool', 'UpdateIdentityPool', 'FutureFlow', 'FutureFlow', true],
  ...['CognitoIdentityProviders.*.FutureCheck'].map((at): Row => [
    'DescribeIdentityPool',
    'UpdateIdentityPool',
    at,
    at,
    true,
  ]),
  ['GetIdentityPoolRoles', 'SetIdentityPoolRoles', 'FutureRoles', 'FutureRoles', DEEP],
  ['GetGroup', 'UpdateGroup', 'Group.FutureQuota', 'FutureQuota', 3],
  ['DescribeResourceServer', 'UpdateResourceServer', 'ResourceServer.FutureAudience', 'FutureAudience', 'x'],
  [
    'DescribeResourceServer',
    'UpdateResourceServer',
    'ResourceServer.Scopes.*.FutureConsent',
    'Scopes.*.FutureConsent',
    1,
  ],
  ['DescribeIdentityProvider', 'UpdateIdentityProvider', 'IdentityProvider.FutureSignOut', 'FutureSignOut', 'all'],
  ['DescribeUserPoolDomain', 'UpdateUserPoolDomain', 'DomainDescription.FuturePolicy', 'FuturePolicy', 'TLSv1.3'],
  // IAM speaks XML and forms: what is told is a piece of text, what is sent a field.
  ['GetRole', 'UpdateRole', '', 'FutureDuration', '<FutureDuration>60</FutureDuration>'],
  ['GetRole', 'UpdateRole', '', 'FutureLimits/Most', LIMITS],
  ['GetRole', 'UpdateRole', '', 'FutureLimits/Places/member/2', ''],
]

const SETTINGS: readonly NewSetting[] = ROWS.map(([read, update, at, sentAt, value]) => ({
  ...{read, update, value, at: at.split('.')},
  sentAt: sentAt.includes('/') ? [sentAt.replaceAll('/', '.')] : sentAt.split('.'),
}))

const AUTH = `auth:
  signIn: [email]
  mfa: optional
  domain: newer-{env}
  tier: essentials
  clients:
    web: { callbackUrls: ["http://localhost:5173"] }
  groups: { admins: { precedence: 1 } }
  resourceServers: { api: { scopes: { read: "Read it" } } }
  providers:
    google: { clientId: 1.apps.googleusercontent.com, clientSecret: { env: GOOGLE }, attributes: { email: email } }
`

async function openProject(settings: readonly NewSetting[], mood: Mood = 'keeps') {
  const sandbox = await openSandbox({settings: {accountCreationMs: 0, roleDelayMs: 0}})
  const behind = await serve(sandbox, {port: 0})
  const newer = await openNewerAws(behind.endpoint, settings, mood)
  onTestFinished(async () => {
    await newer.close()
    await behind.close()
  })
  const {accessKeyId, secretAccessKey} = sandbox.credentials('admin')
  const project = emptyFolder()
  const env = (endpoint: string) => ({
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    GOOGLE: 'hush',
  })
  const run = (args: readonly string[], endpoint = newer.endpoint) => awsupJson(project, args, {env: env(endpoint)})
  const init = [
    'org',
    'init',
    '--project',
    'acme',
    '--email',
    'aws+{env}@acme.dev',
    '--env',
    'dev',
    '--region',
    'us-east-1',
    '--yes',
  ]
  expect(await run(init, behind.endpoint)).toMatchObject({code: 0})
  const text = read(project, 'awsup.yaml')
  write(project, 'awsup.yaml', text.replace(/^auth:.*\n(?: .*\n)*/m, AUTH))
  expect(await run(['apply', '--yes'], behind.endpoint)).toMatchObject({code: 0})
  const edit = (...changes: readonly (readonly [from: string, to: string])[]): void => {
    const before = read(project, 'awsup.yaml')
    const after = changes.reduce((now, [from, to]) => {
      expect(now).toContain(from)
      return now.replace(from, to)
    }, before)
    write(project, 'awsup.yaml', after)
  }
  return {
    run,
    edit,
    newer,
    project,
    describeRole: () => renameRole(behind.endpoint, {accessKeyId, secretAccessKey}, project),
  }
}

/** By hand: the description of a role becomes another, so that the next apply sets it. */
async function renameRole(
  endpoint: string,
  credentials: {accessKeyId: string; secretAccessKey: string},
  project: string,
): Promise<void> {
  const {resources} = JSON.parse(read(project, '.awsup/aws/environments/dev.json')) as {
    resources: Record<string, {id: string; accountId: string}>
  }
  const role = Object.entries(resources).find(([name]) => name.startsWith('role.'))?.[1]
  const RoleArn = `arn:aws:iam::${role?.accountId ?? ''}:role/OrganizationAccountAccessRole`
  const config = {endpoint, region: 'us-east-1'}
  const {Credentials} = await new STSClient({...config, credentials}).send(
    new AssumeRoleCommand({RoleArn, RoleSessionName: 'test'}),
  )
  const keys = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
  await new IAMClient({...config, credentials: keys}).send(
    new UpdateRoleCommand({RoleName: role?.id ?? '', Description: 'by hand'}),
  )
}

test('an update keeps every setting that AWS has and this awsup does not know, wherever it is', async () => {
  const {run, edit, newer, describeRole} = await openProject(SETTINGS)
  edit(
    ['mfa: optional', 'mfa: on\n  password: { minLength: 20 }'],
    ['tier: essentials', 'tier: essentials\n  managedLogin: true\n  guests: true'],
    ['"http://localhost:5173"', '"http://localhost:5173", "http://localhost:4000"'],
    ['precedence: 1', 'precedence: 2'],
    ['"Read it"', '"Read all of it"'],
    ['attributes: { email: email }', 'attributes: { email: email, given_name: given_name }'],
  )
  await describeRole()
  const {code, error} = await run(['apply', '--yes'])
  expect(code, JSON.stringify(error)).toBe(0)
  const asked = new Set(SETTINGS.map(({update}) => update))
  expect([...asked].filter((update) => !newer.updates().has(update))).toEqual([])
  expect(newer.reset()).toEqual([])
  expect(await run(['plan', '--check'])).toMatchObject({code: 0})
})

const CONFIGURATION = SETTINGS.slice(0, 1)

test('a setting that AWS takes back all the same is named, and the next run goes on', async () => {
  const {run, edit} = await openProject(CONFIGURATION, 'loses')
  edit(['mfa: optional', 'mfa: optional\n  password: { minLength: 20 }'])
  const {code, error} = await run(['apply', '--yes'])
  expect({code, error}).toMatchObject({
    code: 6,
    error: {message: expect.stringContaining('FutureConfiguration') as string, hint: expect.any(String) as string},
  })
  expect(await run(['apply', '--yes'])).toMatchObject({code: 0})
})

test('an update that AWS refuses with such a setting changes nothing, and says which one it held', async () => {
  const {run, edit, newer} = await openProject(CONFIGURATION, 'refuses')
  edit(['mfa: optional', 'mfa: optional\n  password: { minLength: 20 }'])
  const {code, error} = await run(['apply', '--yes'])
  expect({code, error}).toMatchObject({
    code: 6,
    error: {message: expect.stringContaining('FutureConfiguration') as string},
  })
  expect(newer.reset()).toEqual([])
})

test('what is changed by other calls needs no update of what nobody here knows', async () => {
  const {run, edit, newer} = await openProject(CONFIGURATION, 'refuses')
  edit(['admins: { precedence: 1 }', 'admins: { precedence: 1 }, editors: {}'])
  expect(await run(['apply', '--yes'])).toMatchObject({code: 0})
  expect(newer.updates().size).toBe(0)
})
