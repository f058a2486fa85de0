import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import {createHash, createHmac} from 'node:crypto'
import {beforeAll, describe, expect, onTestFinished, test} from 'vitest'
import {openSandbox, type Sandbox} from '../../../../src/sandbox/sandbox.js'
import {serve} from '../../../../src/sandbox/server/server.js'

const Bucket = 'acme-files'
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await openSandbox()
})

/** The administrator's client, over HTTP as any other SDK's, with a bucket. */
async function openS3(region = 'us-east-1') {
  const server = await serve(sandbox, {port: 0})
  onTestFinished(() => server.close())
  const credentials = sandbox.credentials('admin')
  const client = new S3Client({region, credentials, endpoint: server.endpoint, forcePathStyle: true, maxAttempts: 1})
  await client.send(new CreateBucketCommand({Bucket})).catch(() => undefined)
  return {client, credentials, ...server}
}

const put = (client: S3Client, Key: string, Body = 'hello world') =>
  client.send(new PutObjectCommand({Bucket, Key, Body}))
const statusOf = (work: Promise<unknown>): Promise<number | undefined> =>
  work.then(
    (answer) => (answer as {$metadata: {httpStatusCode?: number}}).$metadata.httpStatusCode,
    (error: unknown) => (error as {$metadata?: {httpStatusCode?: number}}).$metadata?.httpStatusCode,
  )

const PAST = new Date('2020-01-01')
const SOON = new Date(Date.now() + 3_600_000)

describe('conditions are kept, never passed over:', () => {
  test('reads depend on ETags and times, and an ETag decides over a time', async () => {
    const {client} = await openS3()
    const {ETag = ''} = await put(client, 'a')
    const cases: readonly (readonly [object, number])[] = [
      [{IfModifiedSince: PAST}, 200],
      [{IfUnmodifiedSince: PAST}, 412],
      [{IfUnmodifiedSince: SOON}, 200],
      [{IfMatch: ETag, IfUnmodifiedSince: PAST}, 200],
      [{IfMatch: '"0"'}, 412],
      [{IfNoneMatch: ETag}, 304],
      [{IfNoneMatch: '"0"', IfModifiedSince: new Date(Date.now())}, 200],
    ]
    for (const [conditions, status] of cases) {
      const input = {Bucket, Key: 'a', ...conditions}
      expect([conditions, await statusOf(client.send(new HeadObjectCommand(input)))]).toEqual([conditions, status])
      expect([conditions, await statusOf(client.send(new GetObjectCommand(input)))]).toEqual([conditions, status])
    }
  })

  test('an upload in parts overwrites nothing that it must not, and is answered again when its reply was lost', async () => {
    const {client} = await openS3()
    await put(client, 'parts')
    const upload = async () => {
      const {UploadId} = await client.send(new CreateMultipartUploadCommand({Bucket, Key: 'parts'}))
      const part = {Bucket, Key: 'parts', UploadId, PartNumber: 1}
      const {ETag} = await client.send(new UploadPartCommand({...part, Body: 'other'}))
      return {Bucket, Key: 'parts', UploadId, MultipartUpload: {Parts: [{PartNumber: 1, ETag}]}}
    }
    const input = await upload()
    const refused = client.send(new CompleteMultipartUploadCommand({...input, IfNoneMatch: '*'}))
    expect(await statusOf(refused)).toBe(412)
    const head = await client.send(new HeadObjectCommand({Bucket, Key: 'parts'}))
    expect(head.ContentLength).toBe(11)
    const first = await client.send(new CompleteMultipartUploadCommand(input))
    const again = await client.send(new CompleteMultipartUploadCommand(input))
    expect(again.ETag).toBe(first.ETag)
  })

  test('a copy depends on its source and its target, and onto itself it must change something', async () => {
    const {client} = await openS3()
    const {ETag} = await put(client, 'source')
    await put(client, 'target')
    const copy = (more: object, Key = 'copied') =>
      statusOf(client.send(new CopyObjectCommand({Bucket, Key, CopySource: `${Bucket}/source`, ...more})))
    expect(await copy({CopySourceIfMatch: '"0"'})).toBe(412)
    expect(await copy({CopySourceIfNoneMatch: ETag})).toBe(412)
    expect(await copy({CopySourceIfUnmodifiedSince: PAST})).toBe(412)
    expect(await copy({CopySourceIfModifiedSince: new Date(Date.now())})).toBe(412)
    expect(await copy({IfNoneMatch: '*'}, 'target')).toBe(412)
    expect(await copy({}, 'source')).toBe(400)
    expect(await copy({MetadataDirective: 'REPLACE', Metadata: {a: 'b'}}, 'source')).toBe(200)
    expect(await copy({CopySourceIfMatch: ETag})).toBe(200)
  })

  test('one of many deletes depends on its own ETag', async () => {
    const {client} = await openS3()
    const {ETag} = await put(client, 'one')
    await put(client, 'two')
    const Objects = [
      {Key: 'one', ETag},
      {Key: 'two', ETag: '"0"'},
    ]
    const {Deleted, Errors} = await client.send(new DeleteObjectsCommand({Bucket, Delete: {Objects}}))
    expect([Deleted?.map(({Key}) => Key), Errors?.map(({Key, Code}) => [Key, Code])]).toEqual([
      ['one'],
      [['two', 'PreconditionFailed']],
    ])
  })
})

test('a head tells of the part that is asked for', async () => {
  const {client} = await openS3()
  await put(client, 'ranged')
  const head = (more: object) => client.send(new HeadObjectCommand({Bucket, Key: 'ranged', ...more}))
  expect(await head({Range: 'bytes=0-4'})).toMatchObject({ContentLength: 5, ContentRange: 'bytes 0-4/11'})
  expect(await head({PartNumber: 1})).toMatchObject({ContentLength: 11, ContentRange: 'bytes 0-10/11'})
  expect(await statusOf(head({PartNumber: 2}))).toBe(416)
})

