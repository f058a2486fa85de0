import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketCorsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import {SignatureV4} from '@smithy/signature-v4'
import {Hash} from '@smithy/core/serde'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {beforeAll, beforeEach, describe, expect, onTestFinished, test} from 'vitest'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import {openSandbox} from '../../../../src/sandbox/sandbox.js'
import {serve} from '../../../../src/sandbox/server/server.js'
import {openApplication, type Application, type SignedIn} from '../../signed-in.js'
import {refusalOf} from './world.js'

const Bucket = 'acme-files'
const OWNER = '${cognito-identity.amazonaws.com:sub}'
const DENIED = ['AccessDenied', 403]
const MIB = 1024 * 1024

let application: Application
let admin: S3Client
beforeAll(async () => {
  application = await openApplication()
  admin = new S3Client(application.config())
  const CreateBucketConfiguration = {LocationConstraint: 'eu-west-1'} as const
  await admin.send(new CreateBucketCommand({Bucket, CreateBucketConfiguration}))
})

/** As awsup compiles an owner's rule for a bucket. */
beforeEach(async () => {
  await application.allow(
    {
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      Resource: `arn:aws:s3:::${Bucket}/private/${OWNER}/*`,
    },
    {
      Action: 's3:ListBucket',
      Resource: `arn:aws:s3:::${Bucket}`,
      Condition: {StringLike: {'s3:prefix': [`private/${OWNER}`, `private/${OWNER}/*`]}},
    },
  )
})

const as = ({keys}: SignedIn) => new S3Client(application.config(keys))
const keyOf = ({id}: SignedIn, name = 'note.txt') => `private/${id}/${name}`
const read = async (client: S3Client, Key: string, more = {}) =>
  (await (await client.send(new GetObjectCommand({Bucket, Key, ...more}))).Body?.transformToString()) ?? ''

describe("a user's own prefix", () => {
  test('takes objects, gives them back, copies, lists and deletes them', async () => {
    const {alice} = application
    const client = as(alice)
    await client.send(new PutObjectCommand({Bucket, Key: keyOf(alice), Body: 'mine', ContentType: 'text/plain'}))
    expect(await read(client, keyOf(alice))).toBe('mine')
    const CopySource = encodeURIComponent(`${Bucket}/${keyOf(alice)}`)
    await client.send(new CopyObjectCommand({Bucket, Key: keyOf(alice, 'copy ü.txt'), CopySource}))
    expect(await client.send(new HeadObjectCommand({Bucket, Key: keyOf(alice, 'copy ü.txt')}))).toMatchObject({
      ContentType: 'text/plain',
      ContentLength: 4,
    })
    const {Contents} = await client.send(new ListObjectsV2Command({Bucket, Prefix: keyOf(alice, '')}))
    expect(Contents?.map(({Key}) => Key)).toEqual([keyOf(alice, 'copy ü.txt'), keyOf(alice)])
    await client.send(new DeleteObjectCommand({Bucket, Key: keyOf(alice, 'copy ü.txt')}))
    // Who may list under a condition only is not told what is missing.
    expect(await refusalOf(read(client, keyOf(alice, 'copy ü.txt')))).toEqual(DENIED)
  })

  test.each([
    ['GetObject', (Key: string) => new GetObjectCommand({Bucket, Key})],
    ['PutObject', (Key: string) => new PutObjectCommand({Bucket, Key, Body: 'x'})],
    ['DeleteObject', (Key: string) => new DeleteObjectCommand({Bucket, Key})],
    ['CreateMultipartUpload', (Key: string) => new CreateMultipartUploadCommand({Bucket, Key})],
    ['ListObjectsV2', (Key: string) => new ListObjectsV2Command({Bucket, Prefix: Key.replace(/[^/]*$/, '')})],
  ])('is closed to others: %s', async (_name, command) => {
    const {alice, bob} = application
    await admin.send(new PutObjectCommand({Bucket, Key: keyOf(bob), Body: "bob's"}))
    // The union of commands is more than `send` can infer.
    const send = (key: string) => (as(alice).send as (one: object) => Promise<unknown>)(command(key))
    expect(await refusalOf(send(keyOf(bob)))).toEqual(DENIED)
    expect(await refusalOf(send('private/'))).toEqual(DENIED)
    expect(await read(admin, keyOf(bob))).toBe("bob's")
  })

  test("nobody copies another's object to have it, or lists the bucket", async () => {
    const {alice, bob} = application
    const CopySource = `${Bucket}/${keyOf(bob)}`
    const client = as(alice)
    expect(await refusalOf(client.send(new CopyObjectCommand({Bucket, Key: keyOf(alice), CopySource})))).toEqual(DENIED)
    expect(await refusalOf(client.send(new ListObjectsV2Command({Bucket})))).toEqual(DENIED)
    expect((await refusalOf(client.send(new HeadObjectCommand({Bucket, Key: keyOf(bob)}))))?.[1]).toBe(403)
  })

  test('of many keys to delete, those of others are named and stay', async () => {
    const {alice, bob} = application
    for (const one of [alice, bob]) await admin.send(new PutObjectCommand({Bucket, Key: keyOf(one), Body: 'x'}))
    const Objects = [{Key: keyOf(alice)}, {Key: keyOf(bob)}]
    const {Deleted, Errors} = await as(alice).send(new DeleteObjectsCommand({Bucket, Delete: {Objects}}))
    expect(Deleted).toEqual([{Key: keyOf(alice)}])
    expect(Errors).toMatchObject([{Key: keyOf(bob), Code: 'AccessDenied'}])
    expect(await read(admin, keyOf(bob))).toBe('x')
  })
})

