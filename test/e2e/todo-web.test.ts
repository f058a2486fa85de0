import {DynamoDBClient, GetItemCommand, QueryCommand, ScanCommand} from '@aws-sdk/client-dynamodb'
import {GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client} from '@aws-sdk/client-s3'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {openTodoWeb, type Config, type TodoWeb} from './todo-web.js'
import {openVisitor, type Visitor} from './visitor.js'

const ANA = {email: 'ana@example.com', password: 'correct-Horse-7-battery'}
const BEN = {email: 'ben@example.com', password: 'other-Horse-8-battery'}

let app: TodoWeb
let ana: Visitor
let ben: Visitor
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
async function arrive({email, password}: typeof ANA): Promise<Visitor> {
  const first = await app.makeUser(email, 'dev')
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

test('a user signs in by SRP with a first password, chooses a lasting one, and keeps todos and files', async () => {
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

test("a direct request with the page's credentials for another's item or object is AccessDenied", async () => {
  const mine = ana.credentials()
  const theirs = ben.credentials().identityId
  const {region, endpoint, values} = dev
  const config = {region, endpoint, credentials: mine, maxAttempts: 1}
  const dynamodb = new DynamoDBClient(config)
  const s3 = new S3Client(config)
  const query = (owner: string) =>
    dynamodb.send(
      new QueryCommand({
        TableName: values.table,
        KeyConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: {'#owner': 'owner'},
        ExpressionAttributeValues: {':owner': {S: owner}},
      }),
    )
  expect((await query(mine.identityId)).Count).toBe(3)
  const Bucket = values.bucket
  const key = (owner: string) => `private/${owner}/receipt.txt`
  const Key = {owner: {S: theirs}, id: {S: 'any'}}
  expect((await s3.send(new ListObjectsV2Command({Bucket, Prefix: `private/${mine.identityId}/`}))).KeyCount).toBe(2)
  const attempts: Readonly<Record<string, () => Promise<unknown>>> = {
    query: () => query(theirs),
    item: () => dynamodb.send(new GetItemCommand({TableName: values.table, Key})),
    scan: () => dynamodb.send(new ScanCommand({TableName: values.table})),
    object: () => s3.send(new GetObjectCommand({Bucket, Key: key(theirs)})),
    overwrite: () => s3.send(new PutObjectCommand({Bucket, Key: key(theirs), Body: 'x'})),
    list: () => s3.send(new ListObjectsV2Command({Bucket, Prefix: `private/${theirs}/`})),
    listAll: () => s3.send(new ListObjectsV2Command({Bucket})),
  }
  const outcomes: Record<string, string> = {}
  for (const [name, attempt] of Object.entries(attempts))
    outcomes[name] = await attempt().then(
      () => 'allowed',
      (error: unknown) => (error instanceof Error ? error.name : 'no error'),
    )
  const [items, objects] = ['AccessDeniedException', 'AccessDenied']
  expect(outcomes).toEqual({
    query: items,
    item: items,
    scan: items,
    object: objects,
    overwrite: objects,
    list: objects,
    listAll: objects,
  })
})

test('after `env switch prod` and a reload the same build talks to prod, where no user of dev exists', async () => {
  await app.awsup('env', 'switch', 'prod')
  const prod = app.config()
  expect([prod.environment, prod.userPoolId, prod.accountId]).not.toEqual([
    dev.environment,
    dev.userPoolId,
    dev.accountId,
  ])
  const before = ana.calls.length
  await ana.page.reload()
  await ana.page.getByRole('heading', {name: 'Welcome back'}).waitFor()
  await ana.page.getByText('prod', {exact: true}).waitFor()
  await ana.signIn(ANA.email, ANA.password)
  await ana.page.getByRole('alert').filter({hasText: 'Incorrect username or password.'}).waitFor()
  const started = ana.calls.slice(before).find(([operation]) => operation === 'InitiateAuth')
  expect(JSON.parse(started?.[1] ?? '')).toMatchObject({ClientId: prod.userPoolClientId})
  await app.picture(ana.page, '6-same-build-in-prod')
  expect(await app.users('prod')).toEqual([])
  expect(await app.users('dev')).toEqual([ANA.email, BEN.email])
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
      'audience',
      'bucket',
      'environment',
      'identityPoolId',
      'issuer',
      'userPoolClientId',
      'userPoolId',
      'web',
    ].sort(),
  )
})

test('back in dev the session of the page still holds', async () => {
  await app.awsup('env', 'switch', 'dev')
  expect(app.git('status', '--porcelain')).toBe('')
  await ana.page.reload()
  await ana.page.getByText('1 of 3 done').waitFor()
})
