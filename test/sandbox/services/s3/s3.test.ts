import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import {CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand} from '@aws-sdk/client-iam'
import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  ListAccountsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations'
import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts'
import {Readable} from 'node:stream'
import {beforeEach, describe, expect, onTestFinished, test} from 'vitest'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import {serve} from '../../../../src/sandbox/server/server.js'
import {openS3World, refusalOf} from './world.js'

const Bucket = 'acme-records'
const HELLO = '"5d41402abc4b2a76b9719d911017c592"'

let world: Awaited<ReturnType<typeof openS3World>>
let s3: S3Client
beforeEach(async () => {
  world = await openS3World()
  s3 = world.s3()
  await s3.send(new CreateBucketCommand({Bucket}))
})

const put = (Key: string, Body: string, more: object = {}) =>
  s3.send(new PutObjectCommand({Bucket, Key, Body, ...more}))
const text = async (Key: string): Promise<string> =>
  (await (await s3.send(new GetObjectCommand({Bucket, Key}))).Body?.transformToString()) ?? ''

describe('objects', () => {
  test.each(['a', 'a/b c.json', 'ü+%20&=?#.json', "it's (here)!*~", 'a//b', './x'])(
    '%j is read as it was written',
    async (key) => {
      const {ETag} = await put(key, 'hello', {ContentType: 'text/plain', Metadata: {who: 'ana'}})
      expect(ETag).toBe(HELLO)
      expect(await text(key)).toBe('hello')
      const head = await s3.send(new HeadObjectCommand({Bucket, Key: key}))
      expect(head).toMatchObject({ETag: HELLO, ContentLength: 5, ContentType: 'text/plain', Metadata: {who: 'ana'}})
      const {Contents} = await s3.send(new ListObjectsV2Command({Bucket}))
      expect(Contents).toMatchObject([{Key: key, ETag: HELLO, Size: 5}])
      await s3.send(new DeleteObjectCommand({Bucket, Key: key}))
      expect(await refusalOf(text(key))).toEqual(['NoSuchKey', 404])
      expect(await refusalOf(s3.send(new HeadObjectCommand({Bucket, Key: key})))).toEqual(['NotFound', 404])
    },
  )

  test('a first write with If-None-Match succeeds once, whatever is under way at the same time', async () => {
    const tries = await Promise.all(
      Array.from({length: 20}, (_, index) => refusalOf(put('lock', `${index}`, {IfNoneMatch: '*'}))),
    )
    expect(tries.filter((refusal) => refusal === undefined)).toHaveLength(1)
    expect(tries.find((refusal) => refusal !== undefined)).toEqual(['PreconditionFailed', 412])
  })

  test('a write with If-Match succeeds over exactly the version that it names', async () => {
    expect(await refusalOf(put('a', 'x', {IfMatch: HELLO}))).toEqual(['NoSuchKey', 404])
    const {ETag} = await put('a', 'hello')
    await put('a', 'changed', {IfMatch: ETag})
    expect(await refusalOf(put('a', 'late', {IfMatch: ETag}))).toEqual(['PreconditionFailed', 412])
    expect(await text('a')).toBe('changed')
  })

  test('a delete with If-Match spares another version', async () => {
    await put('a', 'hello')
    const remove = (IfMatch: string) => refusalOf(s3.send(new DeleteObjectCommand({Bucket, Key: 'a', IfMatch})))
    expect(await remove('"other"')).toEqual(['PreconditionFailed', 412])
    expect(await remove(HELLO)).toBeUndefined()
    expect(await remove(HELLO)).toEqual(['NoSuchKey', 404])
  })

  test('bytes that changed on the way are refused', async () => {
    expect(await refusalOf(put('a', 'hello', {ChecksumCRC32: 'AAAAAA=='}))).toEqual(['BadDigest', 400])
  })

  test('more than sixteen mebibytes at once are refused', async () => {
    expect(await refusalOf(put('a', 'x'.repeat(16 * 1024 * 1024 + 1)))).toEqual(['EntityTooLarge', 400])
  })

  test('lists cross pages, sorted by bytes, and fold what lies below a delimiter', async () => {
    for (const key of ['p/b/1', 'p/b/2', 'p/a', 'p/Z', 'q', 'p/c/1']) await put(key, 'x')
    const keys: (string | undefined)[] = []
    for await (const {Contents = [], CommonPrefixes = []} of paginateListObjectsV2(
      {client: s3},
      {Bucket, Prefix: 'p/', Delimiter: '/'},
    ))
      keys.push(...Contents.map(({Key}) => Key), ...CommonPrefixes.map(({Prefix}) => Prefix))
    expect(keys).toEqual(['p/Z', 'p/a', 'p/b/', 'p/c/'])
  })
})

