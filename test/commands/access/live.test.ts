import {CreateTableCommand, DynamoDBClient, ScanCommand} from '@aws-sdk/client-dynamodb'
import {IAMClient, PutRolePolicyCommand} from '@aws-sdk/client-iam'
import {CreateBucketCommand, ListObjectsV2Command, S3Client} from '@aws-sdk/client-s3'
import {beforeAll, expect, test} from 'vitest'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'

const RULES = `
access:
  authenticated:
    - dynamodb: { table: "todos-{env}" }
    - s3: { bucket: "acme-{env}-uploads" }
    - dynamodb: { table: later }
`

let made: string
beforeAll(async () => {
  made = (await makeTemplate())()
  write(made, 'awsup.yaml', read(made, 'awsup.yaml') + RULES)
  const {code, stderr} = await awsup(made, ['apply', '--env', 'dev', '--yes'])
  if (code !== 0) throw new Error(stderr)
  const {dynamodb, s3} = await open(made)
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'todos-dev',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        {AttributeName: 'owner', KeyType: 'HASH'},
        {AttributeName: 'at', KeyType: 'RANGE'},
      ],
      AttributeDefinitions: [
        {AttributeName: 'owner', AttributeType: 'S'},
        {AttributeName: 'at', AttributeType: 'N'},
      ],
    }),
  )
  await s3.send(new CreateBucketCommand({Bucket: 'acme-dev-uploads'}))
})

/** Clients of dev's account, as whoever runs it. */
async function open(project: string) {
  const {stdout} = await awsup(project, ['credentials', 'dev'])
  const keys = JSON.parse(stdout) as Record<'AccessKeyId' | 'SecretAccessKey' | 'SessionToken', string>
  const credentials = {
    accessKeyId: keys.AccessKeyId,
    secretAccessKey: keys.SecretAccessKey,
    sessionToken: keys.SessionToken,
  }
  const config = {region: 'us-east-1', credentials, requestHandler: requestHandlerFor(await sandboxOf(project))}
  return {iam: new IAMClient(config), dynamodb: new DynamoDBClient(config), s3: new S3Client(config)}
}

test('two users who are made for it reach their own data and not the other’s, and nothing of them is left', async () => {
  const {code, result} = await awsupJson(made, ['access', 'test', '--live', '--env', 'dev'])
  expect({code, result}).toMatchObject({code: 0, result: {tests: [{policies: 'live', exposed: [], missing: []}]}})
  const [{roles, notes}] = result['tests'] as unknown as readonly [
    {readonly roles: readonly {readonly requests: number}[]; readonly notes: readonly string[]},
  ]
  expect(roles[0]?.requests).toBeGreaterThan(15)
  expect(notes).toEqual(['table later does not exist'])

  expect(await awsupJson(made, ['user', 'list', '--pool', '--env', 'dev'])).toMatchObject({result: []})
  const {dynamodb, s3} = await open(made)
  expect((await dynamodb.send(new ScanCommand({TableName: 'todos-dev'}))).Items).toEqual([])
  expect((await s3.send(new ListObjectsV2Command({Bucket: 'acme-dev-uploads'}))).KeyCount).toBe(0)
})

test('what a role was given by hand shows in what AWS does, and everything is taken away then, too', async () => {
  const {iam} = await open(made)
  const all = {Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: 'dynamodb:*', Resource: '*'}]}
  const PolicyDocument = JSON.stringify(all)
  await iam.send(new PutRolePolicyCommand({RoleName: 'acme-dev-authenticated', PolicyName: 'fix', PolicyDocument}))

  const {code, stdout} = await awsup(made, ['access', 'test', '--live', '--env', 'dev'])
  expect(code).toBe(4)
  expect(stdout).toMatch(/dynamodb:GetItem +another’s items of table todos-dev/)
  expect(stdout).toMatch(/dynamodb:Scan +items of table todos-dev, no key named/)
  expect(stdout).not.toContain('s3:')
  expect(await awsupJson(made, ['user', 'list', '--pool', '--env', 'dev'])).toMatchObject({result: []})
})

test('a protected environment gets no users unless it is said twice', async () => {
  const {code, error} = await awsupJson(made, ['access', 'test', '--live', '--env', 'prod'])
  expect({code, error}).toMatchObject({code: 2, error: {code: 'PROTECTED'}})
})
