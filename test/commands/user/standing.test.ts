import {ListUserPoolsCommand} from '@aws-sdk/client-cognito-identity-provider'
import {
  AttachUserPolicyCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListMFADevicesCommand,
  ListUsersCommand,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam'
import {GetCallerIdentityCommand, GetSessionTokenCommand} from '@aws-sdk/client-sts'
import {cpSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import type {UserSecrets} from '../../../src/lib/operations/users/secrets-facts.js'
import {isPassword} from '../../../src/sandbox/services/iam/users/passwords.js'
import {loginProfiles, mfaDevices, users} from '../../../src/sandbox/services/iam/tables.js'
import {codeAt} from '../../../src/sandbox/totp.js'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, sandboxOf} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld, textsOf} from '../../_helpers/worlds/project-world.js'

const DENY_ALL = 'arn:aws:iam::aws:policy/AWSDenyAll'

let team: () => string
/** Of ci, a machine of dev. */
let ciKeys: UserSecrets
/** Of alice, in dev. */
let alice: UserSecrets
beforeAll(async () => {
  const made = (await makeTemplate())()
  const secretsBy = async (args: readonly string[]): Promise<UserSecrets> => {
    const run = await awsupJson(made, ['user', 'create', ...args])
    const [secrets] = (run.result as unknown as {secrets: UserSecrets[]}).secrets
    if (!secrets) throw new Error(run.stderr)
    return secrets
  }
  ciKeys = await secretsBy(['ci', '--machine', '--env', 'dev', '--group', 'viewers', '--access-key'])
  alice = await secretsBy(['alice', '--env', 'dev', '--env', 'prod', '--group', 'viewers', '--console', '--access-key'])
  team = () => {
    const folder = emptyFolder()
    cpSync(made, folder, {recursive: true})
    return folder
  }
})

async function openDev(project: string) {
  const world = await openProjectWorld(project)
  return {...world, dev: await world.enter(idOnRecord(project, 'dev', 'account'))}
}

const keysOf = ({accessKeyId = '', secretAccessKey = ''}: UserSecrets) => ({accessKeyId, secretAccessKey})

/** What is attached to a user in dev, and which of its keys are active. */
async function standingOf(project: string, UserName: string) {
  const {dev} = await openDev(project)
  const {AttachedPolicies = []} = await dev.iam.send(new ListAttachedUserPoliciesCommand({UserName}))
  const {AccessKeyMetadata = []} = await dev.iam.send(new ListAccessKeysCommand({UserName}))
  const profile = await dev.iam.send(new GetLoginProfileCommand({UserName})).catch(() => undefined)
  return {
    denied: AttachedPolicies.some(({PolicyArn}) => PolicyArn === DENY_ALL),
    keys: AccessKeyMetadata.map(({Status}) => Status),
    password: profile !== undefined,
  }
}

/** Gives alice an authenticator in dev; answers its serial number and seed. */
async function register(project: string) {
  const {sandbox, dev} = await openDev(project)
  const {VirtualMFADevice} = await dev.iam.send(new CreateVirtualMFADeviceCommand({VirtualMFADeviceName: 'phone'}))
  const SerialNumber = VirtualMFADevice?.SerialNumber ?? ''
  const seed = new TextDecoder().decode(VirtualMFADevice?.Base32StringSeed)
  const now = Date.now()
  const codes = {AuthenticationCode1: codeAt(seed, now - 30_000), AuthenticationCode2: codeAt(seed, now)}
  await dev.iam.send(new EnableMFADeviceCommand({UserName: 'alice', SerialNumber, ...codes}))
  return {sandbox, serial: SerialNumber, seed}
}

