import {
  CreateTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb'
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import {GetCallerIdentityCommand} from '@aws-sdk/client-sts'
import {describe, expect, test} from 'vitest'
import {parseManifest} from '../../../../src/lib/manifest/parse.js'
import {tableTags} from '../../../../src/sandbox/services/dynamodb/tables.js'
import {bucketTags} from '../../../../src/sandbox/services/s3/tables.js'
import {read, write} from '../../../_helpers/cli.js'
import {dataRequest, openImportWorld, REGION} from './world.js'

type World = Awaited<ReturnType<typeof openImportWorld>>

const DEV = {environments: ['dev']}

const KEYS = {
  KeySchema: [
    {AttributeName: 'owner', KeyType: 'HASH' as const},
    {AttributeName: 'at', KeyType: 'RANGE' as const},
  ],
  AttributeDefinitions: [
    {AttributeName: 'owner', AttributeType: 'S' as const},
    {AttributeName: 'at', AttributeType: 'N' as const},
  ],
}

/** A table of some years: provisioned, with indexes of both sorts, a stream, expiry, backups for a week, tags and an item. */
async function makeTable(
  {management: {dynamodb}}: World,
  TableName = 'acme-todos',
  more: Partial<CreateTableCommandInput> = {},
) {
  const capacity = {ReadCapacityUnits: 5, WriteCapacityUnits: 2}
  const {TableDescription} = await dynamodb.send(
    new CreateTableCommand({
      TableName,
      ...KEYS,
      AttributeDefinitions: [
        ...KEYS.AttributeDefinitions,
        {AttributeName: 'list', AttributeType: 'S'},
        {AttributeName: 'title', AttributeType: 'S'},
      ],
      ProvisionedThroughput: capacity,
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byList',
          KeySchema: [{AttributeName: 'list', KeyType: 'HASH'}],
          Projection: {ProjectionType: 'INCLUDE', NonKeyAttributes: ['title', 'done']},
          ProvisionedThroughput: capacity,
        },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: 'byTitle',
          KeySchema: [
            {AttributeName: 'owner', KeyType: 'HASH'},
            {AttributeName: 'title', KeyType: 'RANGE'},
          ],
          Projection: {ProjectionType: 'KEYS_ONLY'},
        },
      ],
      StreamSpecification: {StreamEnabled: true, StreamViewType: 'NEW_IMAGE'},
      Tags: [{Key: 'team', Value: 'blue'}],
      ...more,
    }),
  )
  const TimeToLiveSpecification = {AttributeName: 'goneAt', Enabled: true}
  await dynamodb.send(new UpdateTimeToLiveCommand({TableName, TimeToLiveSpecification}))
  const PointInTimeRecoverySpecification = {PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7}
  await dynamodb.send(new UpdateContinuousBackupsCommand({TableName, PointInTimeRecoverySpecification}))
  await dynamodb.send(new PutItemCommand({TableName, Item: {owner: {S: 'ann'}, at: {N: '1'}, text: {S: 'milk'}}}))
  return TableDescription?.TableArn ?? ''
}

async function lookAtTable({management: {dynamodb}}: World, TableName: string, ResourceArn: string) {
  const {Table} = await dynamodb.send(new DescribeTableCommand({TableName}))
  const {TimeToLiveDescription} = await dynamodb.send(new DescribeTimeToLiveCommand({TableName}))
  const {ContinuousBackupsDescription} = await dynamodb.send(new DescribeContinuousBackupsCommand({TableName}))
  const {Item} = await dynamodb.send(new GetItemCommand({TableName, Key: {owner: {S: 'ann'}, at: {N: '1'}}}))
  const {Tags = []} = await dynamodb.send(new ListTagsOfResourceCommand({ResourceArn}))
  const recovery = ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.RecoveryPeriodInDays
  const theirs = Tags.filter(({Key = ''}) => !Key.startsWith('awsup:'))
  return {Table, TimeToLiveDescription, recovery, Item, theirs}
}

