import {ListIdentityPoolsCommand} from '@aws-sdk/client-cognito-identity'
import {AdminCreateUserCommand, ListUserPoolsCommand} from '@aws-sdk/client-cognito-identity-provider'
import {GetRoleCommand} from '@aws-sdk/client-iam'
import {ListAccountsCommand} from '@aws-sdk/client-organizations'
import {cpSync, mkdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, write} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld, textsOf} from '../../_helpers/worlds/project-world.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

function edit(project: string, from: string | RegExp, to: string): void {
  const yaml = read(project, 'awsup.yaml')
  const changed = yaml.replace(from, to)
  if (changed === yaml) throw new Error(`awsup.yaml has no ${String(from)}`)
  write(project, 'awsup.yaml', changed)
}

/** A project whose dev has three users. */
async function withUsers(): Promise<string> {
  const project = copy()
  const {enter} = await openProjectWorld(project)
  const {cognito} = await enter(idOnRecord(project, 'dev', 'account'))
  for (const Username of ['a@acme.dev', 'b@acme.dev', 'c@acme.dev']) {
    const UserPoolId = idOnRecord(project, 'dev', 'user-pool')
    await cognito.send(new AdminCreateUserCommand({UserPoolId, Username, MessageAction: 'SUPPRESS'}))
  }
  return project
}

/** All that may be lost, and all that writes to it. */
async function everything(project: string) {
  const {management, sandbox, enter} = await openProjectWorld(project)
  const {Accounts = []} = await management.organizations.send(new ListAccountsCommand({}))
  const {cognito, identity, iam} = await enter(idOnRecord(project, 'dev', 'account'))
  const {UserPools = []} = await cognito.send(new ListUserPoolsCommand({MaxResults: 60}))
  const {IdentityPools = []} = await identity.send(new ListIdentityPoolsCommand({MaxResults: 60}))
  const {Role} = await iam.send(new GetRoleCommand({RoleName: 'acme-dev-authenticated'}))
  return {
    accounts: Accounts.map(({Id}) => Id),
    pools: UserPools.map(({Id}) => Id),
    identityPools: IdentityPools.map(({IdentityPoolId}) => IdentityPoolId),
    trust: Role?.AssumeRolePolicyDocument,
    writes: sandbox.callSummary().mutating,
  }
}

const MOVES: readonly (readonly [string, string, string])[] = [
  ['another region', 'dev: { region: us-east-1', 'dev: { region: eu-west-1'],
  ['an account that exists', 'dev: { region: us-east-1', 'dev: { region: us-east-1, account: management'],
  ['another name of the environment', '  dev: {', '  development: {'],
  ['another name of the project', 'project: acme', 'project: other'],
]

const REFUSED: readonly (readonly string[])[] = [
  ['plan'],
  ['plan', '--check'],
  ['apply', '--yes'],
  ['org', 'init', '--yes'],
]

test.each(MOVES)(
  'users are never left behind by %s: every plan refuses, and nothing is touched',
  async (_, from, to) => {
    const project = await withUsers()
    const before = await everything(project)
    edit(project, from, to)
    const files = textsOf(project)
    for (const args of REFUSED) {
      const {code, error} = await awsupJson(project, args)
      expect(code, args.join(' ')).toBe(5)
      expect(error.hint, args.join(' ')).toMatch(/back in awsup\.yaml/i)
    }
    expect(await everything(project)).toEqual(before)
    expect(textsOf(project)).toEqual(files)

    // What only looks names it too.
    const {result} = await awsupJson(project, ['status'])
    expect(result['misplaced']).not.toEqual([])
    expect((await awsup(project, ['status'])).stdout).toMatch(/Next: .*awsup\.yaml/)
    expect((await awsup(project, ['drift', '--check'])).code).not.toBe(0)
    expect((await awsup(project, ['env', 'doctor', to.includes('development') ? 'development' : 'dev'])).code).not.toBe(
      0,
    )

    edit(project, to, from)
    expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
  },
)

