import {mkdirSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {awsupJson, emptyFolder, write} from '../../_helpers/cli.js'

const KEYS = {AWS_ACCESS_KEY_ID: 'AKIAAAAAAAAAAAAAAAAA', AWS_SECRET_ACCESS_KEY: 'x', AWS_EC2_METADATA_DISABLED: 'true'}

function openProject(config?: string): string {
  const project = emptyFolder()
  write(project, 'awsup.yaml', MANIFEST)
  if (config !== undefined) {
    mkdirSync(join(project, '.aws'))
    writeFileSync(join(project, '.aws', 'config'), config)
  }
  return project
}

const MANIFEST = `version: 1
project: acme
organization: {email: "aws+{env}@acme.dev"}
environments: {dev: {region: us-east-1}}
`

test.each([
  ['AWS_ENDPOINT_URL', 'nonsense'],
  ['AWS_ENDPOINT_URL', 'http://'],
  ['AWS_ENDPOINT_URL', 'localhost:4566'],
  ['AWS_ENDPOINT_URL', '127.0.0.1:4566'],
  ['AWS_ENDPOINT_URL', '//localhost:4566'],
  ['AWS_ENDPOINT_URL', 'ftp://localhost'],
  ['AWS_ENDPOINT_URL', 'http://localhost:99999'],
  ['AWS_ENDPOINT_URL', ' '],
  ['AWS_ENDPOINT_URL_STS', 'nonsense'],
  ['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER', 'localhost'],
])('%s=%s is refused, and the variable is named', async (name, value) => {
  for (const args of [['whoami'], ['plan']]) {
    const {code, error} = await awsupJson(openProject(), args, {env: {...KEYS, [name]: value}})
    expect({code, error}).toMatchObject({
      code: 2,
      error: {
        code: 'ENDPOINT',
        message: expect.stringContaining(name) as string,
        hint: expect.stringContaining('http://localhost:4566') as string,
      },
    })
  }
})

test('an endpoint with a password in it is not repeated', async () => {
  const env = {...KEYS, AWS_ENDPOINT_URL: 'ftp://me:hush@localhost'}
  const {code, stdout, stderr} = await awsupJson(openProject(), ['whoami'], {env})
  expect(code).toBe(2)
  expect(stdout + stderr).not.toContain('hush')
})

test.each([
  ['[profile p]\nendpoint_url = nonsense\n', 'endpoint_url of the profile p'],
  ['[profile p]\nservices = mine\n', 'the profile p names the services section mine, which does not exist'],
  [
    '[profile p]\nservices = mine\n[services mine]\nsts =\n  endpoint_url = localhost:1\n',
    'sts.endpoint_url of [services mine]',
  ],
])('a profile that leads nowhere is refused, and said by name: %j', async (config, words) => {
  const keys = `aws_access_key_id = ${KEYS.AWS_ACCESS_KEY_ID}\naws_secret_access_key = x\n`
  const project = openProject(config.replace('[profile p]\n', `[profile p]\n${keys}`))
  const {code, error} = await awsupJson(project, ['whoami', '--profile', 'p'], {
    env: {AWS_EC2_METADATA_DISABLED: 'true'},
  })
  expect({code, error}).toMatchObject({code: 2, error: {message: expect.stringContaining(words) as string}})
})

test.each([
  ['a plain name', 'p', '[profile p]', 'mine', '[services mine]'],
  ['a blank', 'my dev', "[profile 'my dev']", 'my own', '[services "my own"]'],
  ['brackets', 'dev (eu) [1]', '[profile "dev (eu) [1]"]', 'at [home]', "[services 'at [home]']"],
  ['a quote', "ann's", '[profile "ann\'s"]', "ann's", '[services "ann\'s"]'],
])('endpoints of a profile with %s in its name are called', async (...[, profile, header, services, section]) => {
  const {endpoint: sts, close} = await serveSts()
  const {AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret} = sts.credentials
  const keys = `aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`
  try {
    for (const config of [
      `${header}\n${keys}endpoint_url = ${sts.url}\n`,
      `${header}\n${keys}services = ${services}\n${section}\nsts =\n  endpoint_url = ${sts.url}\n`,
    ]) {
      for (const [args, env] of [
        [['--profile', profile], {}],
        [[], {AWS_PROFILE: profile}],
      ] as const) {
        const {code, result} = await awsupJson(openProject(config), ['whoami', ...args], {
          env: {AWS_EC2_METADATA_DISABLED: 'true', ...env},
        })
        expect({code, arn: result['arn']}).toEqual({code: 0, arn: expect.stringContaining(':user/admin') as string})
      }
    }
    const broken = openProject(`${header}\n${keys}services = ${services}\n`)
    const {error} = await awsupJson(broken, ['whoami', '--profile', profile], {
      env: {AWS_EC2_METADATA_DISABLED: 'true'},
    })
    expect(error).toMatchObject({
      message: `the profile ${profile} names the services section ${services}, which does not exist`,
    })
  } finally {
    await close()
  }
})

/** A server that answers every request so, as a proxy or a captive portal does. */
async function serveAs(status: number, body: string, type: string): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status, {'content-type': type}).end(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const PAGE = '<!doctype html><html><head><title>Sign in to the network</title></head><body>hush</body></html>'

test.each([
  [200, PAGE, 'text/html'],
  [302, '', 'text/html'],
  [401, PAGE, 'text/html'],
  [403, PAGE, 'text/html'],
  [404, 'not found', 'text/plain'],
  [407, PAGE, 'text/html'],
  [502, PAGE, 'text/html'],
  [200, '{"half": ', 'application/json'],
  [200, '[[[[', 'application/x-amz-json-1.1'],
  [200, '<a><b></a>', 'text/xml'],
])(
  'an answer that is none of AWS (%i, %j) is told as one, with its status, in every protocol',
  async (status, body, type) => {
    const endpoint = await serveAs(status, body, type)
    const {endpoint: sts, close} = await serveSts()
    const json = {
      ...KEYS,
      ...sts.credentials,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ENDPOINT_URL_STS: sts.url,
      AWSUP_REPLY_TIMEOUT: '5',
    }
    try {
      for (const [args, env] of [
        [['whoami'], {...KEYS, AWS_ENDPOINT_URL: endpoint}],
        [['plan'], json],
      ] as const) {
        const {code, error, stdout, stderr} = await awsupJson(openProject(), args, {env})
        expect({code, error}).toMatchObject({
          code: 4,
          error: {
            code: 'NOT_AWS',
            message: expect.stringContaining(`status ${status}`) as string,
            hint: expect.stringContaining('AWS_ENDPOINT_URL') as string,
          },
        })
        expect(stdout + stderr).not.toMatch(/hush|Deserialization|\$response|doctype|SyntaxError|\bat \w+ \(/)
      }
    } finally {
      await close()
    }
  },
)

test.each([
  [200, '', 'text/plain'],
  [200, 'null', 'application/json'],
  [200, '{}', 'application/json'],
  [200, '<a/>', 'text/xml'],
])('an answer that says nothing (%i, %j) is told as one that may not be from AWS', async (status, body, type) => {
  const {endpoint: sts, close} = await serveSts()
  const endpoint = await serveAs(status, body, type)
  const there = {...KEYS, ...sts.credentials, AWS_ENDPOINT_URL: endpoint, AWS_ENDPOINT_URL_STS: sts.url}
  try {
    for (const [args, env] of [
      [['whoami'], {...KEYS, AWS_ENDPOINT_URL: endpoint}],
      [['plan'], there],
    ] as const) {
      const {code, error} = await awsupJson(openProject(), args, {env})
      const hint = expect.stringContaining('AWS_ENDPOINT_URL') as string
      expect({code, error}).toMatchObject({code: 4, error: {code: 'NOT_AWS', hint}})
    }
  } finally {
    await close()
  }
})

/** STS of a sandbox, so that the first call of another service is reached. */
async function serveSts() {
  const [{openSandbox}, {serve}] = await Promise.all([
    import('../../../src/sandbox/sandbox.js'),
    import('../../../src/sandbox/server/server.js'),
  ])
  const sandbox = await openSandbox()
  const server = await serve(sandbox, {port: 0})
  const {accessKeyId, secretAccessKey} = sandbox.credentials('admin')
  const credentials = {AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey}
  return {endpoint: {url: server.endpoint, credentials}, close: () => server.close()}
}
