import {CreateTableCommand, DeleteTableCommand, PutItemCommand, UntagResourceCommand} from '@aws-sdk/client-dynamodb'
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import {describe, expect, test} from 'vitest'
import {ROOMS} from '../../../../src/lib/resources/index.js'
import {table} from '../../../../src/lib/resources/data/dynamodb/table.js'
import type {TableDesired} from '../../../../src/lib/resources/data/dynamodb/desired.js'
import {bucket} from '../../../../src/lib/resources/data/s3/bucket.js'
import type {BucketDesired} from '../../../../src/lib/resources/data/s3/desired.js'
import {expectLaws, openRooms} from '../../../_helpers/worlds/rooms.js'

const OWNER = {name: 'owner', type: 'S'} as const
const AT = {name: 'at', type: 'N'} as const

const todos = (more: Partial<TableDesired> = {}): TableDesired => ({
  name: 'todos',
  key: OWNER,
  sort: {name: 'id', type: 'S'},
  indexes: {byStatus: {key: OWNER, sort: {name: 'status', type: 'S'}, projects: 'ALL'}},
  localIndexes: {byTitle: {sort: {name: 'title', type: 'S'}, projects: ['done']}},
  ttl: 'expiresAt',
  stream: 'NEW_IMAGE',
  deletionProtection: true,
  recoveryDays: 35,
  onDemand: true,
  tagged: true,
  ...more,
})

const NAME = 'acme-dev-uploads'
const uploads = (more: Partial<BucketDesired> = {}): BucketDesired => ({
  name: NAME,
  origins: ['http://localhost:5173'],
  versions: true,
  lifecycle: [{id: 'awsup-1', prefix: 'tmp/', expireDays: 7}],
  publicAccessBlocked: true,
  tlsOnly: true,
  ownerEnforced: true,
  encrypted: true,
  tagged: true,
  ...more,
})

const byName = {name: 'todos'}

