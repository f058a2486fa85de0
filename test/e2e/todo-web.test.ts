import {DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, ScanCommand} from '@aws-sdk/client-dynamodb'
import {InvokeCommand, LambdaClient} from '@aws-sdk/client-lambda'
import {GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client} from '@aws-sdk/client-s3'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {openTodoWeb, type Config, type TodoWeb} from './todo-web.js'
import {openVisitor, type Visitor} from './visitor.js'

const ANA = {email: 'ana@example.com', password: 'correct-Horse-7-battery'}
const BEN = {email: 'ben@example.com', password: 'other-Horse-8-battery'}
const CLEO = {email: 'cleo@example.com', password: 'third-Horse-9-battery', groups: ['admins']}

let app: TodoWeb
let ana: Visitor
let ben: Visitor
/** Ana at a web server of this machine. */
let local: Visitor
let dev: Config

beforeAll(async () => {
  app = await openTodoWeb()
  dev = app.config()
})
afterAll(async () => {
  await app.close()
})

const todosOf = (visitor: Visitor) => visitor.page.getByRole('region', {name: 'Todos'}).getByRole('listitem')
const filesOf = (visitor: Visitor) => visitor.page.getByRole('region', {name: 'Files'}).getByRole('listitem')

async function addTodos({page}: Visitor, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await page.getByLabel('New todo').fill(text)
    await page.getByRole('button', {name: 'Add'}).click()
    await page.getByRole('listitem').filter({hasText: text}).waitFor()
  }
}

async function upload({page}: Visitor, name: string, content: string): Promise<void> {
  const file = {name, mimeType: 'text/plain', buffer: Buffer.from(content)}
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByRole('listitem').filter({hasText: name}).waitFor()
}

/** A user with a first password opens the page, signs in and is asked for a lasting one. */
async function arrive({email, password, groups}: typeof ANA & {groups?: readonly string[]}): Promise<Visitor> {
  const first = await app.makeUser(email, 'dev', groups)
  const visitor = await openVisitor(app)
  await visitor.page.getByRole('heading', {name: 'Welcome back'}).waitFor()
  if (email === ANA.email) await app.picture(visitor.page, '1-sign-in')
  await visitor.signIn(email, first)
  await visitor.page.getByRole('heading', {name: 'Choose a password'}).waitFor()
  if (email === ANA.email) await app.picture(visitor.page, '2-first-password')
  await visitor.page.getByLabel('New password').fill(password)
  await visitor.page.getByRole('button', {name: 'Save and continue'}).click()
  await visitor.page.getByText('Nothing to do').waitFor()
  expect(visitor.calls.some(([, body]) => body.includes(first))).toBe(false)
  return visitor
}

test('a user signs in by SRP at dev’s site with a first password, chooses a lasting one, and keeps todos and files', async () => {
  ana = await arrive(ANA)
  expect(ana.calls[0]?.[0]).toBe('InitiateAuth')
  expect(JSON.parse(ana.calls[0]?.[1] ?? '')).toMatchObject({AuthFlow: 'USER_SRP_AUTH'})
  await addTodos(ana, 'Book the train to Ghent', 'Water the plants', 'Write to grandmother', 'Return library books')
  await ana.page.getByLabel('Water the plants', {exact: true}).click()
  await ana.page.getByText('1 of 4 done').waitFor()
  await ana.page.getByRole('button', {name: 'Delete Return library books'}).click()
  await ana.page.getByText('1 of 3 done').waitFor()
  await upload(ana, 'ticket.txt', 'Brussels to Ghent')
  await upload(ana, 'packing list ü.csv', 'socks,4\n'.repeat(300))

  await ana.page.reload()
  await ana.page.getByText('1 of 3 done').waitFor()
  expect(await todosOf(ana).allInnerTexts()).toEqual(
    ['Book the train to Ghent', 'Water the plants', 'Write to grandmother'].map(
      (text) => expect.stringContaining(text) as string,
    ),
  )
  await ana.page.getByText('2 stored').waitFor()
  await app.picture(ana.page, '3-todos-and-files')
  const [opened] = await Promise.all([
    ana.page.context().waitForEvent('page'),
    ana.page.getByRole('button', {name: 'ticket.txt', exact: true}).click(),
  ])
  await opened.waitForLoadState()
  expect(await opened.textContent('body')).toBe('Brussels to Ghent')
  await opened.close()
})

test('a wrong password is told as one, by the user pool', async () => {
  const visitor = await openVisitor(app)
  await visitor.signIn(ANA.email, 'not-the-Password-1')
  await visitor.page.getByRole('alert').filter({hasText: 'Incorrect username or password.'}).waitFor()
  await app.picture(visitor.page, '4-wrong-password')
  await visitor.page.context().close()
})

