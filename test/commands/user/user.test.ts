import {
  ChangePasswordCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeleteUserCommand,
  DetachUserPolicyCommand,
  EnableMFADeviceCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsCommand,
  ListGroupsForUserCommand,
  ListPoliciesCommand,
  ListUsersCommand,
  ListVirtualMFADevicesCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam'
import {ListUserPoolsCommand} from '@aws-sdk/client-cognito-identity-provider'
import {AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand} from '@aws-sdk/client-sts'
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import type {UserSecrets} from '../../../src/lib/operations/users/secrets-facts.js'
import {mintSession} from '../../../src/sandbox/auth/session.js'
import {codeAt} from '../../../src/sandbox/totp.js'
import {mfaDevices} from '../../../src/sandbox/services/iam/tables.js'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld, textsOf} from '../../_helpers/worlds/project-world.js'

const ALICE = ['user', 'create', 'alice', '--env', 'dev', '--group', 'developers']

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

/** Inside dev's account, past awsup. */
async function openDev(project: string) {
  const world = await openProjectWorld(project)
  return {...world, dev: await world.enter(idOnRecord(project, 'dev', 'account'))}
}

async function createWithSecrets(project: string, args: readonly string[]) {
  const run = await awsupJson(project, args)
  expect(run.code, run.stdout).toBe(0)
  const [secrets] = (run.result as unknown as {secrets: UserSecrets[]}).secrets
  if (!secrets) throw new Error('no secrets')
  return {...secrets, run}
}

/** What a key may do by itself, past awsup. */
const keysOf = ({accessKeyId = '', secretAccessKey = ''}: UserSecrets) => ({accessKeyId, secretAccessKey})

describe('a user for a machine', () => {
  const CI = ['user', 'create', 'ci', '--env', 'dev', '--group', 'viewers', '--access-key']

  test('has by its access key alone what its groups allow, and no more', async () => {
    const project = copy()
    const {run, ...secrets} = await createWithSecrets(project, [...CI, '--machine'])
    expect(run).toMatchObject({warnings: []})
    const {as} = await openDev(project)
    const {iam} = as(keysOf(secrets))
    expect((await iam.send(new ListUsersCommand({}))).Users?.map(({UserName}) => UserName)).toContain('ci')
    await expect(iam.send(new CreateUserCommand({UserName: 'eve'}))).rejects.toMatchObject({name: 'AccessDenied'})
    expect(read(project, 'awsup.yaml')).toContain('machine: true')
    expect(await awsupJson(project, ['plan', '--check'])).toMatchObject({code: 0})
  })

  test('is not what a key for a person is: that one says that it needs MFA', async () => {
    const project = copy()
    const {run, ...secrets} = await createWithSecrets(project, CI)
    expect(run).toMatchObject({warnings: [expect.stringMatching(/MFA.*--machine/) as string]})
    const {as} = await openDev(project)
    await expect(as(keysOf(secrets)).iam.send(new ListUsersCommand({}))).rejects.toMatchObject({name: 'AccessDenied'})
  })

  test('has no password, and is not made of a user with MFA', async () => {
    const project = copy()
    expect(await awsupJson(project, [...CI, '--machine', '--console'])).toMatchObject({code: 2})
    await createWithSecrets(project, CI)
    const refused = await awsupJson(project, [...CI, '--machine'])
    expect(refused).toMatchObject({code: 2, error: {message: '"ci" is already a user with MFA'}})
    expect(read(project, 'awsup.yaml')).not.toContain('machine')
  })
})

