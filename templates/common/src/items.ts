import {DeleteItemCommand, DynamoDBClient, paginateQuery, PutItemCommand} from '@aws-sdk/client-dynamodb'
import type {Config} from './config'
import {credentials, type Session} from './session'

export interface Item {
  readonly id: string
  readonly text: string
}

/** One user's items, straight in DynamoDB. That they are only one's own is the policy's doing, not this code's. */
export interface Items {
  list(): Promise<readonly Item[]>
  add(text: string): Promise<Item>
  remove(item: Item): Promise<void>
}

export function openItems({region, endpoint, tables}: Config, {identityId}: Session): Items {
  const client = new DynamoDBClient({region, endpoint, credentials})
  const TableName = tables.items.name
  const owner = {S: identityId}
  return {
    async list() {
      const pages = paginateQuery(
        {client},
        {
          TableName,
          KeyConditionExpression: '#owner = :owner',
          ExpressionAttributeNames: {'#owner': 'owner'},
          ExpressionAttributeValues: {':owner': owner},
        },
      )
      const items: Item[] = []
      for await (const {Items = []} of pages)
        items.push(...Items.map(({id, text}) => ({id: id?.S ?? '', text: text?.S ?? ''})))
      return items
    },
    async add(text) {
      // Ids that sort by time: the query answers them in that order.
      const id = `${new Date().toISOString()}-${crypto.randomUUID().slice(0, 8)}`
      await client.send(new PutItemCommand({TableName, Item: {owner, id: {S: id}, text: {S: text}}}))
      return {id, text}
    },
    async remove({id}) {
      await client.send(new DeleteItemCommand({TableName, Key: {owner, id: {S: id}}}))
    },
  }
}
