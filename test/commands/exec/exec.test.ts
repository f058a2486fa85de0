import {GetCallerIdentityCommand} from '@aws-sdk/client-sts'
import {existsSync} from 'node:fs'
import {createRequire} from 'node:module'
import {beforeAll, describe, expect, test} from 'vitest'
import {withoutIdentity} from '../../../src/lib/operations/exec/child-environment.js'
import {awsup, awsupJson, makeTemplate} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld} from '../../_helpers/worlds/project-world.js'

let project: string

beforeAll(async () => {
  project = (await makeTemplate())()
})

/** A child that is node itself, so that the test runs where nothing else is installed. */
const node = (script: string): readonly string[] => ['--', process.execPath, '-e', script]

const PRINT_AWS = `console.log(JSON.stringify(Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(AWS|AMAZON|EC2|MY)_/.test(name)))))`

const FOREIGN = {
  AWS_PROFILE: 'somebody-else',
  AWS_DEFAULT_PROFILE: 'somebody-else',
  AWS_ACCESS_KEY_ID: 'AKIAFOREIGN',
  AWS_SECRET_ACCESS_KEY: 'foreign-secret',
  AWS_SESSION_TOKEN: 'foreign-token',
  AWS_SECURITY_TOKEN: 'foreign-token',
  AWS_ROLE_ARN: 'arn:aws:iam::000000000042:role/foreign',
  AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1/',
  AWS_ENDPOINT_URL_IAM: 'http://127.0.0.1:1/',
  AWS_REGION: 'ap-southeast-2',
  AWS_ACCESS_KEY: 'AKIAFOREIGN',
  AWS_SECRET_KEY: 'foreign-secret',
  AWS_ACCOUNT_ID: '000000000042',
  AWS_BEARER_TOKEN_BEDROCK: 'foreign-token',
  AWS_BEARER_TOKEN_OTHER: 'foreign-token',
  AWS_ROLE_SESSION_NAME: 'foreign',
  AWS_MFA_SERIAL: 'arn:aws:iam::000000000042:mfa/foreign',
  AWS_EXTERNAL_ID: 'foreign',
  AWS_CREDENTIAL_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  AWS_SSO_START_URL: 'https://foreign.awsapps.com/start',
  AWS_DEFAULT_SSO_START_URL: 'https://foreign.awsapps.com/start',
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/foreign',
  AWS_CONTAINER_AUTHORIZATION_TOKEN: 'foreign-token',
  AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/nowhere',
  AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:1/',
  AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'IPv6',
  AWS_VAULT: 'foreign',
  AWS_VAULT_FILE_PASSPHRASE: 'foreign-secret',
  AWS_SESSION_EXPIRATION: '2030-01-01T00:00:00Z',
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
  AWS_USE_FIPS_ENDPOINT: 'true',
  AMAZON_SECRET_ACCESS_KEY: 'foreign-secret',
  EC2_SECRET_KEY: 'foreign-secret',
}

/** What is no credential stays as the shell has it. */
const SETTINGS = {
  AWS_CA_BUNDLE: '/etc/ssl/cert.pem',
  AWS_PAGER: '',
  AWS_MAX_ATTEMPTS: '5',
  AWS_RETRY_MODE: 'standard',
  AWS_CONFIG_FILE: '/nowhere',
  AWS_S3_BUCKET: 'acme-uploads',
  MY_TOKEN: 'mine',
}