describe('user create', () => {
  test('makes the user in that environment alone, with the self-service policy, in its groups', async () => {
    const project = copy()
    const {code, result} = await awsupJson(project, ALICE)
    expect(code).toBe(0)
    expect(result).toMatchObject({user: 'alice', environments: ['dev']})
    expect(result).not.toHaveProperty('secrets')

    const {dev, enter} = await openDev(project)
    const UserName = 'alice'
    const {User} = await dev.iam.send(new GetUserCommand({UserName}))
    expect(User?.Tags).toContainEqual({Key: 'awsup:project', Value: 'acme'})
    const {AttachedPolicies} = await dev.iam.send(new ListAttachedUserPoliciesCommand({UserName}))
    expect(AttachedPolicies?.map(({PolicyName}) => PolicyName)).toEqual(['acme-dev-self-service'])
    const {Groups} = await dev.iam.send(new ListGroupsForUserCommand({UserName}))
    expect(Groups?.map(({GroupName}) => GroupName)).toEqual(['developers'])
    const attached = await dev.iam.send(new ListAttachedGroupPoliciesCommand({GroupName: 'developers'}))
    expect(attached.AttachedPolicies?.length).toBeGreaterThan(0)
    const prod = await enter(idOnRecord(project, 'prod', 'account'))
    expect((await prod.iam.send(new ListUsersCommand({}))).Users).toEqual([])
  })

  test('twice changes nothing: no mutating call, every file the same', async () => {
    const project = copy()
    await awsup(project, ALICE)
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    const before = textsOf(project)
    const {code, result} = await awsupJson(project, ALICE)
    expect(code).toBe(0)
    expect(result).toMatchObject({changes: {created: [], adopted: [], updated: [], deleted: []}})
    expect(sandbox.callSummary().mutating).toBe(0)
    expect(textsOf(project)).toEqual(before)
  })

  test('says so in awsup.yaml and keeps its comments, order and everything else', async () => {
    const project = copy()
    const before = read(project, 'awsup.yaml')
    await awsup(project, ALICE)
    const after = read(project, 'awsup.yaml')
    const left = after.split('\n').filter((line) => !before.split('\n').includes(line))
    expect(left.join('\n')).toMatch(/^users:\n {2}alice: \{ environments: \[dev\], groups: \[developers\] \}$/)
    for (const line of before.split('\n')) expect(after).toContain(line)
    expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
  })

  test('attaches any policy of AWS to a group, as AWS does', async () => {
    const project = copy()
    const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'
    write(project, 'awsup.yaml', `${read(project, 'awsup.yaml')}userGroups: {readers: ['${PolicyArn}']}\n`)
    const run = await awsup(project, ['user', 'create', 'bob', '--env', 'dev', '--group', 'readers', '--no-input'])
    expect(run.code, run.stderr).toBe(0)
    const {dev} = await openDev(project)
    const {AttachedPolicies} = await dev.iam.send(new ListAttachedGroupPoliciesCommand({GroupName: 'readers'}))
    expect(AttachedPolicies?.map((policy) => policy.PolicyArn)).toEqual([PolicyArn])
  })

  test('in a further environment adds to what exists', async () => {
    const project = copy()
    await awsup(project, ALICE)
    const {code} = await awsup(project, ['user', 'create', 'alice', '--env', 'prod', '--group', 'viewers'])
    expect(code).toBe(0)
    const {result} = await awsupJson(project, ['user', 'list'])
    expect(result).toMatchObject([
      {
        name: 'alice',
        groups: ['developers', 'viewers'],
        environments: [
          {name: 'dev', made: true},
          {name: 'prod', made: true},
        ],
      },
    ])
  })

  test('does not take charge of a user that somebody else made', async () => {
    const project = copy()
    const {dev} = await openDev(project)
    await dev.iam.send(new CreateUserCommand({UserName: 'alice'}))
    const before = read(project, 'awsup.yaml')
    const {code, error} = await awsupJson(project, ALICE)
    expect(code).toBe(5)
    expect(error.message).toContain('alice')
    expect(read(project, 'awsup.yaml')).toBe(before)
  })

  test('in an environment that is not made yet says how to make it', async () => {
    const project = copy()
    const yaml = read(project, 'awsup.yaml').replace('  prod:', '  staging: { region: us-east-1 }\n  prod:')
    write(project, 'awsup.yaml', yaml)
    const {code, error} = await awsupJson(project, ['user', 'create', 'alice', '--env', 'staging'])
    expect(code).toBe(5)
    expect(error).toMatchObject({
      code: 'NOT_MADE',
      hint: expect.stringContaining('awsup apply --env staging') as string,
    })
    expect(read(project, 'awsup.yaml')).toBe(yaml)
  })
})

