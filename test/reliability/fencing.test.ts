import {CreateBucketCommand, S3Client} from '@aws-sdk/client-s3'
import {appendFileSync, existsSync, readFileSync, writeFileSync} from 'node:fs'
import {userInfo} from 'node:os'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {requestHandlerFor} from '../../src/sandbox/server/in-process.js'
import {serve} from '../../src/sandbox/server/server.js'
import {surroundings} from '../_helpers/cli.js'
import {shapeOf} from '../_helpers/crash/shape.js'
import {afterInit, type CrashWorld, openCrashWorld, type Snapshot} from '../_helpers/crash/world.js'
import {textsOf} from '../_helpers/worlds/project-world.js'
import {openSleeper, type Passing} from '../_helpers/processes/sleeper.js'
import {cases, tally} from '../_helpers/proofs/soak.js'

const Bucket = 'acme-awsup'

/** dev and prod are made, and awsup.yaml asks for a third. */
const withThird = (): Promise<Snapshot> =>
  afterInit(({project}) => {
    const path = join(project, 'awsup.yaml')
    writeFileSync(path, readFileSync(path, 'utf8').replace('  dev: ', '  qa: { region: us-east-1 }\n  dev: '))
  })

type Place = 'files' | 's3'
type At = (passing: Passing) => boolean

/** A world that begins there, its records in files, or brought to a bucket. */
async function openWorld(from: Snapshot, place: Place): Promise<CrashWorld> {
  const world = await openCrashWorld(from)
  if (place === 'files') return world
  appendFileSync(join(world.project, 'awsup.yaml'), `records: s3://${Bucket}/team\n`)
  const requestHandler = requestHandlerFor(world.sandbox)
  const s3 = new S3Client({region: 'us-east-1', credentials: world.sandbox.credentials('admin'), requestHandler})
  await s3.send(new CreateBucketCommand({Bucket}))
  const pushed = await world.run(['records', 'push'])
  expect(pushed.code, pushed.output).toBe(0)
  return world
}

const isWrite = ({operation}: Passing): boolean =>
  !/^(Get|List|Describe|AssumeRole|GET |HEAD )/.test(operation) && operation !== ''

/** The object of the lock, as a request names it. */
const LOCK = `${Bucket}/team/aws/lock`

const APPLY = ['apply', '--yes']

/** Where the records are, and what both runs are asked to do. */
interface Sleep {
  readonly place: Place
  readonly args?: readonly string[]
}

/**
 * A sleeps from the nth request on that `at` counts, with the lock in its hand; its lock is broken from here, B does the
 * whole work; A wakes. Answers undefined where A ended before.
 */
async function sleepThrough(world: CrashWorld, at: At, {place, args = APPLY}: Sleep) {
  const server = await serve(world.sandbox, {port: 0})
  onTestFinished(() => server.close())
  const {accessKeyId, secretAccessKey} = world.sandbox.credentials('admin')
  const env = {
    ...surroundings(world.project),
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  }
  let hasLock = false
  const file = join(world.project, '.awsup', 'aws', 'lock')
  const isDue = (passing: Passing): boolean => {
    const isLocked = place === 'files' ? existsSync(file) : hasLock
    if (passing.operation === `PUT /${LOCK}`) hasLock = true
    return isLocked && !/^(PUT|DELETE) .*lock$/.test(passing.operation) && at(passing)
  }
  const sleeper = await openSleeper({
    ...{project: world.project, args, env, endpoint: server.endpoint, at: isDue},
  })
  if (!(await sleeper.asleep)) return undefined
  const broken = await world.run(['unlock', '--confirm', `${userInfo().username}@elsewhere`])
  expect(broken.code, broken.output).toBe(0)
  const applied = await world.run(args)
  expect(applied.code, applied.output).toBe(0)
  const before = {texts: textsOf(world.project), shape: shapeOf(world)}
  const woken = await sleeper.wake()
  return {...woken, before}
}

