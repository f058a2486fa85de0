import {CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand} from '@aws-sdk/client-iam'
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  type BucketVersioningStatus,
  type DeleteMarkerEntry,
} from '@aws-sdk/client-s3'
import {beforeEach, expect, test} from 'vitest'
import {openS3World, refusalOf, type Keys} from './world.js'

const Bucket = 'acme-files'

let world: Awaited<ReturnType<typeof openS3World>>
let s3: S3Client
beforeEach(async () => {
  world = await openS3World()
  s3 = world.s3()
  await s3.send(new CreateBucketCommand({Bucket}))
})

const keep = (Status: BucketVersioningStatus) =>
  s3.send(new PutBucketVersioningCommand({Bucket, VersioningConfiguration: {Status}}))
const put = async (Key: string, Body: string): Promise<string | undefined> =>
  (await s3.send(new PutObjectCommand({Bucket, Key, Body}))).VersionId
const text = async (Key: string, VersionId?: string): Promise<string | undefined> =>
  (await s3.send(new GetObjectCommand({Bucket, Key, VersionId}))).Body?.transformToString()
const remove = (Key: string, VersionId?: string) => s3.send(new DeleteObjectCommand({Bucket, Key, VersionId}))

/** All pages: `key id`, with `*` after the newest and `-` before marks of deletions. */
async function versions(more: object = {}): Promise<string[]> {
  const lines: string[] = []
  let marks: {KeyMarker?: string | undefined; VersionIdMarker?: string | undefined} = {}
  for (;;) {
    const page = await s3.send(new ListObjectVersionsCommand({Bucket, ...marks, ...more}))
    const line = (one: DeleteMarkerEntry) => `${one.Key ?? ''} ${one.VersionId ?? ''}${one.IsLatest ? '*' : ''}`
    lines.push(...(page.Versions ?? []).map(line), ...(page.DeleteMarkers ?? []).map((mark) => `-${line(mark)}`))
    if (!page.IsTruncated) return lines
    marks = {KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker}
  }
}

test('a bucket that keeps versions answers each that was written, and the newest where none is named', async () => {
  await put('a', 'before')
  await keep('Enabled')
  const [one = '', two = ''] = [await put('a', 'one'), await put('a', 'two')]

  expect(await text('a')).toBe('two')
  expect([await text('a', 'null'), await text('a', one), await text('a', two)]).toEqual(['before', 'one', 'two'])
  expect(await s3.send(new HeadObjectCommand({Bucket, Key: 'a'}))).toMatchObject({VersionId: two})
  expect(await versions()).toEqual([`a ${two}*`, `a ${one}`, 'a null'])
})

test('a deleted object is hidden by a mark, and is back once the mark is deleted', async () => {
  await keep('Enabled')
  const one = await put('a', 'one')
  const {DeleteMarker, VersionId: mark = ''} = await remove('a')

  expect(DeleteMarker).toBe(true)
  expect(await refusalOf(text('a'))).toEqual(['NoSuchKey', 404])
  expect(await refusalOf(text('a', mark))).toEqual(['MethodNotAllowed', 405])
  expect(await text('a', one)).toBe('one')
  expect((await s3.send(new ListObjectsV2Command({Bucket}))).Contents).toBeUndefined()
  expect((await versions()).toSorted()).toEqual([`-a ${mark}*`, `a ${one ?? ''}`])

  expect(await remove('a', mark)).toMatchObject({DeleteMarker: true, VersionId: mark})
  expect(await text('a')).toBe('one')
})

test('a version that does not exist is neither read nor deleted for another', async () => {
  await put('a', 'one')

  expect(await refusalOf(text('a', 'other'))).toEqual(['NoSuchVersion', 404])
  await remove('a', 'other')
  await s3.send(new DeleteObjectsCommand({Bucket, Delete: {Objects: [{Key: 'a', VersionId: 'other'}]}}))
  expect(await text('a')).toBe('one')
  await remove('a', 'null')
  expect(await refusalOf(text('a'))).toEqual(['NoSuchKey', 404])
})

