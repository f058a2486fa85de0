import {createHash} from 'node:crypto'
import {mkdirSync, writeFileSync} from 'node:fs'
import {createServer, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {dirname, join} from 'node:path'
import {beforeAll, describe, expect, onTestFinished, test} from 'vitest'
import {awsup, emptyFolder, type Run} from '../../_helpers/cli.js'

/** What stands in a file below the home, and what the environment says: how somebody signs in. */
interface SignIn {
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
}

const SECRET = 's3cr3t-example'

/** `awsup whoami` of somebody who signs in so. `ms`: until the process was gone. */
async function whoami({files = {}, env = {}}: SignIn): Promise<Run & {readonly ms: number}> {
  const home = emptyFolder()
  writeFileSync(join(home, 'awsup.yaml'), MANIFEST)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, path)), {recursive: true})
    writeFileSync(join(home, path), text)
  }
  const since = Date.now()
  const run = await awsup(home, ['whoami', '--json'], {
    env: {AWS_EC2_METADATA_DISABLED: 'true', AWSUP_REPLY_TIMEOUT: '0.5', AWS_ENDPOINT_URL: silent, ...env},
  })
  return {...run, ms: Date.now() - since}
}

const MANIFEST = `version: 1
project: acme
organization: {email: "aws+{env}@acme.dev"}
environments: {dev: {region: us-east-1}}
`

const errorOf = ({stdout}: Run): unknown => (JSON.parse(stdout) as {readonly error: unknown}).error

const serveAs = async (answer: (response: ServerResponse) => void): Promise<string> => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinishedOrAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const onTestFinishedOrAll = (work: () => void): void => {
  try {
    onTestFinished(work)
  } catch {
    process.once('exit', work)
  }
}

/** A server that takes requests and never answers. */
let silent: string
beforeAll(async () => {
  silent = await serveAs(() => undefined)
})

const helper = (command: string): SignIn => ({
  files: {'.aws/config': `[profile p]\ncredential_process = ${command}\n`},
  env: {AWS_PROFILE: 'p'},
})

describe('a credential_process', () => {
  test('that fails is named by its profile, with what it said, without its arguments', async () => {
    const run = await whoami(helper(`sh -c "echo SESSION EXPIRED, run vault login >&2; exit 3" --token ${SECRET}`))
    expect(run.code).toBe(3)
    expect(errorOf(run)).toMatchObject({
      code: 'CREDENTIAL_PROCESS',
      message: 'the credential_process of the profile p failed (exit code 3): SESSION EXPIRED, run vault login',
      hint: expect.stringContaining('Sign in with the program') as string,
    })
    expect(run.stdout + run.stderr).not.toContain(SECRET)
  })

  test.each([
    ['repeats the arguments that it does not like', `sh -c 'echo "unknown: $*" >&2; exit 1' x --token ${SECRET}`],
    ['repeats the value of an option of one letter', `sh -c 'echo "bad login $*" >&2; exit 1' x -p ${SECRET}`],
    ['repeats a variable', `API_KEY=${SECRET} sh -c 'echo "rejected $API_KEY" >&2; exit 1'`],
    ['does not exist', `no-such-helper --token ${SECRET}`],
    ['prints nonsense', `sh -c 'echo not json ${SECRET}'`],
    ['prints keys that cannot be read', `sh -c 'echo {\\"SecretAccessKey\\": \\"${SECRET}\\"'`],
    ['prints a page', `sh -c 'echo "<html>${SECRET}</html>"'`],
    ['prints JSON of another version', `sh -c 'echo {\\"Version\\": 2, \\"SecretAccessKey\\": \\"${SECRET}\\"}'`],
    ['prints a number', 'sh -c "echo 7"'],
    ['prints nothing', 'true'],
    ['prints JSON that is nested deeply', `sh -c 'head -c 200000 /dev/zero | tr "\\0" "["'`],
  ])('that %s is told about in words, with no secret in them', async (_name, command) => {
    const run = await whoami(helper(command))
    expect(run.code).toBe(3)
    expect(errorOf(run)).toMatchObject({code: 'CREDENTIAL_PROCESS', exitCode: 3})
    expect(errorOf(run)).toHaveProperty('message', expect.stringContaining('the credential_process of the profile p'))
    expect(run.stdout + run.stderr).not.toContain(SECRET)
    expect(run.stderr).not.toContain('at ')
  })

  test('of the default profile is named too, and not that there are no credentials', async () => {
    const run = await whoami({files: {'.aws/config': '[default]\ncredential_process = sh -c "echo no >&2; exit 9"\n'}})
    expect(errorOf(run)).toMatchObject({
      code: 'CREDENTIAL_PROCESS',
      message: expect.stringContaining('default') as string,
    })
  })

  test.each([
    ['never ends', 'sleep 60'],
    ['never ends and keeps a child', 'sh -c "sleep 60 & wait"'],
    ['does not end when it is told to', `sh -c 'trap "" TERM INT; for i in 1 2 3 4 5 6 7 8 9; do sleep 5; done'`],
  ])('that %s is given up at the deadline, and awsup ends', async (_name, command) => {
    const run = await whoami(helper(command))
    expect(run.code).toBe(3)
    expect(errorOf(run)).toMatchObject({code: 'CREDENTIALS_TIMED_OUT', message: 'no credentials came within 2 seconds'})
    expect(run.ms).toBeLessThan(60_000)
  })
})

