import {DynamoDBClient} from '@aws-sdk/client-dynamodb'
import {DynamoDBDocumentClient, paginateScan} from '@aws-sdk/lib-dynamodb'
import type {Config} from './config'
import {credentials} from './session'
import type {Todo} from './todos'

/** The todos of one user, as an admin sees them. */
export interface Board {
  readonly owner: string
  readonly todos: readonly Todo[]
}

/** Everybody's todos. AWS refuses it to all but the group `admins`, whose role alone may scan the table. */
export async function listEveryone({region, endpoint, tables}: Config): Promise<Board[]> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({region, endpoint, credentials}))
  const boards = new Map<string, Todo[]>()
  for await (const {Items = []} of paginateScan({client}, {TableName: tables.todos.name}))
    for (const {owner, ...todo} of Items)
      boards.set(String(owner), [...(boards.get(String(owner)) ?? []), todo as Todo])
  return [...boards].map(([owner, todos]) => ({owner, todos}))
}
