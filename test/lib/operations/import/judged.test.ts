import type {TableDescription} from '@aws-sdk/client-dynamodb'
import type {Grant} from '@aws-sdk/client-s3'
import {describe, expect, test} from 'vitest'
import {judgeBucket, type LiveBucket} from '../../../../src/lib/operations/import/data/read-bucket.js'
import {judgeTable, type LiveTable} from '../../../../src/lib/operations/import/data/read-table.js'

// What AWS answers that the sandbox never does: other regions, keys, websites, policies that let others in.

const OWNER = 'a1b2c3'
const OWN: Grant = {Grantee: {Type: 'CanonicalUser', ID: OWNER}, Permission: 'FULL_CONTROL'}
const EVERYBODY: Grant = {
  Grantee: {Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers'},
  Permission: 'READ',
}
const ANOTHER: Grant = {Grantee: {Type: 'CanonicalUser', ID: 'd4e5f6'}, Permission: 'WRITE'}

const bucket = ({
  actual,
  ...more
}: Partial<Omit<LiveBucket, 'actual'>> & {readonly actual?: Partial<LiveBucket['actual']>}): LiveBucket => ({
  actual: {
    id: 'files',
    arn: 'arn:aws:s3:::files',
    name: 'files',
    origins: [],
    versions: false,
    lifecycle: [],
    publicAccessBlocked: true,
    tlsOnly: true,
    ownerEnforced: true,
    encrypted: true,
    tagged: false,
    ...actual,
  },
  tags: {},
  cors: [],
  lifecycle: [],
  smallestMoved: undefined,
  policy: undefined,
  encryption: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'AES256'}}],
  versioning: {},
  isPublic: false,
  owner: OWNER,
  grants: [OWN],
  website: false,
  objectLock: false,
  replication: false,
  logging: false,
  requesterPays: false,
  notifications: {},
  ...more,
})

const OPEN = {publicAccessBlocked: false, ownerEnforced: false}

describe('a bucket whose users awsup would cut off is refused:', () => {
  test.each<[string, LiveBucket, RegExp | undefined]>([
    ['closed as awsup closes it', bucket({}), undefined],
    ['open, but nobody comes in', bucket({actual: OPEN}), undefined],
    ['a public policy that is blocked', bucket({isPublic: true}), undefined],
    ['a public policy', bucket({isPublic: true, actual: {publicAccessBlocked: false}}), /policy lets everybody in/],
    ['a website', bucket({website: true}), /answers without TLS alone/],
    ['a list that lets everybody read', bucket({grants: [OWN, EVERYBODY], actual: OPEN}), /\(AllUsers: READ\)/],
    ['a list that lets another account in', bucket({grants: [OWN, ANOTHER], actual: OPEN}), /\(d4e5f6: WRITE\)/],
    // AWS would refuse to switch the list off, though nobody comes in by it.
    ['a list whose public part is blocked', bucket({grants: [EVERYBODY], actual: {ownerEnforced: false}}), /AllUsers/],
  ])('%s', (_title, live, message) => {
    const {refusals} = judgeBucket(live)
    if (message === undefined) expect(refusals).toEqual([])
    else expect(refusals).toEqual([expect.stringMatching(message)])
  })
})

test('what a bucket has that awsup.yaml cannot say is named, each of it', () => {
  const topic = 'arn:aws:sns:eu-west-1:111122223333:new'
  const Statement = [{Effect: 'Allow', Principal: {AWS: '111122223333'}, Action: 's3:GetObject', Resource: '*'}]
  const {notes} = judgeBucket(
    bucket({
      policy: JSON.stringify({Statement}),
      encryption: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms:dsse'}}],
      versioning: {Status: 'Enabled', MFADelete: 'Enabled'},
      objectLock: true,
      replication: true,
      logging: true,
      requesterPays: true,
      notifications: {
        TopicConfigurations: [{TopicArn: topic, Events: ['s3:ObjectCreated:*']}],
        EventBridgeConfiguration: {},
      },
    }),
  )
  expect(notes).toEqual([
    'its bucket policy (1 statement)',
    'its encryption with the key of the account for S3 (aws/s3)',
    'that deleting a version takes MFA',
    'its object lock: awsup destroy deletes no object that it holds',
    'its replication',
    'its access log',
    'that those who ask pay',
    `its notifications to ${topic}, EventBridge`,
  ])
})

const table = (described: TableDescription, more: Partial<LiveTable> = {}) => ({
  described: {
    TableStatus: 'ACTIVE' as const,
    BillingModeSummary: {BillingMode: 'PAY_PER_REQUEST' as const},
    ...described,
  },
  actual: {} as LiveTable['actual'],
  policy: undefined,
  destinations: [],
  ...more,
})

test('what a table has that awsup.yaml cannot say is named, each of it, also what is newer than awsup', () => {
  const key = 'arn:aws:kms:eu-west-1:111122223333:key/1'
  const stream = 'arn:aws:kinesis:eu-west-1:111122223333:stream/all'
  const described = {
    Replicas: [{RegionName: 'eu-central-1'}, {RegionName: 'us-east-1'}],
    SSEDescription: {Status: 'ENABLED' as const, SSEType: 'KMS' as const, KMSMasterKeyArn: key},
    TableClassSummary: {TableClass: 'STANDARD_INFREQUENT_ACCESS' as const},
    OnDemandThroughput: {MaxReadRequestUnits: 10, MaxWriteRequestUnits: -1},
    WarmThroughput: {ReadUnitsPerSecond: 12_000},
    Newest: {Of: 'AWS'},
  }
  const {refusals, notes} = judgeTable(table(described, {policy: '{}', destinations: [stream]}))
  expect(refusals).toEqual([])
  expect(notes).toEqual([
    'the most that it takes on demand',
    'its class STANDARD_INFREQUENT_ACCESS',
    'its replicas in eu-central-1, us-east-1. A change of indexes or of the stream reaches them too',
    `its encryption with ${key}`,
    'its resource policy, which may let others in than access rules do',
    `that its changes go to ${stream}`,
    'Newest',
  ])
})

test('a table that cannot be used, or whose index awsup.yaml cannot say and would drop, is refused', () => {
  expect(judgeTable(table({TableStatus: 'ARCHIVED'})).refusals).toEqual(['it is ARCHIVED'])
  const KeySchema = ['a', 'b', 'c'].map((AttributeName) => ({AttributeName, KeyType: 'HASH' as const}))
  expect(judgeTable(table({GlobalSecondaryIndexes: [{IndexName: 'byAll', KeySchema}]})).refusals).toEqual([
    expect.stringContaining('key of its index byAll has several attributes'),
  ])
})