describe('user disable', () => {
  test('stops keys, password and sessions of the user’s own at once, and says which sessions live on', async () => {
    const project = team()
    const {as} = await openDev(project)
    const session = await as(keysOf(ciKeys)).sts.send(new GetSessionTokenCommand({}))
    const run = await awsup(project, ['user', 'disable', 'alice', '--yes'])
    expect(run.code, run.stderr).toBe(0)
    expect(run.stdout).toMatch(/alice is disabled in dev: 1 access key made inactive and the console password deleted/)
    expect(run.stdout).toMatch(/Sessions of roles .* go on until they end: at the latest at .* UTC \(12 hours\)/)
    expect(await standingOf(project, 'alice')).toEqual({denied: true, keys: ['Inactive'], password: false})
    await expect(as(keysOf(alice)).sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    })

    expect((await awsup(project, ['user', 'disable', 'ci', '--yes'])).code).toBe(0)
    const {AccessKeyId = '', SecretAccessKey = '', SessionToken = ''} = session.Credentials ?? {}
    const later = as({accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken})
    await expect(later.cognito.send(new ListUserPoolsCommand({MaxResults: 1}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    })
  })

  test('again, it does nothing more; and apply, drift and a change of groups let nobody in', async () => {
    const project = team()
    await awsup(project, ['user', 'disable', 'ci', '--yes'])
    expect(await awsupJson(project, ['user', 'disable', 'ci', '--yes'])).toMatchObject({
      code: 0,
      result: {places: [{environment: 'dev', wasDisabled: true, keys: [], password: false}]},
    })
    expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
    expect((await awsup(project, ['drift', '--check'])).code).toBe(0)
    expect((await awsup(project, ['user', 'create', 'ci', '--env', 'dev', '--group', 'developers'])).code).toBe(0)
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    expect(await standingOf(project, 'ci')).toEqual({denied: true, keys: ['Inactive'], password: false})
    expect((await awsup(project, ['plan'])).stderr).toMatch(/user ci is disabled/)
    expect((await awsup(project, ['user', 'delete', 'ci', '--confirm', 'ci'])).code).toBe(0)
  })

  test('in one environment leaves the other; a disabled user gets no new key and no password', async () => {
    const project = team()
    await awsup(project, ['user', 'disable', 'alice', '--env', 'dev', '--yes'])
    const {result} = await awsupJson(project, ['user', 'list'])
    expect(result).toMatchObject([
      {name: 'ci'},
      {
        name: 'alice',
        environments: [
          {name: 'dev', state: {disabled: true, password: false}},
          {name: 'prod', state: {disabled: false, password: true}},
        ],
      },
    ])
    for (const args of [
      ['user', 'keys', 'rotate', 'alice'],
      ['user', 'reset', 'alice', '--yes'],
    ]) {
      const sandbox = await sandboxOf(project)
      sandbox.resetCalls()
      expect(await awsupJson(project, args)).toMatchObject({code: 5, error: {code: 'DISABLED'}})
      expect(sandbox.callSummary().mutating).toBe(0)
    }
  })

  test('where one account refuses, the other is done, and it says where; again, it does the rest', async () => {
    const project = team()
    const sandbox = await sandboxOf(project)
    const effect = {type: 'error', name: 'AccessDenied', message: 'not you', status: 403} as const
    sandbox.configure({faults: [{operation: 'iam:AttachUserPolicy', nth: 1, when: 'before', effect}]})
    const {code, error} = await awsupJson(project, ['user', 'disable', 'alice', '--yes'])
    expect(code).toBe(6)
    expect(error.hint).toMatch(/alice is disabled in (dev|prod)\. It may not be so, or not wholly, in (dev|prod)\./)
    sandbox.configure({faults: []})
    expect((await awsup(project, ['user', 'disable', 'alice', '--yes'])).code).toBe(0)
    expect(await standingOf(project, 'alice')).toEqual({denied: true, keys: ['Inactive'], password: false})
  })
})

describe.each(['disable', 'enable', 'reset'])('user %s', (command) => {
  test.each([
    [['eve', '--yes'], 2, 'NO_USER'],
    [['a,b', '--yes'], 2, 'USAGE'],
    [['ci', '--env', 'prod', '--yes'], 2, 'NO_USER'],
    [['alice'], 2, 'USAGE'],
  ])('%j changes nothing and asks nobody', async (args, code, name) => {
    const project = team()
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    const before = textsOf(project)
    expect(await awsupJson(project, ['user', command, ...args])).toMatchObject({code, error: {code: name}})
    expect(sandbox.callSummary().total).toBe(0)
    expect(textsOf(project)).toEqual(before)
  })

  test('of a user that somebody made again by hand touches nothing', async () => {
    const project = team()
    const sandbox = await sandboxOf(project)
    const accountId = idOnRecord(project, 'dev', 'account')
    sandbox.world((tx) => {
      const user = users.get(tx, [accountId, 'alice'])
      if (user) users.put(tx, [accountId, 'alice'], {...user, tags: {}})
    })
    sandbox.resetCalls()
    const run = await awsupJson(project, ['user', command, 'alice', '--env', 'dev', '--yes'])
    expect(run).toMatchObject({code: 5, error: {message: expect.stringContaining('IAM user alice') as string}})
    expect(sandbox.callSummary().mutating).toBe(0)
  })

  test('of a user that somebody deleted says so', async () => {
    const project = team()
    const sandbox = await sandboxOf(project)
    sandbox.world((tx) => users.delete(tx, [idOnRecord(project, 'dev', 'account'), 'alice']))
    expect(await awsupJson(project, ['user', command, 'alice', '--env', 'dev', '--yes'])).toMatchObject({
      code: 5,
      error: {code: 'USER_GONE'},
    })
    expect((await awsup(project, ['user', 'list'])).stdout).toMatch(/alice +dev .*not on AWS any more/)
  })
})

