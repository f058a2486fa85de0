// Counts the caller's todos. Who calls is what AWS says (context.identity), never what the request says: the function's own
// role may read the whole table, so it must not take a caller's word for whose todos to count.
import {DynamoDBClient, paginateQuery} from '@aws-sdk/client-dynamodb'

const client = new DynamoDBClient({})

export async function handler(event, {identity}) {
  if (!identity) throw new Error('This function answers users of the identity pool only.')
  const {cognitoIdentityId: identityId} = identity
  const query = {
    TableName: process.env.TABLE,
    KeyConditionExpression: '#owner = :caller',
    ExpressionAttributeNames: {'#owner': 'owner'},
    ExpressionAttributeValues: {':caller': {S: identityId}},
  }
  const counted = {open: 0, done: 0}
  for await (const {Items = []} of paginateQuery({client}, query))
    for (const {done} of Items) counted[done?.BOOL ? 'done' : 'open'] += 1
  return {identityId, ...counted}
}
