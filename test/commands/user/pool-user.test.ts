import {
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminListGroupsForUserCommand,
  ListUsersCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {statSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import type {PoolUser} from '../../../src/lib/operations/pool-users/pool-users.js'
import {outbox} from '../../../src/sandbox/services/cognito-idp/tables.js'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld, textsOf} from '../../_helpers/worlds/project-world.js'

const BOB = ['user', 'create', 'bob@example.com', '--pool', '--env', 'dev']

let copy: () => string

beforeAll(async () => {
  const original = await makeTemplate()
  const template = original()
  write(
    template,
    'awsup.yaml',
    read(template, 'awsup.yaml').replace(
      '  mfa: optional',
      '  mfa: off\n  groups: { admins: { precedence: 1 }, staff: {} }',
    ),
  )
  const {code, stderr} = await awsup(template, ['apply', '--yes'])
  if (code !== 0) throw new Error(stderr)
  const {cpSync} = await import('node:fs')
  copy = () => {
    const project = original()
    cpSync(template, project, {recursive: true})
    return project
  }
})

async function openPool(project: string) {
  const world = await openProjectWorld(project)
  const {cognito} = await world.enter(idOnRecord(project, 'dev', 'account'))
  const UserPoolId = idOnRecord(project, 'dev', 'user-pool')
  const ClientId = idOnRecord(project, 'dev', 'app-client.web')
  return {
    ...world,
    cognito,
    UserPoolId,
    /** Signs in as a server would; awsup's own client has that flow off. */
    signIn: async (USERNAME: string, PASSWORD: string) => {
      const ExplicitAuthFlows = ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] as const
      await cognito.send(
        new UpdateUserPoolClientCommand({UserPoolId, ClientId, ExplicitAuthFlows: [...ExplicitAuthFlows]}),
      )
      return cognito.send(
        new AdminInitiateAuthCommand({
          UserPoolId,
          ClientId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters: {USERNAME, PASSWORD},
        }),
      )
    },
  }
}

const poolUserOf = (result: unknown): PoolUser => {
  const [user] = (result as {poolUsers: PoolUser[]}).poolUsers
  if (!user) throw new Error('no user')
  return user
}

