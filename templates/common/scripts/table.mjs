// Makes the table of the environment that is switched on, with the credentials that it is given:
//
//     awsup exec dev -- node scripts/table.mjs dev
//
// Running it again changes nothing.
import {CreateTableCommand, DynamoDBClient, waitUntilTableExists} from '@aws-sdk/client-dynamodb'
import {readFileSync} from 'node:fs'

const {environment, region, values} = JSON.parse(readFileSync('public/config.json', 'utf8'))
if (environment !== process.argv[2])
  throw new Error(`public/config.json is of ${environment}. Run: awsup env switch ${process.argv[2]}`)
const client = new DynamoDBClient({region})

try {
  await client.send(
    new CreateTableCommand({
      TableName: values.table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['owner', 'id'].map((AttributeName) => ({AttributeName, AttributeType: 'S'})),
      KeySchema: [
        {AttributeName: 'owner', KeyType: 'HASH'},
        {AttributeName: 'id', KeyType: 'RANGE'},
      ],
    }),
  )
} catch (error) {
  if (error.name !== 'ResourceInUseException') throw error
}
await waitUntilTableExists({client, maxWaitTime: 120}, {TableName: values.table})
console.log(`${environment}: table ${values.table} exists`)