/** A bucket of some years: ACLs, no block of public access, rules of its own, a key of KMS, versions, tags and an object. */
async function makeBucket({management: {s3}}: World, Bucket = 'acme-files-x7k2') {
  await s3.send(new CreateBucketCommand({Bucket}))
  await s3.send(new DeletePublicAccessBlockCommand({Bucket}))
  const rules = [{ObjectOwnership: 'BucketOwnerPreferred' as const}]
  await s3.send(new PutBucketOwnershipControlsCommand({Bucket, OwnershipControls: {Rules: rules}}))
  const rule = {ID: 'theirs', AllowedMethods: ['GET'], AllowedOrigins: ['https://app.acme.dev']}
  await s3.send(new PutBucketCorsCommand({Bucket, CORSConfiguration: {CORSRules: [rule]}}))
  const old = {ID: 'old', Status: 'Enabled' as const, Prefix: 'old/', Expiration: {Days: 3}}
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket,
      LifecycleConfiguration: {Rules: [old]},
      TransitionDefaultMinimumObjectSize: 'varies_by_storage_class',
    }),
  )
  const key = 'arn:aws:kms:us-east-1:111122223333:key/12345678-90ab-cdef-1234-567890abcdef'
  const ApplyServerSideEncryptionByDefault = {SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: key}
  const ServerSideEncryptionConfiguration = {Rules: [{ApplyServerSideEncryptionByDefault, BucketKeyEnabled: true}]}
  await s3.send(new PutBucketEncryptionCommand({Bucket, ServerSideEncryptionConfiguration}))
  await s3.send(new PutBucketVersioningCommand({Bucket, VersioningConfiguration: {Status: 'Enabled'}}))
  await s3.send(new PutBucketTaggingCommand({Bucket, Tagging: {TagSet: [{Key: 'team', Value: 'blue'}]}}))
  await s3.send(new PutObjectCommand({Bucket, Key: 'a', Body: 'their words'}))
  return Bucket
}

async function lookAtBucket({management: {s3}}: World, Bucket: string) {
  const cors = (await s3.send(new GetBucketCorsCommand({Bucket}))).CORSRules
  const lifecycle = await s3.send(new GetBucketLifecycleConfigurationCommand({Bucket}))
  const encryption = (await s3.send(new GetBucketEncryptionCommand({Bucket}))).ServerSideEncryptionConfiguration
  const versions = (await s3.send(new GetBucketVersioningCommand({Bucket}))).Status
  const object = await (await s3.send(new GetObjectCommand({Bucket, Key: 'a'}))).Body?.transformToString()
  const {TagSet = []} = await s3.send(new GetBucketTaggingCommand({Bucket}))
  const theirs = TagSet.filter(({Key = ''}) => !Key.startsWith('awsup:'))
  return {
    cors,
    smallest: lifecycle.TransitionDefaultMinimumObjectSize,
    rules: lifecycle.Rules,
    encryption,
    versions,
    object,
    theirs,
  }
}

const YAML = `# ours
version: 1
project: acme
environments:
  dev: { region: ${REGION}, account: management } # the first
  prod: { region: ${REGION}, account: "123456789012" }
outputs:
  - { format: json, path: config.json }
# the end
`

