import {appendFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {awsup, awsupJson, emptyFolder, INIT} from '../../test/_helpers/cli.js'
import {idOnRecord} from '../../test/_helpers/worlds/project-world.js'
import {REGION, serveFolder} from '../served.js'
import {aws, enter, python, stranger, variables, type Keys} from '../stranger.js'

const FRONT_END = `data:
  tables: { todos: { key: owner, sort: id } }
  buckets: { uploads: { versions: true } }
hosting: {}
access:
  authenticated:
    - dynamodb: { table: todos }
    - lambda: { function: resize, alias: live }
    - lambda: { function: mail }
`

let dev: Keys
let accountId: string
/** As awsup has them on record. */
let ids: Readonly<Record<'table' | 'bucket' | 'app', string>>
let stop: () => Promise<void>
beforeAll(async () => {
  const project = emptyFolder()
  expect(await awsupJson(project, [...INIT, '--region', REGION])).toMatchObject({code: 0})
  appendFileSync(join(project, 'awsup.yaml'), FRONT_END)
  expect(await awsup(project, ['apply', '--yes', '--env', 'dev'])).toMatchObject({code: 0})
  const served = await serveFolder(project)
  stop = served.stop
  accountId = idOnRecord(project, 'dev', 'account')
  ids = {
    table: idOnRecord(project, 'dev', 'table.todos'),
    bucket: idOnRecord(project, 'dev', 'bucket.uploads'),
    app: idOnRecord(project, 'dev', 'hosting'),
  }
  dev = await enter(served, accountId)
})
afterAll(() => stop())

const arn = (service: string, thing: string): string => `arn:aws:${service}:${REGION}:${accountId}:${thing}`

test('boto3 reads tables, buckets, sites and the functions of a role back, with equal ids', async () => {
  const script = join(import.meta.dirname, 'front_end_reads.py')
  const run = await stranger(python('python'), [script], variables(dev))
  expect(run.stderr).toBe('')
  const key = [
    {AttributeName: 'owner', KeyType: 'HASH'},
    {AttributeName: 'id', KeyType: 'RANGE'},
  ]
  expect(JSON.parse(run.stdout)).toEqual({
    tables: {[ids.table]: [arn('dynamodb', `table/${ids.table}`), key]},
    buckets: [ids.bucket],
    versions: ['Enabled'],
    apps: [ids.app],
    branches: ['dev'],
    functions: [arn('lambda', 'function:mail'), arn('lambda', 'function:resize:live')],
  })
})

test('so does the AWS CLI', async () => {
  const role = ['--role-name', 'acme-dev-authenticated'] as const
  const [table, buckets, app, branch, policies] = await Promise.all([
    aws(dev, 'dynamodb', 'describe-table', '--table-name', ids.table),
    aws(dev, 's3api', 'list-buckets'),
    aws(dev, 'amplify', 'get-app', '--app-id', ids.app),
    aws(dev, 'amplify', 'get-branch', '--app-id', ids.app, '--branch-name', 'dev'),
    aws(dev, 'iam', 'list-role-policies', ...role),
  ])
  expect(table).toMatchObject({Table: {TableArn: arn('dynamodb', `table/${ids.table}`), TableStatus: 'ACTIVE'}})
  expect(buckets).toMatchObject({Buckets: [{Name: ids.bucket}]})
  expect(app).toMatchObject({app: {appId: ids.app, appArn: arn('amplify', `apps/${ids.app}`)}})
  expect(branch).toMatchObject({branch: {branchName: 'dev', branchArn: arn('amplify', `apps/${ids.app}/branches/dev`)}})
  const [name = ''] = policies['PolicyNames'] as readonly string[]
  const policy = await aws(dev, 'iam', 'get-role-policy', ...role, '--policy-name', name)
  expect(JSON.stringify(policy)).toContain(arn('lambda', 'function:resize:live'))
})
