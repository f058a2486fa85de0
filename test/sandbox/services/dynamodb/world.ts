import {CreateTableCommand, DynamoDBClient, PutItemCommand} from '@aws-sdk/client-dynamodb'
import {dynamodb} from '../../../../src/sandbox/services/dynamodb/service.js'
import {openApplication, type Application, type SignedIn} from '../../signed-in.js'

export const OWNER = '${cognito-identity.amazonaws.com:sub}'

export interface DynamoWorld extends Application {
  readonly admin: DynamoDBClient
  /** As a user's browser has it. */
  readonly as: (user: SignedIn) => DynamoDBClient
}

/** Alice and bob signed in, and a table `todos` (owner, id) with an index by list, where each has two items. */
export async function openDynamoWorld(): Promise<DynamoWorld> {
  const application = await openApplication([dynamodb])
  const admin = new DynamoDBClient(application.config())
  await makeTodos(admin)
  for (const {id} of [application.alice, application.bob])
    for (const name of ['1', '2'])
      await admin.send(new PutItemCommand({TableName: 'todos', Item: todo(id, name, {listId: {S: `list of ${id}`}})}))
  return {...application, admin, as: ({keys}) => new DynamoDBClient(application.config(keys))}
}

export const todo = (owner: string, id: string, more: Record<string, {S: string}> = {}) => ({
  owner: {S: owner},
  id: {S: id},
  text: {S: `todo ${id}`},
  ...more,
})

export const makeTodos = async (admin: DynamoDBClient, TableName = 'todos') =>
  admin.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['owner', 'id', 'listId'].map((AttributeName) => ({AttributeName, AttributeType: 'S'})),
      KeySchema: [
        {AttributeName: 'owner', KeyType: 'HASH'},
        {AttributeName: 'id', KeyType: 'RANGE'},
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-list',
          KeySchema: [{AttributeName: 'listId', KeyType: 'HASH'}],
          Projection: {ProjectionType: 'ALL'},
        },
      ],
    }),
  )
