import {TagResourceCommand, UntagResourceCommand} from '@aws-sdk/client-organizations'
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  TagResourceCommand as TagPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld} from '../../_helpers/worlds/project-world.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

const FRANK = 'frank@acme.dev'
const fileOf = (environment: string): string => `.awsup/sandbox/environments/${environment}.json`

/** What hands out credentials, or does something to users or secrets. */
const ACTS: readonly (readonly string[])[] = [
  ['exec', 'dev', '--', process.execPath, '-e', 'console.log("entered")'],
  ['credentials', 'dev'],
  ['user', 'list', '--pool', '--env', 'dev'],
  ['user', 'create', 'eve@acme.dev', '--pool', '--env', 'dev', '--suppress-invite'],
  ['user', 'delete', FRANK, '--pool', '--env', 'dev', '--confirm', FRANK],
  ['user', 'create', 'ann', '--env', 'dev', '--access-key'],
  ['auth', 'attribute', 'add', 'plan', '--env', 'dev', '--yes'],
  ['access', 'test', '--env', 'dev', '--live'],
  ['apply', '--env', 'dev', '--yes'],
  ['destroy', '--env', 'dev', '--confirm', 'dev'],
]

/** What makes a plan first: that refuses an account that is another environment's, before any is entered. */
const isPlanned = (args: readonly string[]): boolean =>
  ['apply', 'destroy'].includes(args[0] ?? '') || args.includes('--access-key')

const codeOf = (args: readonly string[]): string => (isPlanned(args) ? 'CANNOT_CHANGE' : 'WRONG_ENVIRONMENT')

/** A project of which prod has a customer. */
async function openProd(project: string) {
  const world = await openProjectWorld(project)
  const prod = await world.enter(idOnRecord(project, 'prod', 'account'))
  const pool = {UserPoolId: idOnRecord(project, 'prod', 'user-pool'), Username: FRANK}
  await prod.cognito.send(new AdminCreateUserCommand({...pool, MessageAction: 'SUPPRESS'}))
  return {...world, prod, pool}
}

/** Calls that enter an account, and calls that changed anything, since they were last counted. */
async function doneIn(project: string) {
  const calls = (await sandboxOf(project)).calls()
  return {
    entered: calls.filter(({operation, error}) => operation === 'AssumeRole' && error === undefined).length,
    writes: calls.filter(({mutating, error}) => mutating && error === undefined).map(({operation}) => operation),
  }
}

/** Nothing was handed out, entered or changed. */
async function expectRefused(project: string, args: readonly string[], code: string): Promise<string> {
  const sandbox = await sandboxOf(project)
  sandbox.resetCalls()
  const run = await awsupJson(project, args)
  expect({args, exit: run.code, code: run.error.code}).toEqual({args, exit: 5, code})
  expect(run.stdout).not.toMatch(/ASIA|SecretAccessKey|entered/)
  expect(await doneIn(project)).toEqual({entered: 0, writes: []})
  return `${run.error.message}\n${run.error.hint ?? ''}`
}

describe('a record that is another environment’s', () => {
  test('opens nothing, whatever is asked: the account’s own tags are asked first', async () => {
    const project = copy()
    const {prod, pool} = await openProd(project)
    write(
      project,
      fileOf('dev'),
      read(project, fileOf('prod')).replace('"environment": "prod"', '"environment": "dev"'),
    )
    // Without prod's own file, nothing on this machine says that it is prod's.
    rmSync(join(project, fileOf('prod')))
    for (const args of ACTS) {
      const said = await expectRefused(project, args, codeOf(args))
      expect(said, args.join(' ')).toMatch(/prod/)
      if (isPlanned(args)) continue
      expect(said, args.join(' ')).toMatch(/on record as that of dev, but its tags say that it belongs to prod of acme/)
      expect(said).toMatch(/awsup refresh/)
    }
    expect(await prod.cognito.send(new AdminGetUserCommand(pool))).toMatchObject({UserStatus: /./})
    // The way out.
    rmSync(join(project, fileOf('dev')))
    expect((await awsup(project, ['refresh'])).code).toBe(0)
    expect((await awsup(project, ['exec', 'dev', '--', 'true'])).code).toBe(0)
  })

  test('opens nothing where the accounts of two are exchanged', async () => {
    const project = copy()
    const [dev, prod] = [idOnRecord(project, 'dev', 'account'), idOnRecord(project, 'prod', 'account')]
    const swapped: Readonly<Record<string, string>> = {[dev]: prod, [prod]: dev}
    for (const name of ['dev', 'prod']) {
      const text = read(project, fileOf(name))
      write(
        project,
        fileOf(name),
        text.replaceAll(new RegExp(`${dev}|${prod}`, 'g'), (id) => swapped[id] ?? id),
      )
    }
    for (const args of ACTS.slice(0, 6)) await expectRefused(project, args, codeOf(args))
  })

  test('a pool of another environment in the same account is not worked on', async () => {
    const project = copy()
    const {enter} = await openProjectWorld(project)
    const dev = await enter(idOnRecord(project, 'dev', 'account'))
    const [account, pool] = [idOnRecord(project, 'dev', 'account'), idOnRecord(project, 'dev', 'user-pool')]
    const ResourceArn = `arn:aws:cognito-idp:us-east-1:${account}:userpool/${pool}`
    await dev.cognito.send(new TagPoolCommand({ResourceArn, Tags: {'awsup:environment': 'staging'}}))
    const sandbox = await sandboxOf(project)
    for (const args of ACTS.filter((act) => act.includes('--pool') || ['auth', 'access'].includes(act[0] ?? ''))) {
      sandbox.resetCalls()
      const {error} = await awsupJson(project, args)
      expect(error, args.join(' ')).toMatchObject({code: 'WRONG_ENVIRONMENT', exitCode: 5})
      expect((await doneIn(project)).writes).toEqual([])
    }
  })
})

