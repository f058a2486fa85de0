import {CreateAccessKeyCommand, CreateUserCommand, IAMClient} from '@aws-sdk/client-iam'
import {spawn} from 'node:child_process'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {awsup, awsupJson, emptyFolder} from '../../test/_helpers/cli.js'
import {giveDevice, openTeam} from '../../test/commands/team/world.js'
import {findTerraform, initialize, surroundings} from '../terraform/find-terraform.js'
import {serveProject, type Served} from '../served.js'
import {python, quiet, stranger} from '../stranger.js'

/** A set-up of ~/.aws and of the shell; `{one}` and `{two}` are replaced by the settings of a user's access key. */
interface SetUp {
  readonly name: string
  readonly config?: string
  readonly credentials?: string
  readonly env?: Readonly<Record<string, string>>
  readonly profile?: string
  /** awsup knows that clients differ here, and says so. */
  readonly differs?: boolean
}

const PROCESS = `credential_process = echo '{"Version": 1, "AccessKeyId": "{one.id}", "SecretAccessKey": "{one.secret}"}'`
const KEYS_OF_ONE = {AWS_ACCESS_KEY_ID: '{one.id}', AWS_SECRET_ACCESS_KEY: '{one.secret}'}

const SET_UPS: readonly SetUp[] = [
  {name: 'keys of the shell', env: KEYS_OF_ONE},
  {name: 'a default profile in the credentials file', credentials: '[default]\n{one}\n'},
  {name: 'a default profile in the config file', config: '[default]\n{one}\n'},
  {name: 'a default profile that is called so', config: '[profile default]\n{one}\n'},
  {name: 'a profile of the config file', config: '[default]\n{two}\n[profile p]\n{one}\n', env: {AWS_PROFILE: 'p'}},
  {name: 'a profile of the credentials file', credentials: '[default]\n{two}\n[p]\n{one}\n', profile: 'p'},
  {name: 'AWS_DEFAULT_PROFILE', credentials: '[default]\n{two}\n[p]\n{one}\n', env: {AWS_DEFAULT_PROFILE: 'p'}},
  {
    name: 'AWS_DEFAULT_PROFILE and AWS_PROFILE',
    credentials: '[p]\n{two}\n[q]\n{one}\n',
    env: {AWS_DEFAULT_PROFILE: 'p', AWS_PROFILE: 'q'},
    differs: true,
  },
  {name: 'a profile in both files', config: '[profile p]\n{two}\n', credentials: '[p]\n{one}\n', profile: 'p'},
  {name: 'a name in quotes with a blank', config: "[profile 'my dev']\n{one}\n", profile: 'my dev'},
  {name: 'a name in double quotes', config: '[profile "my dev"]\n{one}\n', env: {AWS_PROFILE: 'my dev'}},
  {name: 'a name with a blank and no quotes', config: '[profile my dev]\n{one}\n', profile: 'my dev'},
  {name: 'a name with a blank in the credentials file', credentials: '[my dev]\n{one}\n', profile: 'my dev'},
  {name: 'a name with a bracket', config: '[profile "a [b]"]\n{one}\n', profile: 'a [b]'},
  {name: 'a name with a quote', config: `[profile "ann's"]\n{one}\n`, profile: "ann's"},
  {name: 'a name with a backslash', config: '[profile a\\ b]\n{one}\n', profile: 'a b'},
  {name: 'a name with other marks', config: '[profile a.b/c:d@e+f%g]\n{one}\n', profile: 'a.b/c:d@e+f%g'},
  {name: 'a name that is not ASCII', config: '[profile zoë]\n{one}\n', profile: 'zoë'},
  {
    name: 'a role by a profile with a blank',
    config: "[profile 'my dev']\n{admin}\n[profile r]\nrole_arn = {role}\nsource_profile = my dev\n",
    profile: 'r',
  },
  {name: 'a helper', config: `[profile p]\n${PROCESS}\n`, profile: 'p'},
  {
    name: 'a helper beside keys of the credentials file',
    config: `[profile p]\n${PROCESS}\n`,
    credentials: '[p]\n{two}\n',
    profile: 'p',
  },
  {
    name: 'a helper beside keys of the config file',
    config: `[profile p]\n${PROCESS}\n{two}\n`,
    profile: 'p',
    differs: true,
  },
  {
    name: 'a profile beside keys of the shell',
    config: '[profile p]\n{two}\n',
    env: {...KEYS_OF_ONE, AWS_PROFILE: 'p'},
    differs: true,
  },
  {name: 'a named profile beside keys of the shell', config: '[profile p]\n{two}\n', env: KEYS_OF_ONE, profile: 'p'},
  {name: 'a profile that does not exist', credentials: '[default]\n{one}\n', profile: 'p'},
  {
    name: 'a session that does not exist',
    config: '[profile p]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = a\n',
    profile: 'p',
  },
  {
    name: 'a session with a blank, not signed in',
    config:
      "[profile p]\nsso_session = My Session\nsso_account_id = 111122223333\nsso_role_name = a\n[sso-session 'My Session']\nsso_start_url = https://example.awsapps.com/start\nsso_region = eu-west-1\n",
    profile: 'p',
  },
  {name: 'CRLF', config: '[profile p]\r\n{one}\r\n', profile: 'p'},
  {name: 'comments', config: '# first\n[profile p] ; mine\n; second\n{one}\n', profile: 'p'},
  {name: 'settings in capitals', credentials: '[p]\n{ONE}\n', profile: 'p'},
  {name: 'colons', credentials: '[p]\n{one:}\n', profile: 'p'},
  {name: 'indented', credentials: '[p]\n  {one  }\n', profile: 'p'},
  {name: 'files elsewhere', env: {AWS_CONFIG_FILE: '{home}/conf', AWS_PROFILE: 'p'}, config: '[profile p]\n{one}\n'},
]