describe('buckets', () => {
  test('are listed for their account, found, and deleted once they are empty', async () => {
    expect((await s3.send(new ListBucketsCommand({}))).Buckets).toMatchObject([{Name: Bucket}])
    expect(await s3.send(new HeadBucketCommand({Bucket}))).toMatchObject({BucketRegion: 'us-east-1'})
    await put('a', 'x')
    expect(await refusalOf(s3.send(new DeleteBucketCommand({Bucket})))).toEqual(['BucketNotEmpty', 409])
    await s3.send(new DeleteObjectCommand({Bucket, Key: 'a'}))
    await s3.send(new DeleteBucketCommand({Bucket}))
    expect(await refusalOf(s3.send(new HeadBucketCommand({Bucket})))).toEqual(['NotFound', 404])
    expect(await refusalOf(text('a'))).toEqual(['NoSuchBucket', 404])
  })

  test('outside us-east-1 are made where their location says', async () => {
    const there = world.s3(undefined, {region: 'eu-west-1'})
    const make = (LocationConstraint: 'eu-west-1' | 'eu-west-3') =>
      refusalOf(
        there.send(new CreateBucketCommand({Bucket: 'acme-eu', CreateBucketConfiguration: {LocationConstraint}})),
      )
    expect(await make('eu-west-3')).toEqual(['IllegalLocationConstraintException', 400])
    expect(await make('eu-west-1')).toBeUndefined()
    expect(await make('eu-west-1')).toEqual(['BucketAlreadyOwnedByYou', 409])
    expect(await refusalOf(s3.send(new CreateBucketCommand({Bucket: '1.2.3.4'})))).toEqual(['InvalidBucketName', 400])
  })
})

