import {CreateAccessKeyCommand, GetAccessKeyLastUsedCommand, ListAccessKeysCommand} from '@aws-sdk/client-iam'
import {GetCallerIdentityCommand} from '@aws-sdk/client-sts'
import {cpSync, readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {accessKeys} from '../../../src/sandbox/services/iam/tables.js'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {killAfter} from '../../_helpers/processes/kill.js'
import {idOnRecord, openProjectWorld, textsOf} from '../../_helpers/worlds/project-world.js'

const ROTATE = ['user', 'keys', 'rotate', 'ci']
const HOUR = 60 * 60_000

let machine: () => string
/** The key that `user create` made. */
let first: Secrets
beforeAll(async () => {
  const copy = await makeTemplate()
  const made = copy()
  const create = ['user', 'create', 'ci', '--machine', '--env', 'dev', '--group', 'viewers', '--access-key']
  const {result} = await awsupJson(made, create)
  first = secretsOf(result)
  machine = () => {
    const folder = emptyFolder()
    cpSync(made, folder, {recursive: true})
    return folder
  }
})

interface Secrets {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

const secretsOf = (result: unknown): Secrets => {
  const [secrets] = (result as {secrets?: Secrets[]}).secrets ?? []
  if (!secrets) throw new Error('no secrets')
  return {accessKeyId: secrets.accessKeyId, secretAccessKey: secrets.secretAccessKey}
}

async function rotate(project: string, env: Readonly<Record<string, string>> = {}): Promise<Secrets> {
  const run = await awsupJson(project, ROTATE, {env})
  expect(run.code, run.stdout).toBe(0)
  return secretsOf(run.result)
}

/** Whether AWS knows this key, with its secret. */
async function works(project: string, keys: Secrets): Promise<boolean> {
  const {as} = await openProjectWorld(project)
  return as(keys)
    .sts.send(new GetCallerIdentityCommand({}))
    .then(() => true)
    .catch((error: unknown) => {
      if (error instanceof Error && error.name === 'InvalidClientTokenId') return false
      throw error
    })
}

const idsOn = async (project: string): Promise<readonly string[]> => {
  const world = await openProjectWorld(project)
  const {iam} = await world.enter(idOnRecord(project, 'dev', 'account'))
  const {AccessKeyMetadata = []} = await iam.send(new ListAccessKeysCommand({UserName: 'ci'}))
  return AccessKeyMetadata.map(({AccessKeyId = ''}) => AccessKeyId)
}

/** Moves what the sandbox remembers of a key: when it was made, and when it signed. */
async function alter(project: string, id: string, change: object): Promise<void> {
  const sandbox = await sandboxOf(project)
  sandbox.world((tx) => {
    const key = accessKeys.get(tx, [id])
    if (key) accessKeys.put(tx, [id], {...key, ...change})
  })
}

const intentsOf = (project: string): readonly string[] =>
  readdirSync(join(project, '.awsup', 'sandbox', 'journal')).filter((name) => name.includes('key-rotation'))

describe('user keys list', () => {
  test('tells age, status and last use of every key, and no secret', async () => {
    const project = machine()
    await alter(project, first.accessKeyId, {createdAt: Date.now() - 100 * 24 * HOUR})
    const before = await awsupJson(project, ['user', 'keys', 'list', 'ci'])
    expect(before).toMatchObject({
      code: 0,
      result: [{user: 'ci', environment: 'dev', keys: [{id: first.accessKeyId, status: 'Active', ageDays: 100}]}],
    })
    expect(before.stdout).not.toContain('lastUsed')
    expect(before.stdout).not.toContain(first.secretAccessKey)
    expect((await awsup(project, ['user', 'keys', 'list'])).stdout).toMatch(
      /ci +dev +AKIA\w+ +Active +100 days +never used/,
    )
    expect(await works(project, first)).toBe(true)
    const after = await awsupJson(project, ['user', 'keys', 'list', '--env', 'dev'])
    expect(after.result).toMatchObject([{keys: [{lastUsed: {service: 'sts', region: 'us-east-1'}}]}])
  })

  test.each([
    [['nobody'], 2, /no user "nobody"/],
    [['c,i'], 2, /can be none: a name must be/],
    [['x'.repeat(65)], 2, /can be none: a name must be/],
    [['ci', '--env', 'prod'], 2, /"ci" is not in prod/],
    [['ci', '--env', 'qa'], 2, /no environment "qa"/],
  ])('%j is refused before anybody is asked', async (args, code, message) => {
    const project = machine()
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    const run = await awsupJson(project, ['user', 'keys', 'list', ...args])
    expect(run.code).toBe(code)
    expect(run.error.message).toMatch(message)
    expect(sandbox.callSummary().total).toBe(0)
  })
})

describe('user keys rotate', () => {
  test('makes a second key that works; both work until --finish, which can be taken back, and --delete', async () => {
    const project = machine()
    const second = await rotate(project)
    expect(second.accessKeyId).not.toBe(first.accessKeyId)
    expect([await works(project, first), await works(project, second)]).toEqual([true, true])
    await alter(project, first.accessKeyId, {lastUsed: {at: Date.now() - HOUR, service: 's3', region: 'eu-west-1'}})

    const finished = await awsup(project, [...ROTATE, '--finish'])
    expect(finished.code, finished.stderr).toBe(0)
    expect(finished.stdout).toMatch(/last use: .* UTC, s3 in eu-west-1/)
    expect([await works(project, first), await works(project, second)]).toEqual([false, true])
    expect(await idsOn(project)).toHaveLength(2)
    expect((await awsup(project, [...ROTATE, '--finish'])).code).toBe(0)

    expect(await awsupJson(project, [...ROTATE, '--finish', '--delete'])).toMatchObject({
      code: 0,
      result: {keys: [{state: 'finished', deleted: true, older: {id: first.accessKeyId}}]},
    })
    expect(await idsOn(project)).toEqual([second.accessKeyId])
    expect(await awsupJson(project, [...ROTATE, '--finish', '--delete'])).toMatchObject({
      code: 5,
      error: {code: 'NO_ROTATION'},
    })
  })

  test('a third key is refused before anything is made', async () => {
    const project = machine()
    await rotate(project)
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    const {code, error} = await awsupJson(project, ROTATE)
    expect({code, name: error.code, hint: error.hint}).toEqual({
      code: 5,
      name: 'ROTATION_UNDER_WAY',
      hint: expect.stringContaining('--finish') as string,
    })
    expect(sandbox.callSummary().byOperation).not.toHaveProperty('iam:CreateAccessKey')
  })

  test('an old key that was used after the new one was made is kept, saying when and for what, unless --force', async () => {
    const project = machine()
    await rotate(project)
    const at = Date.now() + HOUR
    await alter(project, first.accessKeyId, {lastUsed: {at, service: 'dynamodb', region: 'eu-west-1'}})
    const {code, error} = await awsupJson(project, [...ROTATE, '--finish', '--delete'])
    expect({code, name: error.code}).toEqual({code: 5, name: 'KEY_IN_USE'})
    expect(error.message).toContain(new Date(at).toISOString().slice(0, 19))
    expect(error.message).toContain('for dynamodb in eu-west-1')
    expect(await works(project, first)).toBe(true)
    expect((await awsup(project, [...ROTATE, '--finish', '--force'])).code).toBe(0)
    expect(await works(project, first)).toBe(false)
  })

  test('a new key that nobody got is cancelled; one that something uses is not', async () => {
    const project = machine()
    const lost = await rotate(project)
    expect((await awsup(project, [...ROTATE, '--cancel'])).code).toBe(0)
    expect(await idsOn(project)).toEqual([first.accessKeyId])
    const second = await rotate(project)
    expect(second.accessKeyId).not.toBe(lost.accessKeyId)
    await alter(project, second.accessKeyId, {lastUsed: {at: Date.now(), service: 's3', region: 'eu-west-1'}})
    expect(await awsupJson(project, [...ROTATE, '--cancel'])).toMatchObject({code: 5, error: {code: 'KEY_IN_USE'}})
    expect(await idsOn(project)).toHaveLength(2)
  })

  test('a key that AWS does not know for some seconds is tried until it does', async () => {
    const project = machine()
    const run = await awsupJson(project, ROTATE, {env: {AWSUP_SANDBOX_LAG: '1500'}})
    expect(run).toMatchObject({code: 0, warnings: [], result: {keys: [{proved: true}]}})
    const sandbox = await sandboxOf(project)
    expect(sandbox.calls().filter(({error}) => error === 'InvalidClientTokenId').length).toBeGreaterThan(0)
  })

  test('a key that cannot be tried is handed out all the same, with a warning', async () => {
    const project = machine()
    const sandbox = await sandboxOf(project)
    const effect = {type: 'error', name: 'ServiceUnavailable', message: 'later', status: 400} as const
    sandbox.configure({faults: [{operation: 'sts:GetCallerIdentity', nth: 3, when: 'before', effect}]})
    const run = await awsupJson(project, ROTATE)
    expect(run).toMatchObject({
      code: 0,
      warnings: [expect.stringContaining('could not be tried')],
      result: {keys: [{proved: false}]},
    })
    expect(await works(project, secretsOf(run.result))).toBe(true)
  })

  test.each([
    ['before the new key was tried', undefined],
    ['after it was tried', 'sts'],
  ])('killed %s, the next run continues: one new key, and its secret is shown', async (_, service) => {
    const project = machine()
    await killAfter(project, [...ROTATE, '--json'], 'iam:CreateAccessKey')
    expect(intentsOf(project)).toHaveLength(1)
    expect((await awsupJson(project, ['status'])).result).toMatchObject({
      next: expect.stringContaining('awsup user keys rotate ci --env dev') as string,
    })
    const [, lost = ''] = await idsOn(project)
    if (service !== undefined) await alter(project, lost, {lastUsed: {at: Date.now(), service, region: 'eu-west-1'}})
    // The next run begins before IAM shows what the last one made.
    const second = await rotate(project, {AWSUP_SANDBOX_LAG: 'iam=1500'})
    expect(await idsOn(project)).toEqual([first.accessKeyId, second.accessKeyId])
    expect(second.accessKeyId).not.toBe(lost)
    expect(await works(project, second)).toBe(true)
    expect(intentsOf(project)).toEqual([])
  })

  test('a key of an interrupted run that something uses by now was seen, and is not deleted', async () => {
    const project = machine()
    await killAfter(project, [...ROTATE, '--json'], 'iam:CreateAccessKey')
    const [, seen = ''] = await idsOn(project)
    await alter(project, seen, {lastUsed: {at: Date.now(), service: 's3', region: 'eu-west-1'}})
    expect(await awsupJson(project, ROTATE)).toMatchObject({code: 5, error: {code: 'ROTATION_UNDER_WAY'}})
    expect((await awsup(project, [...ROTATE, '--finish'])).code).toBe(0)
    expect(await idsOn(project)).toContain(seen)
    expect(intentsOf(project)).toEqual([])
  })

  test('killed after the deletion, --finish --delete says that it is done', async () => {
    const project = machine()
    const second = await rotate(project)
    await killAfter(project, [...ROTATE, '--finish', '--delete'], 'iam:DeleteAccessKey')
    expect((await awsup(project, [...ROTATE, '--finish', '--delete'])).code).toBe(0)
    expect(await idsOn(project)).toEqual([second.accessKeyId])
    expect(intentsOf(project)).toEqual([])
  })

  test('writes the secret into a file for its owner alone, and not on the terminal', async () => {
    const project = machine()
    const file = join(project, 'ci.json')
    const run = await awsup(project, [...ROTATE, '--secrets-file', file])
    expect(run.code, run.stderr).toBe(0)
    const [secrets] = JSON.parse(read(project, 'ci.json')) as Secrets[]
    expect(run.stdout + run.stderr).not.toContain(secrets?.secretAccessKey)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(secrets && (await works(project, secrets))).toBe(true)
  })

  test('a key made by hand beside ours is a second key, and no secret of it is known', async () => {
    const project = machine()
    const world = await openProjectWorld(project)
    const {iam} = await world.enter(idOnRecord(project, 'dev', 'account'))
    const {AccessKey} = await iam.send(new CreateAccessKeyCommand({UserName: 'ci'}))
    const before = textsOf(project)
    expect(await awsupJson(project, ROTATE)).toMatchObject({code: 5, error: {code: 'ROTATION_UNDER_WAY'}})
    expect(textsOf(project)).toEqual(before)
    const {AccessKeyLastUsed} = await iam.send(new GetAccessKeyLastUsedCommand({AccessKeyId: AccessKey?.AccessKeyId}))
    expect(AccessKeyLastUsed?.LastUsedDate).toBeUndefined()
  })

  test('waits for keys that IAM does not show yet: a script may rotate right after it made one, and finish right after that', async () => {
    const project = machine()
    const env = {AWSUP_SANDBOX_LAG: 'iam=1500'}
    await awsup(project, ['user', 'create', 'ann', '--machine', '--env', 'dev', '--access-key'], {env})
    const begun = await awsupJson(project, ['user', 'keys', 'rotate', 'ann'], {env})
    expect(begun, begun.stdout).toMatchObject({code: 0, result: {keys: [{state: 'begun'}]}})
    const finished = await awsupJson(project, ['user', 'keys', 'rotate', 'ann', '--finish'], {env})
    expect(finished, finished.stdout).toMatchObject({code: 0, result: {keys: [{state: 'finished'}]}})
  })

  test('of a user without a key says how to make one; of one that is not made yet, how to make it', async () => {
    const project = machine()
    await awsup(project, ['user', 'create', 'ann', '--env', 'dev'])
    expect(await awsupJson(project, ['user', 'keys', 'rotate', 'ann'])).toMatchObject({
      code: 5,
      error: {code: 'NO_KEY', hint: expect.stringContaining('user create ann --env dev --access-key') as string},
    })
    const manifest = read(project, 'awsup.yaml')
    write(project, 'awsup.yaml', manifest.replace(/^( +)ann:/m, '$1bob: { environments: [dev] }\n$1ann:'))
    expect(await awsupJson(project, ['user', 'keys', 'rotate', 'bob'])).toMatchObject({
      code: 5,
      error: {code: 'NOT_MADE'},
    })
  })
})
