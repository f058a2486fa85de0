// Makes the table and the bucket that the application uses, in the environment whose credentials it is given:
//
//     awsup env switch dev && awsup exec dev -- node scripts/setup.mjs dev
//
// They belong to your own stack, and not to awsup: make them as you make such things. Running it again changes nothing.
import {CreateTableCommand, DynamoDBClient, waitUntilTableExists} from '@aws-sdk/client-dynamodb'
import {CreateBucketCommand, PutBucketCorsCommand, S3Client} from '@aws-sdk/client-s3'
import {readFileSync} from 'node:fs'

const {region, environment, values} = JSON.parse(readFileSync('public/config.json', 'utf8'))
if (environment !== process.argv[2])
  throw new Error(`public/config.json is of ${environment}: awsup env switch ${process.argv[2]}`)
const dynamodb = new DynamoDBClient({region})
const s3 = new S3Client({region})

/** Passes when the thing already exists, and ours. */
const unless =
  (...names) =>
  (error) => {
    if (!names.includes(error.name)) throw error
  }

await dynamodb
  .send(
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
  .catch(unless('ResourceInUseException'))
await waitUntilTableExists({client: dynamodb, maxWaitTime: 120}, {TableName: values.table})

const location = region === 'us-east-1' ? {} : {CreateBucketConfiguration: {LocationConstraint: region}}
await s3.send(new CreateBucketCommand({Bucket: values.bucket, ...location})).catch(unless('BucketAlreadyOwnedByYou'))
// Browsers reach the bucket from the application's own origins only.
const CORSRules = [
  {
    AllowedOrigins: (process.env.APP_ORIGINS ?? 'http://localhost:5173').split(','),
    AllowedMethods: ['GET', 'PUT', 'DELETE'],
    AllowedHeaders: ['*'],
    ExposeHeaders: ['ETag'],
  },
]
await s3.send(new PutBucketCorsCommand({Bucket: values.bucket, CORSConfiguration: {CORSRules}}))
console.log(`${environment}: table ${values.table} and bucket ${values.bucket} are there`)