describe('user create --pool', () => {
  test('--suppress-invite sends nothing and shows the temporary password, which must be changed at the first sign-in', async () => {
    const project = copy()
    const {code, result} = await awsupJson(project, [...BOB, '--suppress-invite'])
    expect(code).toBe(0)
    const user = poolUserOf(result)
    expect(user).toMatchObject({
      environment: 'dev',
      userPoolId: idOnRecord(project, 'dev', 'user-pool'),
      email: 'bob@example.com',
      status: 'FORCE_CHANGE_PASSWORD',
    })
    const {signIn, sandbox, UserPoolId} = await openPool(project)
    expect(sandbox.world((tx) => outbox.get(tx, [UserPoolId])) ?? []).toEqual([])
    expect(await signIn('bob@example.com', user.temporaryPassword ?? '')).toMatchObject({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
    })
  })

  test('without it an invitation carries the password, and awsup does not show it', async () => {
    const project = copy()
    const {stdout, result} = await awsupJson(project, BOB)
    expect(poolUserOf(result)).not.toHaveProperty('temporaryPassword')
    const {sandbox, UserPoolId} = await openPool(project)
    const [message] = sandbox.world((tx) => outbox.get(tx, [UserPoolId])) ?? []
    expect(message).toMatchObject({to: 'bob@example.com', reason: 'invitation'})
    expect(stdout).not.toContain(message?.code)
  })

  test('a password from stdin lasts: it signs in at once, and no invitation brings another', async () => {
    const project = copy()
    const {code, result, stdout, stderr} = await awsupJson(project, [...BOB, '--password-stdin'], {
      input: 'A-Lasting-Password-42!\n',
    })
    expect(code).toBe(0)
    expect(poolUserOf(result)).toMatchObject({status: 'CONFIRMED'})
    expect(stdout + stderr).not.toContain('A-Lasting-Password-42!')
    const {signIn, sandbox, UserPoolId} = await openPool(project)
    expect(sandbox.world((tx) => outbox.get(tx, [UserPoolId])) ?? []).toEqual([])
    const {AuthenticationResult} = await signIn('bob@example.com', 'A-Lasting-Password-42!')
    expect(AuthenticationResult?.AccessToken).toMatch(/^eyJ/)
    await expect(signIn('bob@example.com', 'A-Lasting-Password-43!')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    })
  })

  test('a password from stdin that the pool’s rules refuse makes no user', async () => {
    const project = copy()
    const {code, error, stdout} = await awsupJson(project, [...BOB, '--suppress-invite', '--password-stdin'], {
      input: 'weakpass',
    })
    expect([2, 4]).toContain(code)
    expect(error.message).toMatch(/password/i)
    expect(stdout).not.toContain('weakpass')
    const {cognito, UserPoolId} = await openPool(project)
    expect((await cognito.send(new ListUsersCommand({UserPoolId}))).Users).toEqual([])
  })

  test('puts the user in groups of the pool; one that the pool lacks is refused before any call', async () => {
    const project = copy()
    const args = [...BOB, '--suppress-invite', '--group', 'admins', '--group', 'staff']
    const {result} = await awsupJson(project, args)
    expect(poolUserOf(result)).toMatchObject({groups: ['admins', 'staff']})
    const {cognito, UserPoolId, sandbox} = await openPool(project)
    const {Groups = []} = await cognito.send(
      new AdminListGroupsForUserCommand({UserPoolId, Username: 'bob@example.com'}),
    )
    expect(Groups.map(({GroupName}) => GroupName).sort()).toEqual(['admins', 'staff'])
    const {UserAttributes} = await cognito.send(new AdminGetUserCommand({UserPoolId, Username: 'bob@example.com'}))
    expect(UserAttributes).toContainEqual({Name: 'email_verified', Value: 'true'})

    sandbox.resetCalls()
    const eve = ['user', 'create', 'eve@example.com', '--pool', '--env', 'dev', '--group', 'nobody']
    const refused = await awsupJson(project, eve)
    expect(refused.code).toBe(2)
    expect(refused.error.message).toContain('"nobody"')
    expect(refused.error.hint).toContain('admins')
    expect(sandbox.callSummary().mutating).toBe(0)
  })

  test('a second time is a conflict', async () => {
    const project = copy()
    await awsup(project, [...BOB, '--suppress-invite'])
    const {code, error} = await awsupJson(project, [...BOB, '--suppress-invite'])
    expect(code).toBe(5)
    expect(error.message).toContain('bob@example.com')
  })

  test('--secrets-file holds the temporary password, for its owner alone', async () => {
    const project = copy()
    const {stdout} = await awsupJson(project, [...BOB, '--suppress-invite', '--secrets-file', 'bob.json'])
    expect(statSync(join(project, 'bob.json')).mode & 0o777).toBe(0o600)
    const [user] = JSON.parse(read(project, 'bob.json')) as PoolUser[]
    expect(user?.temporaryPassword).toMatch(/.{20}/)
    expect(stdout).not.toContain(user?.temporaryPassword)
  })

  test('leaves awsup.yaml and the records as they are: customers are no configuration', async () => {
    const project = copy()
    const before = textsOf(project)
    await awsup(project, [...BOB, '--suppress-invite'])
    expect(textsOf(project)).toEqual(before)
  })
})

describe('user list --pool and user delete --pool', () => {
  test('list has every user across pages; delete takes one, with its name typed', async () => {
    const project = copy()
    ;(await sandboxOf(project)).configure({pageSize: 2})
    const names = ['a@example.com', 'b@example.com', 'c@example.com']
    for (const name of names)
      await awsup(project, ['user', 'create', name, '--pool', '--env', 'dev', '--suppress-invite'])
    const list = ['user', 'list', '--pool', '--env', 'dev']
    const emails = async () =>
      ((await awsupJson(project, list)).result as unknown as PoolUser[]).map(({email}) => email).sort()
    expect(await emails()).toEqual(names)
    expect((await awsup(project, list)).stdout).toContain('FORCE_CHANGE_PASSWORD')

    const remove = ['user', 'delete', 'b@example.com', '--pool', '--env', 'dev']
    expect(await awsupJson(project, remove)).toMatchObject({
      code: 2,
      error: {message: expect.stringContaining('--confirm') as string},
    })
    expect(await awsupJson(project, [...remove, '--confirm', 'a@example.com'])).toMatchObject({code: 2})
    expect(await emails()).toEqual(names)
    expect(await awsupJson(project, [...remove, '--confirm', 'b@example.com'])).toMatchObject({code: 0})
    expect(await emails()).toEqual(['a@example.com', 'c@example.com'])
    expect(await awsupJson(project, [...remove, '--confirm', 'b@example.com'])).toMatchObject({
      code: 2,
      error: {message: expect.stringContaining('b@example.com') as string},
    })
  })

  test('another environment’s pool does not know the user', async () => {
    const project = copy()
    await awsup(project, [...BOB, '--suppress-invite'])
    expect(await awsupJson(project, ['user', 'list', '--pool', '--env', 'prod'])).toMatchObject({code: 0, result: []})
  })
})