describe('parts of objects', () => {
  test.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=5-99', '56789', 'bytes 5-9/10'],
  ])('%s', async (Range, expected, ContentRange) => {
    await admin.send(new PutObjectCommand({Bucket, Key: 'digits', Body: '0123456789'}))
    const answer = await admin.send(new GetObjectCommand({Bucket, Key: 'digits', Range}))
    expect(answer).toMatchObject({ContentRange, ContentLength: expected.length, $metadata: {httpStatusCode: 206}})
    expect(await answer.Body?.transformToString()).toBe(expected)
  })

  test('what does not exist, and what has not changed, is not sent', async () => {
    const {ETag} = await admin.send(new PutObjectCommand({Bucket, Key: 'digits', Body: '0123456789'}))
    expect(await refusalOf(read(admin, 'digits', {Range: 'bytes=10-'}))).toEqual(['InvalidRange', 416])
    expect((await refusalOf(read(admin, 'digits', {IfNoneMatch: ETag})))?.[1]).toBe(304)
  })

  test('an upload in parts becomes one object, and an aborted one nothing', async () => {
    const {alice} = application
    const client = as(alice)
    const Key = keyOf(alice, 'large.bin')
    const {UploadId} = await client.send(new CreateMultipartUploadCommand({Bucket, Key, ContentType: 'video/mp4'}))
    const bodies = ['a'.repeat(5 * MIB), 'b'.repeat(10)]
    const Parts: {PartNumber: number; ETag: string | undefined}[] = []
    for (const [index, Body] of bodies.entries()) {
      const PartNumber = index + 1
      const {ETag} = await client.send(new UploadPartCommand({Bucket, Key, UploadId, PartNumber, Body}))
      Parts.push({PartNumber, ETag})
    }
    expect((await admin.send(new ListPartsCommand({Bucket, Key, UploadId}))).Parts).toMatchObject(Parts)
    const first = await admin.send(new ListPartsCommand({Bucket, Key, UploadId, MaxParts: 1}))
    expect(first).toMatchObject({Parts: [Parts[0]], IsTruncated: true, NextPartNumberMarker: '1'})
    const rest = {Bucket, Key, UploadId, PartNumberMarker: first.NextPartNumberMarker}
    expect(await admin.send(new ListPartsCommand(rest))).toMatchObject({Parts: [Parts[1]], IsTruncated: false})
    const complete = (parts: typeof Parts) =>
      client.send(new CompleteMultipartUploadCommand({Bucket, Key, UploadId, MultipartUpload: {Parts: parts}}))
    expect(await refusalOf(complete(Parts.toReversed()))).toEqual(['InvalidPartOrder', 400])
    expect((await complete(Parts)).ETag).toMatch(/^"[0-9a-f]{32}-2"$/)
    expect(await client.send(new HeadObjectCommand({Bucket, Key}))).toMatchObject({
      ContentLength: 5 * MIB + 10,
      ContentType: 'video/mp4',
    })
    expect(await read(client, Key, {Range: 'bytes=-11'})).toBe(`a${'b'.repeat(10)}`)
    // A completion whose reply was lost is sent again, and answered as before.
    expect((await complete(Parts)).ETag).toMatch(/^"[0-9a-f]{32}-2"$/)

    const again = await client.send(new CreateMultipartUploadCommand({Bucket, Key: 'x'})).catch(() => undefined)
    expect(again).toBeUndefined()
    const second = await admin.send(new CreateMultipartUploadCommand({Bucket, Key: 'aborted'}))
    await admin.send(new AbortMultipartUploadCommand({Bucket, Key: 'aborted', UploadId: second.UploadId}))
    expect(await refusalOf(read(admin, 'aborted'))).toEqual(['NoSuchKey', 404])
  })
})