describe('user enable', () => {
  test('takes the deny away and leaves keys inactive; --keys makes them active; without a deny it says so', async () => {
    const project = team()
    await awsup(project, ['user', 'disable', 'ci', '--yes'])
    const run = await awsup(project, ['user', 'enable', 'ci', '--yes'])
    expect(run.stdout).toMatch(/ci is enabled in dev\.\n.*user enable ci --keys/)
    expect(await standingOf(project, 'ci')).toEqual({denied: false, keys: ['Inactive'], password: false})
    expect(await awsupJson(project, ['user', 'enable', 'ci', '--keys', '--yes'])).toMatchObject({
      code: 0,
      result: {places: [{wasDisabled: false, keys: [ciKeys.accessKeyId]}]},
    })
    const {as} = await openDev(project)
    expect((await as(keysOf(ciKeys)).iam.send(new ListUsersCommand({}))).Users?.length).toBeGreaterThan(0)
  })

  test('of what somebody attached by hand, too', async () => {
    const project = team()
    const {dev} = await openDev(project)
    await dev.iam.send(new AttachUserPolicyCommand({UserName: 'ci', PolicyArn: DENY_ALL}))
    expect((await awsup(project, ['user', 'list'])).stdout).toMatch(/ci .*disabled/)
    await awsup(project, ['user', 'enable', 'ci', '--yes'])
    expect(await standingOf(project, 'ci')).toMatchObject({denied: false, keys: ['Active']})
  })
})

describe('user reset', () => {
  const passwordOf = async (project: string) => {
    const sandbox = await sandboxOf(project)
    const accountId = idOnRecord(project, 'dev', 'account')
    return sandbox.world((tx) => loginProfiles.get(tx, [accountId, 'alice']))
  }

  test('gives a new password, to be changed at once, and removes the MFA device, so that its name is free again', async () => {
    const project = team()
    await register(project)
    const run = await awsupJson(project, ['user', 'reset', 'alice', '--env', 'dev', '--yes'])
    expect(run).toMatchObject({code: 0, result: {places: [{environment: 'dev', password: true}]}})
    const [secrets] = (run.result as unknown as {secrets: UserSecrets[]}).secrets
    const profile = await passwordOf(project)
    expect(profile?.passwordResetRequired).toBe(true)
    expect(isPassword(secrets?.password ?? '', profile?.passwordHash ?? '')).toBe(true)
    expect(isPassword(alice.password ?? '', profile?.passwordHash ?? '')).toBe(false)
    const {dev} = await openDev(project)
    expect((await dev.iam.send(new ListMFADevicesCommand({UserName: 'alice'}))).MFADevices).toEqual([])
    expect((await dev.iam.send(new ListVirtualMFADevicesCommand({}))).VirtualMFADevices).toEqual([])
    await register(project)
    expect((await standingOf(project, 'alice')).keys).toEqual(['Active'])
  })

  test('--mfa leaves the password, --password the device; a file keeps the secret from the terminal', async () => {
    const project = team()
    await register(project)
    const before = await passwordOf(project)
    expect((await awsup(project, ['user', 'reset', 'alice', '--env', 'dev', '--mfa', '--yes'])).code).toBe(0)
    expect(await passwordOf(project)).toEqual(before)
    await register(project)
    const file = join(project, 'alice.json')
    const args = ['user', 'reset', 'alice', '--env', 'dev', '--password', '--secrets-file', file, '--yes']
    const run = await awsup(project, args)
    expect(run.code, run.stderr).toBe(0)
    const [secrets] = JSON.parse(read(project, 'alice.json')) as UserSecrets[]
    expect(run.stdout).not.toContain(secrets?.password)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(isPassword(secrets?.password ?? '', (await passwordOf(project))?.passwordHash ?? '')).toBe(true)
    const {dev} = await openDev(project)
    expect((await dev.iam.send(new ListMFADevicesCommand({UserName: 'alice'}))).MFADevices).toHaveLength(1)
  })

  test('after disable and enable it makes a password where there is none', async () => {
    const project = team()
    await awsup(project, ['user', 'disable', 'alice', '--yes'])
    await awsup(project, ['user', 'enable', 'alice', '--yes'])
    expect((await awsup(project, ['user', 'reset', 'alice', '--password', '--yes'])).code).toBe(0)
    expect(await standingOf(project, 'alice')).toEqual({denied: false, keys: ['Inactive'], password: true})
  })

  test('of a machine is a usage error', async () => {
    expect(await awsupJson(team(), ['user', 'reset', 'ci', '--yes'])).toMatchObject({
      code: 2,
      error: {hint: expect.stringContaining('user keys rotate ci') as string},
    })
  })
})

