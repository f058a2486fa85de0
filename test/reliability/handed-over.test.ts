import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {matchesPassword} from '../../src/sandbox/services/cognito-idp/users/passwords.js'
import {outbox, users} from '../../src/sandbox/services/cognito-idp/tables.js'
import {isPassword} from '../../src/sandbox/services/iam/users/passwords.js'
import {accessKeys, loginProfiles} from '../../src/sandbox/services/iam/tables.js'
import {killsOf, rehearse, runCases, type Scene} from '../_helpers/crash/cases.js'
import {afterInit, type Crash, type CrashWorld, type Snapshot} from '../_helpers/crash/world.js'
import {cases} from '../_helpers/proofs/soak.js'

const MINUTE = 60_000
const KINDS: readonly Crash['kind'][] = ['before', 'executed', 'replied', 'write']

const CREATE = ['user', 'create', 'bob@acme.dev', '--pool', '--env', 'dev', '--group', 'admins']

/** dev and prod, whose pools have a group. */
const withGroup = (): Promise<Snapshot> =>
  afterInit(async (world) => {
    const path = join(world.project, 'awsup.yaml')
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace(/^( *)mfa: .*$/m, '$&\n$1groups: { admins: { precedence: 1 } }'))
    await world.count(['apply', '--yes'])
  })

/** The one user of all pools, and what was mailed. */
const bobOf = ({sandbox}: CrashWorld) =>
  sandbox.world((tx) => {
    const [bob] = users.list(tx, [])
    return {bob, mails: bob ? (outbox.get(tx, [bob.poolId]) ?? []).length : 0}
  })

/** What follows a word in the facts that were printed. */
const fact = (output: string, name: string): string => new RegExp(`^ *${name} +(\\S+)$`, 'm').exec(output)?.[1] ?? ''

const LASTING = 'A-lasting-one-42'

const WAYS: readonly (Pick<Scene, 'input' | 'verify'> & {readonly how: string; readonly flags: readonly string[]})[] = [
  {
    how: 'a lasting password',
    flags: ['--password-stdin'],
    input: LASTING,
    verify: (world) => {
      const {bob, mails} = bobOf(world)
      if (mails !== 0) return `${mails} invitations instead of none`
      return matchesPassword(LASTING, bob?.passwordHash) ? undefined : 'the password is not the one that was said'
    },
  },
  {
    how: 'an invitation',
    flags: [],
    verify: (world) => {
      const {mails} = bobOf(world)
      return mails === 1 ? undefined : `${mails} invitations instead of one`
    },
  },
  {
    how: 'a temporary password that is shown',
    flags: ['--suppress-invite'],
    verify: (world, output) => {
      const shown = fact(output, 'temporary password')
      return matchesPassword(shown, bobOf(world).bob?.passwordHash) ? undefined : `shown is ${shown}, which is not it`
    },
  },
]

test(
  '1h: user create --pool, killed anywhere: one user, in its groups, who can get in',
  {timeout: 60 * MINUTE},
  async () => {
    const from = await withGroup()
    for (const {how, flags, ...rest} of WAYS) {
      const scene: Scene = {from, args: [...CREATE, ...flags], isWhole: true, ...rest}
      const create = await rehearse(scene)
      expect(create.shape.counts).toMatchObject({'cognito-idp/users': 1})
      const killed = killsOf(create.counts, KINDS, cases(5, 1))
      const proof = `1h (user create --pool with ${how}, N = ${create.counts.call}, M = ${create.counts.write})`
      expect((await runCases(proof, create, killed)).failures).toEqual([])
    }
  },
)

/** What is shown is what works: the one key, the one password. */
function verifySecrets({sandbox}: CrashWorld, output: string): string | undefined {
  const secret = fact(output, 'secret access key')
  return sandbox.world((tx) => {
    const own = accessKeys.list(tx, []).filter(({userName}) => userName === 'alice')
    if (own.length !== 1 || own[0]?.secretAccessKey !== secret) return `${own.length} keys, and shown is ${secret}`
    const [profile] = loginProfiles.list(tx, [])
    const password = fact(output, 'password')
    return isPassword(password, profile?.passwordHash ?? '')
      ? undefined
      : `the password shown is ${password}, not that one`
  })
}

test(
  '1i: user create --console --access-key, killed anywhere: what is shown is what works',
  {timeout: 60 * MINUTE},
  async () => {
    const args = ['user', 'create', 'alice', '--env', 'dev', '--group', 'developers', '--console', '--access-key']
    const create = await rehearse({
      from: await afterInit(),
      args,
      isWhole: true,
      isShownOnce: true,
      verify: verifySecrets,
    })
    expect(create.shape.counts).toMatchObject({'iam/users': 2, 'iam/login-profiles': 1})
    const killed = killsOf(create.counts, KINDS, cases(13, 1))
    const proof = `1i (user create with secrets, N = ${create.counts.call}, M = ${create.counts.write})`
    expect((await runCases(proof, create, killed)).failures).toEqual([])
  },
)