describe('another region', () => {
  test('is refused with the pool, its users and the ways out, also where the environment is protected', async () => {
    const project = await withUsers()
    const id = idOnRecord(project, 'dev', 'user-pool')
    edit(project, 'dev: { region: us-east-1', 'dev: { region: eu-west-1, protected: true')

    const {error} = await awsupJson(project, ['apply', '--yes'])
    expect(error.code).toBe('CANNOT_CHANGE')
    expect(error.message).toContain('region cannot change from "us-east-1" to "eu-west-1"')
    expect(error.message).toMatch(
      new RegExp(`user pool ${id} holds 3 users, the last one created on \\d{4}-\\d\\d-\\d\\d at`),
    )
    expect(error.hint).toContain('environments.dev.region: us-east-1')
    expect(error.hint).toContain('awsup env add <name> --region eu-west-1')
    const {changes} = error.details as unknown as {changes: object[]}
    expect(changes).toContainEqual(
      expect.objectContaining({address: 'dev.user-pool', id, holds: expect.objectContaining({users: 3}) as object}),
    )

    const drift = (await awsupJson(project, ['drift', '--env', 'dev'])).result['drifted'] as unknown as object[]
    expect(drift).toContainEqual(
      expect.objectContaining({address: 'dev.user-pool', id, state: 'changed', apply: 'refuse'}),
    )
    // Another environment is nobody's concern, and the records stay as they are.
    const records = read(project, '.awsup/sandbox/environments/dev.json')
    expect((await awsup(project, ['apply', '--env', 'prod', '--yes'])).code).toBe(0)
    expect(await awsupJson(project, ['refresh'])).toMatchObject({code: 5, error: {code: 'CANNOT_CHANGE'}})
    expect(await awsupJson(project, ['auth', 'attribute', 'add', 'tenant', '--yes'])).toMatchObject({code: 5})
    expect(read(project, '.awsup/sandbox/environments/dev.json')).toBe(records)
  })

  test('is found by the role that users have, when every record is lost', async () => {
    const project = await withUsers()
    const before = await everything(project)
    const pool = idOnRecord(project, 'dev', 'user-pool')
    const kept = read(project, '.awsup/sandbox/environments/dev.json')
    rmSync(join(project, '.awsup', 'sandbox', 'environments'), {recursive: true})
    rmSync(join(project, '.awsup', 'sandbox', 'organization.json'))
    edit(project, 'dev: { region: us-east-1', 'dev: { region: eu-west-1')

    const {code, error} = await awsupJson(project, ['apply', '--yes'])
    expect(code).toBe(5)
    expect(error.message).toContain(`whose user pool ${pool} holds 3 users`)
    expect(error.hint).toContain('environments.dev.region: us-east-1')
    mkdirSync(join(project, '.awsup', 'sandbox', 'environments'), {recursive: true})
    write(project, '.awsup/sandbox/environments/dev.json', kept)
    expect(await everything(project)).toEqual(before)
  })

  test('is taken once what it holds was destroyed, which works from either place', async () => {
    const project = await withUsers()
    edit(project, 'dev: { region: us-east-1', 'dev: { region: eu-west-1')
    const destroyed = await awsupJson(project, ['destroy', '--env', 'dev', '--confirm', 'dev'])
    expect(destroyed.code).toBe(0)
    const {enter} = await openProjectWorld(project)
    const {cognito} = await enter(idOnRecord(project, 'dev', 'account'))
    expect((await cognito.send(new ListUserPoolsCommand({MaxResults: 60}))).UserPools).toEqual([])
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    expect(idOnRecord(project, 'dev', 'user-pool')).toMatch(/^eu-west-1_/)
  })
})

describe('another name of an environment', () => {
  test('is refused only where a new one would be made: what was left out stays, and env add makes what it is asked', async () => {
    const project = await withUsers()
    edit(project, /  dev: .*\n/, '')
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    expect((await awsup(project, ['env', 'add', 'staging', '--yes'])).code).toBe(0)
    expect(idOnRecord(project, 'staging', 'user-pool')).toMatch(/^us-east-1_/)
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    expect((await everything(project)).pools).toEqual([idOnRecord(project, 'dev', 'user-pool')])
  })

  test('is free once the old one was removed', async () => {
    const project = await withUsers()
    expect((await awsup(project, ['env', 'remove', 'dev', '--confirm', 'dev'])).code).toBe(0)
    edit(project, '  prod: {', '  development: { region: us-east-1 }\n  prod: {')
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
  })
})

test('another name of a pool is an update of the same pool', async () => {
  const project = await withUsers()
  const before = await everything(project)
  edit(project, '  mfa: optional', '  mfa: optional\n  userPoolName: customers')
  expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
  expect((await everything(project)).pools).toEqual(before.pools)
})

test('a project on AWS is not turned over to the sandbox by a line of awsup.yaml', async () => {
  const made = copy()
  const project = emptyFolder()
  write(project, 'awsup.yaml', read(made, 'awsup.yaml'))
  mkdirSync(join(project, '.awsup', 'aws'), {recursive: true})
  for (const name of ['organization.json', 'environments'])
    cpSync(join(made, '.awsup', 'sandbox', name), join(project, '.awsup', 'aws', name), {recursive: true})

  for (const args of [['plan'], ['apply', '--yes'], ['org', 'init', '--yes'], ['env', 'add', 'qa', '--yes']]) {
    const {code, error} = await awsupJson(project, args)
    expect({code, named: error.code}, args.join(' ')).toEqual({code: 5, named: 'TARGET_CHANGED'})
  }
  expect((await awsup(project, ['status'])).stdout).toContain('Next: They stay on AWS')
  // Said on the command line it is meant.
  expect((await awsup(project, ['plan', '--sandbox'])).code).toBe(0)
})