describe('who may', () => {
  /** A user who may do what the statements say. */
  const user = async (...statements: object[]) => {
    const iam = world.iam()
    await iam.send(new CreateUserCommand({UserName: 'bob'}))
    const PolicyDocument = JSON.stringify({Version: '2012-10-17', Statement: statements})
    await iam.send(new PutUserPolicyCommand({UserName: 'bob', PolicyName: 'p', PolicyDocument}))
    const {AccessKey} = await iam.send(new CreateAccessKeyCommand({UserName: 'bob'}))
    return world.s3({accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? ''})
  }

  test('is decided by the identity policy, down to the prefix', async () => {
    await put('team/a', 'hello')
    await put('other/a', 'hello')
    const bob = await user(
      {Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: `arn:aws:s3:::${Bucket}/team/*`},
      {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: `arn:aws:s3:::${Bucket}`,
        Condition: {StringLike: {'s3:prefix': 'team/*'}},
      },
    )
    const outcomes = await Promise.all([
      refusalOf(bob.send(new GetObjectCommand({Bucket, Key: 'team/a'}))),
      refusalOf(bob.send(new PutObjectCommand({Bucket, Key: 'team/b', Body: 'x'}))),
      refusalOf(bob.send(new ListObjectsV2Command({Bucket, Prefix: 'team/'}))),
      refusalOf(bob.send(new GetObjectCommand({Bucket, Key: 'other/a'}))),
      refusalOf(bob.send(new ListObjectsV2Command({Bucket}))),
      refusalOf(bob.send(new DeleteObjectCommand({Bucket, Key: 'team/a'}))),
      // Nobody learns what is missing who may not list.
      refusalOf(bob.send(new GetObjectCommand({Bucket, Key: 'team/none'}))),
    ])
    const denied = ['AccessDenied', 403]
    expect(outcomes).toEqual([undefined, undefined, undefined, denied, denied, denied, denied])
  })

  test('a bucket of another account is closed, and its name is taken', async () => {
    const options = {
      region: 'us-east-1',
      credentials: world.sandbox.credentials('admin'),
      requestHandler: requestHandlerFor(world.sandbox),
    }
    const organizations = new OrganizationsClient(options)
    await organizations.send(new CreateOrganizationCommand({FeatureSet: 'ALL'}))
    await organizations.send(new CreateAccountCommand({AccountName: 'dev', Email: 'aws+dev@acme.dev'}))
    const {Accounts = []} = await organizations.send(new ListAccountsCommand({}))
    const member = Accounts.find(({Id}) => Id !== world.sandbox.credentials('admin').accountId)?.Id ?? ''
    const RoleArn = `arn:aws:iam::${member}:role/OrganizationAccountAccessRole`
    const {Credentials} = await new STSClient(options).send(new AssumeRoleCommand({RoleArn, RoleSessionName: 'test'}))
    const inside = world.s3({
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    })
    await put('a', 'x')
    expect(await refusalOf(inside.send(new GetObjectCommand({Bucket, Key: 'a'})))).toEqual(['AccessDenied', 403])
    expect(await refusalOf(inside.send(new CreateBucketCommand({Bucket})))).toEqual(['BucketAlreadyExists', 409])
    expect((await inside.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([])
  })

  test('keys that are wrong or unknown are told so as S3 does', async () => {
    const {accessKeyId, secretAccessKey} = world.sandbox.credentials('admin')
    const list = (keys: {accessKeyId: string; secretAccessKey: string}) =>
      refusalOf(world.s3(keys).send(new ListBucketsCommand({})))
    expect(await list({accessKeyId, secretAccessKey: 'x'})).toEqual(['SignatureDoesNotMatch', 403])
    expect(await list({accessKeyId: 'AKIAAAAAAAAAAAAAAAAA', secretAccessKey})).toEqual(['InvalidAccessKeyId', 403])
  })
})

test('what the sandbox does not do it says so', async () => {
  expect(await refusalOf(s3.send(new GetBucketLocationCommand({Bucket})))).toEqual(['NotImplemented', 501])
})

test('a throttle is said as S3 says it', async () => {
  world.sandbox.configure({faults: [{operation: 's3:PutObject', nth: 1, when: 'before', effect: {type: 'throttle'}}]})
  expect(await refusalOf(put('a', 'x'))).toEqual(['SlowDown', 503])
})

test('a bucket may stand in the host name or in the path', async () => {
  for (const more of [
    {},
    {forcePathStyle: true},
    {endpoint: 'http://localhost:4566'},
    {endpoint: 'http://localhost:4566', forcePathStyle: true},
  ])
    await world.s3(undefined, more).send(new PutObjectCommand({Bucket, Key: 'a b/c', Body: JSON.stringify(more)}))
  expect((await s3.send(new ListObjectsV2Command({Bucket}))).Contents).toMatchObject([{Key: 'a b/c'}])
})

test('on a port, texts and streams arrive whole', async () => {
  const server = await serve(world.sandbox, {port: 0})
  onTestFinished(() => server.close())
  const credentials = world.sandbox.credentials('admin')
  const client = new S3Client({endpoint: server.endpoint, region: 'us-east-1', credentials, maxAttempts: 1})
  onTestFinished(() => client.destroy())
  const body = 'ü'.repeat(40_000)
  // A stream is framed: its length and checksum follow it.
  const stream = Readable.from([Buffer.from(body).subarray(0, 30_001), Buffer.from(body).subarray(30_001)])
  const ContentLength = Buffer.byteLength(body)
  await client.send(new PutObjectCommand({Bucket, Key: 'a b/stream', Body: stream, ContentLength}))
  await client.send(new PutObjectCommand({Bucket, Key: 'text', Body: body, IfNoneMatch: '*'}))
  for (const Key of ['a b/stream', 'text']) {
    expect(await (await client.send(new GetObjectCommand({Bucket, Key}))).Body?.transformToString()).toBe(body)
    expect(await client.send(new HeadObjectCommand({Bucket, Key}))).toMatchObject({ContentLength})
  }
  expect(await refusalOf(client.send(new HeadObjectCommand({Bucket, Key: 'none'})))).toEqual(['NotFound', 404])
  const again = new PutObjectCommand({Bucket, Key: 'text', Body: 'x', IfNoneMatch: '*'})
  expect(await refusalOf(client.send(again))).toEqual(['PreconditionFailed', 412])
})
