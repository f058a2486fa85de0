import {
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {ListIdentityPoolsCommand} from '@aws-sdk/client-cognito-identity'
import {ListRolesCommand, ListUsersCommand} from '@aws-sdk/client-iam'
import {ListAccountsCommand} from '@aws-sdk/client-organizations'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld, textsOf} from '../../_helpers/worlds/project-world.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

function edit(project: string, from: string, to: string): void {
  const yaml = read(project, 'awsup.yaml')
  if (!yaml.includes(from)) throw new Error(`awsup.yaml has no ${from}`)
  write(project, 'awsup.yaml', yaml.replace(from, to))
}

const GROUPS = ['  mfa: optional', '  mfa: on\n  groups: { admins: { precedence: 1 } }'] as const

async function openEnvironment(project: string, environment: string) {
  const world = await openProjectWorld(project)
  return {...world, ...(await world.enter(idOnRecord(project, environment, 'account')))}
}

async function poolsOf(project: string, environment: string): Promise<readonly (string | undefined)[]> {
  const {cognito} = await openEnvironment(project, environment)
  return ((await cognito.send(new ListUserPoolsCommand({MaxResults: 60}))).UserPools ?? []).map(({Id}) => Id)
}

describe('plan', () => {
  test('--check ends with 10 when awsup.yaml asks for something else, 0 after apply; it never changes anything', async () => {
    const project = copy()
    expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
    edit(project, ...GROUPS)
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    const before = textsOf(project)

    const {code, ok, result} = await awsupJson(project, ['plan', '--check'])
    expect({code, ok}).toEqual({code: 10, ok: true})
    expect(result).toMatchObject({summary: {create: 2, update: 2, replace: 0, delete: 0, adopt: 0}})
    expect((await awsup(project, ['plan'])).code).toBe(0)
    expect(sandbox.callSummary().mutating).toBe(0)
    expect(textsOf(project)).toEqual(before)

    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
    const {cognito} = await openEnvironment(project, 'dev')
    const UserPoolId = idOnRecord(project, 'dev', 'user-pool')
    expect((await cognito.send(new DescribeUserPoolCommand({UserPoolId}))).UserPool).toMatchObject({
      MfaConfiguration: 'ON',
      DeletionProtection: 'ACTIVE',
    })
  })

  test('sees what somebody changed by hand, and apply puts back that alone', async () => {
    const project = copy()
    const {cognito} = await openEnvironment(project, 'dev')
    const UserPoolId = idOnRecord(project, 'dev', 'user-pool')
    await cognito.send(
      new UpdateUserPoolCommand({
        UserPoolId,
        DeletionProtection: 'INACTIVE',
        AdminCreateUserConfig: {AllowAdminCreateUserOnly: true, InviteMessageTemplate: {EmailSubject: 'Welcome'}},
        AutoVerifiedAttributes: ['email'],
      }),
    )
    const {code, result} = await awsupJson(project, ['plan', '--check'])
    expect(code).toBe(10)
    const {steps} = result as unknown as {steps: {action: string; address: string}[]}
    expect(steps.filter(({action}) => action !== 'no-op')).toMatchObject([{action: 'update', address: 'dev.user-pool'}])
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    const {UserPool} = await cognito.send(new DescribeUserPoolCommand({UserPoolId}))
    expect(UserPool?.DeletionProtection).toBe('ACTIVE')
    expect(UserPool?.AdminCreateUserConfig?.InviteMessageTemplate?.EmailSubject).toBe('Welcome')
  })

  test('of one environment leaves the other out', async () => {
    const project = copy()
    edit(project, ...GROUPS)
    const {result} = await awsupJson(project, ['plan', '--env', 'dev'])
    const {steps} = result as unknown as {steps: {address: string}[]}
    expect(steps.filter(({address}) => address.startsWith('prod.'))).toEqual([])
    expect((await awsup(project, ['apply', '--env', 'dev', '--yes'])).code).toBe(0)
    expect((await awsup(project, ['plan', '--env', 'dev', '--check'])).code).toBe(0)
    expect((await awsup(project, ['plan', '--env', 'prod', '--check'])).code).toBe(10)
  })

  test('shows people what would change, and that it is the sandbox', async () => {
    const project = copy()
    edit(project, ...GROUPS)
    const {stdout} = await awsup(project, ['plan'])
    expect(stdout).toMatch(/^target +sandbox \(nothing here reaches AWS\)/)
    expect(stdout).toMatch(/~ user-pool dev\.user-pool.*\n +mfa: "optional" → "on"/)
    expect(stdout).toMatch(/\+ user-pool-group prod\.group\.admins/)
    expect(stdout).toContain('Plan: 2 to create, 2 to update, 0 to delete.')
  })
})

