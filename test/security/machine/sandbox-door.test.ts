import {CognitoIdentityProviderClient, SignUpCommand} from '@aws-sdk/client-cognito-identity-provider'
import {IAMClient, ListUsersCommand} from '@aws-sdk/client-iam'
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import {Hash} from '@smithy/core/serde'
import {SignatureV4} from '@smithy/signature-v4'
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {request} from 'node:http'
import {createInterface} from 'node:readline'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import {serve, type SandboxServer} from '../../../src/sandbox/server/server.js'
import {awsupJson, BINARY, emptyFolder, surroundings} from '../../_helpers/cli.js'

let sandbox: Sandbox
let server: SandboxServer
beforeAll(async () => {
  sandbox = await openSandbox()
  server = await serve(sandbox, {port: 0, hosts: ['sandbox.test']})
})
afterAll(() => server.close())

interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

interface Sent {
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** As a browser or any program sends it, with any `Host`. */
const send = (host: string, {method = 'GET', path, headers = {}, body = ''}: Sent): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const options = {method, path, headers: {...headers, host}, port: new URL(server.endpoint).port, host: '127.0.0.1'}
    request(options, (reply) => {
      const parts: Buffer[] = []
      reply.on('data', (part: Buffer) => parts.push(part))
      reply.on('end', () =>
        resolve({status: reply.statusCode ?? 0, headers: reply.headers, body: Buffer.concat(parts).toString('utf8')}),
      )
    })
      .on('error', reject)
      .end(body)
  })

const target = (operation: string): Sent => ({
  method: 'POST',
  path: '/',
  headers: {
    'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    'content-type': 'application/x-amz-json-1.1',
    origin: 'http://evil.example',
  },
  body: JSON.stringify({ClientId: 'abc', Username: 'eve', Password: 'Passw0rd!'}),
})

const ASKED: Readonly<Record<string, Sent>> = {
  health: {path: '/_awsup/health'},
  calls: {path: '/_awsup/calls'},
  messages: {path: '/_awsup/messages?pool=us-east-1_abc'},
  discovery: {path: '/.well-known/openid-configuration'},
  keys: {path: '/.well-known/jwks_uri'},
  'an operation without a signature': target('SignUp'),
  'an operation of IAM': {method: 'POST', path: '/', body: 'Action=ListUsers&Version=2010-05-08'},
  'an object': {path: '/bucket/key'},
  'a preflight': {method: 'OPTIONS', path: '/', headers: {origin: 'http://evil.example'}},
  'a head': {method: 'HEAD', path: '/bucket/key'},
}

const FOREIGN = [
  ...['evil.example', 'evil.example:4566', 'EVIL.example', '127.0.0.1.nip.io', 'localhost.evil.example'],
  ...[
    'evil-localhost',
    'localhost@evil.example',
    '10.0.0.1',
    '128.0.0.1',
    '[::2]',
    'xsandbox.test',
    'sandbox.test.evil',
  ],
]

const OWN = [
  ...['127.0.0.1', '127.0.0.1:1', 'localhost', 'LOCALHOST:4566', 'localhost.', '127.8.9.1', '[::1]:4566'],
  ...['bucket.localhost:4566', 'bucket.s3.localhost', 'sandbox.test', 'Sandbox.Test:80', 'bucket.sandbox.test'],
]

describe('a page in a browser that points its own name at this machine', () => {
  test.each(Object.entries(ASKED))('is refused %s', async (_, sent) => {
    sandbox.resetCalls()
    for (const host of FOREIGN) {
      const {status, headers, body} = await send(host, sent)
      expect({host, status}).toEqual({host, status: 403})
      expect(headers['access-control-allow-origin']).toBeUndefined()
      if (sent.method !== 'HEAD') expect(body).toContain('does not answer to the name')
    }
    expect(sandbox.calls()).toEqual([])
  })

  test.each(OWN)('under %s everything is answered as ever', async (host) => {
    expect(await send(host, ASKED['health'] ?? {path: ''})).toMatchObject({status: 200, body: '{"status":"ok"}\n'})
    expect((await send(host, target('SignUp'))).body).toContain('ResourceNotFoundException')
  })

  test('no document repeats the name that a request was sent to', async () => {
    const port = new URL(server.endpoint).port
    for (const [host, endpoint] of [
      ['localhost:9', server.endpoint],
      ['x.localhost', server.endpoint],
      ['127.5.5.5', server.endpoint],
      ['b.sandbox.test', `http://sandbox.test:${port}`],
    ] as const) {
      const {body} = await send(host, {path: '/.well-known/openid-configuration'})
      expect(JSON.parse(body)).toMatchObject({
        issuer: 'https://cognito-identity.amazonaws.com',
        jwks_uri: `${endpoint}/.well-known/jwks_uri`,
      })
    }
  })

  test('SDKs show why, and ask once', async () => {
    const credentials = sandbox.credentials('admin')
    const config = {endpoint: server.endpoint, region: 'us-east-1', credentials, forcePathStyle: true}
    const asks = [
      () => sendUnder(new IAMClient(config), new ListUsersCommand({})),
      () => sendUnder(new S3Client(config), new ListBucketsCommand({})),
      () =>
        sendUnder(
          new CognitoIdentityProviderClient(config),
          new SignUpCommand({ClientId: 'a', Username: 'b', Password: 'c'}),
        ),
    ]
    for (const ask of asks) {
      await expect(ask()).rejects.toMatchObject({
        name: 'HostNotAllowed',
        message: expect.stringContaining('awsup sandbox serve --host evil.example') as string,
        $metadata: {httpStatusCode: 403, attempts: 1},
      })
    }
  })
})