interface User {
  readonly id: string
  readonly secret: string
}

let served: Served
let users: {readonly one: User; readonly two: User}
beforeAll(async () => {
  served = await serveProject()
  const {endpoint, region, accessKeyId, secretAccessKey} = served
  const iam = new IAMClient({endpoint, region, credentials: {accessKeyId, secretAccessKey}})
  const make = async (UserName: string): Promise<User> => {
    await iam.send(new CreateUserCommand({UserName}))
    const {AccessKey} = await iam.send(new CreateAccessKeyCommand({UserName}))
    return {id: AccessKey?.AccessKeyId ?? '', secret: AccessKey?.SecretAccessKey ?? ''}
  }
  users = {one: await make('one'), two: await make('two')}
})
afterAll(() => served.stop())

/** Makes the home of a set-up; answers the variables that lead there. */
function openHome({config, credentials, env = {}}: SetUp): Record<string, string> {
  const home = emptyFolder()
  const lines = ({id, secret}: User, between = ' = ', eol = '\n'): string =>
    `aws_access_key_id${between}${id}${eol}aws_secret_access_key${between}${secret}`
  const {one, two} = users
  const fill = (said: string): string =>
    said
      .replaceAll('{one}', said.includes('\r') ? lines(one, ' = ', '\r\n') : lines(one))
      .replaceAll('{ONE}', `AWS_ACCESS_KEY_ID = ${one.id}\nAws_Secret_Access_Key = ${one.secret}`)
      .replaceAll('{one:}', lines(one, ': '))
      .replaceAll('{one  }', lines(one, ' = ', '\n  '))
      .replaceAll('{two}', lines(two))
      .replaceAll('{admin}', lines({id: served.accessKeyId, secret: served.secretAccessKey}))
      .replaceAll('{one.id}', one.id)
      .replaceAll('{one.secret}', one.secret)
      .replaceAll('{role}', `arn:aws:iam::${served.dev.accountId}:role/OrganizationAccountAccessRole`)
      .replaceAll('{home}', home)
  mkdirSync(join(home, '.aws'))
  const place = env['AWS_CONFIG_FILE'] === undefined ? join(home, '.aws', 'config') : join(home, 'conf')
  if (config !== undefined) writeFileSync(place, fill(config))
  if (credentials !== undefined) writeFileSync(join(home, '.aws', 'credentials'), fill(credentials))
  const filled = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)]))
  return {
    ...{HOME: home, AWS_ENDPOINT_URL: served.endpoint, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'eu-west-1'},
    ...filled,
  }
}