describe('apply', () => {
  test('what cannot be changed in place is refused with the ways out, and nothing is touched', async () => {
    const project = copy()
    edit(project, 'signIn: [email]', 'signIn: [phone]')
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    const before = textsOf(project)
    for (const args of [['apply', '--yes'], ['plan'], ['org', 'init', '--yes']]) {
      const {code, error} = await awsupJson(project, args)
      expect(code).toBe(5)
      expect(error).toMatchObject({
        code: 'CANNOT_CHANGE',
        message: expect.stringMatching(/(dev|prod)\.user-pool: signIn/) as string,
        hint: expect.stringContaining('awsup.yaml') as string,
      })
    }
    expect(sandbox.callSummary().mutating).toBe(0)
    expect(textsOf(project)).toEqual(before)
  })

  test('asks first: with nobody to ask it is a usage error that names --yes, and nothing is changed', async () => {
    const project = copy()
    edit(project, ...GROUPS)
    const before = textsOf(project)
    const {code, error} = await awsupJson(project, ['apply'])
    expect(code).toBe(2)
    expect(`${error.message} ${error.hint ?? ''}`).toContain('--yes')
    expect(textsOf(project)).toEqual(before)
    expect((await awsup(project, ['plan', '--check'])).code).toBe(10)
  })

  test('a group that left awsup.yaml goes; a whole environment that left it stays, and is named', async () => {
    const project = copy()
    edit(project, ...GROUPS)
    await awsup(project, ['apply', '--yes'])
    edit(project, '  groups: { admins: { precedence: 1 } }\n', '')
    expect(await awsupJson(project, ['apply', '--yes'])).toMatchObject({
      code: 0,
      result: {deleted: [{address: 'dev.group.admins'}, {address: 'prod.group.admins'}]},
    })

    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    edit(project, '  dev: { region: us-east-1 }\n', '')
    const {code, result} = await awsupJson(project, ['apply', '--yes'])
    expect(code).toBe(0)
    expect(result).toMatchObject({created: [], updated: [], deleted: []})
    expect(sandbox.callSummary().mutating).toBe(0)
    expect(await poolsOf(project, 'dev')).toEqual([idOnRecord(project, 'dev', 'user-pool')])
    const {stdout} = await awsup(project, ['plan'])
    expect(stdout).toContain('kept')
    expect(stdout).toContain(idOnRecord(project, 'dev', 'user-pool'))
  })

  test('a step that fails does not stop the others, and the next run does the rest', async () => {
    const project = copy()
    edit(project, ...GROUPS)
    const sandbox = await sandboxOf(project)
    const effect = {type: 'error', name: 'InvalidParameterException', message: 'no such thing', status: 400} as const
    sandbox.configure({faults: [{operation: 'cognito-idp:CreateGroup', nth: 1, when: 'before', effect}]})
    const {code, error} = await awsupJson(project, ['apply', '--yes'])
    expect(code).toBe(6)
    expect(error.details).toMatchObject({
      failed: [{kind: 'user-pool-group'}],
      done: {created: [{kind: 'user-pool-group'}]},
    })
    sandbox.configure({faults: []})
    expect(await awsupJson(project, ['apply', '--yes'])).toMatchObject({
      code: 0,
      result: {created: [{kind: 'user-pool-group'}]},
    })
  })
})

