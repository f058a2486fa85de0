import {
  AdminCreateUserCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
  TagResourceCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {CreateIdentityPoolCommand} from '@aws-sdk/client-cognito-identity'
import {CreateRoleCommand, DeleteRoleCommand} from '@aws-sdk/client-iam'
import {beforeAll, describe, expect, test} from 'vitest'
import {join} from 'node:path'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld} from '../../_helpers/worlds/project-world.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

/** Inside the account of dev, past awsup. */
async function enterDev(project: string) {
  const {enter, sandbox} = await openProjectWorld(project)
  const clients = await enter(idOnRecord(project, 'dev', 'account'))
  return {
    ...clients,
    sandbox,
    accountId: idOnRecord(project, 'dev', 'account'),
    UserPoolId: idOnRecord(project, 'dev', 'user-pool'),
  }
}

const addUsers = async (project: string, count: number): Promise<void> => {
  const {cognito, UserPoolId} = await enterDev(project)
  for (let number = 0; number < count; number += 1) {
    await cognito.send(
      new AdminCreateUserCommand({UserPoolId, Username: `user${number}@acme.dev`, MessageAction: 'SUPPRESS'}),
    )
  }
}

const HOLDS = /holds 2 users, the last one created on \d{4}-\d\d-\d\d at \d\d:\d\d UTC/

describe('how many users would go is said', () => {
  test('in the plan of destroy and of env remove, where the name is to be typed, and in the result', async () => {
    const project = copy()
    await addUsers(project, 2)
    const id = idOnRecord(project, 'dev', 'user-pool')
    for (const args of [
      ['destroy', '--env', 'dev'],
      ['env', 'remove', 'dev'],
    ]) {
      const {code, stdout, stderr} = await awsup(project, args)
      expect(code).toBe(2)
      expect(stdout).toMatch(HOLDS)
      expect(stderr).toMatch(HOLDS)
      expect(stderr).toContain('deleted for ever')
    }
    const {result} = await awsupJson(project, ['destroy', '--env', 'dev', '--confirm', 'dev'])
    const {deleted} = result as unknown as {deleted: {address: string}[]}
    expect(deleted.find(({address}) => address === 'dev.user-pool')).toMatchObject({
      id,
      holds: {userPoolId: id, users: 2, lastUserCreatedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string},
    })
  })

  test('where a change of the pool is refused', async () => {
    const project = copy()
    await addUsers(project, 2)
    write(project, 'awsup.yaml', read(project, 'awsup.yaml').replace('signIn: [email]', 'signIn: [username]'))
    const {code, error} = await awsupJson(project, ['plan', '--env', 'dev'])
    expect({code, named: error.code}).toEqual({code: 5, named: 'CANNOT_CHANGE'})
    expect(error.message).toMatch(HOLDS)
  })
})