test('a table of some years is taken in: awsup adds its tags, the plan has nothing left, and all is as it was', async () => {
  const world = await openImportWorld()
  write(world.root, 'awsup.yaml', YAML)
  const arn = await makeTable(world)
  const [before, mutations] = [await lookAtTable(world, 'acme-todos', arn), world.mutations()]

  const {importing} = await world.prepare([dataRequest('table', 'acme-todos')])
  expect([world.mutations(), read(world.root, 'awsup.yaml')]).toEqual([mutations, YAML])
  expect(importing.notes).toEqual([
    'data.tables.todos in dev keeps its provisioned capacity (5 units to read, 2 to write), with its scaling. awsup adds no index to it until it is on demand.',
  ])

  const {plan} = await world.take([dataRequest('table', 'acme-todos')])
  expect(world.mutations()).toBe(mutations + 1)
  const text = read(world.root, 'awsup.yaml')
  for (const line of YAML.trimEnd().split('\n')) expect(text).toContain(line)
  expect(text.replace(/data:\n(?: .*\n)+/, '')).toBe(YAML)
  expect(parseManifest(text).data.tables.get('todos')).toMatchObject({
    name: new Map([['dev', 'acme-todos']]),
    key: {name: 'owner', type: 'S'},
    sort: {name: 'at', type: 'N'},
    indexes: {byList: {key: {name: 'list', type: 'S'}, projects: ['done', 'title']}},
    localIndexes: {byTitle: {sort: {name: 'title', type: 'S'}, projects: 'KEYS_ONLY'}},
    ttl: 'goneAt',
    stream: 'NEW_IMAGE',
    deletionProtection: undefined,
    recoveryDays: undefined,
  })
  const own = (one: {readonly address: string}): boolean => one.address === 'dev.table.todos'
  expect(plan.steps.filter(own)).toMatchObject([{action: 'no-op', id: 'acme-todos'}])
  expect((await world.plan(DEV)).steps.filter(own)).toMatchObject([{action: 'no-op'}])

  const again = await world.take([dataRequest('table', 'acme-todos')])
  expect([again.records, again.handovers, read(world.root, 'awsup.yaml')]).toEqual([[], [], text])
  expect(await lookAtTable(world, 'acme-todos', arn)).toEqual(before)
  await world.apply(DEV)
  expect(await lookAtTable(world, 'acme-todos', arn)).toEqual(before)
})

test('a name with a typing error is another environment, and the import says so before anything is written', async () => {
  const world = await openImportWorld()
  write(world.root, 'awsup.yaml', YAML)
  await makeTable(world)
  const {importing} = await world.prepare([dataRequest('table', 'acme-todos', {environment: 'dve'})])
  expect(importing.notes[0]).toBe('dve is a new environment. Until now awsup.yaml had dev, prod.')
})

test('a bucket of some years is taken in: only what is not closed is closed, and rules of others stay as they are', async () => {
  const world = await openImportWorld()
  write(world.root, 'awsup.yaml', YAML)
  const name = await makeBucket(world)
  const before = await lookAtBucket(world, name)

  const {plan, reasons, notes} = await world.take([dataRequest('bucket', name, {as: 'files'})])

  expect(read(world.root, 'awsup.yaml')).toContain(
    `    files:\n      cors: []\n      name: { dev: ${name} }\n# the end\n`,
  )
  const step = plan.steps.find(({address}) => address === 'dev.bucket.files')
  const closing = ['lifecycle', 'publicAccessBlocked', 'tlsOnly', 'ownerEnforced']
  expect(step?.changes.map(({field}) => field)).toEqual(closing)
  expect(reasons.flatMap(({address, field}) => (address === 'dev.bucket.files' ? [field] : []))).toEqual(closing)
  for (const {reason} of reasons.filter(({address}) => address === 'dev.bucket.files'))
    expect(reason).not.toContain('AWS has it otherwise')
  expect(notes).toEqual([
    'data.buckets.files in dev keeps its CORS (1 rule). cors in awsup.yaml is empty: origins that you add get a rule of their own.',
    'data.buckets.files in dev keeps its lifecycle (1 rule).',
    'data.buckets.files in dev keeps its encryption with arn:aws:kms:us-east-1:111122223333:key/12345678-90ab-cdef-1234-567890abcdef.',
  ])
  expect(await lookAtBucket(world, name)).toEqual(before)

  await world.apply(DEV)
  const {rules, ...rest} = await lookAtBucket(world, name)
  expect(rest).toEqual({...before, rules: undefined})
  expect(rules).toMatchObject([
    {ID: 'old', Filter: {Prefix: 'old/'}, Expiration: {Days: 3}},
    {ID: 'awsup-unfinished-uploads'},
  ])
  expect((await world.plan(DEV)).steps.filter(({address}) => address === 'dev.bucket.files')).toMatchObject([
    {action: 'no-op'},
  ])
})