test('user list tells MFA by what STS can do with it: an authenticator, a passkey alone, or none', async () => {
  const project = team()
  const mfa = async () => {
    const {result} = await awsupJson(project, ['user', 'list', '--env', 'dev'])
    const [, found] = result as unknown as {environments: {state?: {mfa: string; keys: unknown[]}}[]}[]
    return found?.environments[0]?.state
  }
  expect(await mfa()).toMatchObject({mfa: 'none', keys: [{id: alice.accessKeyId, status: 'Active', ageDays: 0}]})
  const {sandbox, serial} = await register(project)
  expect(await mfa()).toMatchObject({mfa: 'authenticator'})
  // There is no API that makes a passkey.
  const accountId = idOnRecord(project, 'dev', 'account')
  sandbox.world((tx) => {
    const device = mfaDevices.get(tx, [accountId, serial])
    const serialNumber = `arn:aws:iam::${accountId}:u2f/user/alice/key-AB12`
    if (!device) throw new Error('no device')
    mfaDevices.delete(tx, [accountId, serial])
    mfaDevices.put(tx, [accountId, serialNumber], {...device, serialNumber})
  })
  expect(await mfa()).toMatchObject({mfa: 'passkey'})
  expect((await awsup(project, ['user', 'list'])).stdout).toMatch(/alice +dev .*passkey only/)
  const {as} = await openDev(project)
  const SerialNumber = `arn:aws:iam::${accountId}:u2f/user/alice/key-AB12`
  const session = new GetSessionTokenCommand({SerialNumber, TokenCode: '123456'})
  await expect(as(keysOf(alice)).sts.send(session)).rejects.toMatchObject({name: 'AccessDenied'})
})

test('user list --offline asks nobody', async () => {
  const project = team()
  const sandbox = await sandboxOf(project)
  sandbox.resetCalls()
  expect((await awsup(project, ['user', 'list', '--offline'])).stdout).toMatch(/alice +dev, prod +viewers/)
  expect(sandbox.callSummary().total).toBe(0)
})

test('a person of roles is one IAM user in the management account: keys, disable, enable and reset work there', async () => {
  const project = team()
  const created = await awsupJson(project, ['user', 'create', 'jane', '--role', 'dev=viewer', '--access-key'])
  const {management} = await openProjectWorld(project)
  const statuses = async () => {
    const {AccessKeyMetadata = []} = await management.iam.send(new ListAccessKeysCommand({UserName: 'jane'}))
    return AccessKeyMetadata.map(({Status}) => Status)
  }
  expect(await statuses(), created.stdout).toEqual(['Active'])
  const rotated = await awsupJson(project, ['user', 'keys', 'rotate', 'jane'])
  expect(rotated, rotated.stdout).toMatchObject({code: 0, result: {keys: [{state: 'begun', proved: true}]}})
  expect((await awsup(project, ['user', 'keys', 'rotate', 'jane', '--finish'])).code).toBe(0)
  expect(await statuses()).toEqual(['Inactive', 'Active'])
  expect((await awsup(project, ['user', 'disable', 'jane', '--yes'])).code).toBe(0)
  expect(await statuses()).toEqual(['Inactive', 'Inactive'])
  expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
  expect((await awsup(project, ['user', 'list'])).stdout).toMatch(/jane .*disabled/)
  expect((await awsup(project, ['user', 'enable', 'jane', '--yes'])).code).toBe(0)
  expect((await awsup(project, ['user', 'reset', 'jane', '--yes'])).code).toBe(0)
  expect((await awsupJson(project, ['plan', '--check'])).code).toBe(0)
})