/** What the SDK makes of the answer to a call under another name. */
async function sendUnder(
  client: {readonly middlewareStack: object; send: (command: never) => Promise<object>; destroy: () => void},
  command: object,
): Promise<object> {
  const {middlewareStack} = client as Pick<IAMClient, 'middlewareStack'>
  middlewareStack.add(
    (next) => (given) => {
      Object.assign((given.request as {headers: object}).headers, {host: 'evil.example'})
      return next(given)
    },
    {step: 'finalizeRequest', priority: 'low'},
  )
  try {
    return await client.send(command as never)
  } finally {
    client.destroy()
  }
}

describe('sandbox serve --host', () => {
  test('adds a name, and no address', async () => {
    const project = emptyFolder()
    const args = [
      BINARY,
      'sandbox',
      'serve',
      '--port',
      '0',
      '--json',
      '--host',
      'host.docker.internal',
      '--host',
      'b.test',
    ]
    const env = surroundings(project)
    const child = spawn(process.execPath, args, {cwd: project, env, stdio: ['ignore', 'pipe', 'ignore']})
    try {
      const [line] = (await once(createInterface({input: child.stdout}), 'line')) as [string]
      const {endpoint} = JSON.parse(line) as {endpoint: string}
      expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
      const statuses = ['host.docker.internal', 'b.test:1', 'localhost', 'c.test'].map(async (host) => {
        const {port} = new URL(endpoint)
        const asked = request({host: '127.0.0.1', port, path: '/_awsup/health', headers: {host}}).end()
        const [reply] = (await once(asked, 'response')) as [{statusCode: number; resume: () => void}]
        reply.resume()
        return reply.statusCode
      })
      expect(await Promise.all(statuses)).toEqual([200, 200, 200, 403])
    } finally {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
  })

  test.each(['0.0.0.0', '*', 'http://a.test', 'a.test:80', 'a b', '', '-x', '[::]'])(
    '%j is no name of a host',
    async (host) => {
      expect(await awsupJson(emptyFolder(), ['sandbox', 'serve', `--host=${host}`])).toMatchObject({
        code: 2,
        error: {message: expect.stringContaining('--host') as string},
      })
    },
  )
})

describe('buckets in the name of the host', () => {
  test.each(['localhost', 's3.localhost', 's3.us-east-1.localhost'])('are found below %s', async (name) => {
    const {port} = new URL(server.endpoint)
    const credentials = sandbox.credentials('admin')
    const client = new S3Client({endpoint: `http://${name}:${port}`, region: 'us-east-1', credentials, maxAttempts: 1})
    // Whatever the resolver of this machine says of names below localhost.
    client.middlewareStack.add(
      (next) => (given) => {
        Object.assign(given.request as object, {hostname: '127.0.0.1'})
        return next(given)
      },
      {step: 'finalizeRequest', priority: 'low'},
    )
    const Bucket = `acme-${name.replaceAll('.', '-')}`
    await client.send(new CreateBucketCommand({Bucket}))
    await client.send(new PutObjectCommand({Bucket, Key: 'a/b', Body: 'x'}))
    expect((await client.send(new ListObjectsV2Command({Bucket}))).Contents).toMatchObject([{Key: 'a/b'}])
    expect((await client.send(new ListBucketsCommand({}))).Buckets?.map(({Name}) => Name)).toContain(Bucket)
    client.destroy()
  })
})

// Source: S3 API reference, "Authenticating Requests (AWS Signature Version 4)": all headers that begin with x-amz- must be
// signed; IAM user guide, "Create a signed request": UNSIGNED-PAYLOAD is S3's.
describe('a signature', () => {
  const Bucket = 'acme-signed'
  class Sha256 extends Hash {
    constructor(secret?: ConstructorParameters<typeof Hash>[1]) {
      super('sha256', secret)
    }
  }
  const signerOf = (service: string) =>
    new SignatureV4({
      ...{service, region: 'us-east-1', credentials: sandbox.credentials('admin'), sha256: Sha256},
      uriEscapePath: service !== 's3',
    })
  const host = (): string => new URL(server.endpoint).host
  const parts = (method: string, path: string, headers: Readonly<Record<string, string>> = {}) => ({
    ...{method, path, protocol: 'http:', hostname: '127.0.0.1', query: {}},
    headers: {host: host(), ...headers},
  })

  beforeAll(async () => {
    const config = {region: 'us-east-1', credentials: sandbox.credentials('admin'), forcePathStyle: true}
    const client = new S3Client({...config, endpoint: server.endpoint})
    await client.send(new CreateBucketCommand({Bucket}))
    await client.send(new PutObjectCommand({Bucket, Key: 'victims', Body: 'secret'}))
    client.destroy()
  })

  const read = async (Key: string): Promise<string | undefined> => {
    const config = {region: 'us-east-1', credentials: sandbox.credentials('admin'), forcePathStyle: true}
    const client = new S3Client({...config, endpoint: server.endpoint})
    try {
      return await (await client.send(new GetObjectCommand({Bucket, Key}))).Body?.transformToString()
    } catch {
      return undefined
    } finally {
      client.destroy()
    }
  }

  test.each([
    ['x-amz-copy-source', `/${Bucket}/victims`],
    ['x-amz-acl', 'public-read'],
    ['x-amz-meta-who', 'eve'],
    ['X-AMZ-Tagging', 'a=b'],
  ])('of a link vouches for no header %s that it leaves out', async (name, value) => {
    const key = `mine-${name}`
    const unsigned = parts('PUT', `/${Bucket}/${key}`, {'x-amz-content-sha256': 'UNSIGNED-PAYLOAD'})
    const {path, query = {}} = await signerOf('s3').presign(unsigned, {
      expiresIn: 60,
      unhoistableHeaders: new Set(),
    })
    const text = Object.entries(query).map(([key, one]) => `${key}=${encodeURIComponent(String(one))}`)
    const link = `${path}?${text.join('&')}`
    expect(await send(host(), {method: 'PUT', path: link, headers: {[name]: value}, body: 'x'})).toMatchObject({
      status: 403,
      body: expect.stringContaining('<Code>SignatureDoesNotMatch</Code>') as string,
    })
    expect(await read(key)).toBeUndefined()
    expect((await send(host(), {method: 'PUT', path: link, body: 'x'})).status).toBe(200)
    expect(await read(key)).toBe('x')
  })

  test('in a header vouches for none either', async () => {
    const signed = await signerOf('s3').sign(
      parts('PUT', `/${Bucket}/mine`, {'x-amz-content-sha256': 'UNSIGNED-PAYLOAD'}),
    )
    const headers = {...signed.headers, 'x-amz-copy-source': `/${Bucket}/victims`}
    expect((await send(host(), {method: 'PUT', path: `/${Bucket}/mine`, headers})).status).toBe(403)
    expect(await read('mine')).toBeUndefined()
  })

  test.each([
    ['cognito-idp', {'x-amz-target': 'AWSCognitoIdentityProviderService.ListUserPools'}, '{"MaxResults":1}', 400],
    ['organizations', {'x-amz-target': 'AWSOrganizationsV20161128.ListRoots'}, '{}', 400],
    ['dynamodb', {'x-amz-target': 'DynamoDB_20120810.ListTables'}, '{}', 400],
    ['iam', {}, 'Action=ListUsers&Version=2010-05-08', 403],
    ['sts', {}, 'Action=GetCallerIdentity&Version=2011-06-15', 403],
  ])('of %s is one of the body too', async (...[service, more, body, status]) => {
    const headers = {...more, 'content-type': 'x', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD'}
    const signed = await signerOf(service).sign(parts('POST', '/', headers))
    const reply = await send(host(), {method: 'POST', path: '/', headers: signed.headers, body})
    expect(reply).toMatchObject({
      status,
      body: expect.stringMatching(/InvalidSignatureException|SignatureDoesNotMatch/) as string,
    })
  })
})