describe('a table', () => {
  test('is read back as it was asked for, changes, and is deleted twice without harm', async () => {
    const {member} = await openRooms()
    const desired = todos()
    const changed = todos({
      indexes: {
        byDate: {key: OWNER, sort: AT, projects: 'KEYS_ONLY'},
        byList: {key: {name: 'list', type: 'S'}, projects: ['title']},
      },
      ttl: undefined,
      stream: 'NEW_AND_OLD_IMAGES',
      deletionProtection: false,
      recoveryDays: 7,
    })
    // One change of the time to live an hour: the second of the laws comes later than the first.
    await expectLaws(
      table,
      {desired: {...desired, ttl: undefined}, changed, keyOf: ({name}) => ({name})},
      await member(),
    )
  })

  test('waits for every state that AWS answers: made, changed, each index, one table with indexes at a time', async () => {
    const {member, as, calls} = await openRooms({tableMs: 120})
    const context = await member({address: 'dev.table.todos'})
    const other = as(context, {address: 'dev.table.notes'})
    const [made] = await Promise.all([table.create(todos(), context), table.create(todos({name: 'notes'}), other)])
    expect(table.diff(todos(), made)).toEqual([])
    const indexes = {...todos().indexes, byDate: {key: OWNER, sort: AT, projects: 'ALL'}} as const
    const after = await table.update(todos({indexes}), made, context)
    expect(Object.keys(after.indexes).sort()).toEqual(['byDate', 'byStatus'])
    expect(calls('dynamodb:CreateTable')).toBeGreaterThanOrEqual(2)
    await table.delete(after, context)
    expect(await table.read(byName, undefined, context)).toBeUndefined()
  })

  test('whose reply was lost is not taken for somebody else’s, and is found when a run died in between', async () => {
    const {member, inject} = await openRooms()
    const context = await member()
    const room = ROOMS.get('table')
    inject({operation: 'dynamodb:CreateTable', when: 'after', nth: 1, effect: {type: 'drop'}})
    expect((await room?.create({...todos()}, context))?.id).toBe('todos')
    // Died before recovery was switched on: what is there is found by its name, and the rest is a difference.
    const half = await table.read(byName, undefined, context)
    expect(half && table.diff(todos({recoveryDays: 7}), half).map(({field}) => field)).toEqual(['recoveryDays'])
  })

  test('of somebody else is a conflict, and so is one of another project', async () => {
    const {member, as} = await openRooms()
    const context = await member()
    await context.aws.dynamodb.send(
      new CreateTableCommand({
        TableName: 'todos',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{AttributeName: 'owner', KeyType: 'HASH'}],
        AttributeDefinitions: [{AttributeName: 'owner', AttributeType: 'S'}],
      }),
    )
    await expect(table.read(byName, undefined, context)).rejects.toMatchObject({code: 'NOT_OURS', exitCode: 5})
    await expect(table.read(byName, 'todos', context)).rejects.toMatchObject({code: 'NOT_OURS'})
    await context.aws.dynamodb.send(new DeleteTableCommand({TableName: 'todos'}))
    await table.create(todos(), context)
    await expect(table.read(byName, undefined, as(context, {project: 'other'}))).rejects.toMatchObject({
      code: 'NOT_OURS',
      details: {project: 'acme'},
    })
  })

  test('on record that lost its tags is a conflict, and nobody is told to delete it', async () => {
    const {member} = await openRooms()
    const context = await member()
    const {arn} = await table.create(todos(), context)
    const tags = {ResourceArn: arn, TagKeys: ['awsup:project', 'awsup:address', 'awsup:environment']}
    await context.aws.dynamodb.send(new UntagResourceCommand(tags))
    const refused = await table.read(byName, 'todos', context).catch((error: unknown) => error)
    expect(refused).toMatchObject({code: 'NOT_OURS', message: 'table todos is on record, and lacks awsup’s tags'})
    expect(refused).toMatchObject({hint: expect.not.stringContaining('delete') as string})
    await expect(table.read(byName, undefined, context)).rejects.toMatchObject({
      message: 'table todos exists and is not ours',
    })
  })

  test('never changes its name, keys and local indexes: each is refused', () => {
    const actual = {...todos(), id: 'todos', arn: ''}
    for (const [field, value] of Object.entries({
      name: 'other',
      key: {name: 'owner', type: 'N'},
      sort: undefined,
      localIndexes: {},
    })) {
      const [change] = table.diff({...todos(), [field]: value}, actual)
      expect(change).toMatchObject({field, effect: 'refuse'})
      expect(change?.hint).toContain('never replaces a table')
    }
  })

  test('says what a shorter time to restore it to loses', async () => {
    const {member} = await openRooms()
    const made = await table.create(todos(), await member())
    const noteOf = (recoveryDays: number) => table.diff(todos({recoveryDays}), made)[0]?.note
    expect(noteOf(7)).toBe('what the table could be restored to before the last 7 days is lost')
    expect(noteOf(0)).toBe('what the table could be restored to is lost')
    expect(table.diff(todos({recoveryDays: 35}), {...made, recoveryDays: 7})[0]?.note).toBeUndefined()
  })

  test('takes one change of its time to live an hour, and says so', async () => {
    const {management, sandbox} = await openRooms()
    const context = await management()
    const made = await table.create(todos(), context)
    const update = table.update(todos({ttl: 'goneAt'}), made, context)
    await expect(update).rejects.toMatchObject({code: 'TTL_TOO_SOON', exitCode: 4})
    sandbox.configure({clockOffsetMs: 61 * 60 * 1000})
    const off = await table.update(todos({ttl: undefined}), made, context)
    expect(off.ttl).toBeUndefined()
  })

  test('holds the items that it holds, counted now', async () => {
    const {member} = await openRooms()
    const context = await member()
    await table.create(todos(), context)
    for (const id of ['1', '2', '3'])
      await context.aws.dynamodb.send(
        new PutItemCommand({TableName: 'todos', Item: {owner: {S: 'alice'}, id: {S: id}}}),
      )
    expect(await table.contents?.({id: 'todos'}, context)).toEqual({what: 'item', number: 3})
    expect(await table.contents?.({id: 'nothing'}, context)).toBeUndefined()
  })
})