/** Session names differ by client. */
const withoutSession = (arn: string | undefined): string | undefined => arn?.replace(/(:assumed-role\/[^/]+)\/.*/, '$1')

test('awsup whoami is who boto3 says, in every set-up of profiles; where clients differ, awsup says so', async () => {
  const homes = SET_UPS.map(openHome)
  const input = SET_UPS.map(({profile}, index) => ({endpoint: served.endpoint, env: homes[index], profile}))
  const child = spawn(python('python'), [join(import.meta.dirname, 'profiles.py')], {env: quiet()})
  child.stdin.end(JSON.stringify(input))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  const theirs = JSON.parse(stdout === '' ? '[]' : stdout) as readonly {arn?: string; error?: string}[]
  expect(theirs, stderr).toHaveLength(SET_UPS.length)

  const ours: {name: string; arn: string | undefined; warned: boolean}[] = []
  for (const [index, {name, profile}] of SET_UPS.entries()) {
    const args = ['whoami', ...(profile === undefined ? [] : ['--profile', profile])]
    const {code, stdout: said, ...told} = await awsupJson(emptyFolder(), args, {env: homes[index] ?? {}})
    const {result, error} = told
    if (code !== 0) expect([name, error.exitCode, error.hint]).toEqual([name, 3, expect.any(String)])
    const arn = code === 0 ? String(result['arn']) : undefined
    ours.push({
      name,
      arn: withoutSession(arn),
      warned: ((JSON.parse(said) as {warnings?: string[]}).warnings ?? []).some((one) => one.includes('awsup uses')),
    })
  }
  const expected = SET_UPS.map(({name, differs = false}, index) => ({
    name,
    arn: differs ? ours[index]?.arn : withoutSession(theirs[index]?.arn),
    warned: differs,
  }))
  expect(ours).toEqual(expected)
  expect(ours.filter(({arn}) => arn === undefined).map(({name}) => name)).toEqual([
    'a name with a blank and no quotes',
    'a profile that does not exist',
    'a session that does not exist',
    'a session with a blank, not signed in',
  ])
})

/** A home whose ~/.aws/config `profiles sync` wrote; the sandbox's port is the one that is free here. */
async function openSynced(): Promise<string> {
  const home = emptyFolder()
  const {code, stderr} = await awsup(served.project, ['profiles', 'sync'], {env: {HOME: home}})
  expect(code, stderr).toBe(0)
  const path = join(home, '.aws', 'config')
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll('http://127.0.0.1:4566', served.endpoint))
  return home
}

test('the AWS CLI and boto3 use the profiles of profiles sync without variables, and land in the right account', async () => {
  const HOME = await openSynced()
  const script = `import boto3, sys; print(boto3.Session(profile_name=sys.argv[1]).client("sts").get_caller_identity()["Account"])`
  for (const environment of ['dev', 'prod'] as const) {
    const profile = `acme-${environment}`
    const {accountId} = served[environment]
    const cli = await stranger(python('aws'), ['sts', 'get-caller-identity', '--profile', profile], {HOME})
    expect(JSON.parse(cli.stdout === '' ? '{}' : cli.stdout), cli.stderr).toMatchObject({Account: accountId})
    const boto3 = await stranger(python('python'), ['-c', script, profile], {HOME})
    expect(boto3.stdout.trim(), boto3.stderr).toBe(accountId)
    // The whole shell may stand in an environment: awsup does not ask itself.
    const shell = await stranger(python('aws'), ['sts', 'get-caller-identity'], {HOME, AWS_PROFILE: profile})
    expect(JSON.parse(shell.stdout === '' ? '{}' : shell.stdout), shell.stderr).toMatchObject({Account: accountId})
  }
})