describe('a second one with the same tags is named before anything is done, also when the first is on record', () => {
  test('a user pool', async () => {
    const project = copy()
    await addUsers(project, 2)
    const {cognito, accountId, UserPoolId} = await enterDev(project)
    const {UserPool} = await cognito.send(new DescribeUserPoolCommand({UserPoolId}))
    const made = await cognito.send(
      new CreateUserPoolCommand({PoolName: 'again', UserPoolTags: UserPool?.UserPoolTags}),
    )
    const second = made.UserPool?.Id ?? ''

    // A plan that is only shown looks for it where something would change; all others everywhere.
    expect(await awsup(project, ['plan'])).toMatchObject({code: 0})
    const out = join(project, 'plan.json')
    for (const args of [
      ['plan', '--check'],
      ['plan', '--out', out],
      ['apply', '--yes'],
    ]) {
      const {code, error} = await awsupJson(project, args)
      expect({code, named: error.code}).toEqual({code: 5, named: 'AMBIGUOUS'})
      expect(error.message).toMatch(HOLDS)
      expect(error.message).toContain(`${UserPoolId} (on record`)
      expect(error.message).toContain(second)
      expect(error.hint).toContain('awsup:project')
    }
    const before = read(project, 'awsup.yaml')
    write(project, 'awsup.yaml', before.replace('dev: {', 'dev: { auth: { groups: { admins: { precedence: 1 } } },'))
    expect(read(project, 'awsup.yaml')).not.toBe(before)
    expect((await awsupJson(project, ['plan', '--env', 'prod'])).code).toBe(0)
    expect((await awsupJson(project, ['plan', '--env', 'dev'])).error).toMatchObject({code: 'AMBIGUOUS'})
    write(project, 'awsup.yaml', before)
    const {result} = await awsupJson(project, ['drift', '--env', 'dev'])
    expect(result['drifted']).toMatchObject([
      {address: 'dev.user-pool', state: 'several', apply: 'refuse', reason: expect.stringContaining(second) as string},
    ])
    // What is on record is destroyed, and the other one named.
    const {code, stderr} = await awsup(project, ['destroy', '--env', 'dev', '--confirm', 'dev'])
    expect(code).toBe(0)
    expect(stderr).toContain(second)
    const {UserPools = []} = await cognito.send(new ListUserPoolsCommand({MaxResults: 60}))
    expect(UserPools.map(({Id}) => Id)).toEqual([second])
    expect(accountId).toMatch(/^\d{12}$/)
  })

  test('an identity pool', async () => {
    const project = copy()
    const {identity} = await enterDev(project)
    const tags = {'awsup:project': 'acme', 'awsup:environment': 'dev', 'awsup:address': 'dev.identity-pool'}
    const {IdentityPoolId = ''} = await identity.send(
      new CreateIdentityPoolCommand({
        IdentityPoolName: 'again',
        AllowUnauthenticatedIdentities: false,
        IdentityPoolTags: tags,
      }),
    )
    const {code, error} = await awsupJson(project, ['plan', '--check'])
    expect({code, named: error.code}).toEqual({code: 5, named: 'AMBIGUOUS'})
    expect(error.message).toContain(IdentityPoolId)
    expect(error.message).toContain(idOnRecord(project, 'dev', 'identity-pool'))
  })

  test('an app client, whose name proves nothing, is a warning', async () => {
    const project = copy()
    const {cognito, UserPoolId} = await enterDev(project)
    const {UserPoolClient} = await cognito.send(new CreateUserPoolClientCommand({UserPoolId, ClientName: 'web'}))
    const {code, stderr} = await awsup(project, ['plan', '--check'])
    expect(code).toBe(0)
    expect(stderr).toContain(UserPoolClient?.ClientId)
    expect(stderr).toContain(idOnRecord(project, 'dev', 'app-client.web'))
  })

  test('a record that holds another environment’s pool is refused, not tagged again', async () => {
    const project = copy()
    const {cognito, accountId, UserPoolId} = await enterDev(project)
    const ResourceArn = `arn:aws:cognito-idp:us-east-1:${accountId}:userpool/${UserPoolId}`
    await cognito.send(new TagResourceCommand({ResourceArn, Tags: {'awsup:address': 'prod.user-pool'}}))
    for (const args of [
      ['apply', '--yes'],
      ['destroy', '--env', 'dev', '--confirm', 'dev'],
    ]) {
      const {code, error} = await awsupJson(project, args)
      expect({code, named: error.code}).toEqual({code: 5, named: 'CANNOT_CHANGE'})
      expect(error.hint).toContain('prod.user-pool')
    }
  })
})

describe('deletion protection is lifted before anything is deleted', () => {
  test('and an SMS role that is gone does not stop it', async () => {
    const project = copy()
    const {cognito, iam, sandbox, accountId, UserPoolId} = await enterDev(project)
    const Statement = [{Effect: 'Allow', Principal: {Service: 'cognito-idp.amazonaws.com'}, Action: 'sts:AssumeRole'}]
    const AssumeRolePolicyDocument = JSON.stringify({Version: '2012-10-17', Statement})
    await iam.send(new CreateRoleCommand({RoleName: 'sms', AssumeRolePolicyDocument}))
    const SmsConfiguration = {SnsCallerArn: `arn:aws:iam::${accountId}:role/sms`}
    const update = {
      UserPoolId,
      DeletionProtection: 'ACTIVE' as const,
      SmsConfiguration,
      AutoVerifiedAttributes: ['email' as const],
      UserAttributeUpdateSettings: {AttributesRequireVerificationBeforeUpdate: ['email' as const]},
    }
    await cognito.send(new UpdateUserPoolCommand(update))
    await iam.send(new DeleteRoleCommand({RoleName: 'sms'}))
    await expect(cognito.send(new UpdateUserPoolCommand(update))).rejects.toMatchObject({
      name: 'InvalidSmsRoleTrustRelationshipException',
    })

    sandbox.resetCalls()
    const {code, stderr} = await awsup(project, ['destroy', '--env', 'dev', '--confirm', 'dev'])
    expect({code, stderr}).toMatchObject({code: 0})
    const order = sandbox
      .calls()
      .filter(({operation}) => /^(Update|Delete)/.test(operation))
      .map(({operation}) => operation)
    expect(order[0]).toBe('UpdateUserPool')
    expect(order.filter((name) => name === 'UpdateUserPool')).toHaveLength(1)
  })

  test('and where AWS refuses that, nothing is deleted at all', async () => {
    const project = copy()
    const sandbox = await sandboxOf(project)
    const effect = {type: 'error' as const, name: 'InvalidParameterException', message: 'no'}
    sandbox.configure({faults: [{operation: 'cognito-idp:UpdateUserPool', when: 'before', effect}]})
    sandbox.resetCalls()
    const {code, error} = await awsupJson(project, ['destroy', '--env', 'dev', '--confirm', 'dev'])
    expect(code).toBe(4)
    expect(error.message).toMatch(/./)
    expect(Object.keys(sandbox.callSummary().byOperation).filter((name) => /:Delete/.test(name))).toEqual([])
    sandbox.configure({faults: []})
    expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
  })
})