describe('secrets', () => {
  test('--console gives a one-time password that IAM takes; --access-key gives a key that works', async () => {
    const project = copy()
    const {accountId, password, accessKeyId, secretAccessKey, signInUrl} = await createWithSecrets(project, [
      ...ALICE,
      '--console',
      '--access-key',
    ])
    expect(accountId).toBe(idOnRecord(project, 'dev', 'account'))
    expect(signInUrl).toContain(accountId)
    const {as, dev} = await openDev(project)
    const alice = as({accessKeyId: accessKeyId ?? '', secretAccessKey: secretAccessKey ?? ''})
    expect(await alice.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: `arn:aws:iam::${accountId}:user/alice`,
    })
    const {LoginProfile} = await dev.iam.send(new GetLoginProfileCommand({UserName: 'alice'}))
    expect(LoginProfile?.PasswordResetRequired).toBe(true)
    await expect(
      alice.iam.send(new ChangePasswordCommand({OldPassword: 'wrong', NewPassword: 'A-new-one-42!'})),
    ).rejects.toThrow()
    await alice.iam.send(new ChangePasswordCommand({OldPassword: password, NewPassword: 'A-new-one-42!'}))
  })

  test('a second password, or a third key, is refused before anything is made', async () => {
    const project = copy()
    await createWithSecrets(project, [...ALICE, '--console', '--access-key'])
    await createWithSecrets(project, [...ALICE, '--access-key', '--another-key'])
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    for (const asked of [['--console'], ['--access-key', '--another-key'], ['--console', '--access-key']]) {
      expect(await awsupJson(project, [...ALICE, ...asked])).toMatchObject({
        code: 5,
        error: {hint: expect.stringMatching(/./) as string},
      })
    }
    expect(sandbox.callSummary().mutating).toBe(0)
  })

  test('--access-key twice makes no second key unasked, and says how to get one', async () => {
    const project = copy()
    const {accessKeyId} = await createWithSecrets(project, [...ALICE, '--access-key'])
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    const again = await awsupJson(project, [...ALICE, '--access-key', '--secrets-file', 'alice.json'])
    expect(again).toMatchObject({
      code: 5,
      error: {code: 'HAS_KEY', hint: expect.stringContaining('--another-key') as string},
    })
    expect(again.error.message).toContain(accessKeyId)
    expect(sandbox.callSummary().mutating).toBe(0)
    expect(existsSync(join(project, 'alice.json'))).toBe(false)
    const another = await createWithSecrets(project, [...ALICE, '--access-key', '--another-key'])
    expect(another.accessKeyId).not.toBe(accessKeyId)
  })

  test('a key that IAM does not list yet counts: the same command right again makes no second one', async () => {
    const project = copy()
    const env = {AWSUP_SANDBOX_LAG: 'iam=1500'}
    const made = await awsupJson(project, [...ALICE, '--access-key'], {env})
    expect(made.code, made.stdout).toBe(0)
    expect(await awsupJson(project, [...ALICE, '--access-key'], {env})).toMatchObject({
      code: 5,
      error: {code: 'HAS_KEY', hint: expect.stringContaining('--another-key') as string},
    })
  })

  test('a user with neither a password nor a key: the end says how to sign in', async () => {
    const project = copy()
    const {stdout} = await awsup(project, ['user', 'create', 'alice', '--env', 'dev'])
    expect(stdout).toContain(
      'alice cannot sign in yet, and is in no group. Next: awsup user create alice --env dev --console --group developers\n',
    )
    expect((await awsup(project, [...ALICE, '--console'])).stdout).not.toContain('cannot sign in')
  })

  test('where one environment cannot have them, none of them makes any: a secret that nobody sees would be lost', async () => {
    const project = copy()
    await createWithSecrets(project, ['user', 'create', 'alice', '--env', 'prod', '--console'])
    const {code} = await awsupJson(project, ['user', 'create', 'alice', '--env', 'dev', '--env', 'prod', '--console'])
    expect(code).toBe(5)
    const {dev} = await openDev(project)
    await expect(dev.iam.send(new GetLoginProfileCommand({UserName: 'alice'}))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    })
  })

  test('--secrets-file: a new file for its owner alone, and nothing on stdout', async () => {
    const project = copy()
    const {stdout, result} = await awsupJson(project, [
      ...ALICE,
      '--console',
      '--access-key',
      '--secrets-file',
      'alice.json',
    ])
    expect(result).toMatchObject({secretsFile: 'alice.json'})
    expect(statSync(join(project, 'alice.json')).mode & 0o777).toBe(0o600)
    const [secrets] = JSON.parse(read(project, 'alice.json')) as UserSecrets[]
    expect(secrets).toMatchObject({
      user: 'alice',
      environment: 'dev',
      password: expect.stringMatching(/.{20}/) as string,
    })
    expect(stdout).not.toContain(secrets?.password)
    expect(stdout).not.toContain(secrets?.secretAccessKey)
  })

  test('--secrets-file that exists is refused before any call, and left as it is', async () => {
    const project = copy()
    write(project, 'alice.json', 'mine')
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    const before = textsOf(project)
    const {code, error} = await awsupJson(project, [...ALICE, '--console', '--secrets-file', 'alice.json'])
    expect(code).toBe(2)
    expect(error.message).toContain('alice.json')
    expect(sandbox.callSummary().total).toBe(0)
    expect(textsOf(project)).toEqual(before)
  })

  test('a run that fails leaves no empty secrets file behind', async () => {
    const project = copy()
    await createWithSecrets(project, [...ALICE, '--console'])
    expect((await awsup(project, [...ALICE, '--console', '--secrets-file', 'alice.json'])).code).toBe(5)
    expect(existsSync(join(project, 'alice.json'))).toBe(false)
  })

  test('are nowhere but where they were asked for: not in the manifest, records, journal, or on stderr, also with DEBUG=*', async () => {
    const project = copy()
    const run = await awsupJson(project, [...ALICE, '--console', '--access-key'], {
      env: {DEBUG: '*', NODE_DEBUG: 'http,net,child_process', AWSUP_DEBUG: '1'},
    })
    const [secrets] = (run.result as unknown as {secrets: UserSecrets[]}).secrets
    const pooled = await awsupJson(
      project,
      ['user', 'create', 'bob@example.com', '--pool', '--env', 'dev', '--suppress-invite', '--password-stdin'],
      {input: 'Canary-In-A-Pool-42!', env: {DEBUG: '*'}},
    )
    expect(pooled.code, pooled.stdout).toBe(0)
    const {stdout: credentials} = await awsup(project, ['credentials', 'dev'], {env: {DEBUG: '*'}})
    const {SecretAccessKey, SessionToken} = JSON.parse(credentials) as Record<string, string>
    const passwords = [secrets?.password ?? '', 'Canary-In-A-Pool-42!']
    const all = [...passwords, secrets?.secretAccessKey ?? '', SecretAccessKey ?? '', SessionToken ?? '']
    expect(all.every((secret) => secret.length >= 20)).toBe(true)

    const texts = textsOf(project)
    expect(Object.keys(texts).length).toBeGreaterThan(4)
    for (const secret of all) {
      for (const [path, text] of Object.entries(texts)) expect(text.includes(secret), path).toBe(false)
      expect(run.stderr + pooled.stderr + pooled.stdout).not.toContain(secret)
    }
    // The sandbox is AWS here: it has to know keys, and no password.
    const data = join(project, '.awsup', 'sandbox', 'data')
    for (const path of readdirSync(data, {recursive: true, encoding: 'utf8'})) {
      if (!statSync(join(data, path)).isFile()) continue
      const text = readFileSync(join(data, path), 'utf8')
      for (const password of passwords) expect(text.includes(password), path).toBe(false)
    }
  })
})