describe('exec', () => {
  test('gives the child the environment’s credentials and endpoint, and none of the shell’s own', async () => {
    const {code, stdout, stderr} = await awsup(project, ['exec', 'dev', ...node(PRINT_AWS)], {
      env: {...FOREIGN, ...SETTINGS},
    })
    expect({code, stderr}).toEqual({code: 0, stderr: ''})
    const given = JSON.parse(stdout) as Record<string, string>
    expect(given).toEqual({
      ...SETTINGS,
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/) as string,
      AWS_SECRET_ACCESS_KEY: expect.stringMatching(/^.{40}$/) as string,
      AWS_SESSION_TOKEN: expect.stringMatching(/./) as string,
      AWS_CREDENTIAL_EXPIRATION: expect.stringMatching(/Z$/) as string,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
    })
  })

  test('on Windows, where case does not count in names, in any spelling', () => {
    const shell = {aws_profile: 'a', Aws_Secret_Access_Key: 'b', Path: 'c', aws_pager: 'd'}
    expect(withoutIdentity(shell, false, 'win32')).toEqual({Path: 'c', aws_pager: 'd'})
    expect(withoutIdentity(shell, false, 'linux')).toEqual(shell)
  })

  test('on AWS, endpoints stay those of the shell', () => {
    const places = {AWS_ENDPOINT_URL_S3: 'https://s3.example', AWS_USE_FIPS_ENDPOINT: 'true'}
    expect(withoutIdentity({...places, AWS_PROFILE: 'a'}, false)).toEqual(places)
    expect(withoutIdentity({...places, AWS_PROFILE: 'a'}, true)).toEqual({})
  })

  test('the child’s AWS client reaches the environment’s account at that endpoint', async () => {
    const script = `
      const {STSClient, GetCallerIdentityCommand} = require(${JSON.stringify(createRequire(import.meta.url).resolve('@aws-sdk/client-sts'))})
      new STSClient({}).send(new GetCallerIdentityCommand({})).then(({Account, Arn}) => console.log(Account, Arn))`
    const {code, stdout, stderr} = await awsup(project, ['exec', 'prod', ...node(script)], {env: FOREIGN})
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(
      new RegExp(
        `^${idOnRecord(project, 'prod', 'account')} arn:aws:sts::\\d{12}:assumed-role/OrganizationAccountAccessRole/`,
      ),
    )
  })

  test.each([0, 1, 7, 42, 130])('ends with the child’s own exit code: %i', async (code) => {
    expect((await awsup(project, ['exec', 'dev', ...node(`process.exit(${code})`)])).code).toBe(code)
  })

  test('passes arguments and stdin on as they are, also those that look like awsup’s own', async () => {
    const script = `process.stdin.pipe(process.stdout); console.log(JSON.stringify(process.argv.slice(1)))`
    const args = ['exec', 'dev', ...node(script), '--', '--json', '-h', '--env', 'x', '', 'a b']
    const {code, stdout} = await awsup(project, args, {input: 'through\n'})
    expect(code).toBe(0)
    expect(stdout).toBe(`${JSON.stringify(['--json', '-h', '--env', 'x', '', 'a b'])}\nthrough\n`)
  })

  test('without a command is a usage error', async () => {
    expect(await awsup(project, ['exec', 'dev'])).toMatchObject({code: 2, stdout: ''})
    expect(await awsup(project, ['exec', 'dev', '--'])).toMatchObject({code: 2, stdout: ''})
  })

  test.runIf(existsSync('/proc/self/cmdline'))('keeps no secret in the arguments of the child', async () => {
    const script = `console.log(require('fs').readFileSync('/proc/self/cmdline', 'utf8').includes(process.env.AWS_SECRET_ACCESS_KEY), require('fs').readFileSync('/proc/' + process.ppid + '/cmdline', 'utf8').includes(process.env.AWS_SESSION_TOKEN))`
    expect((await awsup(project, ['exec', 'dev', ...node(script)])).stdout).toBe('false false\n')
  })
})

describe('credentials', () => {
  test('prints exactly the document that credential_process asks for; they work, in that account', async () => {
    const {code, stdout, stderr} = await awsup(project, ['credentials', 'dev'])
    expect({code, stderr}).toEqual({code: 0, stderr: ''})
    const accountId = idOnRecord(project, 'dev', 'account')
    const document = JSON.parse(stdout) as Record<string, string>
    expect(document).toEqual({
      Version: 1,
      AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/) as string,
      SecretAccessKey: expect.stringMatching(/./) as string,
      SessionToken: expect.stringMatching(/./) as string,
      Expiration: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/) as string,
      AccountId: accountId,
    })
    const expires = new Date(document['Expiration'] ?? '').getTime() - Date.now()
    expect(expires).toBeGreaterThan(14 * 60_000)
    expect(expires).toBeLessThanOrEqual(60 * 60_000)

    const {as} = await openProjectWorld(project)
    const {sts} = as({
      accessKeyId: document['AccessKeyId'] ?? '',
      secretAccessKey: document['SecretAccessKey'] ?? '',
      sessionToken: document['SessionToken'] ?? '',
    })
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({Account: accountId})
  })

  test('of an environment that does not exist, or not made, is refused with what to do', async () => {
    expect(await awsupJson(project, ['credentials', 'staging'])).toMatchObject({
      code: 2,
      error: {code: 'NO_ENVIRONMENT'},
    })
  })
})

test('whoami says whose credentials are used', async () => {
  const {sandbox} = await openProjectWorld(project)
  const {accountId} = sandbox.credentials('admin')
  expect(await awsupJson(project, ['whoami'])).toMatchObject({
    code: 0,
    result: {target: 'sandbox', accountId, arn: `arn:aws:iam::${accountId}:user/admin`},
  })
  expect((await awsup(project, ['whoami'])).stdout).toContain(accountId)
})

test('permissions prints a policy that an operator can be given', async () => {
  const {code, stdout} = await awsup(project, ['permissions'])
  expect(code).toBe(0)
  const policy = JSON.parse(stdout) as {Statement: {Effect: string; Action: string[]}[]}
  expect(policy).toMatchObject({
    Version: '2012-10-17',
    Statement: [
      {Sid: 'AwsupInTheManagementAccount', Effect: 'Allow'},
      {Sid: 'AwsupMakesTheServiceRoleOfOrganizations', Effect: 'Allow'},
      {Sid: 'AwsupEntersAccountsOfItsOrganization', Effect: 'Allow', Action: ['sts:AssumeRole']},
      {Sid: 'AwsupAsksAboutPolicies', Effect: 'Allow'},
      {Sid: 'AwsupSignsInWithAwsLogin', Effect: 'Allow'},
    ],
  })
  expect(policy.Statement[0]?.Action).toEqual(
    expect.arrayContaining(['organizations:CreateAccount', 'organizations:CreateOrganization']),
  )
})
