import {
  CreateServiceSpecificCredentialCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam'
import {chmodSync, existsSync, linkSync, mkdirSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import type {PoolUser} from '../../../src/lib/operations/pool-users/pool-users.js'
import type {UserSecrets} from '../../../src/lib/operations/users/secrets-facts.js'
import {matchesPassword} from '../../../src/sandbox/services/cognito-idp/users/passwords.js'
import {outbox, users} from '../../../src/sandbox/services/cognito-idp/tables.js'
import {isPassword} from '../../../src/sandbox/services/iam/users/passwords.js'
import {accessKeys, loginProfiles, passwordPolicies} from '../../../src/sandbox/services/iam/tables.js'
import type {Fault} from '../../../src/sandbox/settings.js'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {leaveIntent} from '../../_helpers/proofs/journal.js'
import {killAfter} from '../../_helpers/processes/kill.js'
import {idOnRecord, openProjectWorld} from '../../_helpers/worlds/project-world.js'

const ALICE = ['user', 'create', 'alice', '--env', 'dev']
const BOB = ['user', 'create', 'bob@example.com', '--pool', '--env', 'dev']

let copy: () => string
beforeAll(async () => {
  copy = await makeTemplate()
})

async function breakOnce(project: string, fault: Omit<Fault, 'nth'>): Promise<() => void> {
  const sandbox = await sandboxOf(project)
  sandbox.configure({faults: [{...fault, nth: 1}]})
  return () => {
    sandbox.configure({faults: []})
  }
}

const LOST: readonly (readonly [how: string, effect: Fault['effect']])[] = [
  ['the connection is lost', {type: 'drop'}],
  ['AWS answers 500', {type: 'error', name: 'InternalFailure', message: 'it is not you', status: 500}],
]
const DENIED: Fault['effect'] = {type: 'error', name: 'AccessDenied', message: 'not you', status: 403}

/** Whether these are the one key and the password that alice has. */
const works = async (project: string, {password, secretAccessKey}: Partial<UserSecrets>) =>
  (await sandboxOf(project)).world((tx) => ({
    keys: accessKeys.list(tx, []).filter(({userName}) => userName === 'alice').length,
    isKey: accessKeys.list(tx, []).some((key) => key.secretAccessKey === secretAccessKey),
    isPassword: isPassword(password ?? '', loginProfiles.list(tx, [])[0]?.passwordHash ?? ''),
  }))
const WELL = {keys: 1, isKey: true, isPassword: true}

const filed = (project: string): UserSecrets => {
  const [secrets] = JSON.parse(read(project, 'alice.json')) as UserSecrets[]
  if (!secrets) throw new Error('the file has no secrets')
  return secrets
}

async function openDev(project: string) {
  return (await openProjectWorld(project)).enter(idOnRecord(project, 'dev', 'account'))
}

describe('a reply that is lost', () => {
  test.each(LOST)('of CreateLoginProfile, where %s: the password that works is shown', async (_how, effect) => {
    const project = copy()
    const fix = await breakOnce(project, {operation: 'iam:CreateLoginProfile', when: 'after', effect})
    const {code, result} = await awsupJson(project, [...ALICE, '--console', '--access-key'])
    fix()
    expect(code).toBe(0)
    expect(await works(project, (result as unknown as {secrets: UserSecrets[]}).secrets[0] ?? {})).toEqual(WELL)
    expect((await awsupJson(project, ['status'])).result).toMatchObject({underWay: []})
  })

  test('of UpdateLoginProfile too, where the account lets nobody use a password again', async () => {
    const project = copy()
    await killAfter(project, [...ALICE, '--console'], 'iam:CreateLoginProfile')
    const sandbox = await sandboxOf(project)
    const accountId = idOnRecord(project, 'dev', 'account')
    sandbox.world((tx) => {
      const lengths = {minimumLength: 8, maxAge: undefined, reusePrevention: 5, hardExpiry: undefined}
      const sorts = {requireSymbols: false, requireNumbers: false, requireUppercase: false, requireLowercase: false}
      passwordPolicies.put(tx, [accountId], {accountId, ...lengths, ...sorts, allowUsersToChangePassword: true})
    })
    const fix = await breakOnce(project, {operation: 'iam:UpdateLoginProfile', when: 'after', effect: {type: 'drop'}})
    const {code, result} = await awsupJson(project, [...ALICE, '--console'])
    fix()
    expect(code).toBe(0)
    const [secrets] = (result as unknown as {secrets: UserSecrets[]}).secrets
    expect(await works(project, secrets ?? {})).toMatchObject({isPassword: true})
  })

  test.each(LOST)(
    'of AdminCreateUser, where %s: the shown password works, and one user exists',
    async (_how, effect) => {
      const project = copy()
      const fix = await breakOnce(project, {operation: 'cognito-idp:AdminCreateUser', when: 'after', effect})
      const {code, result} = await awsupJson(project, [...BOB, '--suppress-invite'])
      fix()
      expect(code).toBe(0)
      const [shown] = (result as unknown as {poolUsers: PoolUser[]}).poolUsers
      const all = (await sandboxOf(project)).world((tx) => users.list(tx, []))
      expect(all).toHaveLength(1)
      expect(matchesPassword(shown?.temporaryPassword ?? '', all[0]?.passwordHash)).toBe(true)
    },
  )

  test.each(LOST)('of AdminCreateUser, where %s: the lasting password from stdin is set', async (_how, effect) => {
    const project = copy()
    const fix = await breakOnce(project, {operation: 'cognito-idp:AdminCreateUser', when: 'after', effect})
    const {code} = await awsupJson(project, [...BOB, '--password-stdin'], {input: 'A-lasting-one-42'})
    fix()
    expect(code).toBe(0)
    const [bob] = (await sandboxOf(project)).world((tx) => users.list(tx, []))
    expect({status: bob?.status, isSet: matchesPassword('A-lasting-one-42', bob?.passwordHash)}).toEqual({
      status: 'CONFIRMED',
      isSet: true,
    })
  })

  test('of an invitation: it was sent once', async () => {
    const project = copy()
    const fix = await breakOnce(project, {
      operation: 'cognito-idp:AdminCreateUser',
      when: 'after',
      effect: {type: 'drop'},
    })
    expect((await awsup(project, BOB)).code).toBe(0)
    fix()
    const mails = (await sandboxOf(project)).world((tx) => outbox.get(tx, [idOnRecord(project, 'dev', 'user-pool')]))
    expect(mails).toHaveLength(1)
  })

  test('a user that somebody else made is still somebody else’s', async () => {
    const project = copy()
    await awsup(project, [...BOB, '--suppress-invite'])
    const {code, error} = await awsupJson(project, [...BOB, '--suppress-invite'])
    expect({code, error}).toMatchObject({code: 5, error: {code: 'USER_EXISTS', hint: expect.any(String) as string}})
  })
})

describe('what AWS refuses after something was made ends with 6, and says what exists', () => {
  test.each([
    ['iam:CreateLoginProfile', 'before', '--console'],
    ['iam:CreateAccessKey', 'before', '--access-key'],
    ['iam:CreateAccessKey', 'after', '--access-key'],
    ['iam:ListAccessKeys', 'before', '--access-key'],
  ] as const)('%s, %s it was done', async (operation, when, flag) => {
    const project = copy()
    const fix = await breakOnce(project, {operation, when, effect: when === 'after' ? {type: 'drop'} : DENIED})
    const {code, error} = await awsupJson(project, [...ALICE, flag])
    fix()
    expect({code, error}).toMatchObject({
      code: 6,
      error: {
        code: 'APPLY_INCOMPLETE',
        hint: expect.stringMatching(
          /User alice exists in dev; no (password|access key) was handed out\. Run the same command again/,
        ) as string,
      },
    })
    const again = await awsupJson(project, [...ALICE, flag])
    const [secrets] = (again.result as unknown as {secrets: UserSecrets[]}).secrets
    expect(await works(project, secrets ?? {})).toMatchObject(
      flag === '--console' ? {isPassword: true} : {keys: 1, isKey: true},
    )
  })

  test('a pool user who cannot be put into a group, or is told nothing because the mail fails', async () => {
    const project = copy()
    for (const [operation, when, effect] of [
      [
        'cognito-idp:AdminCreateUser',
        'after',
        {type: 'error', name: 'CodeDeliveryFailureException', message: 'no mail', status: 400},
      ],
      ['cognito-idp:AdminSetUserPassword', 'before', DENIED],
    ] as const) {
      const fix = await breakOnce(project, {operation, when, effect})
      const {code, error} = await awsupJson(project, [...BOB, '--password-stdin'], {input: 'A-lasting-one-42'})
      fix()
      expect({operation, code, hint: error.hint}).toEqual({
        operation,
        code: 6,
        hint: expect.stringContaining('The user may exist in dev') as string,
      })
    }
    expect((await awsup(project, [...BOB, '--password-stdin'], {input: 'A-lasting-one-42'})).code).toBe(0)
    const all = (await sandboxOf(project)).world((tx) => users.list(tx, []))
    expect(all.map(({status}) => status)).toEqual(['CONFIRMED'])
  })

  test('of several pools one has such a user already: nobody is made in the others', async () => {
    const project = copy()
    await awsup(project, ['user', 'create', 'bob@example.com', '--pool', '--env', 'prod', '--suppress-invite'])
    expect((await awsupJson(project, [...BOB, '--env', 'prod', '--suppress-invite'])).code).toBe(5)
    expect((await sandboxOf(project)).world((tx) => users.list(tx, []))).toHaveLength(1)
  })
})

describe('--secrets-file', () => {
  const FILED = [...ALICE, '--console', '--access-key', '--secrets-file', 'alice.json']

  test.each(['iam:CreateUser', 'iam:CreateLoginProfile', 'iam:CreateAccessKey'])(
    'killed after %s: the same command works, and the file has what works',
    async (operation) => {
      const project = copy()
      await killAfter(project, FILED, operation)
      const {code, stderr} = await awsup(project, FILED)
      expect(code, stderr).toBe(0)
      expect(await works(project, filed(project))).toEqual(WELL)
      expect(statSync(join(project, 'alice.json')).mode & 0o777).toBe(0o600)
    },
  )

  test('an empty file of mktemp is taken; a run that fails leaves it as it was', async () => {
    const project = copy()
    writeFileSync(join(project, 'alice.json'), '', {mode: 0o600})
    const fix = await breakOnce(project, {operation: 'iam:CreateAccessKey', when: 'before', effect: DENIED})
    expect((await awsup(project, FILED)).code).toBe(6)
    fix()
    expect(read(project, 'alice.json')).toBe('')
    expect((await awsup(project, FILED)).code).toBe(0)
    expect(await works(project, filed(project))).toEqual(WELL)
  })

  test.each([
    ['of others’ reading', (path: string) => writeFileSync(path, '', {mode: 0o644})],
    [
      'with a second name',
      (path: string) => {
        writeFileSync(path, '', {mode: 0o600})
        linkSync(path, `${path}.too`)
      },
    ],
    [
      'behind a link',
      (path: string) => {
        writeFileSync(`${path}.too`, '', {mode: 0o600})
        symlinkSync(`${path}.too`, path)
      },
    ],
    ['that is a folder', (path: string) => mkdirSync(path)],
    ['with a word in it', (path: string) => writeFileSync(path, '[]\n', {mode: 0o600})],
  ])('a file %s is refused before any call', async (_name, make) => {
    const project = copy()
    make(join(project, 'alice.json'))
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    const {code, error} = await awsupJson(project, FILED)
    expect({code, message: error.message}).toEqual({code: 2, message: expect.stringContaining('alice.json') as string})
    expect(sandbox.callSummary().total).toBe(0)
  })

  test('a file whose secrets were written by a run that then died is kept, and the command ends well', async () => {
    const project = copy()
    expect((await awsup(project, FILED)).code).toBe(0)
    const text = read(project, 'alice.json')
    // As it is when the run dies between the file and the end: the digest is in the journal, and no secret is.
    const {createHash} = await import('node:crypto')
    const file = createHash('sha256').update(text).digest('hex')
    const where = {
      accountId: idOnRecord(project, 'dev', 'account'),
      region: 'us-east-1',
      key: {about: 'dev.user.alice'},
    }
    const intent = {
      address: 'dev.user-secrets.alice',
      kind: 'user-secrets',
      run: 'r',
      at: '2026-01-01T00:00:00Z',
    }
    leaveIntent(project, {...intent, where, receipt: {password: 'under way', keys: '', file}})
    // Asked for something else, it is no file of this command.
    expect((await awsup(project, [...ALICE, '--access-key', '--secrets-file', 'alice.json'])).code).toBe(2)
    const again = await awsupJson(project, FILED)
    expect(again).toMatchObject({code: 0, result: {user: 'alice', secretsFile: 'alice.json'}})
    expect(read(project, 'alice.json')).toBe(text)
    expect(await works(project, filed(project))).toEqual(WELL)
    expect((await awsupJson(project, ['status'])).result).toMatchObject({underWay: []})
    expect((await awsup(project, FILED)).code).toBe(2)
  })

  test.runIf(process.getuid?.() !== 0)('in a folder that cannot be written to: a conflict', async () => {
    const project = copy()
    mkdirSync(join(project, 'out'))
    chmodSync(join(project, 'out'), 0o500)
    const {code, error} = await awsupJson(project, [...FILED.slice(0, -1), 'out/alice.json'])
    expect({code, error}).toMatchObject({code: 5, error: {code: 'NOT_WRITABLE'}})
  })

  test.runIf(existsSync('/sys/kernel') && process.getuid?.() === 0)(
    'on a disk that takes no file: a conflict',
    async () => {
      const project = copy()
      const {code, error} = await awsupJson(project, [...FILED.slice(0, -1), '/sys/kernel/alice.json'])
      expect({code, error}).toMatchObject({code: 5, error: {code: 'NOT_WRITABLE'}})
    },
  )
})

describe('user delete', () => {
  const DELETE = ['user', 'delete', 'alice', '--confirm', 'alice']

  test('that AWS stopped half-way finds the user again, and deletes what is left', async () => {
    const project = copy()
    await awsup(project, [...ALICE, '--console', '--access-key', '--group', 'developers'])
    const fix = await breakOnce(project, {operation: 'iam:DeleteUser', when: 'before', effect: DENIED})
    expect((await awsup(project, DELETE)).code).toBe(6)
    fix()
    expect((await awsup(project, ['user', 'list'])).stdout).toContain('alice')
    expect((await awsup(project, DELETE)).code).toBe(0)
    const {iam} = await openDev(project)
    await expect(iam.send(new GetUserCommand({UserName: 'alice'}))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    })
    expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
    expect(await awsupJson(project, DELETE)).toMatchObject({
      code: 2,
      error: {message: 'there is no user "alice" in awsup.yaml, and none on record'},
    })
  })

  test('finds by the records a user whose line is gone from awsup.yaml, and leaves others alone', async () => {
    const project = copy()
    const yaml = read(project, 'awsup.yaml')
    await awsup(project, [...ALICE, '--group', 'developers', '--group', 'viewers'])
    await awsup(project, ['user', 'create', 'bob', '--env', 'dev', '--group', 'viewers'])
    write(project, 'awsup.yaml', yaml)
    const {code, result} = await awsupJson(project, DELETE)
    expect(code).toBe(0)
    const {changes} = result as unknown as {changes: {deleted: {address: string}[]}}
    expect(changes.deleted.map(({address}) => address).sort()).toEqual(['dev.user-group.developers', 'dev.user.alice'])
    const {iam} = await openDev(project)
    expect((await iam.send(new GetUserCommand({UserName: 'bob'}))).User?.UserName).toBe('bob')
  })

  test('takes along SSH keys and passwords for single services, which stand in the way of DeleteUser', async () => {
    const project = copy()
    await awsup(project, ALICE)
    const {iam} = await openDev(project)
    const UserName = 'alice'
    await iam.send(new UploadSSHPublicKeyCommand({UserName, SSHPublicKeyBody: 'ssh-rsa AAAAB3NzaC1yc2E alice'}))
    await iam.send(new CreateServiceSpecificCredentialCommand({UserName, ServiceName: 'codecommit.amazonaws.com'}))
    expect((await awsup(project, DELETE)).code).toBe(0)
    await expect(iam.send(new ListAccessKeysCommand({UserName}))).rejects.toMatchObject({name: 'NoSuchEntityException'})
  })

  test('--pool in several environments goes on where a run stopped, and a lost reply is its own success', async () => {
    const project = copy()
    const both = ['--env', 'dev', '--env', 'prod']
    await awsup(project, ['user', 'create', 'bob@example.com', '--pool', ...both, '--suppress-invite'])
    const remove = ['user', 'delete', 'bob@example.com', '--pool', ...both, '--confirm', 'bob@example.com']
    const sandbox = await sandboxOf(project)
    const faults = [
      {operation: 'cognito-idp:AdminDeleteUser', when: 'after', nth: 1, effect: {type: 'drop'}},
      {operation: 'cognito-idp:AdminDeleteUser', when: 'before', nth: 3, effect: DENIED},
    ] as const
    sandbox.configure({faults})
    const stopped = await awsupJson(project, remove)
    expect(stopped).toMatchObject({
      code: 6,
      error: {hint: expect.stringContaining('The user is deleted in dev.') as string},
    })
    sandbox.configure({faults: []})
    expect((await awsup(project, remove)).code).toBe(0)
    expect(sandbox.world((tx) => users.list(tx, []))).toEqual([])
    expect((await awsupJson(project, remove)).code).toBe(2)
  })
})

test('a password that was handed out is never reset: the second --console is refused', async () => {
  const project = copy()
  const first = await awsupJson(project, [...ALICE, '--console'])
  const {iam} = await openDev(project)
  expect((await iam.send(new GetLoginProfileCommand({UserName: 'alice'}))).LoginProfile?.UserName).toBe('alice')
  expect(await awsupJson(project, [...ALICE, '--console'])).toMatchObject({code: 5, error: {code: 'HAS_PASSWORD'}})
  const [secrets] = (first.result as unknown as {secrets: UserSecrets[]}).secrets
  expect(await works(project, secrets ?? {})).toMatchObject({isPassword: true})
})
