import {join} from 'node:path'
import {expect, test} from 'vitest'
import {awsupJson, emptyFolder} from '../../test/_helpers/cli.js'
import {serveEmpty} from '../served.js'
import {aws, python, stranger, tryAws, variables} from '../stranger.js'

test("boto3's tables and conditions: batches, numbers, sets, queries, a race that is lost; awsup imports the table, and all is read back", async () => {
  const keys = await serveEmpty()
  const script = join(import.meta.dirname, 'boto3_items.py')
  const run = await stranger(python('python'), [script], variables(keys))
  expect(run.stderr).toBe('')
  expect(JSON.parse(run.stdout)).toEqual({
    ids: ['10', '11', '12'],
    price: '15',
    tags: ['a', 'b'],
    dear: 3,
    items: 30,
    race: 'ConditionalCheckFailedException',
  })

  const key = JSON.stringify({owner: {S: 'ana'}, id: {S: '10'}})
  const look = async () => ({
    table: (await aws(keys, 'dynamodb', 'describe-table', '--table-name', 'todos'))['Table'],
    item: await aws(keys, 'dynamodb', 'get-item', '--table-name', 'todos', '--key', key),
    object: await aws(keys, 's3api', 'head-object', '--bucket', 'acme-files', '--key', 'a'),
  })
  const location = ['--create-bucket-configuration', `LocationConstraint=${keys.region}`]
  await aws(keys, 's3api', 'create-bucket', '--bucket', 'acme-files', ...location)
  await aws(keys, 's3api', 'put-object', '--bucket', 'acme-files', '--key', 'a')
  const before = await look()

  const project = emptyFolder()
  for (const args of [
    ['table', 'todos', '--project', 'acme', '--region', keys.region],
    ['bucket', 'acme-files'],
  ]) {
    const imported = await awsupJson(project, ['import', ...args, '--env', 'dev', '--yes'], {env: variables(keys)})
    expect(imported.error).toBeUndefined()
  }
  expect(await look()).toEqual(before)
  const {TableArn = ''} = before.table as {readonly TableArn?: string}
  const tagged = await aws(keys, 'dynamodb', 'list-tags-of-resource', '--resource-arn', TableArn)
  expect(tagged['Tags']).toContainEqual({Key: 'awsup:address', Value: 'dev.table.todos'})
  const {TagSet} = await aws(keys, 's3api', 'get-bucket-tagging', '--bucket', 'acme-files')
  expect(TagSet).toContainEqual({Key: 'awsup:address', Value: 'dev.bucket.files'})
})

test('the AWS CLI makes a table, writes and reads an item, and is told what does not exist', async () => {
  const keys = await serveEmpty()
  const table = ['--table-name', 'todos']
  const schema = [
    '--attribute-definitions',
    'AttributeName=id,AttributeType=S',
    '--key-schema',
    'AttributeName=id,KeyType=HASH',
  ]
  await aws(keys, 'dynamodb', 'create-table', ...table, ...schema, '--billing-mode', 'PAY_PER_REQUEST')
  await aws(keys, 'dynamodb', 'wait', 'table-exists', ...table)
  const item = {id: {S: '1'}, done: {BOOL: true}}
  await aws(keys, 'dynamodb', 'put-item', ...table, '--item', JSON.stringify(item))
  expect(await aws(keys, 'dynamodb', 'scan', ...table)).toMatchObject({Items: [item]})
  expect((await tryAws(keys, 'dynamodb', 'describe-table', '--table-name', 'none')).stderr).toContain(
    '(ResourceNotFoundException)',
  )
  expect((await tryAws(keys, 'dynamodb', 'list-backups')).stderr).toContain('does not implement')
})