/** Ways in which a server fails to give anything. */
const SERVERS: readonly (readonly [string, (response: ServerResponse) => void])[] = [
  ['never answers', () => undefined],
  ['stalls after its headers', (response) => void response.writeHead(200, {'content-length': 500}).write('{')],
  [
    'trickles',
    (response) => {
      response.writeHead(200, {'content-length': 5_000})
      const timer = setInterval(() => response.write(' '), 100)
      response.once('close', () => clearInterval(timer))
    },
  ],
]

describe.each(SERVERS)('a server of credentials that %s', (_name, answer) => {
  test('is given up: that of a container', async () => {
    const run = await whoami({env: {AWS_CONTAINER_CREDENTIALS_FULL_URI: await serveAs(answer)}})
    expect({code: run.code, error: errorOf(run)}).toMatchObject({code: 3, error: {hint: expect.any(String) as string}})
    expect(run.ms).toBeLessThan(60_000)
  })

  test('is given up: the metadata service of a machine', async () => {
    const env = {AWS_EC2_METADATA_DISABLED: '', AWS_EC2_METADATA_SERVICE_ENDPOINT: await serveAs(answer)}
    const run = await whoami({env})
    expect({code: run.code, error: errorOf(run)}).toMatchObject({code: 3, error: {hint: expect.any(String) as string}})
    expect(run.ms).toBeLessThan(60_000)
  })

  test('is given up: IAM Identity Center, while its token is refreshed, and while keys are asked for', async () => {
    for (const expiresAt of ['2020-01-01T00:00:00Z', '2099-01-01T00:00:00Z']) {
      const run = await whoami({
        files: {'.aws/config': SSO, [ssoToken('acme')]: JSON.stringify({...TOKEN, expiresAt})},
        env: {AWS_PROFILE: 'p', AWS_ENDPOINT_URL: await serveAs(answer)},
      })
      expect([3, 4]).toContain(run.code)
      expect(errorOf(run)).toMatchObject({hint: expect.any(String) as string})
      expect(run.ms).toBeLessThan(60_000)
    }
  })

  test('is given up: STS, for a profile that assumes a role', async () => {
    const run = await whoami({
      files: {'.aws/config': ROLE},
      env: {AWS_PROFILE: 'p', AWS_ENDPOINT_URL: await serveAs(answer)},
    })
    expect([3, 4]).toContain(run.code)
    expect(errorOf(run)).toMatchObject({hint: expect.any(String) as string})
    expect(run.ms).toBeLessThan(60_000)
  })
})

const ssoToken = (session: string): string => `.aws/sso/cache/${createHash('sha1').update(session).digest('hex')}.json`

const TOKEN = {
  accessToken: 'a',
  region: 'us-east-1',
  clientId: 'c',
  clientSecret: 's',
  refreshToken: 'r',
  registrationExpiresAt: '2099-01-01T00:00:00Z',
}

test.each([
  [
    '[profile p]\nsso_session = acme\n[sso-session acme]\nsso_region = us-east-1\nsso_start_url = https://acme.awsapps.com/start\n',
    'the profile p has no sso_account_id and no sso_role_name in the AWS config file',
  ],
  [
    '[profile p]\nsso_session = my acme\nsso_account_id = 123456789012\nsso_role_name = a\n[sso-session "my acme"]\nsso_start_url = https://a.dev\n',
    '[sso-session my acme] has no sso_region in the AWS config file',
  ],
])('a session of IAM Identity Center that lacks a setting is told by what is missing: %j', async (config, message) => {
  const run = await whoami({files: {'.aws/config': config}, env: {AWS_PROFILE: 'p'}})
  expect({code: run.code, error: errorOf(run)}).toMatchObject({code: 3, error: {code: 'NO_SESSION', message}})
})

const SSO = `[profile p]
sso_session = acme
sso_account_id = 123456789012
sso_role_name = admin
[sso-session acme]
sso_region = us-east-1
sso_start_url = https://acme.awsapps.com/start
`

const ROLE = `[profile p]
role_arn = arn:aws:iam::123456789012:role/admin
source_profile = base
[profile base]
aws_access_key_id = AKIAAAAAAAAAAAAAAAAA
aws_secret_access_key = x
`

test('a server of a container that answers no JSON is told about in words, and nothing of the answer is repeated', async () => {
  const url = await serveAs((response) => response.end(`<html>${SECRET}</html>`))
  const run = await whoami({env: {AWS_CONTAINER_CREDENTIALS_FULL_URI: url}})
  expect(run.code).toBe(3)
  expect(errorOf(run)).toMatchObject({exitCode: 3, hint: expect.any(String) as string})
  expect(run.stdout + run.stderr).not.toContain(SECRET)
})

test.each([
  [{AWS_CONTAINER_CREDENTIALS_FULL_URI: 'nonsense'}],
  [{AWS_WEB_IDENTITY_TOKEN_FILE: '/no/such/file', AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/x'}],
])('a setting for credentials that leads nowhere is no bug of awsup: %j', async (env) => {
  const run = await whoami({env})
  expect([2, 3]).toContain(run.code)
  expect(errorOf(run)).toMatchObject({hint: expect.any(String) as string})
})