test('another user sees none of it, and each only their own', async () => {
  ben = await arrive(BEN)
  await ben.page.getByText('No files yet.').waitFor()
  await addTodos(ben, 'Repair the bicycle')
  await upload(ben, 'receipt.txt', '12 euros')
  await app.picture(ben.page, '5-another-user')
  await ana.page.reload()
  await ana.page.getByText('2 stored').waitFor()
  expect(await todosOf(ana).count()).toBe(3)
  expect(await filesOf(ana).filter({hasText: 'receipt'}).count()).toBe(0)
  expect(await todosOf(ben).allInnerTexts()).toEqual([expect.stringContaining('Repair the bicycle') as string])
})

/** How each attempt ended: `allowed`, or the name of the error. */
async function outcomesOf(attempts: Readonly<Record<string, () => Promise<unknown>>>): Promise<Record<string, string>> {
  const outcomes: Record<string, string> = {}
  for (const [name, attempt] of Object.entries(attempts))
    outcomes[name] = await attempt().then(
      () => 'allowed',
      (error: unknown) => (error instanceof Error ? error.name : 'no error'),
    )
  return outcomes
}

/** Clients with the credentials that the identity pool gave to the visitor's page. */
function clientsOf(visitor: Visitor) {
  const config = {region: dev.region, endpoint: dev.endpoint, credentials: visitor.credentials(), maxAttempts: 1}
  return {dynamodb: new DynamoDBClient(config), s3: new S3Client(config), lambda: new LambdaClient(config)}
}

const itemsOf = (owner: string, TableName = dev.tables.todos.name) =>
  new QueryCommand({
    TableName,
    KeyConditionExpression: '#owner = :owner',
    ExpressionAttributeNames: {'#owner': 'owner'},
    ExpressionAttributeValues: {':owner': {S: owner}},
  })

const [ITEMS, OBJECTS] = ['AccessDeniedException', 'AccessDenied']

test("a direct request with the page's credentials for another's item or object is AccessDenied", async () => {
  const mine = ana.credentials().identityId
  const theirs = ben.credentials().identityId
  const {dynamodb, s3} = clientsOf(ana)
  const TableName = dev.tables.todos.name
  expect((await dynamodb.send(itemsOf(mine))).Count).toBe(3)
  const Bucket = dev.buckets.files.name
  const key = (owner: string) => `private/${owner}/receipt.txt`
  const Key = {owner: {S: theirs}, id: {S: 'any'}}
  expect((await s3.send(new ListObjectsV2Command({Bucket, Prefix: `private/${mine}/`}))).KeyCount).toBe(2)
  const outcomes = await outcomesOf({
    query: () => dynamodb.send(itemsOf(theirs)),
    item: () => dynamodb.send(new GetItemCommand({TableName, Key})),
    scan: () => dynamodb.send(new ScanCommand({TableName})),
    object: () => s3.send(new GetObjectCommand({Bucket, Key: key(theirs)})),
    overwrite: () => s3.send(new PutObjectCommand({Bucket, Key: key(theirs), Body: 'x'})),
    list: () => s3.send(new ListObjectsV2Command({Bucket, Prefix: `private/${theirs}/`})),
    listAll: () => s3.send(new ListObjectsV2Command({Bucket})),
  })
  expect(outcomes).toEqual({
    query: ITEMS,
    item: ITEMS,
    scan: ITEMS,
    object: OBJECTS,
    overwrite: OBJECTS,
    list: OBJECTS,
    listAll: OBJECTS,
  })
})

test('the function is called straight from the page, and learns from AWS who calls', async () => {
  const summary = ana.page.getByRole('region', {name: 'Summary'})
  await summary.getByRole('button', {name: 'Ask the function'}).click()
  await summary.getByText('2 open, 1 done').waitFor()
  expect(await summary.getByRole('code').innerText()).toBe(ana.credentials().identityId)
  expect(await app.pictures(ana.page, '6-function')).toBe(0)

  // What the request says of its caller changes nothing.
  const claimed = {
    identityId: ben.credentials().identityId,
    identity: {cognitoIdentityId: ben.credentials().identityId},
  }
  const {lambda} = clientsOf(ana)
  const {Payload} = await lambda.send(
    new InvokeCommand({
      FunctionName: 'summary',
      Payload: JSON.stringify(claimed),
      ClientContext: Buffer.from(JSON.stringify(claimed)).toString('base64'),
    }),
  )
  const told: unknown = JSON.parse(new TextDecoder().decode(Payload))
  expect(told).toEqual({identityId: ana.credentials().identityId, open: 2, done: 1})
  const unnamed = await outcomesOf({other: () => lambda.send(new InvokeCommand({FunctionName: 'other'}))})
  expect(unnamed).toEqual({other: ITEMS})
})

