import {join} from 'node:path'
import {expect, test} from 'vitest'
import {serveEmpty} from '../served.js'
import {aws, python, stranger, tryAws, variables} from '../stranger.js'

test("boto3's tables and conditions: batches, numbers, sets, queries, a race that is lost", async () => {
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