test('sixteen mebibytes fit into one upload, and survive a restart', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'awsup-s3-'))
  onTestFinished(() => {
    rmSync(directory, {recursive: true})
  })
  const open = async () => {
    const sandbox = await openSandbox({directory})
    const credentials = sandbox.credentials('admin')
    return {
      sandbox,
      client: new S3Client({region: 'us-east-1', credentials, requestHandler: requestHandlerFor(sandbox)}),
    }
  }
  const {client} = await open()
  await client.send(new CreateBucketCommand({Bucket}))
  const Body = Buffer.alloc(16 * MIB, 'awsup')
  await client.send(new PutObjectCommand({Bucket, Key: 'large', Body}))
  const again = await open()
  const {Body: stream} = await again.client.send(new GetObjectCommand({Bucket, Key: 'large'}))
  expect(Buffer.compare(Buffer.from((await stream?.transformToByteArray()) ?? []), Body)).toBe(0)
  again.sandbox.reset()
  const fresh = await open()
  expect(await refusalOf(fresh.client.send(new GetObjectCommand({Bucket, Key: 'large'})))).toEqual([
    'NoSuchBucket',
    404,
  ])
})

test('a link that a user signed opens that object for anybody, for a while, and no other', async () => {
  const {alice, world} = application
  const server = await serve(world.sandbox, {port: 0})
  onTestFinished(() => server.close())
  const url = new URL(server.endpoint)
  const signer = new SignatureV4({
    service: 's3',
    region: 'eu-west-1',
    credentials: alice.keys,
    uriEscapePath: false,
    sha256: class extends Hash {
      constructor(secret?: ConstructorParameters<typeof Hash>[1]) {
        super('sha256', secret)
      }
    },
  })
  const link = async (method: string, key: string, query = {}) => {
    const {path: signedPath, query: signed = {}} = await signer.presign(
      {
        method,
        protocol: 'http:',
        hostname: url.hostname,
        port: Number(url.port),
        path: `/${Bucket}/${encodeURIComponent(key).replaceAll('%2F', '/')}`,
        query,
        headers: {host: url.host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD'},
      },
      {expiresIn: 60, unhoistableHeaders: new Set()},
    )
    const text = Object.entries(signed).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    return `${server.endpoint}${signedPath}?${text.join('&')}`
  }
  const key = keyOf(alice, 'by link.txt')
  const put = await fetch(await link('PUT', key), {
    method: 'PUT',
    body: 'by link',
    headers: {origin: 'http://app.test'},
  })
  expect([put.status, put.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
  const shown = {'response-content-disposition': 'attachment; filename="a.txt"'}
  const got = await fetch(await link('GET', key, shown))
  expect([got.status, await got.text()]).toEqual([200, 'by link'])
  expect(got.headers.get('content-disposition')).toBe('attachment; filename="a.txt"')
  expect((await fetch((await link('GET', key)).replace('by%20link', 'note'))).status).toBe(403)
  expect((await fetch(await link('GET', keyOf(application.bob)))).status).toBe(403)
})

test('the rules that a bucket has for browsers are kept', async () => {
  expect(await refusalOf(admin.send(new GetBucketCorsCommand({Bucket})))).toEqual(['NoSuchCORSConfiguration', 404])
  const CORSRules = [{AllowedMethods: ['GET', 'PUT'], AllowedOrigins: ['http://localhost:5173'], MaxAgeSeconds: 3600}]
  await admin.send(new PutBucketCorsCommand({Bucket, CORSConfiguration: {CORSRules}}))
  expect((await admin.send(new GetBucketCorsCommand({Bucket}))).CORSRules).toEqual(CORSRules)
})
