import {
  CreateBackupCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import {openSandbox, type Sandbox} from '../../../../src/sandbox/sandbox.js'
import {makeTodos, todo} from './world.js'

const TableName = 'todos'

let folder: string
let sandbox: Sandbox
let client: DynamoDBClient

const clientOf = (of: Sandbox, region = 'eu-west-1') =>
  new DynamoDBClient({
    region,
    maxAttempts: 1,
    credentials: of.credentials('admin'),
    requestHandler: requestHandlerFor(of),
  })

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'awsup-dynamodb-'))
  sandbox = await openSandbox({directory: folder, settings: {pageSize: 2}})
  client = clientOf(sandbox)
  await makeTodos(client)
})

afterEach(() => {
  rmSync(folder, {recursive: true})
})

const put = (id: string, more = {}) => client.send(new PutItemCommand({TableName, Item: {...todo('a', id), ...more}}))

const query = async (more = {}, from = client) => {
  const {Items = [], LastEvaluatedKey} = await from.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: '#o = :o',
      ExpressionAttributeNames: {'#o': 'owner'},
      ExpressionAttributeValues: {':o': {S: 'a'}},
      ...more,
    }),
  )
  return {ids: Items.map(({id}) => id?.S), next: LastEvaluatedKey}
}

describe('tables', () => {
  test('a table is there when its maker looks, with its ARN, keys and indexes', async () => {
    await waitUntilTableExists({client, maxWaitTime: 30}, {TableName})
    const {Table} = await client.send(new DescribeTableCommand({TableName}))
    const {accountId} = sandbox.credentials('admin')
    expect(Table).toMatchObject({
      TableArn: `arn:aws:dynamodb:eu-west-1:${accountId}:table/todos`,
      TableStatus: 'ACTIVE',
      ItemCount: 0,
      BillingModeSummary: {BillingMode: 'PAY_PER_REQUEST'},
      GlobalSecondaryIndexes: [{IndexName: 'by-list', IndexStatus: 'ACTIVE'}],
    })
    expect(Table?.CreationDateTime).toBeInstanceOf(Date)
    await expect(makeTodos(client)).rejects.toMatchObject({name: 'ResourceInUseException'})
  })

  test('deleted, it takes its items along, and another of its name begins empty', async () => {
    await put('1', {listId: {S: 'x'}})
    await makeTodos(client, 'todos-2')
    await client.send(new PutItemCommand({TableName: 'todos-2', Item: todo('a', 'other')}))
    await client.send(new DeleteTableCommand({TableName}))
    await expect(put('2')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found',
    })
    await expect(client.send(new DescribeTableCommand({TableName}))).rejects.toThrow('Table: todos not found')
    await makeTodos(client)
    expect((await query()).ids).toEqual([])
    expect((await client.send(new ScanCommand({TableName, IndexName: 'by-list'}))).Count).toBe(0)
    expect((await client.send(new ScanCommand({TableName: 'todos-2'}))).Count).toBe(1)
  })

  test('each region has its own, listed page by page', async () => {
    const elsewhere = clientOf(sandbox, 'us-east-1')
    expect((await elsewhere.send(new ListTablesCommand({}))).TableNames).toEqual([])
    await makeTodos(client, 'another')
    const first = await client.send(new ListTablesCommand({Limit: 1}))
    expect(first).toMatchObject({TableNames: ['another'], LastEvaluatedTableName: 'another'})
    const rest = new ListTablesCommand({ExclusiveStartTableName: first.LastEvaluatedTableName})
    expect((await client.send(rest)).TableNames).toEqual(['todos'])
  })

  test('what the sandbox does not do is named, never overlooked', async () => {
    const backup = new CreateBackupCommand({TableName, BackupName: 'one'})
    await expect(client.send(backup)).rejects.toThrow("awsup's sandbox does not implement dynamodb:CreateBackup")
    const streamed = new CreateTableCommand({
      TableName: 'streamed',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{AttributeName: 'id', KeyType: 'HASH'}],
      AttributeDefinitions: [{AttributeName: 'id', AttributeType: 'S'}],
      SSESpecification: {Enabled: true, SSEType: 'KMS'},
    })
    await expect(client.send(streamed)).rejects.toThrow('does not implement SSESpecification of dynamodb:CreateTable')
  })
})