test('while versions are suspended one without an id is written over, and the others stay', async () => {
  await keep('Enabled')
  const one = (await put('a', 'one')) ?? ''
  await keep('Suspended')
  expect([await put('a', 'two'), await put('a', 'three')]).toEqual(['null', 'null'])
  expect(await versions()).toEqual(['a null*', `a ${one}`])

  await remove('a')
  expect((await versions()).toSorted()).toEqual(['-a null*', `a ${one}`])
  await keep('Enabled')
  const four = (await put('a', 'four')) ?? ''
  expect((await versions()).toSorted()).toEqual([`a ${four}*`, '-a null', `a ${one}`].toSorted())
})

test('a version is copied, tagged and deleted for good by its id', async () => {
  await keep('Enabled')
  const [one = '', two = ''] = [await put('a', 'one'), await put('a', 'two')]

  const copied = await s3.send(new CopyObjectCommand({Bucket, Key: 'b', CopySource: `${Bucket}/a?versionId=${one}`}))
  expect(copied.CopySourceVersionId).toBe(one)
  expect(await text('b', copied.VersionId)).toBe('one')

  const Tagging = {TagSet: [{Key: 'team', Value: 'blue'}]}
  await s3.send(new PutObjectTaggingCommand({Bucket, Key: 'a', VersionId: one, Tagging}))
  const tagsOf = async (VersionId?: string) =>
    (await s3.send(new GetObjectTaggingCommand({Bucket, Key: 'a', VersionId}))).TagSet
  expect([await tagsOf(one), await tagsOf()]).toEqual([Tagging.TagSet, []])

  await remove('a', two)
  expect(await text('a')).toBe('one')
})

test('a bucket is deleted when no version and no mark is left in it', async () => {
  await keep('Enabled')
  await put('a', 'one')
  await remove('a')
  const deletion = () => refusalOf(s3.send(new DeleteBucketCommand({Bucket})))
  expect(await deletion()).toEqual(['BucketNotEmpty', 409])

  const {Versions = [], DeleteMarkers = []} = await s3.send(new ListObjectVersionsCommand({Bucket}))
  const all = [...Versions, ...DeleteMarkers].map(({Key, VersionId}) => ({Key, VersionId}))
  await s3.send(new DeleteObjectsCommand({Bucket, Delete: {Objects: all}}))
  expect(await deletion()).toBeUndefined()
})

test('a list of versions puts keys with a delimiter together, and goes on after them', async () => {
  await keep('Enabled')
  for (const key of ['a/1', 'a/2', 'b', 'c/1', 'd']) await put(key, key)

  const prefixes: string[] = []
  let KeyMarker: string | undefined
  do {
    const page = await s3.send(new ListObjectVersionsCommand({Bucket, Delimiter: '/', KeyMarker}))
    prefixes.push(...(page.CommonPrefixes ?? []).map(({Prefix = ''}) => Prefix))
    KeyMarker = page.NextKeyMarker
  } while (KeyMarker !== undefined)
  expect(prefixes).toEqual(['a/', 'c/'])
})

test('who may read and delete objects may not read or delete a version by its id', async () => {
  const keys = await keysOf(['s3:GetObject', 's3:DeleteObject'])
  await put('a', 'one')

  const other = world.s3(keys)
  const Key = 'a'
  expect(await refusalOf(other.send(new GetObjectCommand({Bucket, Key})))).toBeUndefined()
  const named = {Bucket, Key, VersionId: 'null'}
  for (const refused of [
    other.send(new GetObjectCommand(named)),
    other.send(new GetObjectTaggingCommand(named)),
    other.send(new DeleteObjectCommand(named)),
  ])
    expect(await refusalOf(refused)).toEqual(['AccessDenied', 403])
  expect(await text('a')).toBe('one')
})

/** Keys of a user who may do this to all objects. */
async function keysOf(Action: readonly string[]): Promise<Keys> {
  const [iam, UserName] = [world.iam(), 'ana']
  await iam.send(new CreateUserCommand({UserName}))
  const Statement = [{Effect: 'Allow', Action, Resource: `arn:aws:s3:::${Bucket}/*`}]
  const PolicyDocument = JSON.stringify({Version: '2012-10-17', Statement})
  await iam.send(new PutUserPolicyCommand({UserName, PolicyName: 'own', PolicyDocument}))
  const {AccessKey} = await iam.send(new CreateAccessKeyCommand({UserName}))
  return {accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? ''}
}