describe('a bucket', () => {
  test('is read back as it was asked for, changes, and is deleted twice without harm', async () => {
    const {member} = await openRooms()
    const changed = uploads({origins: ['https://acme.dev', 'https://*.acme.dev'], versions: false, lifecycle: []})
    await expectLaws(bucket, {desired: uploads(), changed, keyOf: ({name}) => ({name})}, await member())
  })

  test('of the namespace of the account is made there', async () => {
    const {member} = await openRooms()
    const context = await member()
    const name = `acme-dev-uploads-${context.aws.accountId}-eu-west-1-an`
    expect(await bucket.create(uploads({name}), context)).toMatchObject({id: name, arn: `arn:aws:s3:::${name}`})
  })

  test('that another account has is a conflict: not made, not taken over, also where it was ours once', async () => {
    const {member, management} = await openRooms()
    const theirs = await management()
    const context = await member()
    await bucket.create(uploads(), context)
    await context.aws.s3.send(new DeleteBucketCommand({Bucket: NAME}))
    const location = {LocationConstraint: 'eu-west-1'} as const
    await theirs.aws.s3.send(new CreateBucketCommand({Bucket: NAME, CreateBucketConfiguration: location}))
    await theirs.aws.s3.send(new PutObjectCommand({Bucket: NAME, Key: 'a', Body: 'theirs'}))
    const refusal = {code: 'NOT_OURS', exitCode: 5}
    await expect(bucket.read({name: NAME}, NAME, context)).rejects.toMatchObject(refusal)
    await expect(bucket.create(uploads(), context)).rejects.toMatchObject(refusal)
    await expect(bucket.delete({...uploads(), id: NAME, arn: ''}, context)).rejects.toMatchObject({
      name: 'AccessDenied',
    })
  })

  test('of this account that nobody tagged is a conflict', async () => {
    const {member} = await openRooms()
    const context = await member()
    const location = {LocationConstraint: 'eu-west-1'} as const
    await context.aws.s3.send(new CreateBucketCommand({Bucket: NAME, CreateBucketConfiguration: location}))
    await expect(bucket.read({name: NAME}, undefined, context)).rejects.toMatchObject({code: 'NOT_OURS'})
  })

  test('keeps the rules that others made', async () => {
    const {member} = await openRooms()
    const context = await member()
    const {s3} = context.aws
    const made = await bucket.create(uploads(), context)
    const rule = {ID: 'theirs', AllowedMethods: ['GET'], AllowedOrigins: ['https://other.dev']}
    await s3.send(new PutBucketCorsCommand({Bucket: NAME, CORSConfiguration: {CORSRules: [rule]}}))
    const old = {ID: 'old', Status: 'Enabled', Filter: {Prefix: 'old/'}, Expiration: {Days: 3}} as const
    await s3.send(new PutBucketLifecycleConfigurationCommand({Bucket: NAME, LifecycleConfiguration: {Rules: [old]}}))
    const now = await bucket.read({name: NAME}, NAME, context)
    if (!now) throw new Error('the bucket is gone')
    expect(bucket.diff(uploads(), now).map(({field}) => field)).toEqual(['origins', 'lifecycle'])
    await bucket.update(uploads(), now, context)
    const {CORSRules} = await s3.send(new GetBucketCorsCommand({Bucket: NAME}))
    const {Rules} = await s3.send(new GetBucketLifecycleConfigurationCommand({Bucket: NAME}))
    expect(CORSRules?.map(({ID}) => ID)).toEqual(['theirs', 'awsup-origins'])
    expect(Rules?.map(({ID}) => ID)).toEqual(['old', 'awsup-1'])
    expect(made.id).toBe(NAME)
  })

  test('without the denial of requests without TLS differs, whatever else its policy says', async () => {
    const {member} = await openRooms()
    const context = await member()
    await bucket.create(uploads(), context)
    const Resource = `arn:aws:s3:::${NAME}`
    const Condition = {Bool: {'aws:SecureTransport': 'false'}}
    const Statement = {Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `${Resource}/*`, Condition}
    const Policy = JSON.stringify({Version: '2012-10-17', Statement})
    await context.aws.s3.send(new PutBucketPolicyCommand({Bucket: NAME, Policy}))
    const now = await bucket.read({name: NAME}, NAME, context)
    if (!now) throw new Error('the bucket is gone')
    expect(bucket.diff(uploads(), now).map(({field}) => field)).toEqual(['tlsOnly'])
    expect((await bucket.update(uploads(), now, context)).tlsOnly).toBe(true)
  })

  test('goes with its objects, which are counted before', async () => {
    const {member} = await openRooms()
    const context = await member()
    const made = await bucket.create(uploads(), context)
    for (const Key of ['a', 'b', 'c', 'd/e'])
      await context.aws.s3.send(new PutObjectCommand({Bucket: NAME, Key, Body: Key}))
    expect(await bucket.contents?.({id: NAME}, context)).toEqual({what: 'object', number: 4})
    await bucket.delete(made, context)
    expect(await bucket.read({name: NAME}, NAME, context)).toBeUndefined()
    expect(await bucket.contents?.({id: NAME}, context)).toBeUndefined()
  })
  test('goes with every version of its objects, and the marks of those that were deleted', async () => {
    const {member} = await openRooms()
    const context = await member()
    const made = await bucket.create(uploads({versions: true}), context)
    for (const Body of ['one', 'two', 'three'])
      for (const Key of ['a', 'b']) await context.aws.s3.send(new PutObjectCommand({Bucket: NAME, Key, Body}))
    await context.aws.s3.send(new DeleteObjectCommand({Bucket: NAME, Key: 'a'}))
    expect(await bucket.contents?.({id: NAME}, context)).toEqual({what: 'object', number: 6})
    await bucket.delete(made, context)
    expect(await bucket.read({name: NAME}, NAME, context)).toBeUndefined()
  })
})