test('into a first awsup.yaml, and where the environment is protected: what it tightens is shown', async () => {
  const world = await openImportWorld()
  await makeTable(world, 'todos-prod')
  const {reasons} = await world.take([dataRequest('table', 'todos-prod', {environment: 'prod'})])
  const manifest = parseManifest(read(world.root, 'awsup.yaml'))
  expect(manifest.environments.get('prod')).toMatchObject({
    protected: true,
    region: REGION,
    account: {id: 'management'},
  })
  const changed = reasons.filter(({address}) => address === 'prod.table.todos').map(({field}) => field)
  expect(changed).toEqual(['deletionProtection', 'recoveryDays'])
})

describe('awsup.yaml that says something of it already', () => {
  const withTable = (table: string): string => `${YAML}data:\n  tables:\n    todos: ${table}\n`
  const PLAIN = {ProvisionedThroughput: undefined, BillingMode: 'PAY_PER_REQUEST' as const}
  const makePlain = async ({management: {dynamodb}}: World, TableName: string) =>
    dynamodb.send(new CreateTableCommand({TableName, ...KEYS, ...PLAIN}))
  const KEYED = 'key: owner, sort: { name: at, type: number }'

  test.each([
    ['with a name for all', `{ ${KEYED}, name: "acme-{env}" }`, `{ ${KEYED}, name: "acme-{env}" }`],
    ['without a name', `{ ${KEYED} }`, `{ ${KEYED}, name: { dev: acme-dev } }`],
    [
      'with a name of another',
      `{ ${KEYED}, name: { prod: acme-p } }`,
      `{ ${KEYED}, name: { prod: acme-p, dev: acme-dev } }`,
    ],
  ])('%s keeps it, and gets the name that it lacks', async (_title, table, after) => {
    const world = await openImportWorld()
    write(world.root, 'awsup.yaml', withTable(table))
    await makePlain(world, 'acme-dev')
    await world.take([dataRequest('table', 'acme-dev', {as: 'todos'})])
    expect(read(world.root, 'awsup.yaml')).toBe(withTable(after))
  })

  test.each([
    ['calls it otherwise', `{ ${KEYED}, name: { dev: other } }`, /todos is other in dev, and not acme-t/],
    ['has another key', '{ key: owner }', /not as table acme-t is on AWS: sort/],
    ['has an index more', `{ ${KEYED}, indexes: { byX: { sort: x } } }`, /on AWS: indexes/],
    ['has items expire', `{ ${KEYED}, ttl: goneAt }`, /on AWS: ttl/],
  ])('and %s is refused, and nothing is written', async (_title, table, message) => {
    const world = await openImportWorld()
    write(world.root, 'awsup.yaml', withTable(table))
    await makePlain(world, 'acme-t')
    const mutations = world.mutations()
    const taking = world.take([dataRequest('table', 'acme-t', {as: 'todos'})])
    await expect(taking).rejects.toMatchObject({
      code: 'DIFFERENT',
      exitCode: 5,
      message: expect.stringMatching(message) as string,
    })
    expect([read(world.root, 'awsup.yaml'), world.mutations()]).toEqual([withTable(table), mutations])
  })
})

