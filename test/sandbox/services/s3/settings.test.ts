import {beforeAll, describe, expect, test} from 'vitest'
import type {Send} from '../../../facts/facts.js'
import {openByName, refusalOf} from '../../by-name.js'

const Bucket = 'acme-settings'
let send: Send
beforeAll(async () => {
  ;({send} = await openByName())
  await send('s3:CreateBucket', {Bucket, CreateBucketConfiguration: {LocationConstraint: 'eu-west-1'}})
  await send('s3:PutObject', {Bucket, Key: 'one', Body: 'one', Tagging: 'team=blue&level=1'})
})

describe('a bucket that was only made', () => {
  test.each([
    ['s3:GetBucketPolicy', 'NoSuchBucketPolicy'],
    ['s3:GetBucketLifecycleConfiguration', 'NoSuchLifecycleConfiguration'],
    ['s3:GetBucketReplication', 'ReplicationConfigurationNotFoundError'],
    ['s3:GetBucketWebsite', 'NoSuchWebsiteConfiguration'],
    ['s3:GetObjectLockConfiguration', 'ObjectLockConfigurationNotFoundError'],
    ['s3:GetBucketTagging', 'NoSuchTagSet'],
    ['s3:GetBucketCors', 'NoSuchCORSConfiguration'],
  ])('has nothing to answer to %s', async (operation, name) => {
    expect(await refusalOf(send(operation, {Bucket}))).toEqual([name, 404])
    expect(await refusalOf(send(operation, {Bucket: 'nobodys'}))).toEqual(['NoSuchBucket', 404])
  })

  test.each([
    ['s3:GetBucketVersioning', {}],
    ['s3:GetBucketAccelerateConfiguration', {}],
    ['s3:GetBucketLogging', {}],
    ['s3:GetBucketRequestPayment', {Payer: 'BucketOwner'}],
    ['s3:GetBucketAcl', {Grants: [{Permission: 'FULL_CONTROL', Grantee: {Type: 'CanonicalUser'}}]}],
    [
      's3:GetBucketEncryption',
      {
        ServerSideEncryptionConfiguration: {
          Rules: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'AES256'}, BucketKeyEnabled: false}],
        },
      },
    ],
  ])('answers to %s as a bucket of AWS does', async (operation, expected) => {
    const {$metadata, ...answer} = await send(operation, {Bucket})
    expect($metadata).toMatchObject({httpStatusCode: 200})
    if (Object.keys(expected).length === 0) expect(answer).toEqual({})
    else expect(answer).toMatchObject(expected)
  })
})

test('a bucket is tagged as a whole, and untagged', async () => {
  const tag = (TagSet: readonly object[]) => send('s3:PutBucketTagging', {Bucket, Tagging: {TagSet}})
  await tag([
    {Key: 'a', Value: '1'},
    {Key: 'b', Value: ''},
  ])
  await tag([{Key: 'c', Value: '2'}])
  expect(await send('s3:GetBucketTagging', {Bucket})).toMatchObject({TagSet: [{Key: 'c', Value: '2'}]})
  expect(
    await refusalOf(
      tag([
        {Key: 'a', Value: '1'},
        {Key: 'a', Value: '2'},
      ]),
    ),
  ).toEqual(['InvalidTag', 400])
  await send('s3:DeleteBucketTagging', {Bucket})
  expect(await refusalOf(send('s3:GetBucketTagging', {Bucket}))).toEqual(['NoSuchTagSet', 404])
})

