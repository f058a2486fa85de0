import {CognitoIdentityClient, ListIdentitiesCommand} from '@aws-sdk/client-cognito-identity'
import {CreateTableCommand, DynamoDBClient, ScanCommand} from '@aws-sdk/client-dynamodb'
import {CreateBucketCommand, ListObjectsV2Command, S3Client} from '@aws-sdk/client-s3'
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {cpSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {beforeAll, describe, expect, test} from 'vitest'
import {users} from '../../../src/sandbox/services/cognito-idp/tables.js'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {
  awsup,
  awsupJson,
  BINARY,
  emptyFolder,
  makeTemplate,
  read,
  sandboxOf,
  surroundings,
  write,
} from '../../_helpers/cli.js'
import {rewriteIntent} from '../../_helpers/proofs/journal.js'
import {killAfter} from '../../_helpers/processes/kill.js'
import {idOnRecord} from '../../_helpers/worlds/project-world.js'

const AUTH = `  guests: true
  requiredAttributes: [given_name, birthdate, phone_number, updated_at, zoneinfo]
  attributes: { tenant: { type: string, maxLength: 12, mutable: false } }
  groups: { editors: { precedence: 1 }, readers: { precedence: 2 }, plain: {} }
`
const RULES = `
access:
  authenticated:
    - dynamodb: { table: todos }
    - dynamodb: { table: teams, owner: "custom:tenant" }
  guests: [{ s3: { bucket: acme-drops } }]
  groups:
    editors: [{ s3: { bucket: acme-pages, prefix: pages, owner: none } }]
    readers: [{ s3: { bucket: acme-pages, prefix: pages, owner: none, actions: [get, list] } }]
`
const LIVE = ['access', 'test', '--live', '--env', 'dev']

let copy: () => string
beforeAll(async () => {
  const made = (await makeTemplate())()
  // What a pool requires is said when it is made.
  await mustRun(made, ['destroy', '--env', 'dev', '--confirm', 'dev'])
  write(made, 'awsup.yaml', read(made, 'awsup.yaml').replace(/^auth:.*\n/m, `auth:\n${AUTH}`) + RULES)
  await mustRun(made, ['apply', '--env', 'dev', '--yes'])
  const {dynamodb, s3} = await open(made)
  for (const TableName of ['todos', 'teams']) {
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{AttributeName: 'owner', KeyType: 'HASH'}],
        AttributeDefinitions: [{AttributeName: 'owner', AttributeType: 'S'}],
      }),
    )
  }
  for (const Bucket of ['acme-drops', 'acme-pages']) await s3.send(new CreateBucketCommand({Bucket}))
  copy = () => {
    const project = emptyFolder()
    cpSync(made, project, {recursive: true})
    return project
  }
})

async function mustRun(project: string, args: readonly string[]): Promise<void> {
  const {code, stderr} = await awsup(project, args)
  if (code !== 0) throw new Error(stderr)
}

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
  return {
    dynamodb: new DynamoDBClient(config),
    s3: new S3Client(config),
    identity: new CognitoIdentityClient(config),
  }
}

/** Everything that a test can make. */
async function countThings(project: string) {
  const {dynamodb, s3, identity} = await open(project)
  const items = async (TableName: string) => (await dynamodb.send(new ScanCommand({TableName}))).Items?.length
  const objects = async (Bucket: string) => (await s3.send(new ListObjectsV2Command({Bucket}))).KeyCount
  const IdentityPoolId = idOnRecord(project, 'dev', 'identity-pool')
  const {Identities} = await identity.send(new ListIdentitiesCommand({IdentityPoolId, MaxResults: 60}))
  return {
    users: (await sandboxOf(project)).world((tx) => users.list(tx, [])).length,
    identities: Identities?.length,
    items: [await items('todos'), await items('teams')],
    objects: [await objects('acme-drops'), await objects('acme-pages')],
  }
}
const NOTHING = {users: 0, identities: 0, items: [0, 0], objects: [0, 0]}

/** Users as they were when they had been made two hours earlier. */
async function makeOlder(project: string): Promise<void> {
  const sandbox = await sandboxOf(project)
  sandbox.world((tx) => {
    for (const user of users.list(tx, []))
      users.put(tx, [user.poolId, user.username], {...user, createdAt: user.createdAt - 2 * 3_600_000})
  })
}