describe('items', () => {
  test('come in the order of their keys, from either end, page by page', async () => {
    for (const id of ['b', 'a/b', 'a', 'ä', 'a~']) await put(id)
    expect((await query()).ids).toEqual(['a', 'a/b', 'a~', 'b', 'ä'])
    expect((await query({ScanIndexForward: false, Limit: 1})).ids).toEqual(['ä'])
    const {ids, next} = await query({Limit: 2})
    expect(ids).toEqual(['a', 'a/b'])
    expect((await query({ExclusiveStartKey: next})).ids).toEqual(['a~', 'b', 'ä'])
  })

  test('keep every type of value, bytes too', async () => {
    const kinds = {
      bytes: {B: new Uint8Array([0, 255])},
      many: {BS: [new Uint8Array([1])]},
      set: {NS: ['1', '2.5']},
      nested: {M: {list: {L: [{BOOL: true}, {NULL: true}, {N: '-1'}]}}},
    }
    await put('1', kinds)
    const {Item} = await client.send(new GetItemCommand({TableName, Key: {owner: {S: 'a'}, id: {S: '1'}}}))
    expect(Item).toEqual({...todo('a', '1'), ...kinds})
  })

  test('a failed condition changes nothing, and shows the item to who asks', async () => {
    await put('1')
    const again = {
      TableName,
      Item: todo('a', '1', {text: {S: 'changed'}}),
      ConditionExpression: 'attribute_not_exists(id)',
    }
    await expect(
      client.send(new PutItemCommand({...again, ReturnValuesOnConditionCheckFailure: 'ALL_OLD'})),
    ).rejects.toMatchObject({name: 'ConditionalCheckFailedException', Item: {text: {S: 'todo 1'}}})
    await expect(client.send(new PutItemCommand(again))).rejects.toMatchObject({Item: undefined})
  })

  test('bad input is named as DynamoDB names it', async () => {
    await expect(query({KeyConditionExpression: 'owner = :o AND #o = :o'})).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Invalid KeyConditionExpression: Attribute name is a reserved keyword; reserved keyword: owner',
    })
    await expect(client.send(new GetItemCommand({TableName, Key: {id: {S: '1'}}}))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'The provided key element does not match the schema',
    })
  })
})

describe('transactions', () => {
  const transact = (ClientRequestToken?: string, more = {}) =>
    client.send(
      new TransactWriteItemsCommand({
        ClientRequestToken,
        TransactItems: [
          {Put: {TableName, Item: todo('a', 'new')}},
          {
            Update: {
              TableName,
              Key: {owner: {S: 'a'}, id: {S: 'count'}},
              UpdateExpression: 'ADD n :one',
              ExpressionAttributeValues: {':one': {N: '1'}},
              ...more,
            },
          },
        ],
      }),
    )

  test('are done wholly or not at all, and say which part failed', async () => {
    await expect(transact(undefined, {ConditionExpression: 'attribute_exists(id)'})).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
      CancellationReasons: [
        {Code: 'None'},
        {Code: 'ConditionalCheckFailed', Message: 'The conditional request failed'},
      ],
    })
    expect((await query()).ids).toEqual([])
    await transact()
    expect((await query()).ids).toEqual(['count', 'new'])
  })

  test('a token makes a repeated one count once, and is good for one request only', async () => {
    await transact('token')
    await transact('token')
    const {Item} = await client.send(new GetItemCommand({TableName, Key: {owner: {S: 'a'}, id: {S: 'count'}}}))
    expect(Item?.['n']).toEqual({N: '1'})
    await expect(transact('token', {ConditionExpression: 'attribute_exists(id)'})).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    })
  })

  test('name an item once', async () => {
    const part = {Put: {TableName, Item: todo('a', '1')}}
    await expect(client.send(new TransactWriteItemsCommand({TransactItems: [part, part]}))).rejects.toThrow(
      'Transaction request cannot include multiple operations on one item',
    )
  })
})

test('what was answered is on disk: another process that opens the folder at once has it, and sees what follows', async () => {
  await put('1')
  const other = clientOf(await openSandbox({directory: folder}))
  expect((await query({}, other)).ids).toEqual(['1'])
  await other.send(
    new UpdateItemCommand({TableName, Key: {owner: {S: 'a'}, id: {S: '2'}}, UpdateExpression: 'REMOVE x'}),
  )
  expect((await query()).ids).toEqual(['1', '2'])
  sandbox.reset()
  await expect(clientOf(sandbox).send(new ListTablesCommand({}))).resolves.toMatchObject({TableNames: []})
})
