import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import {beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {openDynamoWorld, OWNER, todo, type DynamoWorld} from './world.js'

const TableName = 'todos'
const DENIED = {name: 'AccessDeniedException', $metadata: {httpStatusCode: 400}}

let world: DynamoWorld
beforeAll(async () => {
  world = await openDynamoWorld()
})

const arn = (index = '') => `arn:aws:dynamodb:eu-west-1:${world.world.accountId}:table/todos${index}`

/** As awsup compiles an owner's rule: the partition key under ForAllValues, guarded against requests that name none. */
const guarded = {
  'ForAllValues:StringEquals': {'dynamodb:LeadingKeys': [OWNER]},
  Null: {'dynamodb:LeadingKeys': 'false'},
}

const own = (Condition: object = guarded, Action: unknown = ['dynamodb:*']) => ({Action, Resource: arn(), Condition})

beforeEach(async () => {
  await world.allow(own())
})

const keyOf = ({id}: {id: string}, name = '1') => ({owner: {S: id}, id: {S: name}})

describe("one's own items", () => {
  test('are read, listed, written, changed and deleted', async () => {
    const {alice} = world
    const client = world.as(alice)
    await client.send(new PutItemCommand({TableName, Item: todo(alice.id, 'new')}))
    const update = {UpdateExpression: 'SET #t = :t', ExpressionAttributeNames: {'#t': 'text'}}
    const {Attributes} = await client.send(
      new UpdateItemCommand({
        TableName,
        Key: keyOf(alice, 'new'),
        ...update,
        ExpressionAttributeValues: {':t': {S: 'x'}},
        ReturnValues: 'ALL_NEW',
      }),
    )
    expect(Attributes?.['text']).toEqual({S: 'x'})
    expect((await client.send(new GetItemCommand({TableName, Key: keyOf(alice, 'new')}))).Item).toMatchObject({
      text: {S: 'x'},
    })
    await client.send(new DeleteItemCommand({TableName, Key: keyOf(alice, 'new')}))
    const {Items} = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: '#o = :me AND begins_with(id, :two)',
        ExpressionAttributeNames: {'#o': 'owner'},
        ExpressionAttributeValues: {':me': {S: alice.id}, ':two': {S: '2'}},
      }),
    )
    expect(Items?.map(({id}) => id)).toEqual([{S: '2'}])
  })

  test('in batches and transactions too', async () => {
    const {alice} = world
    const client = world.as(alice)
    const {Responses} = await client.send(
      new BatchGetItemCommand({RequestItems: {todos: {Keys: [keyOf(alice, '1'), keyOf(alice, '2')]}}}),
    )
    expect(Responses?.['todos']).toHaveLength(2)
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          {Put: {TableName, Item: todo(alice.id, 't')}},
          {ConditionCheck: {TableName, Key: keyOf(alice), ConditionExpression: 'attribute_exists(id)'}},
        ],
      }),
    )
    const got = await client.send(
      new TransactGetItemsCommand({TransactItems: [{Get: {TableName, Key: keyOf(alice, 't')}}]}),
    )
    expect(got.Responses?.[0]?.Item).toMatchObject({id: {S: 't'}})
    await client.send(new BatchWriteItemCommand({RequestItems: {todos: [{DeleteRequest: {Key: keyOf(alice, 't')}}]}}))
  })
})

describe("another's items are refused, word for word as AWS refuses them", () => {
  const attempts = (user: {
    id: string
  }): readonly (readonly [string, (client: ReturnType<DynamoWorld['as']>) => Promise<unknown>])[] => [
    ['GetItem', (client) => client.send(new GetItemCommand({TableName, Key: keyOf(user)}))],
    ['PutItem', (client) => client.send(new PutItemCommand({TableName, Item: todo(user.id, 'x')}))],
    ['DeleteItem', (client) => client.send(new DeleteItemCommand({TableName, Key: keyOf(user)}))],
    [
      'UpdateItem',
      (client) => client.send(new UpdateItemCommand({TableName, Key: keyOf(user), UpdateExpression: 'REMOVE done'})),
    ],
    [
      'Query',
      (client) =>
        client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: '#o = :o',
            ExpressionAttributeNames: {'#o': 'owner'},
            ExpressionAttributeValues: {':o': {S: user.id}},
          }),
        ),
    ],
    [
      'Query',
      (client) =>
        client.send(
          new QueryCommand({
            TableName,
            KeyConditions: {owner: {ComparisonOperator: 'EQ', AttributeValueList: [{S: user.id}]}},
          }),
        ),
    ],
    ['Scan', (client) => client.send(new ScanCommand({TableName}))],
    [
      'BatchGetItem',
      (client) =>
        client.send(new BatchGetItemCommand({RequestItems: {todos: {Keys: [keyOf(world.alice), keyOf(user)]}}})),
    ],
    [
      'BatchWriteItem',
      (client) =>
        client.send(
          new BatchWriteItemCommand({
            RequestItems: {
              todos: [{PutRequest: {Item: todo(world.alice.id, 'batch')}}, {DeleteRequest: {Key: keyOf(user)}}],
            },
          }),
        ),
    ],
    [
      'GetItem',
      (client) =>
        client.send(
          new TransactGetItemsCommand({
            TransactItems: [world.alice, user].map((one) => ({Get: {TableName, Key: keyOf(one)}})),
          }),
        ),
    ],
    [
      'DeleteItem',
      (client) =>
        client.send(
          new TransactWriteItemsCommand({
            TransactItems: [
              {Put: {TableName, Item: todo(world.alice.id, 'batch')}},
              {Delete: {TableName, Key: keyOf(user)}},
            ],
          }),
        ),
    ],
  ]

  test.each(attempts({id: ''}).map(([operation], index) => [operation, index] as const))(
    '%s (%i)',
    async (operation, index) => {
      const attempt = attempts(world.bob)[index]?.[1]
      const role = `arn:aws:sts::${world.world.accountId}:assumed-role/web/CognitoIdentityCredentials`
      await expect(attempt?.(world.as(world.alice))).rejects.toMatchObject({
        ...DENIED,
        message: `User: ${role} is not authorized to perform: dynamodb:${operation} on resource: ${arn()} because no identity-based policy allows the dynamodb:${operation} action`,
      })
    },
  )

  test('and a batch with one foreign key changes nothing at all', async () => {
    const Key = keyOf(world.alice, 'batch')
    expect((await world.admin.send(new GetItemCommand({TableName, Key}))).Item).toBeUndefined()
    const {Table} = await world.admin.send(new DescribeTableCommand({TableName}))
    expect(Table?.ItemCount).toBe(4)
  })
})