describe('a new user is not locked out, and not let in either', () => {
  test('without MFA: only the own password and the own device', async () => {
    const project = copy()
    const {accountId, accessKeyId, secretAccessKey, password} = await createWithSecrets(project, [
      ...['user', 'create', 'alice', '--env', 'dev', '--group', 'developers', '--console', '--access-key'],
    ])
    await awsup(project, ['user', 'create', 'bob', '--env', 'dev'])
    const {as, sandbox} = await openDev(project)
    const byKey = as({accessKeyId: accessKeyId ?? '', secretAccessKey: secretAccessKey ?? ''})
    // What she has after she signed in to the console with her password.
    const {User} = await byKey.iam.send(new GetUserCommand({}))
    const {Arn: arn = '', UserId: userId = ''} = User ?? {}
    const claims = {type: 'user', accountId, arn, userId, userName: 'alice', mfa: false, console: true} as const
    const alice = as(sandbox.world((tx) => mintSession(claims, {tx, now: Date.now(), seconds: 3600})))

    const denied = {name: expect.stringMatching(/^AccessDenied/) as string}
    await expect(alice.cognito.send(new ListUserPoolsCommand({MaxResults: 1}))).rejects.toMatchObject(denied)
    await expect(alice.iam.send(new CreateUserCommand({UserName: 'mallory'}))).rejects.toMatchObject(denied)
    const RoleArn = `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`
    await expect(alice.sts.send(new AssumeRoleCommand({RoleArn, RoleSessionName: 'alice'}))).rejects.toMatchObject(
      denied,
    )

    // A key alone, which may be a stolen one, registers no device.
    const phone = new CreateVirtualMFADeviceCommand({VirtualMFADeviceName: 'alice-phone'})
    await expect(byKey.iam.send(phone)).rejects.toMatchObject(denied)

    await alice.iam.send(new ChangePasswordCommand({OldPassword: password, NewPassword: 'A-new-one-42!'}))
    const {VirtualMFADevice} = await alice.iam.send(phone)
    const SerialNumber = VirtualMFADevice?.SerialNumber ?? ''
    const seed = sandbox.world((tx) => mfaDevices.get(tx, [accountId, SerialNumber]))?.seed ?? ''
    const now = Date.now()
    const codes = {AuthenticationCode1: codeAt(seed, now - 30_000), AuthenticationCode2: codeAt(seed, now)}
    await expect(
      alice.iam.send(new EnableMFADeviceCommand({UserName: 'bob', SerialNumber, ...codes})),
    ).rejects.toMatchObject(denied)
    await alice.iam.send(new EnableMFADeviceCommand({UserName: 'alice', SerialNumber, ...codes}))

    // With MFA she has what her groups allow.
    const {Credentials} = await byKey.sts.send(
      new GetSessionTokenCommand({SerialNumber, TokenCode: codeAt(seed, Date.now())}),
    )
    const session = as({
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    })
    const {UserPools} = await session.cognito.send(new ListUserPoolsCommand({MaxResults: 10}))
    expect(UserPools?.map(({Id}) => Id)).toEqual([idOnRecord(project, 'dev', 'user-pool')])
  })
})

