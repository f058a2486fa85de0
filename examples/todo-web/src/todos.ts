import {DynamoDBClient} from '@aws-sdk/client-dynamodb'
import {DeleteCommand, DynamoDBDocumentClient, PutCommand, QueryCommand, UpdateCommand} from '@aws-sdk/lib-dynamodb'
import type {Config} from './config'
import {credentials} from './session'

export interface Todo {
  readonly id: string
  readonly text: string
  readonly done: boolean
}

/** One user's todos, straight in DynamoDB. That they are only one's own is the policy's doing, not this code's. */
export interface Todos {
  list(): Promise<Todo[]>
  add(text: string): Promise<Todo>
  mark(todo: Todo, done: boolean): Promise<Todo>
  remove(todo: Todo): Promise<void>
}

export function openTodos({region, endpoint, tables}: Config, owner: string): Todos {
  const table = tables.todos.name
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({region, endpoint, credentials}))
  return {
    async list() {
      const {Items = []} = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: '#owner = :me',
          ExpressionAttributeNames: {'#owner': 'owner'},
          ExpressionAttributeValues: {':me': owner},
        }),
      )
      return Items as Todo[]
    },
    async add(text) {
      // Ids that sort by time: the query answers them in that order.
      const todo = {id: `${new Date().toISOString()}-${crypto.randomUUID().slice(0, 8)}`, text, done: false}
      await client.send(new PutCommand({TableName: table, Item: {owner, ...todo}}))
      return todo
    },
    async mark(todo, done) {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: {owner, id: todo.id},
          UpdateExpression: 'SET done = :done',
          ConditionExpression: 'attribute_exists(id)',
          ExpressionAttributeValues: {':done': done},
        }),
      )
      return {...todo, done}
    },
    async remove({id}) {
      await client.send(new DeleteCommand({TableName: table, Key: {owner, id}}))
    },
  }
}