test('an account outside of the caller’s organization is never entered, whatever is on record', async () => {
  const project = copy()
  const text = read(project, fileOf('dev'))
  write(project, fileOf('dev'), text.replaceAll(idOnRecord(project, 'dev', 'account'), '123456789012'))
  for (const args of ACTS.slice(0, 5)) {
    expect(await expectRefused(project, args, 'NOT_A_MEMBER')).toMatch(/123456789012 is no member of an organization/)
  }
})

test('an account that awsup.yaml names by its id is entered, another one in its place is not', async () => {
  const project = copy()
  const [dev, prod] = [idOnRecord(project, 'dev', 'account'), idOnRecord(project, 'prod', 'account')]
  const yaml = read(project, 'awsup.yaml')
  write(project, 'awsup.yaml', yaml.replace('  dev: ', `  team: { region: us-east-1, account: "${dev}" }\n  dev: `))
  expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
  expect((await awsup(project, ['exec', 'team', '--', 'true'])).code).toBe(0)

  write(project, fileOf('team'), read(project, fileOf('team')).replaceAll(dev, prod))
  expect(await expectRefused(project, ['credentials', 'team'], 'WRONG_ENVIRONMENT')).toContain('does not name it')
})

test('an account that lost its tags is not entered; the command that is named gives them back', async () => {
  const project = copy()
  const {management} = await openProjectWorld(project)
  const ResourceId = idOnRecord(project, 'dev', 'account')
  await management.organizations.send(
    new UntagResourceCommand({ResourceId, TagKeys: ['awsup:project', 'awsup:environment', 'awsup:address']}),
  )
  const said = await expectRefused(project, ['credentials', 'dev'], 'WRONG_ENVIRONMENT')
  const [, tags = ''] = new RegExp(`tag-resource --resource-id ${ResourceId} --tags (.*?)\\. `).exec(said) ?? []
  const Tags = tags.split(' ').map((tag) => {
    const [, Key = '', Value = ''] = /^Key=(.*),Value=(.*)$/.exec(tag) ?? []
    return {Key, Value}
  })
  await management.organizations.send(new TagResourceCommand({ResourceId, Tags}))
  expect((await awsup(project, ['credentials', 'dev'])).code).toBe(0)
})

test('an account that lost its tags since is looked at, and nothing in it is changed', async () => {
  const project = copy()
  const {management} = await openProjectWorld(project)
  const ResourceId = idOnRecord(project, 'dev', 'account')
  await management.organizations.send(
    new UntagResourceCommand({ResourceId, TagKeys: ['awsup:project', 'awsup:environment', 'awsup:address']}),
  )
  expect((await awsup(project, ['plan', '--env', 'dev'])).code).toBe(0)
  expect((await awsupJson(project, ['drift', '--env', 'dev'])).result).toMatchObject({
    drifted: expect.arrayContaining([expect.objectContaining({address: 'dev.account', state: 'untagged'})]) as unknown,
  })
  write(project, 'awsup.yaml', read(project, 'awsup.yaml').replace('mfa: optional', 'mfa: on'))
  const sandbox = await sandboxOf(project)
  sandbox.resetCalls()
  const run = await awsupJson(project, ['apply', '--env', 'dev', '--yes'])
  expect(run.code).not.toBe(0)
  expect(run.stdout).toContain(`account ${ResourceId} is on record as that of dev, and has no tags that say so`)
  expect((await doneIn(project)).writes).toEqual([])
})