describe('the traps of such policies, as on AWS', () => {
  test('without the guard against a missing key, a scan reads the items of all', async () => {
    const {Null, ...unguarded} = guarded
    expect(Null).toBeDefined()
    await world.allow(own(unguarded))
    expect((await world.as(world.alice).send(new ScanCommand({TableName}))).Count).toBe(4)
  })

  test('an index has an ARN and a leading key of its own', async () => {
    const byList = (list: string) =>
      world.as(world.alice).send(
        new QueryCommand({
          TableName,
          IndexName: 'by-list',
          KeyConditionExpression: 'listId = :list',
          ExpressionAttributeValues: {':list': {S: list}},
        }),
      )
    const mine = `list of ${world.alice.id}`
    await expect(byList(mine)).rejects.toMatchObject(DENIED)
    const leading = {'ForAllValues:StringEquals': {'dynamodb:LeadingKeys': [`list of ${OWNER}`]}}
    await world.allow({Action: 'dynamodb:Query', Resource: arn('/index/*'), Condition: leading})
    expect((await byList(mine)).Count).toBe(2)
    await expect(byList(`list of ${world.bob.id}`)).rejects.toMatchObject(DENIED)
  })

  test('attributes are those that a request reads, compares or writes, in whatever expression', async () => {
    const attributes = {'ForAllValues:StringEquals': {'dynamodb:Attributes': ['owner', 'id', 'text']}}
    await world.allow(own({...attributes, StringEqualsIfExists: {'dynamodb:Select': 'SPECIFIC_ATTRIBUTES'}}))
    const client = world.as(world.alice)
    const Key = keyOf(world.alice)
    const text = {'#t': 'text'}
    const get = (ProjectionExpression: string) =>
      client.send(new GetItemCommand({TableName, Key, ProjectionExpression, ExpressionAttributeNames: text}))
    expect((await get('#t')).Item).toEqual({text: {S: 'todo 1'}})
    await expect(get('#t, secret')).rejects.toMatchObject(DENIED)
    const update = {TableName, Key, ExpressionAttributeNames: text}
    for (const refused of ['SET #t = secret', 'SET #t = if_not_exists(secret, #t)', 'SET #t = #t REMOVE secret'])
      await expect(client.send(new UpdateItemCommand({...update, UpdateExpression: refused}))).rejects.toMatchObject(
        DENIED,
      )
    const condition = {UpdateExpression: 'SET #t = #t', ConditionExpression: 'attribute_exists(secret)'}
    await expect(client.send(new UpdateItemCommand({...update, ...condition}))).rejects.toMatchObject(DENIED)
  })

  test('each table of a batch is asked for on its own', async () => {
    await expect(
      world.as(world.alice).send(
        new BatchGetItemCommand({
          RequestItems: {todos: {Keys: [keyOf(world.alice)]}, other: {Keys: [{owner: {S: world.alice.id}}]}},
        }),
      ),
    ).rejects.toMatchObject({...DENIED, message: expect.stringContaining(':table/other ') as string})
  })

  test('who may use a table that does not exist reads that it is missing; who may not is not told', async () => {
    await world.allow({...own(), Resource: arn().replace('todos', '*')})
    const get = (owner: string) =>
      world.as(world.alice).send(new GetItemCommand({TableName: 'nowhere', Key: {owner: {S: owner}}}))
    await expect(get(world.alice.id)).rejects.toMatchObject({name: 'ResourceNotFoundException'})
    await expect(get(world.bob.id)).rejects.toMatchObject(DENIED)
  })

  test('a table of another account is that account’s, also where a table here has its name', async () => {
    const theirs = arn().replace(world.world.accountId, '999988887777')
    const client = world.as(world.alice)
    const Key = keyOf(world.alice)
    expect((await client.send(new GetItemCommand({TableName: arn(), Key}))).Item).toBeDefined()
    const Get = {TableName: theirs, Key}
    for (const why of ['no identity-based policy', 'no resource-based policy']) {
      const refused = {...DENIED, message: expect.stringContaining(`${theirs} because ${why} allows`) as string}
      await expect(client.send(new GetItemCommand(Get))).rejects.toMatchObject(refused)
      await expect(client.send(new TransactGetItemsCommand({TransactItems: [{Get}]}))).rejects.toMatchObject(refused)
      await world.allow({Action: 'dynamodb:*', Resource: '*'})
    }
  })

  test('Scan may be had where it is given outright', async () => {
    await world.allow('dynamodb:Scan')
    expect((await world.as(world.bob).send(new ScanCommand({TableName, Select: 'COUNT'}))).Count).toBe(4)
  })
})
