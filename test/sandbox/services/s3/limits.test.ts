import {
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type ObjectCannedACL,
} from '@aws-sdk/client-s3'
import {beforeEach, expect, test} from 'vitest'
import {openS3World, refusalOf} from './world.js'

const Bucket = 'acme-files'

let s3: S3Client
beforeEach(async () => {
  s3 = (await openS3World()).s3()
  await s3.send(new CreateBucketCommand({Bucket}))
})

const put = (Key: string, more: object = {}) => s3.send(new PutObjectCommand({Bucket, Key, Body: 'x', ...more}))

test.each(['a?b#c', 'a%zz', 'a?versionId=x', 'ü+%20&=?'])('%j is copied by its encoded name', async (key) => {
  await put(key)
  await s3.send(new CopyObjectCommand({Bucket, Key: 'copy', CopySource: `${Bucket}/${encodeURIComponent(key)}`}))
  const {Body} = await s3.send(new GetObjectCommand({Bucket, Key: 'copy'}))
  expect(await Body?.transformToString()).toBe('x')
})

test.each([Bucket, `${Bucket}/`, `${Bucket}/a%zz`])('%j is no source of a copy', async (CopySource) => {
  expect(await refusalOf(s3.send(new CopyObjectCommand({Bucket, Key: 'copy', CopySource})))).toEqual([
    'InvalidArgument',
    400,
  ])
})

test('a key has 1,024 bytes and its metadata 2 KB at most', async () => {
  expect(await refusalOf(put('é'.repeat(512)))).toBeUndefined()
  expect(await refusalOf(put(`${'é'.repeat(512)}x`))).toEqual(['KeyTooLongError', 400])
  expect(await refusalOf(put('a', {Metadata: {note: 'x'.repeat(2044)}}))).toBeUndefined()
  expect(await refusalOf(put('a', {Metadata: {note: 'x'.repeat(2045)}}))).toEqual(['MetadataTooLarge', 400])
})

test('a bucket that owns its objects takes no access control lists', async () => {
  const refused = ['AccessControlListNotSupported', 400]
  for (const ACL of ['public-read', 'private'] satisfies ObjectCannedACL[]) {
    expect(await refusalOf(put('a', {ACL}))).toEqual(refused)
    expect(await refusalOf(s3.send(new CreateMultipartUploadCommand({Bucket, Key: 'a', ACL})))).toEqual(refused)
  }
  expect(await refusalOf(put('a', {GrantRead: 'uri=http://acs.amazonaws.com/groups/global/AllUsers'}))).toEqual(refused)
  expect(await refusalOf(put('a', {ACL: 'bucket-owner-full-control'}))).toBeUndefined()
})

test('a thousand keys are deleted at once, and one at least', async () => {
  const remove = (count: number) => {
    const Objects = Array.from({length: count}, (_, index) => ({Key: `${index}`}))
    return refusalOf(s3.send(new DeleteObjectsCommand({Bucket, Delete: {Objects}})))
  }
  expect(await remove(1000)).toBeUndefined()
  expect(await remove(1001)).toEqual(['MalformedXML', 400])
})

test('a page has a thousand keys at most, and never less than none', async () => {
  await put('a')
  const lists = [
    (MaxKeys: number) => s3.send(new ListObjectsCommand({Bucket, MaxKeys})),
    (MaxKeys: number) => s3.send(new ListObjectsV2Command({Bucket, MaxKeys})),
  ]
  for (const list of lists) {
    expect(await list(5000)).toMatchObject({MaxKeys: 1000})
    expect(await list(0)).toMatchObject({MaxKeys: 0, IsTruncated: false})
    expect(await refusalOf(list(-1))).toEqual(['InvalidArgument', 400])
  }
})