test('an object has the tags that it was put with, until others are put; a copy has them too', async () => {
  const tagsOf = async (Key: string) => (await send('s3:GetObjectTagging', {Bucket, Key}))['TagSet']
  expect(await tagsOf('one')).toEqual([
    {Key: 'team', Value: 'blue'},
    {Key: 'level', Value: '1'},
  ])
  expect(await send('s3:GetObject', {Bucket, Key: 'one'})).toMatchObject({TagCount: 2})
  await send('s3:CopyObject', {Bucket, Key: 'two', CopySource: `${Bucket}/one`})
  await send('s3:CopyObject', {
    Bucket,
    Key: 'three',
    CopySource: `${Bucket}/one`,
    TaggingDirective: 'REPLACE',
    Tagging: 'a=b',
  })
  await send('s3:PutObjectTagging', {Bucket, Key: 'one', Tagging: {TagSet: [{Key: 'x', Value: 'y'}]}})
  expect(await tagsOf('one')).toEqual([{Key: 'x', Value: 'y'}])
  expect(await tagsOf('two')).toHaveLength(2)
  expect(await tagsOf('three')).toEqual([{Key: 'a', Value: 'b'}])
  await send('s3:DeleteObjectTagging', {Bucket, Key: 'one'})
  expect(await tagsOf('one')).toEqual([])
  const eleven = Array.from({length: 11}, (_, index) => `k${index}=v`).join('&')
  expect(await refusalOf(send('s3:PutObject', {Bucket, Key: 'four', Tagging: eleven}))).toEqual(['BadRequest', 400])
  expect(await refusalOf(tagsOf('four'))).toEqual(['NoSuchKey', 404])
})

describe('names', () => {
  const make = (name: string, more: object = {}) =>
    send('s3:CreateBucket', {
      Bucket: name,
      CreateBucketConfiguration: {LocationConstraint: 'eu-west-1'},
      ...more,
    })

  test('of an account’s own namespace are taken with the header alone, and of this account and region alone', async () => {
    const {Account} = await send('sts:GetCallerIdentity', {})
    const BucketNamespace = 'account-regional'
    const own = `acme-${String(Account)}-eu-west-1-an`
    const invalid = ['InvalidBucketName', 400]
    expect(await refusalOf(make(own))).toEqual(invalid)
    expect(await refusalOf(make('acme', {BucketNamespace}))).toEqual(invalid)
    expect(await refusalOf(make('acme-111122223333-eu-west-1-an', {BucketNamespace}))).toEqual(invalid)
    expect(await refusalOf(make(`acme-${String(Account)}-eu-west-2-an`, {BucketNamespace}))).toEqual(invalid)
    await make(own, {BucketNamespace})
    expect(await refusalOf(make(own, {BucketNamespace}))).toEqual(['BucketAlreadyOwnedByYou', 409])
  })
})

test('a bucket keeps what is set on it until that is taken away, and a policy about TLS alone', async () => {
  const on = {BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true}
  expect(await send('s3:GetPublicAccessBlock', {Bucket})).toMatchObject({PublicAccessBlockConfiguration: on})
  const allow = {Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*`}
  const put = (Statement: object) =>
    send('s3:PutBucketPolicy', {Bucket, Policy: JSON.stringify({Version: '2012-10-17', Statement})})
  expect(await refusalOf(put(allow))).toEqual(['NotImplemented', 501])
  const Condition = {Bool: {'aws:SecureTransport': 'false'}}
  await put({...allow, Effect: 'Deny', Condition})
  expect(await refusalOf(put({...allow, Effect: 'Deny', Condition, Resource: 'arn:aws:s3:::other/*'}))).toEqual([
    'MalformedPolicy',
    400,
  ])
  // What the sandbox is asked counts as asked by TLS.
  expect(await send('s3:GetObject', {Bucket, Key: 'one'})).toMatchObject({ContentLength: 3})
  await send('s3:DeleteBucketPolicy', {Bucket})
  expect(await refusalOf(send('s3:GetBucketPolicy', {Bucket}))).toEqual(['NoSuchBucketPolicy', 404])
  const idle = {LifecycleConfiguration: {Rules: [{Status: 'Enabled', Filter: {Prefix: ''}}]}}
  expect(await refusalOf(send('s3:PutBucketLifecycleConfiguration', {Bucket, ...idle}))).toEqual([
    'InvalidRequest',
    400,
  ])
})
