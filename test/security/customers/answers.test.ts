import {
  BatchGetItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, makeTemplate} from '../../_helpers/cli.js'
import {openDev, DENIED} from './customers.js'

const SECTIONS = `
auth:
  signIn: [email]
  mfa: "off"
  clients: { web: { callbackUrls: ["http://localhost:5173"], authFlows: [srp, admin] } }
access:
  authenticated:
    - dynamodb: { table: box, owner: none, actions: [put, update, delete] }
    - dynamodb: { table: prof, owner: none, attributes: [pk, name] }
    - dynamodb: { table: edit, owner: none, attributes: [pk, name], actions: [get, update], opens: the rest is public }
`
type Send = (db: DynamoDBClient) => Promise<unknown>

const REFUSED = {name: expect.stringMatching(DENIED) as string}
const Key = {pk: {S: 'victim'}}
const SECRET = {...Key, name: {S: 'Vic'}, card: {S: '4111-SECRET'}}

let dev: Awaited<ReturnType<typeof openDev>>
let mallory: Awaited<ReturnType<Awaited<ReturnType<typeof dev.customer>>['signIn']>>
beforeAll(async () => {
  dev = await openDev((await makeTemplate())(), SECTIONS)
  for (const TableName of ['box', 'prof', 'edit']) {
    await dev.table(TableName)
    await dev.admin.dynamodb.send(new PutItemCommand({TableName, Item: SECRET}))
  }
  mallory = await (await dev.customer('mallory')).signIn()
})

describe('a rule without a read answers nothing of what was there', () => {
  const box = {TableName: 'box'}
  test.each<[string, Send]>([
    ['PutItem, ALL_OLD', (db) => db.send(new PutItemCommand({...box, Item: Key, ReturnValues: 'ALL_OLD'}))],
    ['DeleteItem, ALL_OLD', (db) => db.send(new DeleteItemCommand({...box, Key, ReturnValues: 'ALL_OLD'}))],
    ['UpdateItem, ALL_OLD', (db) => db.send(new UpdateItemCommand({...box, Key, ReturnValues: 'ALL_OLD'}))],
    ['UpdateItem, ALL_NEW', (db) => db.send(new UpdateItemCommand({...box, Key, ReturnValues: 'ALL_NEW'}))],
    [
      'UpdateItem, UPDATED_OLD',
      (db) =>
        db.send(
          new UpdateItemCommand({
            ...box,
            Key,
            UpdateExpression: 'SET card = :x',
            ExpressionAttributeValues: {':x': {S: 'x'}},
            ReturnValues: 'UPDATED_OLD',
          }),
        ),
    ],
  ])('%s', async (_, send) => {
    await expect(send(mallory.dynamodb)).rejects.toMatchObject(REFUSED)
  })

  test('and writes as before', async () => {
    await mallory.dynamodb.send(new PutItemCommand({...box, Item: {pk: {S: 'mine'}}}))
    await mallory.dynamodb.send(new DeleteItemCommand({...box, Key: {pk: {S: 'mine'}}, ReturnValues: 'NONE'}))
  })
})

describe('a rule with attributes reads nothing that does not name them', () => {
  const query = {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: {':pk': Key.pk},
  }
  const names = {'#n': 'name'}
  const some = {ProjectionExpression: 'pk, #n', ExpressionAttributeNames: names}
  const prof = {TableName: 'prof'}

  test.each<[string, Send]>([
    ['GetItem', (db) => db.send(new GetItemCommand({...prof, Key}))],
    ['BatchGetItem', (db) => db.send(new BatchGetItemCommand({RequestItems: {prof: {Keys: [Key]}}}))],
    ['Query', (db) => db.send(new QueryCommand({...prof, ...query}))],
    ['Query of everything', (db) => db.send(new QueryCommand({...prof, ...query, Select: 'ALL_ATTRIBUTES'}))],
    ['TransactGetItems', (db) => db.send(new TransactGetItemsCommand({TransactItems: [{Get: {...prof, Key}}]}))],
    ['UpdateItem, which nobody said', (db) => db.send(new UpdateItemCommand({...prof, Key}))],
  ])('%s', async (_, send) => {
    await expect(send(mallory.dynamodb)).rejects.toMatchObject(REFUSED)
  })

  test('and reads those that it names', async () => {
    const want = {pk: SECRET.pk, name: SECRET.name}
    expect((await mallory.dynamodb.send(new GetItemCommand({...prof, Key, ...some}))).Item).toEqual(want)
    expect((await mallory.dynamodb.send(new QueryCommand({...prof, ...query, ...some}))).Items).toEqual([want])
    const batch = new BatchGetItemCommand({RequestItems: {prof: {Keys: [Key], ...some}}})
    expect((await mallory.dynamodb.send(batch)).Responses).toEqual({prof: [want]})
  })
})

test('what no condition of AWS can close is said wherever the rules are looked at, and where it reads more has to be accepted', async () => {
  // The sandbox answers it, as AWS does: this is what the note is about.
  const failing = new UpdateItemCommand({
    TableName: 'edit',
    Key,
    UpdateExpression: 'SET #n = :x',
    ConditionExpression: '#n = :x',
    ExpressionAttributeNames: {'#n': 'name'},
    ExpressionAttributeValues: {':x': {S: 'x'}},
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  })
  await expect(mallory.dynamodb.send(failing)).rejects.toMatchObject({Item: {card: {S: '4111-SECRET'}}})

  const {project} = dev
  const note = 'a write to table edit whose condition fails can answer the whole item'
  for (const args of [['access', 'test'], ['access', 'show'], ['access', 'explain'], ['plan']]) {
    const {stdout, stderr} = await awsup(project, [...args, '--env', 'dev'])
    expect(stdout + stderr).toContain(note)
    expect(stdout + stderr).toContain(note.replace('edit', 'box'))
  }
  const {result} = await awsupJson(project, ['access', 'test', '--env', 'dev'])
  expect(result).toMatchObject({
    tests: [{openings: [{subject: 'access.authenticated[2].dynamodb', accepted: 'the rest is public'}]}],
  })
})

test('access test --live agrees: it asks AWS the same', async () => {
  const {project} = dev
  const {code, stdout, stderr} = await awsup(project, ['access', 'test', '--live', '--env', 'dev'])
  expect({code, stdout, stderr}).toMatchObject({code: 0})
})
