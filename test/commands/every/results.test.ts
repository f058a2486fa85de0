import {CreateTableCommand} from '@aws-sdk/client-dynamodb'
import {CreateBucketCommand} from '@aws-sdk/client-s3'
import {mkdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {spawnSync} from 'node:child_process'
import {Ajv} from 'ajv'
import {beforeAll, expect, test} from 'vitest'
import {serve} from '../../../src/sandbox/server/server.js'
import {awsupJson, emptyFolder, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld} from '../../_helpers/worlds/project-world.js'

const home = join(import.meta.dirname, '..', '..', '..')
const published = readFileSync(join(home, 'schemas', 'results.json'), 'utf8')

/** Asked in tests of their own: they need a bucket, a terminal or a code, or do not end. */
const ELSEWHERE = ['login', 'records pull', 'records push', 'sandbox serve', 'shell']

let copy: () => string
beforeAll(async () => {
  copy = await makeTemplate()
})

test('the published schema is the type that the commands return', () => {
  const root = emptyFolder()
  const script = join(home, 'scripts', 'docs', 'schemas.mjs')
  const {status, stderr} = spawnSync(process.execPath, [script, '--root', root], {encoding: 'utf8'})
  expect({status, stderr}).toEqual({status: 0, stderr: ''})
  expect(readFileSync(join(root, 'schemas', 'results.json'), 'utf8'), 'run npm run schemas').toBe(published)
})

test('what every command answers with --json is what the published schema says', {timeout: 300_000}, async () => {
  const project = copy()
  const ajv = new Ajv({strict: false, allErrors: true})
  ajv.addSchema(JSON.parse(published) as object, 'results')
  const answered = new Set(ELSEWHERE)
  const answers = async (...args: readonly string[]): Promise<void> => {
    const {ok, command, result} = await awsupJson(project, args)
    answered.add(command)
    expect({args, ok}).toEqual({args, ok: true})
    const pointer = `results#/properties/${encodeURIComponent(command)}`
    expect({command, valid: ajv.validate({$ref: pointer}, result), errors: ajv.errors}).toEqual({
      command,
      valid: true,
      errors: null,
    })
  }
  await answers('env', 'list')
  await answers('env', 'switch', 'dev')
  await answers('env', 'switch', 'prod', '--dry-run')
  await answers('env', 'switch', '--check')
  await answers('env', 'current')
  await answers('env', 'show', 'prod')
  await answers('env', 'switch', '--undo')
  await answers('env', 'diff', 'dev', 'prod')
  await answers('env', 'doctor', 'dev')
  await answers('org', 'init')
  await answers('new', 'todos')
  await answers('org', 'show')
  const before = read(project, 'awsup.yaml')
  write(
    project,
    'awsup.yaml',
    `${before}deployers: {web: {github: {repository: acme/web, branch: main}, environments: [dev]}}\n`,
  )
  await answers('ci', 'github', '--print')
  write(project, 'awsup.yaml', before)
  await answers('plan')
  write(
    project,
    'awsup.yaml',
    read(project, 'awsup.yaml').replace(
      /^ {2}clients:\n/m,
      `$&    site: { type: server, callbackUrls: ["https://acme.dev/in"] }\n`,
    ) + 'hosting: { folder: dist }\n',
  )
  await answers('apply', '--yes')
  mkdirSync(join(project, 'dist'))
  write(project, 'dist/index.html', '<h1>hi</h1>')
  await answers('deploy', 'dev')
  await answers('deployments', 'list', 'dev')
  await answers('deployments', 'rollback', 'dev', '--to', '1')
  await answers('auth', 'client', 'secret', 'site', '--env', 'dev')
  await answers('auth', 'client', 'rotate-secret', 'site', '--env', 'dev', '--secrets-file', 'site.json')
  await answers('auth', 'client', 'rotate-secret', 'site', '--env', 'dev', '--finish')
  await answers('status')
  await answers('refresh')
  await answers('drift')
  await answers('unlock')
  await answers('user', 'create', 'alice', '--env', 'dev', '--console', '--access-key')
  write(project, 'team.csv', 'name,environment,role,console\njane,dev,viewer,yes\n')
  await answers('onboard', 'team.csv', '--dry-run')
  await answers('onboard', 'team.csv', '--yes')
  await answers('onboard', 'team.csv')
  await answers('auth', 'show', '--env', 'dev')
  await answers('auth', 'diff', 'dev', 'prod')
  await answers('auth', 'attribute', 'add', 'tenant', '--env', 'dev', '--yes')
  await answers('user', 'list')
  await answers('user', 'keys', 'list')
  await answers('user', 'keys', 'rotate', 'alice')
  await answers('user', 'disable', 'alice', '--yes')
  await answers('user', 'enable', 'alice', '--yes')
  await answers('user', 'reset', 'alice', '--yes')
  await answers('user', 'delete', 'alice', '--confirm', 'alice')
  await answers('user', 'create', 'bob@example.com', '--pool', '--env', 'dev', '--suppress-invite')
  await answers('user', 'list', '--pool', '--env', 'dev')
  await answers('user', 'delete', 'bob@example.com', '--pool', '--env', 'dev', '--confirm', 'bob@example.com')
  await answers('exec', 'dev', '--', process.execPath, '--version')
  await answers('credentials', 'dev')
  const server = await serve(await sandboxOf(project), {port: 0})
  await answers('console', 'dev', '--port', new URL(server.endpoint).port)
  await server.close()
  await answers('profiles', 'sync')
  await answers('whoami')
  await answers('logout')
  await answers('permissions')
  await answers('access', 'show', '--env', 'dev')
  await answers('access', 'explain')
  await answers('access', 'explain', '--action', 'dynamodb:Scan', '--resource', 'todos')
  await answers('access', 'test', '--deployed')
  await answers('export', 'terraform')
  const pool = idOnRecord(project, 'dev', 'user-pool')
  write(project, 'outputs.json', JSON.stringify({pool: {sensitive: false, type: 'string', value: pool}}))
  write(project, 'amplify.json', JSON.stringify({auth: {user_pool_id: pool}}))
  await answers('import', 'pool', pool, '--env', 'dev', '--dry-run')
  const {management} = await openProjectWorld(project)
  await management.s3.send(new CreateBucketCommand({Bucket: 'acme-files'}))
  const AttributeDefinitions = [{AttributeName: 'id', AttributeType: 'S' as const}]
  const KeySchema = [{AttributeName: 'id', KeyType: 'HASH' as const}]
  const table = {TableName: 'files', BillingMode: 'PAY_PER_REQUEST' as const, AttributeDefinitions, KeySchema}
  await management.dynamodb.send(new CreateTableCommand(table))
  await answers('import', 'table', 'files', '--env', 'old', '--region', 'us-east-1', '--dry-run')
  await answers('import', 'bucket', 'acme-files', '--env', 'old', '--region', 'us-east-1', '--dry-run')
  await answers('import', 'terraform', 'outputs.json', '--env', 'dev', '--dry-run')
  await answers('import', 'amplify', 'amplify.json', '--env', 'dev', '--dry-run')
  await answers('import', 'organization', '--all', '--dry-run')
  await answers('sandbox', 'status')
  await answers('completion')
  await answers('completion', 'fish')
  const sandbox = await sandboxOf(project)
  sandbox.configure({accountCreationMs: 0, roleDelayMs: 0})
  await answers('env', 'add', 'staging', '--yes')
  await answers('env', 'remove', 'staging', '--confirm', 'staging')
  await answers('destroy', '--env', 'dev', '--yes', '--confirm', 'dev')
  await answers('sandbox', 'reset', '--yes')
  const {properties} = JSON.parse(published) as {readonly properties: object}
  const missing = Object.keys(properties).filter((command) => !answered.has(command))
  expect(missing, 'call these commands above, as the others are').toEqual([])
  expect([...answered].sort()).toEqual(Object.keys(properties).sort())
})
