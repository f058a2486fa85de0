import {expect, test} from 'vitest'
import type {Settings} from '../../../../src/sandbox/settings.js'
import {openByName, refusalOf} from '../../by-name.js'

const TableName = 'todos'
/** Keys and an index without any capacity. */
const ON_DEMAND = {
  ProvisionedThroughput: undefined,
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-list',
      KeySchema: [{AttributeName: 'list', KeyType: 'HASH'}],
      Projection: {ProjectionType: 'ALL'},
    },
  ],
}
const HOUR_MS = 60 * 60 * 1000

/** A sandbox with a table that is paid for by capacity, with an index. */
async function openWithTable(more: object = {}, settings: Partial<Settings> = {}) {
  const world = await openByName(settings)
  const keys = {KeySchema: [{AttributeName: 'id', KeyType: 'HASH'}]}
  const throughput = {ProvisionedThroughput: {ReadCapacityUnits: 5, WriteCapacityUnits: 5}}
  const {TableDescription} = await world.send('dynamodb:CreateTable', {
    TableName,
    AttributeDefinitions: ['id', 'list'].map((AttributeName) => ({AttributeName, AttributeType: 'S'})),
    ...keys,
    ...throughput,
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-list',
        KeySchema: [{AttributeName: 'list', KeyType: 'HASH'}],
        Projection: {ProjectionType: 'ALL'},
        ...throughput,
      },
    ],
    ...more,
  })
  const table = (operation: string, input: object = {}) => world.send(`dynamodb:${operation}`, {TableName, ...input})
  const described = async () => (await table('DescribeTable'))['Table']
  return {...world, table, described, arn: (TableDescription as {TableArn: string}).TableArn}
}

test('a table is paid for by request or by capacity, its indexes with it', async () => {
  const {table, described} = await openWithTable()
  const ask = (input: object) => table('UpdateTable', input)
  expect(await ask({BillingMode: 'PAY_PER_REQUEST'})).toMatchObject({TableDescription: {TableStatus: 'UPDATING'}})
  const none = {ProvisionedThroughput: {ReadCapacityUnits: 0, WriteCapacityUnits: 0}}
  expect(await described()).toMatchObject({
    TableStatus: 'ACTIVE',
    BillingModeSummary: {BillingMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: expect.any(Date) as Date},
    ...none,
    GlobalSecondaryIndexes: [none],
  })
  const seven = {ProvisionedThroughput: {ReadCapacityUnits: 7, WriteCapacityUnits: 1}}
  expect(await refusalOf(ask(seven))).toEqual(['ValidationException', 400])
  const Update = {IndexName: 'by-list', ...seven}
  await ask({BillingMode: 'PROVISIONED', ...seven, GlobalSecondaryIndexUpdates: [{Update}]})
  expect(await described()).toMatchObject({
    BillingModeSummary: {BillingMode: 'PROVISIONED'},
    ...seven,
    GlobalSecondaryIndexes: [seven],
  })
  // What would change nothing is refused.
  expect(await refusalOf(ask(seven))).toEqual(['ValidationException', 400])
  expect(await refusalOf(ask({}))).toEqual(['ValidationException', 400])
})

test('a protected table is deleted when the protection is off', async () => {
  const {table, described} = await openWithTable({DeletionProtectionEnabled: true})
  expect(await described()).toMatchObject({DeletionProtectionEnabled: true})
  expect(await refusalOf(table('DeleteTable'))).toEqual(['ValidationException', 400])
  await table('UpdateTable', {DeletionProtectionEnabled: false})
  await table('DeleteTable')
})