describe('user delete', () => {
  test('takes keys, password and MFA device along, and with the last user the groups and the policy', async () => {
    const project = copy()
    const yaml = read(project, 'awsup.yaml')
    const {accountId} = await createWithSecrets(project, [...ALICE, '--console', '--access-key'])
    await createWithSecrets(project, ['user', 'create', 'bob', '--env', 'dev', '--access-key'])
    const {dev, sandbox} = await openDev(project)
    const {VirtualMFADevice} = await dev.iam.send(
      new CreateVirtualMFADeviceCommand({VirtualMFADeviceName: 'alice-phone'}),
    )
    const SerialNumber = VirtualMFADevice?.SerialNumber ?? ''
    const seed = sandbox.world((tx) => mfaDevices.get(tx, [accountId, SerialNumber]))?.seed ?? ''
    const now = Date.now()
    const codes = {AuthenticationCode1: codeAt(seed, now - 30_000), AuthenticationCode2: codeAt(seed, now)}
    await dev.iam.send(new EnableMFADeviceCommand({UserName: 'alice', SerialNumber, ...codes}))

    const {code, result} = await awsupJson(project, ['user', 'delete', 'alice', '--yes', '--confirm', 'alice'])
    expect(code).toBe(0)
    expect(result).toMatchObject({
      user: 'alice',
      environments: ['dev'],
      changes: {deleted: expect.arrayContaining([expect.objectContaining({address: 'dev.user.alice'})]) as unknown[]},
    })
    const namesNow = async () => {
      const {Users = []} = await dev.iam.send(new ListUsersCommand({}))
      const {Groups = []} = await dev.iam.send(new ListGroupsCommand({}))
      const {Policies = []} = await dev.iam.send(new ListPoliciesCommand({Scope: 'Local'}))
      const {VirtualMFADevices = []} = await dev.iam.send(new ListVirtualMFADevicesCommand({}))
      return {
        users: Users.map(({UserName}) => UserName),
        groups: Groups.map(({GroupName}) => GroupName),
        policies: Policies.map(({PolicyName}) => PolicyName),
        devices: VirtualMFADevices.length,
      }
    }
    expect(await namesNow()).toEqual({users: ['bob'], groups: [], policies: ['acme-dev-self-service'], devices: 0})

    expect((await awsup(project, ['user', 'delete', 'bob', '--confirm', 'bob'])).code).toBe(0)
    expect(await namesNow()).toEqual({users: [], groups: [], policies: [], devices: 0})
    expect(read(project, 'awsup.yaml')).toBe(`${yaml}users:\n`)
    expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
    expect((await awsup(project, ALICE)).code).toBe(0)
    expect((await namesNow()).users).toEqual(['alice'])
  })

  test.each([
    [['--confirm', 'bob'], '--confirm'],
    [[], '--confirm'],
    [['--yes'], '--confirm'],
  ])('with %j is a usage error, and nobody is deleted', async (flags, named) => {
    const project = copy()
    await awsup(project, ALICE)
    const before = textsOf(project)
    const {code, error} = await awsupJson(project, ['user', 'delete', 'alice', ...flags])
    expect(code).toBe(2)
    expect(error.message).toContain(named)
    expect(textsOf(project)).toEqual(before)
    const {dev} = await openDev(project)
    expect((await dev.iam.send(new ListUsersCommand({}))).Users).toHaveLength(1)
  })

  test('from one environment leaves the user in the others', async () => {
    const project = copy()
    await awsup(project, ['user', 'create', 'alice', '--env', 'dev', '--env', 'prod'])
    expect((await awsup(project, ['user', 'delete', 'alice', '--env', 'dev', '--confirm', 'alice'])).code).toBe(0)
    expect(await awsupJson(project, ['user', 'list'])).toMatchObject({
      result: [{name: 'alice', environments: [{name: 'prod', made: true}]}],
    })
    const {dev} = await openDev(project)
    expect((await dev.iam.send(new ListUsersCommand({}))).Users).toEqual([])
  })

  test('of somebody who does not exist names those who are', async () => {
    const project = copy()
    await awsup(project, ALICE)
    const {code, error} = await awsupJson(project, ['user', 'delete', 'alcie', '--confirm', 'alcie'])
    expect(code).toBe(2)
    expect(error.hint).toContain('alice')
  })
})