describe('what is not to be taken is refused before anything is written:', () => {
  const TAGS = {
    'of another awsup project': {'awsup:project': 'zeta', 'awsup:address': 'dev.table.todos'},
    'of another environment of this project': {'awsup:project': 'acme', 'awsup:address': 'prod.table.todos'},
  }
  test.each(Object.entries(TAGS))('a table and a bucket %s', async (_title, tags) => {
    const world = await openImportWorld()
    write(world.root, 'awsup.yaml', YAML)
    const ResourceArn = await makeTable(world)
    const name = await makeBucket(world)
    const TagSet = Object.entries(tags).map(([Key, Value]) => ({Key, Value}))
    await world.management.dynamodb.send(new TagResourceCommand({ResourceArn, Tags: TagSet}))
    await world.management.s3.send(new PutBucketTaggingCommand({Bucket: name, Tagging: {TagSet}}))
    const mutations = world.mutations()
    for (const request of [dataRequest('table', 'acme-todos'), dataRequest('bucket', name)])
      await expect(world.take([request])).rejects.toMatchObject({code: 'NOT_OURS', exitCode: 5})
    expect([read(world.root, 'awsup.yaml'), world.mutations()]).toEqual([YAML, mutations])
  })

  test('those of a stack, until the reader tags them as this project’s', async () => {
    const world = await openImportWorld()
    write(world.root, 'awsup.yaml', YAML)
    const ResourceArn = await makeTable(world)
    const name = await makeBucket(world)
    const {Account = ''} = await world.management.sts.send(new GetCallerIdentityCommand({}))
    const STACK = {'aws:cloudformation:stack-name': 'amplify-acme-dev'}
    world.sandbox.world((tx) => tableTags.put(tx, [Account, REGION, 'acme-todos'], STACK))
    world.sandbox.world((tx) => bucketTags.put(tx, [name], STACK))
    const requests = [dataRequest('table', 'acme-todos'), dataRequest('bucket', name, {as: 'files'})]
    for (const request of requests) {
      const refusal = {code: 'OF_A_STACK', message: expect.stringContaining('stack amplify-acme-dev') as string}
      await expect(world.take([request])).rejects.toMatchObject(refusal)
    }
    const Tags = [{Key: 'awsup:project', Value: 'acme'}]
    await world.management.dynamodb.send(new TagResourceCommand({ResourceArn, Tags}))
    await world.take(requests.slice(0, 1))
    expect(read(world.root, 'awsup.yaml')).toContain('todos:')
  })

  test('what is on record, or in another region or account, or is not there', async () => {
    const world = await openImportWorld()
    write(world.root, 'awsup.yaml', YAML)
    await makeTable(world)
    const {s3} = world.management
    const Bucket = 'acme-elsewhere'
    await s3.send(new CreateBucketCommand({Bucket, CreateBucketConfiguration: {LocationConstraint: 'eu-west-1'}}))
    await world.take([dataRequest('table', 'acme-todos')])
    const mutations = world.mutations()
    for (const [request, code] of [
      [dataRequest('table', 'acme-todos', {as: 'other'}), 'ON_RECORD'],
      [dataRequest('table', 'nothing'), 'NOT_THERE'],
      [dataRequest('table', 'acme-todos', {environment: 'eu', region: 'eu-west-1'}), 'NOT_THERE'],
      [dataRequest('bucket', 'nothing'), 'NOT_THERE'],
      [dataRequest('bucket', Bucket), 'WRONG_REGION'],
      [dataRequest('table', 'acme-todos', {accountId: '210987654321'}), 'WRONG_ACCOUNT'],
      [dataRequest('table', 'acme-todos', {region: 'eu-west-1'}), 'CONFLICT'],
    ] as const)
      await expect(world.prepare([request]), code).rejects.toMatchObject({code, exitCode: 5})
    expect(world.mutations()).toBe(mutations)
  })

  test('what awsup.yaml has no words for', async () => {
    const world = await openImportWorld()
    write(world.root, 'awsup.yaml', YAML.replace('"123456789012"', 'management'))
    await makeTable(world)
    // Both environments are in one account, and prod would have a table of that name too.
    const taking = world.prepare([dataRequest('table', 'acme-todos', {as: 'acme-todos'})])
    await expect(taking).rejects.toMatchObject({code: 'CANNOT_IMPORT', hint: expect.stringContaining('--as') as string})
  })
})