test('the older list names every key once, page by page, and goes on after a key', async () => {
  const {client} = await openS3()
  const keys = ['list/a', 'list/b/1', 'list/b/2', 'list/c', 'list/ü']
  for (const key of keys) await put(client, key, '')
  const found: string[] = []
  for (let Marker: string | undefined; ;) {
    const page = await client.send(new ListObjectsCommand({Bucket, Prefix: 'list/', MaxKeys: 2, Marker}))
    found.push(...(page.Contents ?? []).map(({Key = ''}) => Key))
    if (!page.IsTruncated) break
    Marker = found.at(-1)
  }
  expect(found).toEqual(keys)
  const grouped = await client.send(new ListObjectsCommand({Bucket, Prefix: 'list/', Delimiter: '/', MaxKeys: 2}))
  expect(grouped).toMatchObject({
    Contents: [{Key: 'list/a'}],
    CommonPrefixes: [{Prefix: 'list/b/'}],
    NextMarker: 'list/b/',
  })
})

test('a bucket is made in any region by the endpoint of us-east-1, and by any other in its own alone', async () => {
  const {client} = await openS3()
  const {client: irish} = await openS3('eu-west-1')
  const make = (by: S3Client, name: string, location?: string) =>
    by
      .send(
        new CreateBucketCommand({
          Bucket: name,
          ...(location === undefined ? {} : {CreateBucketConfiguration: {LocationConstraint: location as 'eu-west-1'}}),
        }),
      )
      .then(
        () => 'made',
        (error: unknown) => (error as Error).name,
      )
  expect(await make(client, 'acme-frankfurt', 'eu-central-1')).toBe('made')
  expect(await make(client, 'acme-nowhere', 'eu-west-9')).toBe('InvalidLocationConstraint')
  expect(await make(client, 'acme-home', 'us-east-1')).toBe('InvalidLocationConstraint')
  expect(await make(irish, 'acme-paris', 'eu-west-3')).toBe('IllegalLocationConstraintException')
  expect(await make(irish, 'acme-dublin', 'eu-west-1')).toBe('made')
})

test('names that are not ASCII go into headers and come back', async () => {
  const {client} = await openS3()
  const ContentDisposition = 'attachment; filename="grüße-日本.txt"'
  // Most clients sign the text and send it as UTF-8; Node sends characters as bytes.
  client.middlewareStack.add(
    (next) => (args) => {
      const {headers} = args.request as {headers: Record<string, string>}
      for (const [name, value] of Object.entries(headers)) headers[name] = Buffer.from(value).toString('latin1')
      return next(args)
    },
    {step: 'finalizeRequest', priority: 'low'},
  )
  await client.send(new PutObjectCommand({Bucket, Key: 'named', Body: 'x', ContentDisposition}))
  const response = await client.send(new HeadObjectCommand({Bucket, Key: 'named'}))
  expect(Buffer.from(response.ContentDisposition ?? '', 'latin1').toString()).toBe(ContentDisposition)
})

describe('links that are signed the older way, as boto3 makes them,', () => {
  const link = async (text: string, more: string, secret?: string) => {
    const {endpoint, credentials} = await openS3()
    const expires = Math.floor(Date.now() / 1000) + 60
    const signature = createHmac('sha1', secret ?? credentials.secretAccessKey)
      .update(`${text.replace('EXPIRES', `${expires}`)}/${Bucket}/linked${more}`)
      .digest('base64')
    const query = new URLSearchParams({
      AWSAccessKeyId: credentials.accessKeyId,
      Signature: signature,
      Expires: `${expires}`,
    })
    return `${endpoint}/${Bucket}/linked?${query.toString()}`
  }

  test('read what they name and nothing else', async () => {
    const {client} = await openS3()
    await put(client, 'linked', 'by link')
    const good = await link('GET\n\n\nEXPIRES\n', '')
    expect(await (await fetch(good)).text()).toBe('by link')
    expect((await fetch(good.replace('/linked?', '/other?'))).status).toBe(403)
    expect((await fetch(good, {method: 'DELETE'})).status).toBe(403)
    expect((await fetch(await link('GET\n\n\nEXPIRES\n', '', 'another secret'))).status).toBe(403)
  })
})

describe('chunks that are signed one by one, as the SDK for Java sends them,', () => {
  test.each(['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER'])(
    'are read: %s',
    async (how) => {
      const {client} = await openS3()
      const text = 'from Java'
      client.middlewareStack.add(
        (next) => (args) => {
          const request = args.request as {headers: Record<string, string>; body: unknown}
          request.headers['x-amz-content-sha256'] = how
          request.headers['x-amz-decoded-content-length'] = `${text.length}`
          request.headers['content-encoding'] = 'aws-chunked'
          const signature = createHash('sha256').update(text).digest('hex')
          request.body = `${text.length.toString(16)};chunk-signature=${signature}\r\n${text}\r\n0;chunk-signature=${signature}\r\n\r\n`
          request.headers['content-length'] = `${(request.body as string).length}`
          for (const name of Object.keys(request.headers)) {
            if (/^x-amz-(checksum|sdk-checksum|trailer)/.test(name)) Reflect.deleteProperty(request.headers, name)
          }
          return next(args)
        },
        {step: 'build', priority: 'low'},
      )
      await put(client, 'java')
      const {Body} = await client.send(new GetObjectCommand({Bucket, Key: 'java'}))
      expect(await Body?.transformToString()).toBe(text)
    },
  )
})
