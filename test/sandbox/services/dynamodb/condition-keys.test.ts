import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb'
import {beforeAll, describe, expect, test} from 'vitest'
import {dynamodbKeys} from '../../../../src/models/condition-keys.js'
import {openDynamoWorld, type DynamoWorld} from './world.js'

const TableName = 'todos'
const Key = {owner: {S: 'somebody'}, id: {S: '1'}}
const KEYS = [
  ...['Attributes', 'EnclosingOperation', 'FullTableScan', 'LeadingKeys', 'ReturnConsumedCapacity', 'ReturnValues'],
  'Select',
].map((name) => `dynamodb:${name}`)

const QUERY = {
  TableName,
  KeyConditionExpression: '#o = :me',
  ExpressionAttributeNames: {'#o': 'owner'},
  ExpressionAttributeValues: {':me': {S: 'somebody'}},
}
const TOTAL = {ReturnConsumedCapacity: 'TOTAL' as const}

type Send = (client: DynamoDBClient) => Promise<unknown>

/** Each operation, said in full. */
const OPERATIONS: Readonly<Record<string, Send>> = {
  GetItem: (client) => client.send(new GetItemCommand({TableName, Key, ...TOTAL})),
  BatchGetItem: (client) =>
    client.send(new BatchGetItemCommand({RequestItems: {[TableName]: {Keys: [Key]}}, ...TOTAL})),
  Query: (client) => client.send(new QueryCommand({...QUERY, ...TOTAL})),
  Scan: (client) =>
    client.send(
      new ScanCommand({
        TableName,
        FilterExpression: '#o = :me',
        ExpressionAttributeNames: QUERY.ExpressionAttributeNames,
        ExpressionAttributeValues: QUERY.ExpressionAttributeValues,
        ...TOTAL,
      }),
    ),
  PutItem: (client) => client.send(new PutItemCommand({TableName, Item: Key, ...TOTAL})),
  UpdateItem: (client) => client.send(new UpdateItemCommand({TableName, Key, ...TOTAL})),
  DeleteItem: (client) => client.send(new DeleteItemCommand({TableName, Key, ...TOTAL})),
  BatchWriteItem: (client) =>
    client.send(new BatchWriteItemCommand({RequestItems: {[TableName]: [{PutRequest: {Item: Key}}]}, ...TOTAL})),
}

/** What the reference lists for these two, which have no such parameter. */
const NO_PARAMETER: Readonly<Record<string, readonly string[]>> = {
  Query: ['dynamodb:ReturnValues'],
  Scan: ['dynamodb:ReturnValues'],
}

let world: DynamoWorld
beforeAll(async () => {
  world = await openDynamoWorld()
})

const arn = () => [`arn:aws:dynamodb:eu-west-1:${world.world.accountId}:table/todos`]

/** Whether a request is let through where its policy asks this. */
async function isAllowed(send: Send, Action: string, Condition: object): Promise<boolean> {
  await world.allow({Action: [Action], Resource: arn(), Condition})
  try {
    await send(world.as(world.alice))
    return true
  } catch (error) {
    if (error instanceof Error && error.name === 'AccessDeniedException') return false
    throw error
  }
}

describe.each(Object.entries(OPERATIONS))(
  '%s fills the condition keys that AWS fills for it, and no other',
  (name, send) => {
    // Parts of a transaction alone have an enclosing operation.
    const lacks = ['dynamodb:EnclosingOperation', ...(NO_PARAMETER[name] ?? [])]

    test.each(KEYS)('%s', async (key) => {
      const filled = dynamodbKeys(name).includes(key) && !lacks.includes(key)
      expect(await isAllowed(send, `dynamodb:${name}`, {Null: {[key]: 'false'}})).toBe(filled)
      expect(await isAllowed(send, `dynamodb:${name}`, {Null: {[key]: 'true'}})).toBe(!filled)
    })
  },
)

describe('what dynamodb:Select says of a read', () => {
  const some = {ProjectionExpression: 'id'}
  test.each<[string, string, Send]>([
    ['GetItem', 'ALL_ATTRIBUTES', (client) => client.send(new GetItemCommand({TableName, Key}))],
    ['GetItem', 'SPECIFIC_ATTRIBUTES', (client) => client.send(new GetItemCommand({TableName, Key, ...some}))],
    [
      'GetItem',
      'SPECIFIC_ATTRIBUTES',
      (client) => client.send(new GetItemCommand({TableName, Key, AttributesToGet: ['id']})),
    ],
    [
      'BatchGetItem',
      'ALL_ATTRIBUTES',
      (client) => client.send(new BatchGetItemCommand({RequestItems: {[TableName]: {Keys: [Key]}}})),
    ],
    [
      'BatchGetItem',
      'SPECIFIC_ATTRIBUTES',
      (client) => client.send(new BatchGetItemCommand({RequestItems: {[TableName]: {Keys: [Key], ...some}}})),
    ],
    ['Query', 'ALL_ATTRIBUTES', (client) => client.send(new QueryCommand(QUERY))],
    ['Query', 'SPECIFIC_ATTRIBUTES', (client) => client.send(new QueryCommand({...QUERY, ...some}))],
    ['Query', 'COUNT', (client) => client.send(new QueryCommand({...QUERY, Select: 'COUNT'}))],
    ['Scan', 'ALL_ATTRIBUTES', (client) => client.send(new ScanCommand({TableName}))],
    [
      'GetItem',
      'ALL_ATTRIBUTES',
      (client) => client.send(new TransactGetItemsCommand({TransactItems: [{Get: {TableName, Key}}]})),
    ],
  ])('%s: %s', async (name, select, send) => {
    const only = (value: string) => isAllowed(send, `dynamodb:${name}`, {StringEquals: {'dynamodb:Select': value}})
    expect(await only(select)).toBe(true)
    expect(await only(select === 'ALL_ATTRIBUTES' ? 'SPECIFIC_ATTRIBUTES' : 'ALL_ATTRIBUTES')).toBe(false)
  })
})

test('a write that does not ask for anything returns nothing, and says so', async () => {
  const {PutItem: send} = OPERATIONS
  const says = (value: string) =>
    isAllowed(send as Send, 'dynamodb:PutItem', {StringEquals: {'dynamodb:ReturnValues': value}})
  expect(await says('NONE')).toBe(true)
  expect(await says('ALL_OLD')).toBe(false)
})

test('parts of a transaction say which operation encloses them', async () => {
  const send: Send = (client) =>
    client.send(new TransactWriteItemsCommand({TransactItems: [{Put: {TableName, Item: Key}}]}))
  const within = (value: string) =>
    isAllowed(send, 'dynamodb:PutItem', {StringEquals: {'dynamodb:EnclosingOperation': value}})
  expect(await within('TransactWriteItems')).toBe(true)
  expect(await within('TransactGetItems')).toBe(false)
})
