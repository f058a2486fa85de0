import {
  CreateBucketCommand,
  ListObjectsV2Command,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import {appendFileSync, readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {Ajv} from 'ajv'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import {serve, type SandboxServer} from '../../../src/sandbox/server/server.js'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {leaveIntent} from '../../_helpers/proofs/journal.js'

const Bucket = 'acme-awsup'
const DEV = 'environments/dev.json'

const s3Of = (sandbox: Sandbox): S3Client =>
  new S3Client({
    region: 'us-east-1',
    credentials: sandbox.credentials('admin'),
    requestHandler: requestHandlerFor(sandbox),
  })

const keepInS3 = (project: string): void =>
  appendFileSync(join(project, 'awsup.yaml'), `records: s3://${Bucket}/team\n`)

const schemas = JSON.parse(readFileSync(join(import.meta.dirname, '../../../schemas/results.json'), 'utf8')) as object
const isPromised = (command: string, result: unknown): boolean =>
  new Ajv({strict: false})
    .addSchema(schemas, 'results')
    .validate({$ref: `results#/properties/${encodeURIComponent(command)}`}, result)

describe('from files to S3', () => {
  let copy: () => string
  beforeAll(async () => {
    copy = await makeTemplate()
  })

  /** A project in the sandbox whose manifest keeps records in a bucket that exists. */
  const moved = async () => {
    const project = copy()
    keepInS3(project)
    const s3 = s3Of(await sandboxOf(project))
    await s3.send(new CreateBucketCommand({Bucket}))
    const Key = (name: string): string => `team/sandbox/${name}`
    return {
      project,
      lay: (name: string, Body: string) => s3.send(new PutObjectCommand({Bucket, Key: Key(name), Body})),
      look: async (name: string) =>
        (await s3.send(new GetObjectCommand({Bucket, Key: Key(name)}))).Body?.transformToString(),
    }
  }

  test('a clone without a copy of them is told to pull, and can switch then', async () => {
    const {project} = await moved()
    await awsup(project, ['records', 'push'])
    rmSync(join(project, '.awsup', 'sandbox', 'environments'), {recursive: true})
    const {code, error} = await awsupJson(project, ['env', 'switch', 'dev'])
    expect([code, error.code]).toEqual([5, 'NOT_MADE'])
    expect(error.hint).toContain('awsup records pull')
    expect((await awsup(project, ['records', 'pull'])).code).toBe(0)
    expect((await awsup(project, ['env', 'switch', 'dev'])).code).toBe(0)
  })

  test('push brings every record there, and then there is nothing to do', async () => {
    const {project, look} = await moved()
    const first = await awsupJson(project, ['records', 'push'])
    expect(first).toMatchObject({ok: true, result: {to: `s3://${Bucket}/team/sandbox/`}})
    expect(isPromised('records push', first.result)).toBe(true)
    const names = ['organization.json', DEV, 'environments/prod.json']
    expect(first.result['files']).toEqual(names.map((name) => ({name, changed: true})))
    for (const name of names) expect(await look(name)).toBe(read(project, `.awsup/sandbox/${name}`))
    const again = await awsupJson(project, ['records', 'push'])
    expect(again.result['files']).toEqual(names.map((name) => ({name, changed: false})))
    expect((await awsup(project, ['records', 'push'])).stdout).toMatch(/^Nothing to do: /)
    expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
  })

  test('push overwrites other records only when the bucket is named, and none of them otherwise', async () => {
    const {project, lay, look} = await moved()
    await lay('environments/prod.json', 'others')
    const refused = await awsupJson(project, ['records', 'push'])
    expect(refused).toMatchObject({
      code: 5,
      error: {code: 'RECORDS_DIFFER', details: {objects: [`s3://${Bucket}/team/sandbox/environments/prod.json`]}},
    })
    await expect(look(DEV)).rejects.toMatchObject({name: 'NoSuchKey'})
    expect(await awsupJson(project, ['records', 'push', '--confirm', 'other'])).toMatchObject({code: 2})
    expect(await awsupJson(project, ['records', 'push', '--confirm', Bucket])).toMatchObject({code: 0})
    expect(await look('environments/prod.json')).toBe(read(project, '.awsup/sandbox/environments/prod.json'))
  })

  test('pull fixes the local copy, and keeps what is here alone', async () => {
    const {project} = await moved()
    await awsup(project, ['records', 'push'])
    const good = read(project, `.awsup/sandbox/${DEV}`)
    rmSync(join(project, '.awsup/sandbox/environments/prod.json'))
    write(project, `.awsup/sandbox/${DEV}`, '{')
    expect(await awsupJson(project, ['env', 'switch', 'dev'])).toMatchObject({error: {code: 'DAMAGED'}})
    const pulled = await awsupJson(project, ['records', 'pull'])
    expect(pulled).toMatchObject({ok: true})
    expect(isPromised('records pull', pulled.result)).toBe(true)
    expect(pulled.result['files']).toContainEqual({name: DEV, changed: true})
    expect(read(project, `.awsup/sandbox/${DEV}`)).toBe(good)
    expect((await awsup(project, ['env', 'switch', 'dev'])).code).toBe(0)
    expect((await awsup(project, ['records', 'pull'])).stdout).toMatch(/^Nothing to do: /)
  })

  test('where there is nothing to pull, no bucket, or no place at all, that is said', async () => {
    const {project} = await moved()
    expect(await awsupJson(project, ['records', 'pull'])).toMatchObject({code: 5, error: {code: 'NO_RECORDS'}})
    const without = copy()
    expect(await awsupJson(without, ['records', 'push'])).toMatchObject({code: 2, error: {code: 'NO_RECORDS_PLACE'}})
    keepInS3(without)
    expect(await awsupJson(without, ['records', 'push'])).toMatchObject({
      code: 5,
      error: {
        code: 'NO_BUCKET',
        hint: `Make it in the management account: aws s3api create-bucket --bucket ${Bucket} --region us-east-1`,
      },
    })
    expect(await awsupJson(without, ['apply', '--yes'])).toMatchObject({code: 5, error: {code: 'NO_BUCKET'}})
  })

  test('work under way goes along, and is found here no longer', async () => {
    const {project, look} = await moved()
    const intent = {address: 'dev.group.a', kind: 'pool-group', run: 'r', at: '2026-11-22T00:00:00.000Z'}
    const file = '.awsup/sandbox/journal/dev.group.a.json'
    await awsup(project, ['apply', '--yes'])
    leaveIntent(project, intent)
    expect(await awsupJson(project, ['records', 'push'])).toMatchObject({ok: true})
    expect(JSON.parse((await look('journal/dev.group.a.json')) ?? '')).toEqual({version: 1, ...intent})
    expect(() => read(project, file)).toThrow('ENOENT')
  })
})

describe('org init with records in S3', () => {
  let sandbox: Sandbox
  let server: SandboxServer
  let env: Record<string, string>
  beforeAll(async () => {
    sandbox = await openSandbox({directory: join(emptyFolder(), 'data')})
    server = await serve(sandbox, {port: 0})
    const {accessKeyId, secretAccessKey} = sandbox.credentials('admin')
    env = {
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: 'us-east-1',
    }
    await s3Of(sandbox).send(new CreateBucketCommand({Bucket}))
  })
  afterAll(() => server.close())

  const manifest = `version: 1
project: acme
organization: {email: "aws+{env}@acme.dev"}
environments:
  dev: {region: us-east-1}
  prod: {region: us-east-1}
records: s3://${Bucket}/team
`
  const machine = (): string => {
    const folder = emptyFolder()
    write(folder, 'awsup.yaml', manifest)
    return folder
  }
  const count = (name: string): number =>
    sandbox.calls().filter(({service, operation}) => `${service}:${operation}` === name).length

  test('a second machine with awsup.yaml alone takes over where the first one was', async () => {
    const first = machine()
    expect(await awsupJson(first, ['org', 'init', '--yes'], {env})).toMatchObject({ok: true})
    expect((await awsup(first, ['env', 'switch', 'dev'])).code).toBe(0)
    const accounts = count('organizations:CreateAccount')
    const pools = count('cognito-idp:CreateUserPool')
    expect([accounts, pools]).toEqual([2, 2])

    const second = machine()
    expect(await awsupJson(second, ['env', 'switch', 'dev'])).toMatchObject({error: {code: 'NOT_MADE'}})
    expect(await awsupJson(second, ['records', 'pull'], {env})).toMatchObject({ok: true})
    expect(await awsupJson(second, ['env', 'switch', 'dev'])).toMatchObject({ok: true})
    expect(read(second, 'amplify_outputs.json')).toBe(read(first, 'amplify_outputs.json'))
    expect(await awsup(second, ['plan', '--check'], {env})).toMatchObject({code: 0})

    const third = machine()
    expect(await awsupJson(third, ['org', 'init', '--yes'], {env})).toMatchObject({ok: true})
    expect([count('organizations:CreateAccount'), count('cognito-idp:CreateUserPool')]).toEqual([accounts, pools])
    expect(read(third, `.awsup/aws/${DEV}`)).toBe(read(first, `.awsup/aws/${DEV}`))
  })

  test('who comes while another is at work is told who that is, and nothing is written until the lock is broken', async () => {
    const second = machine()
    const lock = {who: 'ana', where: 'laptop', pid: 4711, since: '2026-11-22T00:00:00.000Z', token: 't'}
    await s3Of(sandbox).send(
      new PutObjectCommand({Bucket, Key: 'team/aws/lock', Body: JSON.stringify(lock), IfNoneMatch: '*'}),
    )
    const look = async () =>
      (await s3Of(sandbox).send(new ListObjectsV2Command({Bucket}))).Contents?.map(({ETag}) => ETag)
    const [before, calls] = [await look(), sandbox.calls().length]
    expect(await awsupJson(second, ['apply', '--yes'], {env})).toMatchObject({
      code: 5,
      error: {code: 'LOCKED', message: 'locked by ana on laptop since 2026-11-22T00:00:00.000Z (process 4711)'},
    })
    // A store that is not AWS's own is tried with an object that is gone again; nothing else is written anywhere.
    expect(await look()).toEqual(before)
    const elsewhere = sandbox.calls().slice(calls)
    expect(elsewhere.filter(({mutating, service}) => mutating && service !== 's3')).toEqual([])

    expect(await awsupJson(second, ['status'], {env})).toMatchObject({result: {lock: {who: 'ana', alive: 'unknown'}}})
    expect(await awsupJson(second, ['unlock', '--confirm', 'ana@laptop'], {env})).toMatchObject({ok: true})
    expect(await awsupJson(second, ['apply', '--yes'], {env})).toMatchObject({ok: true})
  })

  test('credentials of another account than the one on record are refused before any write', async () => {
    const other = await openSandbox()
    const elsewhere = await serve(other, {port: 0})
    const {accessKeyId, secretAccessKey} = other.credentials('admin')
    const first = machine()
    await awsupJson(first, ['records', 'pull'], {env})
    const wrong = {...env, AWS_ENDPOINT_URL: elsewhere.endpoint, AWS_ACCESS_KEY_ID: accessKeyId}
    const refused = await awsupJson(first, ['apply', '--yes'], {
      env: {...wrong, AWS_SECRET_ACCESS_KEY: secretAccessKey},
    })
    await elsewhere.close()
    expect(refused).toMatchObject({code: 5, error: {code: 'WRONG_ACCOUNT'}})
    expect(other.callSummary().mutating).toBe(0)
  })
})