test('an index is added to a table that exists, filled with its items, and dropped', async () => {
  const {table, described} = await openWithTable({BillingMode: 'PAY_PER_REQUEST', ...ON_DEMAND})
  for (const id of ['1', '2']) await table('PutItem', {Item: {id: {S: id}, weekday: {S: 'monday'}}})
  const Create = {
    IndexName: 'by-day',
    KeySchema: [{AttributeName: 'weekday', KeyType: 'HASH'}],
    Projection: {ProjectionType: 'ALL'},
  }
  const undefined_ = table('UpdateTable', {GlobalSecondaryIndexUpdates: [{Create}]})
  expect(await refusalOf(undefined_)).toEqual(['ValidationException', 400])
  const AttributeDefinitions = [{AttributeName: 'weekday', AttributeType: 'S'}]
  const add = {AttributeDefinitions, GlobalSecondaryIndexUpdates: [{Create}]}
  await table('UpdateTable', add)
  const query = {
    IndexName: 'by-day',
    KeyConditionExpression: 'weekday = :day',
    ExpressionAttributeValues: {':day': {S: 'monday'}},
  }
  expect(await table('Query', query)).toMatchObject({Count: 2})
  expect(await refusalOf(table('UpdateTable', add))).toEqual(['ValidationException', 400])
  await table('UpdateTable', {GlobalSecondaryIndexUpdates: [{Delete: {IndexName: 'by-day'}}]})
  expect(await described()).toMatchObject({GlobalSecondaryIndexes: [{IndexName: 'by-list'}]})
  expect(await refusalOf(table('Query', query))).toEqual(['ValidationException', 400])
})

test('an index that is added leaves out items whose keys have another type, or are empty', async () => {
  const {table} = await openWithTable({BillingMode: 'PAY_PER_REQUEST', ...ON_DEMAND})
  const weekdays = [{S: 'monday'}, {S: ''}, {N: '1'}, {NULL: true}, {L: []}]
  for (const [id, weekday] of weekdays.entries()) await table('PutItem', {Item: {id: {S: `${id}`}, weekday}})
  const Create = {
    IndexName: 'by-day',
    KeySchema: [{AttributeName: 'weekday', KeyType: 'HASH'}],
    Projection: {ProjectionType: 'ALL'},
  }
  const AttributeDefinitions = [{AttributeName: 'weekday', AttributeType: 'S'}]
  await table('UpdateTable', {AttributeDefinitions, GlobalSecondaryIndexUpdates: [{Create}]})
  expect(await table('Scan', {IndexName: 'by-day'})).toMatchObject({Count: 1, Items: [{weekday: {S: 'monday'}}]})
})

test('a key of an index is not empty, in whatever way it is written', async () => {
  const {table, send} = await openWithTable({BillingMode: 'PAY_PER_REQUEST', ...ON_DEMAND})
  const Key = {id: {S: '1'}}
  const Item = {...Key, list: {S: ''}}
  const set = {Key, UpdateExpression: 'SET #l = :l', ExpressionAttributeNames: {'#l': 'list'}}
  const Update = {TableName, ...set, ExpressionAttributeValues: {':l': {S: ''}}}
  const refused = ['ValidationException', 400]
  expect(await refusalOf(table('PutItem', {Item}))).toEqual(refused)
  expect(await refusalOf(table('UpdateItem', Update))).toEqual(refused)
  const RequestItems = {[TableName]: [{PutRequest: {Item: {id: {S: '2'}}}}, {PutRequest: {Item}}]}
  expect(await refusalOf(send('dynamodb:BatchWriteItem', {RequestItems}))).toEqual(refused)
  const TransactItems = [{Put: {TableName, Item: {id: {S: '2'}}}}, {Update}]
  expect(await refusalOf(send('dynamodb:TransactWriteItems', {TransactItems}))).toEqual([
    'TransactionCanceledException',
    400,
  ])
  expect(await table('Scan')).toMatchObject({Count: 0})
})

test('two indexes at once are too many', async () => {
  const {table} = await openWithTable()
  const drop = (IndexName: string) => ({Delete: {IndexName}})
  const both = table('UpdateTable', {GlobalSecondaryIndexUpdates: [drop('by-list'), drop('by-day')]})
  expect(await refusalOf(both)).toEqual(['LimitExceededException', 400])
})

