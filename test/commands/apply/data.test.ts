import {DynamoDBClient, PutItemCommand} from '@aws-sdk/client-dynamodb'
import {PutObjectCommand, S3Client} from '@aws-sdk/client-s3'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, emptyFolder, read, sandboxOf, write} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld} from '../../_helpers/worlds/project-world.js'

const YAML = `version: 1
project: acme
target: sandbox
organization: { email: 'aws+{env}@acme.dev' }
environments:
  dev: { region: eu-west-1 }
  prod: { region: eu-west-1, protected: true }
auth:
  clients:
    web: { callbackUrls: ['http://localhost:5173/back', 'https://app.acme.dev'] }
data:
  tables:
    todos: { key: owner, sort: id, indexes: { byStatus: { sort: status } }, ttl: expiresAt }
    notes: { key: owner, indexes: { byDate: { sort: { name: at, type: number } } } }
  buckets:
    uploads: {}
access:
  authenticated:
    - dynamodb: { table: todos, index: "*" }
    - s3: { bucket: uploads, prefix: private }
outputs:
  - { format: json, path: config.json }
  - { format: amplify, path: amplify_outputs.json }
  - { format: shell, path: env.sh }
`

let project: string

beforeAll(async () => {
  project = emptyFolder()
  write(project, 'awsup.yaml', YAML)
  const sandbox = await sandboxOf(project)
  sandbox.configure({accountCreationMs: 0, roleDelayMs: 0})
  const applied = await awsupJson(project, ['apply', '--yes'])
  expect(applied.code, applied.stderr).toBe(0)
})

const bucketOf = (env: string): string => idOnRecord(project, env, 'bucket.uploads')

describe('tables and buckets that awsup.yaml declares', () => {
  test('are made once, in each environment, and everything is as it says then', async () => {
    expect(bucketOf('prod')).toBe(`acme-prod-uploads-${idOnRecord(project, 'prod', 'account')}-eu-west-1-an`)
    const {result} = await awsupJson(project, ['plan'])
    expect((result as unknown as {steps: {action: string}[]}).steps.filter(({action}) => action !== 'no-op')).toEqual(
      [],
    )
  })

  test('are what every output tells, for the environment that is switched on, and rules about them isolate', async () => {
    for (const env of ['dev', 'prod']) {
      expect((await awsup(project, ['env', 'switch', env])).code).toBe(0)
      const account = idOnRecord(project, env, 'account')
      const todos = {name: 'todos', arn: `arn:aws:dynamodb:eu-west-1:${account}:table/todos`}
      const uploads = {name: bucketOf(env), arn: `arn:aws:s3:::${bucketOf(env)}`}
      expect(JSON.parse(read(project, 'config.json'))).toMatchObject({tables: {todos}, buckets: {uploads}})
      expect(JSON.parse(read(project, 'amplify_outputs.json'))).toMatchObject({
        storage: {aws_region: 'eu-west-1', bucket_name: bucketOf(env)},
        custom: {environment: env, tables: {todos}, buckets: {uploads}},
      })
      expect(read(project, 'env.sh')).toContain(`export BUCKET_UPLOADS='${bucketOf(env)}'`)
    }
    expect(await awsupJson(project, ['access', 'test', '--env', 'dev'])).toMatchObject({code: 0})
  })

  test('never change their keys, and stay when they leave awsup.yaml', async () => {
    write(project, 'awsup.yaml', YAML.replace('sort: id', 'sort: at'))
    const refused = await awsup(project, ['plan'])
    expect([refused.code, refused.stderr]).toEqual([5, expect.stringContaining('dev.table.todos: sort cannot change')])
    const without = YAML.replace(/data:[^]*?access:[^]*?outputs:/, 'outputs:')
    write(project, 'awsup.yaml', without)
    const left = await awsupJson(project, ['apply', '--yes'])
    expect(left.code, left.stderr).toBe(0)
    write(project, 'awsup.yaml', YAML)
    const back = await awsupJson(project, ['plan'])
    const created = (back.result as unknown as {steps: {action: string; kind: string}[]}).steps.filter(
      ({action, kind}) => action === 'create' && (kind === 'table' || kind === 'bucket'),
    )
    expect(created).toEqual([])
    expect((await awsupJson(project, ['apply', '--yes'])).code).toBe(0)
  })

  test('keep their names in awsup.yaml: another one for the same table is refused with the way back', async () => {
    write(project, 'awsup.yaml', YAML.replace('    notes: { key', '    memos: { name: notes, key'))
    const {code, stderr} = await awsup(project, ['plan'])
    expect(code).toBe(5)
    const text = stderr.replaceAll(/\s+/g, ' ')
    expect(text).toContain('If awsup.yaml called it so before, put that name back')
    expect(text).not.toContain('a record under .awsup/')
    write(project, 'awsup.yaml', YAML)
  })

  test('are destroyed with what they hold, which is counted before the name is typed', async () => {
    const {enter} = await openProjectWorld(project)
    const {iam} = await enter(idOnRecord(project, 'dev', 'account'))
    const {credentials, requestHandler} = iam.config
    const config = {region: 'eu-west-1', credentials, requestHandler}
    const [dynamodb, s3] = [new DynamoDBClient(config), new S3Client(config)]
    const Item = {owner: {S: 'alice'}, id: {S: '1'}}
    await dynamodb.send(new PutItemCommand({TableName: 'todos', Item}))
    for (const Key of ['a', 'b']) await s3.send(new PutObjectCommand({Bucket: bucketOf('dev'), Key, Body: Key}))
    const asked = await awsup(project, ['destroy', '--env', 'dev'])
    expect(asked.code).toBe(2)
    expect(asked.stdout).toContain('table dev.table.todos (todos): holds 1 item\n')
    expect(asked.stderr).toContain(`The bucket ${bucketOf('dev')} holds 2 objects. All of them are deleted for ever.`)
    const {code, result} = await awsupJson(project, ['destroy', '--env', 'dev', '--confirm', 'dev'])
    expect(code).toBe(0)
    const {deleted} = result as unknown as {deleted: {address: string; contents?: object}[]}
    expect(deleted.find(({address}) => address === 'dev.table.todos')?.contents).toEqual({what: 'item', number: 1})
    expect((await awsup(project, ['destroy', '--env', 'prod', '--confirm', 'prod'])).code).toBe(5)
  })
})
