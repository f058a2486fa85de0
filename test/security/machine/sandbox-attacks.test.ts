import {CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client} from '@aws-sdk/client-s3'
import {IAMClient, ListUsersCommand} from '@aws-sdk/client-iam'
import {AssumeRoleCommand, GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts'
import {existsSync, readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import {serve, type SandboxServer} from '../../../src/sandbox/server/server.js'
import {awsup, emptyFolder, makeTemplate} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld} from '../../_helpers/worlds/project-world.js'

let folder: string
let sandbox: Sandbox
let server: SandboxServer
beforeAll(async () => {
  folder = emptyFolder()
  sandbox = await openSandbox({directory: join(folder, 'data')})
  server = await serve(sandbox, {port: 0})
})
afterAll(() => server.close())

const options = () => ({
  region: 'us-east-1',
  credentials: sandbox.credentials('admin'),
  requestHandler: requestHandlerFor(sandbox),
  maxAttempts: 1,
})

describe('names that lead out', () => {
  test('keys of objects are no paths: nothing is written outside, and each is read back', async () => {
    const s3 = new S3Client({...options(), forcePathStyle: true})
    await s3.send(new CreateBucketCommand({Bucket: 'acme'}))
    const keys = [
      ...['../../outside', '/etc/passwd', 'a/../../../outside', '..%2f..%2foutside', '....//outside', '\\..\\outside'],
      ...['C:\\outside', 'a\u0000b', '.', '..', '~/outside'],
    ]
    for (const Key of keys) {
      await s3.send(new PutObjectCommand({Bucket: 'acme', Key, Body: Key}))
      const {Body} = await s3.send(new GetObjectCommand({Bucket: 'acme', Key}))
      expect(await Body?.transformToString()).toBe(Key)
    }
    expect(readdirSync(folder)).toEqual(['data'])
    const blobs = readdirSync(join(folder, 'data', 'blobs'))
    expect(blobs.filter((name) => !/^[0-9a-f]{64}$/.test(name))).toEqual([])
    for (const name of blobs) expect(statSync(join(folder, 'data', 'blobs', name)).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700)
    expect(existsSync(join(folder, 'outside'))).toBe(false)
  })

  test.each(['..', '../x', '.x', 'x/../y', '__proto__'])('%s is no name of a bucket', async (Bucket) => {
    const s3 = new S3Client({...options(), forcePathStyle: true})
    await expect(s3.send(new CreateBucketCommand({Bucket}))).rejects.toThrow()
  })
})

describe('names that JavaScript knows', () => {
  const call = (headers: Record<string, string>, body: string): Promise<Response> =>
    fetch(server.endpoint, {method: 'POST', headers, body})

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    '%s is no operation, client or user',
    async (name) => {
      const prefix = 'AWSCognitoIdentityProviderService'
      expect((await call({'x-amz-target': `${prefix}.${name}`}, '{}')).status).toBe(501)
      expect((await call({'x-amz-target': `${name}.SignUp`}, '{}')).status).toBe(501)
      expect((await call({}, `Action=${name}&Version=2010-05-08`)).status).toBe(501)
      const signUp = await call(
        {'x-amz-target': `${prefix}.SignUp`},
        `{"ClientId": "${name}", "Username": "__proto__", "Password": "Passw0rd!"}`,
      )
      expect(await signUp.json()).toMatchObject({__type: 'ResourceNotFoundException'})
    },
  )
})

describe('who may what', () => {
  test('nothing of IAM is answered without a signature', async () => {
    const reply = await fetch(server.endpoint, {method: 'POST', body: 'Action=ListUsers&Version=2010-05-08'})
    expect([reply.status, await reply.text()]).toEqual([403, expect.stringContaining('MissingAuthenticationToken')])
  })

  test('a member account’s role enters neither the management account nor another member', async () => {
    const project = (await makeTemplate())()
    const {enter, management} = await openProjectWorld(project)
    const [dev, prod] = [idOnRecord(project, 'dev', 'account'), idOnRecord(project, 'prod', 'account')]
    const {sts} = await enter(dev)
    const {Account} = await management.sts.send(new GetCallerIdentityCommand({}))
    for (const account of [prod, Account ?? '']) {
      const RoleArn = `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`
      await expect(sts.send(new AssumeRoleCommand({RoleArn, RoleSessionName: 'test'}))).rejects.toMatchObject({
        name: 'AccessDenied',
      })
    }
    expect((await awsup(project, ['status'])).code).toBe(0)
  })

  test('keys of one sandbox open no other', async () => {
    const other = await openSandbox()
    const iam = new IAMClient({...options(), credentials: other.credentials('admin')})
    await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({name: 'InvalidClientTokenId'})
    const sts = new STSClient({...options(), credentials: {...sandbox.credentials('admin'), secretAccessKey: 'x'}})
    await expect(
      sts.send(new AssumeRoleCommand({RoleArn: 'arn:aws:iam::123456789012:role/x', RoleSessionName: 'test'})),
    ).rejects.toMatchObject({name: 'SignatureDoesNotMatch'})
  })
})