describe('destroy', () => {
  test('takes away what was named, keeps the account and the other environment; apply makes it again in the same account', async () => {
    const project = copy()
    await awsup(project, [
      'user',
      'create',
      'alice',
      '--env',
      'dev',
      '--env',
      'prod',
      '--group',
      'viewers',
      '--console',
    ])
    const accountId = idOnRecord(project, 'dev', 'account')
    const oldPool = idOnRecord(project, 'dev', 'user-pool')
    const accountsNow = async () => {
      const {management} = await openProjectWorld(project)
      return ((await management.organizations.send(new ListAccountsCommand({}))).Accounts ?? []).map(({Id, State}) => ({
        Id,
        State,
      }))
    }
    const before = await accountsNow()
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()

    const {code, result} = await awsupJson(project, ['destroy', '--env', 'dev', '--yes', '--confirm', 'dev'])

    expect(code).toBe(0)
    expect(result).toMatchObject({created: [], updated: []})
    const {deleted} = result as unknown as {deleted: {address: string}[]}
    expect(deleted.map(({address}) => address)).toEqual(
      expect.arrayContaining(['dev.user-pool', 'dev.identity-pool', 'dev.user.alice']),
    )
    expect(deleted.filter(({address}) => !address.startsWith('dev.'))).toEqual([])
    expect(await accountsNow()).toEqual(before)
    const calls = sandbox.callSummary().byOperation
    expect(Object.keys(calls).filter((call) => /CloseAccount|DeleteOrganization|RemoveAccount/.test(call))).toEqual([])
    expect(calls['cognito-idp:UpdateUserPool']).toBe(1)

    expect(await poolsOf(project, 'dev')).toEqual([])
    const dev = await openEnvironment(project, 'dev')
    expect((await dev.identity.send(new ListIdentityPoolsCommand({MaxResults: 60}))).IdentityPools).toEqual([])
    expect((await dev.iam.send(new ListUsersCommand({}))).Users).toEqual([])
    const {Roles = []} = await dev.iam.send(new ListRolesCommand({}))
    expect(Roles.filter(({RoleName}) => RoleName?.startsWith('acme-'))).toEqual([])
    const prod = await openEnvironment(project, 'prod')
    const UserPoolId = idOnRecord(project, 'prod', 'user-pool')
    expect((await prod.cognito.send(new DescribeUserPoolCommand({UserPoolId}))).UserPool?.DeletionProtection).toBe(
      'ACTIVE',
    )
    expect((await prod.iam.send(new ListUsersCommand({}))).Users).toHaveLength(1)

    expect(await awsupJson(project, ['env', 'switch', 'dev'])).toMatchObject({code: 5, error: {code: 'NOT_MADE'}})
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    expect(idOnRecord(project, 'dev', 'account')).toBe(accountId)
    expect(await poolsOf(project, 'dev')).toEqual([idOnRecord(project, 'dev', 'user-pool')])
    expect(idOnRecord(project, 'dev', 'user-pool')).not.toBe(oldPool)
    expect(await accountsNow()).toEqual(before)
    expect((await awsup(project, ['env', 'switch', 'dev'])).code).toBe(0)
  })

  test.each([
    [['destroy', '--env', 'dev', '--yes', '--confirm', 'prod'], 2, '--confirm'],
    [['destroy', '--env', 'dev', '--yes'], 2, '--confirm'],
    [['destroy', '--env', 'prod', '--yes', '--confirm', 'prod'], 5, 'protected'],
    [['destroy', '--yes', '--confirm', 'acme'], 5, 'protected'],
    [['destroy', '--env', 'staging', '--yes', '--confirm', 'staging'], 2, 'staging'],
  ])('%j is refused with %i, and nothing is touched', async (args, exit, named) => {
    const project = copy()
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    const before = textsOf(project)
    const {code, error} = await awsupJson(project, args)
    expect(code).toBe(exit)
    expect(error.message).toContain(named)
    expect(error.hint).toMatch(/./)
    expect(sandbox.callSummary().mutating).toBe(0)
    expect(textsOf(project)).toEqual(before)
  })

  test('of everything takes the project’s name, once nothing is protected', async () => {
    const project = copy()
    edit(project, ', protected: true', '')
    expect((await awsup(project, ['destroy', '--yes', '--confirm', 'dev'])).code).toBe(2)
    expect((await awsup(project, ['destroy', '--confirm', 'acme'])).code).toBe(0)
    expect([...(await poolsOf(project, 'dev')), ...(await poolsOf(project, 'prod'))]).toEqual([])
    expect(await awsupJson(project, ['destroy', '--yes', '--confirm', 'acme'])).toMatchObject({
      code: 0,
      result: {deleted: []},
    })
  })
})