test('an admin sees everybody’s todos, and may change none of them', async () => {
  const cleo = await arrive(CLEO)
  await cleo.page.getByRole('link', {name: 'Everyone'}).click()
  const boardOf = (visitor: Visitor) => cleo.page.getByRole('region', {name: visitor.credentials().identityId})
  await boardOf(ben).getByText('Repair the bicycle').waitFor()
  await boardOf(ana).getByText('1 of 3 done').waitFor()
  expect(await app.pictures(cleo.page, '7-everyone')).toBe(0)

  const theirs = ana.credentials().identityId
  const {dynamodb, s3} = clientsOf(cleo)
  const [TableName, Bucket] = [dev.tables.todos.name, dev.buckets.files.name]
  const outcomes = await outcomesOf({
    scan: () => dynamodb.send(new ScanCommand({TableName})),
    put: () => dynamodb.send(new PutItemCommand({TableName, Item: {owner: {S: theirs}, id: {S: 'forged'}}})),
    object: () => s3.send(new GetObjectCommand({Bucket, Key: `private/${theirs}/ticket.txt`})),
  })
  expect(outcomes).toEqual({scan: 'allowed', put: ITEMS, object: OBJECTS})
  await cleo.page.context().close()
})

test('who is no admin finds no link to that view, and at its address AWS refuses', async () => {
  expect(await ben.page.getByRole('link', {name: 'Everyone'}).count()).toBe(0)
  await ben.page.goto(`${app.sites.dev.url}/everyone`)
  await ben.page.getByRole('alert').filter({hasText: 'is not authorized to perform: dynamodb:Scan'}).waitFor()
  expect(await ben.page.getByText('Water the plants').count()).toBe(0)
  expect(await app.pictures(ben.page, '8-not-an-admin')).toBe(0)
})

test('the same build is at prod’s address, where a user of dev has no entry', async () => {
  const {sites} = app
  expect(sites.prod.build).toBe(sites.dev.build)
  expect([sites.dev.configuration, sites.prod.configuration]).toEqual([['config.json'], ['config.json']])
  expect(new URL(sites.prod.url).host).not.toBe(new URL(sites.dev.url).host)

  const visitor = await openVisitor(app, sites.prod.url)
  await visitor.page.getByText('prod', {exact: true}).waitFor()
  await visitor.signIn(ANA.email, ANA.password)
  await visitor.page.getByRole('alert').filter({hasText: 'Incorrect username or password.'}).waitFor()
  await app.picture(visitor.page, '9-dev-user-in-prod')

  // Nor do the credentials that dev gave her open anything there.
  const prod = (await visitor.page.evaluate(() => fetch('/config.json').then((answer) => answer.json()))) as Config
  await visitor.page.context().close()
  expect(prod.accountId).not.toBe(dev.accountId)
  const {dynamodb, s3} = clientsOf(ana)
  const {identityId} = ana.credentials()
  const Prefix = `private/${identityId}/`
  const outcomes = await outcomesOf({
    items: () => dynamodb.send(itemsOf(identityId, prod.tables.todos.arn)),
    objects: () => s3.send(new ListObjectsV2Command({Bucket: prod.buckets.files.name, Prefix})),
  })
  expect(outcomes).toEqual({items: ITEMS, objects: OBJECTS})
})

test('after `env switch prod` and a reload the same build talks to prod, where no user of dev exists', async () => {
  local = await openVisitor(app, app.url)
  await local.signIn(ANA.email, ANA.password)
  await local.page.getByText('1 of 3 done').waitFor()
  await app.awsup('env', 'switch', 'prod')
  const prod = app.config()
  expect([prod.environment, prod.userPoolId, prod.accountId]).not.toEqual([
    dev.environment,
    dev.userPoolId,
    dev.accountId,
  ])
  const before = local.calls.length
  await local.page.reload()
  await local.page.getByRole('heading', {name: 'Welcome back'}).waitFor()
  await local.page.getByText('prod', {exact: true}).waitFor()
  await local.signIn(ANA.email, ANA.password)
  await local.page.getByRole('alert').filter({hasText: 'Incorrect username or password.'}).waitFor()
  const started = local.calls.slice(before).find(([operation]) => operation === 'InitiateAuth')
  expect(JSON.parse(started?.[1] ?? '')).toMatchObject({ClientId: prod.userPoolClientId})
  await app.picture(local.page, '10-switched-to-prod')
  expect(await app.users('prod')).toEqual([])
  expect(await app.users('dev')).toEqual([ANA.email, BEN.email, CLEO.email])
})

test('git shows that switching changed configuration, and nothing else', () => {
  expect(app.git('diff', '--name-only').trim().split('\n')).toEqual(['public/config.json'])
  expect(app.git('status', '--porcelain').trim()).toBe('M public/config.json')
  const changed = app
    .git('diff', '-U0')
    .split('\n')
    .filter((line) => /^[+-] /.test(line))
  // What has no key is the audience of a JWT authorizer, the one list.
  const keys = new Set(changed.map((line) => /"(\w+)":/.exec(line)?.[1] ?? 'audience'))
  expect([...keys].sort()).toEqual(
    [
      'accountId',
      'admins',
      'arn',
      'audience',
      'environment',
      'identityPoolId',
      'issuer',
      'name',
      'userPoolClientId',
      'userPoolId',
      'web',
    ].sort(),
  )
})

test('back in dev the session of the page still holds', async () => {
  await app.awsup('env', 'switch', 'dev')
  expect(app.git('status', '--porcelain')).toBe('')
  await local.page.reload()
  await local.page.getByText('1 of 3 done').waitFor()
})