async function expectFenced(world: CrashWorld, end: Awaited<ReturnType<typeof sleepThrough>>): Promise<void> {
  if (!end) throw new Error('it never slept')
  const {code, output, asked, before} = end
  const wrote = asked.filter(isWrite).map(({operation}) => operation)
  // Who had nothing left to do but to give the lock back tries that, and S3 compares.
  const isDone = code === 0 && wrote.every((operation) => operation === `DELETE /${LOCK}`)
  if (!isDone) {
    expect(wrote).toEqual([])
    expect(output).toMatch(/the lock of this run was broken.*nothing more was written/)
    expect(code, output).toBe(5)
  }
  expect(textsOf(world.project)).toEqual(before.texts)
  expect(shapeOf(world)).toEqual(before.shape)
  expect(before.shape.counts).toMatchObject({'cognito-idp/pools': 3, 'cognito-identity/pools': 3})
  const left = await world.run(['plan', '--check'])
  expect(left.code, left.output).toBe(0)
}

/** The first request of this sort once another was asked for. */
function after(earlier: string, isDue: At): At {
  let isAfter = false
  return (passing) => {
    isAfter ||= passing.operation === earlier
    return isAfter && isDue(passing)
  }
}
const asks =
  (operation: string): At =>
  (passing) =>
    passing.operation === operation

/**
 * The moments that matter most: what it asks for last before it makes one. Nothing is looked for in the account and the
 * pool that it has made itself.
 */
const LOOKS: readonly (readonly [string, () => At])[] = [
  ['CreateUserPool', () => after('CreateAccount', asks('ListUserPools'))],
  ['CreateUserPoolClient', () => after('CreateUserPool', asks('GetUserPoolMfaConfig'))],
  ['CreateAccount', () => asks('ListAccounts')],
]
/** The lock itself was just asked for: the answer is old when it is read. */
const LOOKS_IN_S3: typeof LOOKS = [['a look at the lock', () => asks(`GET /${LOCK}`)]]

test.each(['files', 's3'] as const)(
  '11: a run that sleeps while its lock is broken (records in %s) writes nothing when it wakes',
  {timeout: 1_800_000},
  async (place) => {
    const from = await withThird()
    const looks = place === 's3' ? [...LOOKS, ...LOOKS_IN_S3] : LOOKS
    await tally(`11 (asleep before a create, records in ${place})`, looks, async ([, at]) => {
      const world = await openWorld(from, place)
      try {
        await expectFenced(world, await sleepThrough(world, at(), {place}))
      } finally {
        await world.close()
      }
    })
    // And wherever else: at every nth of its requests.
    const nths = Array.from({length: cases(3, 40)}, (_, index) => 4 + index * cases(17, 2))
    await tally(`11 (asleep at any request, records in ${place})`, nths, async (nth) => {
      const world = await openWorld(from, place)
      let count = 0
      try {
        const end = await sleepThrough(world, () => (count += 1) === nth, {place})
        if (end) await expectFenced(world, end)
      } finally {
        await world.close()
      }
    })
  },
)

const ANN = ['user', 'create', 'ann', '--env', 'dev', '--access-key']

test('11: so does one that was about to make an access key', {timeout: 300_000}, async () => {
  const world = await openCrashWorld(await afterInit())
  try {
    const made = await world.run(['user', 'create', 'ann', '--env', 'dev'])
    expect(made.code, made.output).toBe(0)
    const end = await sleepThrough(world, ({operation}) => operation === 'ListAccessKeys', {place: 'files', args: ANN})
    expect(end?.code, end?.output).toBe(5)
    expect(end?.output).toMatch(/the lock of this run was broken/)
    expect(end?.asked.filter(isWrite)).toEqual([])
    expect(shapeOf(world).counts).toMatchObject({'iam/access-keys': end?.before.shape.counts['iam/access-keys']})
  } finally {
    await world.close()
  }
})
