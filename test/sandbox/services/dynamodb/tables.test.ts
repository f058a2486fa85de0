import {expect, test} from 'vitest'
import {openByName, refusalOf} from '../../by-name.js'

const TableName = 'todos'
const HOUR_MS = 60 * 60 * 1000

/** A sandbox with a table that is paid for by capacity, with an index. */
async function openWithTable(more: object = {}) {
  const world = await openByName()
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

test('an index is not added to a table that exists: nothing pretends to have done it', async () => {
  const {table} = await openWithTable()
  const Delete = {IndexName: 'by-list'}
  const drop = table('UpdateTable', {GlobalSecondaryIndexUpdates: [{Delete}]})
  expect(await refusalOf(drop)).toEqual(['UnknownOperationException', 501])
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