test('user list shows who is where, for people and programs; keys made elsewhere are none of its business', async () => {
  const project = copy()
  expect((await awsup(project, ['user', 'list'])).stdout).toContain('No users yet')
  await awsup(project, ALICE)
  expect((await awsup(project, ['user', 'list'])).stdout).toMatch(/alice +dev +developers/)
  mkdirSync(join(project, 'below'))
  expect(await awsupJson(join(project, 'below'), ['user', 'list', '--env', 'prod'])).toMatchObject({
    code: 0,
    result: [],
  })
  const {dev} = await openDev(project)
  const {AccessKeyMetadata} = await dev.iam.send(new ListAccessKeysCommand({UserName: 'alice'}))
  expect(AccessKeyMetadata).toEqual([])
})

describe('an IAM user that another branch made', () => {
  const NAMED = /^awsup\.yaml no longer has dev\.user\.alice, prod\.user\.alice: --yes alone does not delete them$/

  test('is deleted by apply only where it is named; plan says what would be lost', async () => {
    const project = copy()
    const theirs = read(project, 'awsup.yaml')
    await createWithSecrets(project, [...ALICE, '--env', 'prod', '--access-key'])
    write(project, 'awsup.yaml', theirs)
    expect((await awsup(project, ['plan'])).stdout).toMatch(
      /iam-user dev\.user\.alice .*\n.*loses its password, access keys/,
    )

    const before = textsOf(project)
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    for (const flags of [[], ['--confirm', 'ali'], ['--confirm', 'dev'], ['--confirm', 'dev.user.alice']]) {
      const {code, error} = await awsupJson(project, ['apply', '--yes', ...flags])
      expect({code, error}).toMatchObject({code: 5, error: {code: 'NOT_CONFIRMED'}})
      if (flags.length === 0) expect(error.message).toMatch(NAMED)
      expect(error.hint).toContain('awsup apply --yes --confirm alice')
    }
    expect(sandbox.callSummary().mutating).toBe(0)
    expect(textsOf(project)).toEqual(before)

    const {code, result} = await awsupJson(project, ['apply', '--yes', '--confirm', 'alice'])
    expect({code, result}).toMatchObject({code: 0, result: {deleted: expect.any(Array) as unknown}})
    const {dev} = await openDev(project)
    expect((await dev.iam.send(new ListUsersCommand({}))).Users).toEqual([])
    // Named once more, there is nothing to delete, and nothing wrong with that.
    expect((await awsup(project, ['apply', '--yes', '--confirm', 'alice'])).code).toBe(0)
  })

  test('who is gone from AWS already needs no name', async () => {
    const project = copy()
    const theirs = read(project, 'awsup.yaml')
    await awsup(project, ALICE)
    await (
      await openDev(project)
    ).dev.iam.send(new RemoveUserFromGroupCommand({UserName: 'alice', GroupName: 'developers'}))
    const {dev} = await openDev(project)
    const {AttachedPolicies = []} = await dev.iam.send(new ListAttachedUserPoliciesCommand({UserName: 'alice'}))
    for (const {PolicyArn} of AttachedPolicies) {
      await dev.iam.send(new DetachUserPolicyCommand({UserName: 'alice', PolicyArn}))
    }
    await dev.iam.send(new DeleteUserCommand({UserName: 'alice'}))
    write(project, 'awsup.yaml', theirs)
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    expect(Object.keys(textsOf(project)).some((path) => read(project, path).includes('"user.alice"'))).toBe(false)
  })
})