test('everybody is tried: who signed in, guests, and a member of each group that has a role; the pool’s own wishes are met', async () => {
  const project = copy()
  const {code, result, error} = await awsupJson(project, LIVE)
  expect({code, error}).toEqual({code: 0, error: undefined})
  const [tested] = result['tests'] as unknown as readonly [
    {readonly roles: readonly {readonly role: string; readonly requests: number}[]; readonly notes: readonly string[]},
  ]
  expect(tested.notes).toEqual([])
  expect(tested.roles.map(({role}) => role)).toEqual(['authenticated', 'guest', 'group:editors', 'group:readers'])
  for (const {requests} of tested.roles) expect(requests).toBeGreaterThan(30)
  expect(await countThings(project)).toEqual(NOTHING)
})

describe('a test that was killed', () => {
  test.each([
    {when: 'while users are made', operation: 'cognito-idp:AdminCreateUser'},
    {when: 'among its requests', operation: 's3:PutObject'},
  ])('$when: the next one takes away users, identities, items and objects', async ({operation}) => {
    const project = copy()
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    await killAfter(project, LIVE, operation)
    expect((await countThings(project)).users).toBeGreaterThan(0)

    await makeOlder(project)
    const {code, stdout} = await awsup(project, LIVE)
    expect({code, stdout}).toEqual({
      code: 0,
      stdout: expect.stringMatching(/of a test that was killed (is|are) deleted/) as string,
    })
    expect(await countThings(project)).toEqual(NOTHING)
  })
})

test('a test that was killed on this machine is taken away by the next one at once', async () => {
  const project = copy()
  await killAfter(project, LIVE, 's3:PutObject')
  expect((await countThings(project)).users).toBeGreaterThan(0)
  expect((await awsupJson(project, ['status'])).result).toMatchObject({
    next: expect.stringMatching(/^awsup access test --live --env dev \(/) as string,
  })
  await mustRun(project, LIVE)
  expect(await countThings(project)).toEqual(NOTHING)
  expect((await awsupJson(project, ['status'])).result).toMatchObject({underWay: []})
})

test('a test of another machine that began within the hour may be at work still, and is left alone', async () => {
  const project = copy()
  await killAfter(project, LIVE, 'cognito-idp:AdminCreateUser')
  const journal = join(project, '.awsup', 'sandbox', 'journal')
  for (const name of readdirSync(journal).filter((file) => file.includes('access-test'))) {
    rewriteIntent(project, join(journal, name), (text) => text.replace(/"host":"[^"]*"/, '"host":"another"'))
  }
  await mustRun(project, LIVE)
  expect((await countThings(project)).users).toBe(1)
})

test('Ctrl-C takes everything away before it ends, and soon', async () => {
  const project = copy()
  const sandbox = await sandboxOf(project)
  sandbox.resetCalls()
  const child = spawn(process.execPath, [BINARY, ...LIVE], {cwd: project, env: surroundings(project)})
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const closed = once(child, 'close')
  while (sandbox.callSummary().byOperation['dynamodb:PutItem'] === undefined) {
    expect(child.exitCode, stderr).toBeNull()
    await setTimeout(2)
  }
  const pressed = performance.now()
  child.kill('SIGINT')
  const [code] = (await closed) as [number]
  expect(code, stderr).toBe(130)
  expect(performance.now() - pressed).toBeLessThan(30_000)
  expect(stderr).toContain('what the test made is taken away first')
  expect(stderr).not.toContain('left behind')
  expect(await countThings(project)).toEqual(NOTHING)
})

test('a pool that asks for what no test can give is refused before anything is made', async () => {
  const project = copy()
  const yaml = read(project, 'awsup.yaml')
  write(
    project,
    'awsup.yaml',
    yaml
      .replace('attributes: {', 'attributes: { team: { type: string, maxLength: 3, mutable: false },')
      .replace('custom:tenant', 'custom:team'),
  )
  await mustRun(project, ['apply', '--env', 'dev', '--yes'])
  const sandbox = await sandboxOf(project)
  sandbox.resetCalls()
  const {code, error} = await awsupJson(project, LIVE)
  expect({code, error}).toMatchObject({code: 2, error: {code: 'CANNOT_MAKE_USER', details: {attribute: 'custom:team'}}})
  expect(sandbox.callSummary().byOperation).not.toHaveProperty('cognito-idp:AdminCreateUser')
  expect(await countThings(project)).toEqual(NOTHING)
})