test('a colleague’s profiles act as the colleague, in the role that awsup.yaml gives, after one code', async () => {
  const {founder, sandbox, project, endpoint} = await openTeam(TEAM)
  await founder(['apply', '--yes'])
  const made = await founder.json([
    'user',
    'create',
    'jane',
    '--role',
    'dev=developer',
    '--role',
    'prod=viewer',
    '--access-key',
  ])
  const [key] = made['secrets'] as unknown as [{accessKeyId: string; secretAccessKey: string}]
  const device = await giveDevice(sandbox, 'jane')
  const HOME = emptyFolder()
  mkdirSync(join(HOME, '.aws'))
  writeFileSync(
    join(HOME, '.aws', 'config'),
    `[profile jane]\naws_access_key_id = ${key.accessKeyId}\naws_secret_access_key = ${key.secretAccessKey}\nregion = eu-west-1\n`,
  )
  const env = {HOME, AWS_ENDPOINT_URL: endpoint, XDG_CACHE_HOME: join(HOME, '.cache'), AWSUP_KEYCHAIN: 'file'}
  const synced = await awsup(project, ['profiles', 'sync', '--profile', 'jane'], {env})
  expect(synced.code, synced.stderr).toBe(0)
  const login = await awsup(project, ['login', '--profile', 'jane', '--mfa-code', await device.next()], {env})
  expect(login.code, login.stderr).toBe(0)
  const script = `import boto3, sys; print(boto3.Session(profile_name=sys.argv[1]).client("sts").get_caller_identity()["Arn"])`
  for (const [profile, role] of [
    ['acme-dev', 'acme-dev-developer'],
    ['acme-prod', 'acme-prod-viewer'],
  ] as const) {
    const cli = await stranger(python('aws'), ['sts', 'get-caller-identity', '--profile', profile], env)
    expect(cli.stdout, cli.stderr).toContain(`:assumed-role/${role}/jane`)
    const boto3 = await stranger(python('python'), ['-c', script, profile], {...env, AWS_PROFILE: profile})
    expect(boto3.stdout, boto3.stderr).toContain(`:assumed-role/${role}/jane`)
  }
})

const TEAM = `
version: 1
project: acme
organization: { email: "aws+{env}@acme.dev" }
environments: { dev: { region: eu-west-1 }, prod: { region: eu-west-1 } }
`

const terraform = findTerraform()
test.skipIf('missing' in terraform)(
  `Terraform uses them too${'missing' in terraform ? ` (skipped: ${terraform.missing})` : ''}`,
  {timeout: 300_000},
  async () => {
    if ('missing' in terraform) return
    const HOME = await openSynced()
    const folder = emptyFolder()
    const provider = (environment: string) => `
provider "aws" {
  alias   = "${environment}"
  profile = "acme-${environment}"
}
data "aws_caller_identity" "${environment}" { provider = aws.${environment} }
output "${environment}" { value = data.aws_caller_identity.${environment}.account_id }
`
    writeFileSync(
      join(folder, 'main.tf'),
      `terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n${provider('dev')}${provider('prod')}`,
    )
    initialize(folder, terraform.mirror)
    const env = {...surroundings(), HOME}
    const {code, stderr, stdout} = await stranger(
      'terraform',
      [`-chdir=${folder}`, 'apply', '-auto-approve', '-no-color'],
      env,
    )
    expect(code, stderr).toBe(0)
    expect(stdout).toContain(`dev = "${served.dev.accountId}"`)
    expect(stdout).toContain(`prod = "${served.prod.accountId}"`)
  },
)