test('while a table is made it takes no change, has no backups yet, and no other with indexes is made', async () => {
  const {table, send, described, clock} = await openWithTable({}, {tableMs: 5000})
  expect(await described()).toMatchObject({
    TableStatus: 'CREATING',
    GlobalSecondaryIndexes: [{IndexStatus: 'CREATING'}],
  })
  const change = table('UpdateTable', {DeletionProtectionEnabled: true})
  expect(await refusalOf(change)).toEqual(['ResourceInUseException', 400])
  const PointInTimeRecoverySpecification = {PointInTimeRecoveryEnabled: true}
  const recovery = {PointInTimeRecoverySpecification}
  const early = table('UpdateContinuousBackups', recovery)
  expect(await refusalOf(early)).toEqual(['ContinuousBackupsUnavailableException', 400])
  const index = {KeySchema: [{AttributeName: 'list', KeyType: 'HASH'}], Projection: {ProjectionType: 'ALL'}}
  const second = send('dynamodb:CreateTable', {
    TableName: 'lists',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['id', 'list'].map((AttributeName) => ({AttributeName, AttributeType: 'S'})),
    KeySchema: [{AttributeName: 'id', KeyType: 'HASH'}],
    GlobalSecondaryIndexes: [{IndexName: 'by-list', ...index}],
  })
  expect(await refusalOf(second)).toEqual(['LimitExceededException', 400])
  expect(await refusalOf(table('GetItem', {Key: {id: {S: '1'}}}))).toEqual(['ResourceNotFoundException', 400])
  clock.now += 5000
  await table('UpdateContinuousBackups', recovery)
  await table('UpdateTable', {DeletionProtectionEnabled: true})
  expect(await described()).toMatchObject({TableStatus: 'UPDATING'})
  expect(await table('DescribeContinuousBackups')).toMatchObject({
    ContinuousBackupsDescription: {PointInTimeRecoveryDescription: {RecoveryPeriodInDays: 35}},
  })
})

test('a stream goes off before its view changes', async () => {
  const {table, described} = await openWithTable()
  const stream = (StreamEnabled: boolean, StreamViewType?: string) =>
    table('UpdateTable', {StreamSpecification: {StreamEnabled, StreamViewType}})
  expect(await refusalOf(stream(false))).toEqual(['ValidationException', 400])
  await stream(true, 'NEW_IMAGE')
  expect(await described()).toMatchObject({StreamSpecification: {StreamViewType: 'NEW_IMAGE'}})
  expect(await refusalOf(stream(true, 'OLD_IMAGE'))).toEqual(['ValidationException', 400])
  await stream(false)
  await stream(true, 'OLD_IMAGE')
  expect(await described()).toMatchObject({StreamSpecification: {StreamViewType: 'OLD_IMAGE'}})
})

test('a table has the tags that it was made with, and those that came later; with it they go', async () => {
  const {send, table, arn: ResourceArn} = await openWithTable({Tags: [{Key: 'a', Value: '1'}]})
  await send('dynamodb:TagResource', {ResourceArn, Tags: [{Key: 'b', Value: '2'}]})
  await send('dynamodb:UntagResource', {ResourceArn, TagKeys: ['a']})
  expect(await send('dynamodb:ListTagsOfResource', {ResourceArn})).toMatchObject({Tags: [{Key: 'b', Value: '2'}]})
  await table('DeleteTable')
  const list = send('dynamodb:ListTagsOfResource', {ResourceArn})
  expect(await refusalOf(list)).toEqual(['ResourceNotFoundException', 400])
})

test('the attribute that says when an item is over changes once an hour', async () => {
  const {table, clock} = await openWithTable()
  const set = (Enabled: boolean) =>
    table('UpdateTimeToLive', {TimeToLiveSpecification: {AttributeName: 'over', Enabled}})
  const described = async () => (await table('DescribeTimeToLive'))['TimeToLiveDescription']
  expect(await described()).toEqual({TimeToLiveStatus: 'DISABLED'})
  expect(await refusalOf(set(false))).toEqual(['ValidationException', 400])
  await set(true)
  expect(await described()).toEqual({TimeToLiveStatus: 'ENABLED', AttributeName: 'over'})
  expect(await refusalOf(set(false))).toEqual(['ValidationException', 400])
  clock.now += HOUR_MS
  await set(false)
  expect(await described()).toEqual({TimeToLiveStatus: 'DISABLED'})
  expect(await table('DescribeContinuousBackups')).toMatchObject({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: {PointInTimeRecoveryStatus: 'DISABLED'},
    },
  })
})
