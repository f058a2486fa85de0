import {appendFileSync, existsSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {killedAt, killsOf, rehearse, runCases, type Case, type Rehearsal, type Scene} from '../_helpers/crash/cases.js'
import {leftOf} from '../_helpers/crash/shape.js'
import {afterInit, INIT_AWS, type Counts, type Crash} from '../_helpers/crash/world.js'
import {openRandom} from '../_helpers/proofs/random.js'
import {cases, range} from '../_helpers/proofs/soak.js'

const MINUTE = 60_000
/** Three for every call, and one for every change of a file. */
const KINDS: readonly Crash['kind'][] = ['before', 'executed', 'replied', 'write']

/** So many calls fewer another run makes at most, since what shows late is asked for again by chance. */
const FEWER = 10

/** Of org init, for all that are about it: run once, by whoever is first. */
const rehearsals = new Map<string, Promise<Rehearsal>>()
function rehearseInit(): Promise<Rehearsal> {
  const known = rehearsals.get('init') ?? rehearse({args: INIT_AWS, isWhole: true})
  rehearsals.set('init', known)
  return known
}

test('1a: org init killed anywhere, one run later everything is there once', {timeout: 30 * MINUTE}, async () => {
  const init = await rehearseInit()
  const {counts, shape} = init
  expect(shape.counts).toMatchObject({
    'organizations/organizations': 1,
    'organizations/units': 1,
    // AWS's own FullAWSAccess is one of them.
    'organizations/policies': 3,
    'organizations/accounts': 3,
    'iam/roles': 4,
    'cognito-idp/pools': 2,
    'cognito-idp/clients': 2,
    'cognito-identity/pools': 2,
  })
  const killed = killsOf(counts, KINDS, cases(34, 1))
  const {failures, struck} = await runCases(`1a (org init, N = ${counts.call}, M = ${counts.write})`, init, killed)
  expect(failures).toEqual([])
  const sure = killsOf({...counts, call: counts.call - FEWER}, KINDS, cases(34, 1))
  expect(struck).toBeGreaterThanOrEqual(sure.length)
})

test('1b: org init killed twice, one run later everything is there once', {timeout: 60 * MINUTE}, async () => {
  const init = await rehearseInit()
  const {counts} = init
  const random = openRandom(20_261_123)
  const pairs = range(cases(2, 500)).map(() => killedAt(placeIn(counts, random), placeIn(counts, random)))
  expect((await runCases('1b (org init, random pairs of kills)', init, pairs)).failures).toEqual([])
})

/** Any place of a clean run. The second run of a pair has less to do, so it may end before it gets there. */
const placeIn = (counts: Counts, random: () => number): Crash => {
  const kind = KINDS[Math.floor(random() * KINDS.length)] ?? 'before'
  return {kind, at: 1 + Math.floor(random() * (kind === 'write' ? counts.write : counts.call))}
}

const USERS = `users:
  alice: { environments: [dev], groups: [developers] }
`
/** Every call that makes them, and every setting that comes after. */
const DATA = `data:
  tables:
    todos: { key: owner, sort: id, indexes: { byAt: { sort: at } }, ttl: over, recovery: 7, deletionProtection: true }
  buckets:
    uploads: { versions: true }
`
const withData = (project: string): void => appendFileSync(join(project, 'awsup.yaml'), DATA)

const withUsers = (project: string): void => appendFileSync(join(project, 'awsup.yaml'), USERS)

test('1c: apply of a user with a group and a policy, killed anywhere', {timeout: 30 * MINUTE}, async () => {
  const from = await afterInit(({project}) => withUsers(project))
  const scene: Scene = {from, args: ['apply', '--yes'], isWhole: true}
  const apply = await rehearse(scene)
  expect(apply.shape.counts).toMatchObject({'iam/users': 2, 'iam/groups': 1, 'iam/policies': 1})
  const {failures} = await runCases('1c (apply with users)', apply, killsOf(apply.counts, KINDS, cases(29, 1)))
  expect(failures).toEqual([])
})

test('1c: apply of a table and a bucket, killed anywhere', {timeout: 30 * MINUTE}, async () => {
  const from = await afterInit(({project}) => withData(project))
  const apply = await rehearse({from, args: ['apply', '--yes'], isWhole: true})
  expect(apply.shape.counts).toMatchObject({'dynamodb/tables': 2, 'dynamodb/recoveries': 2, 's3/buckets': 2})
  const {failures} = await runCases('1c (apply with data)', apply, killsOf(apply.counts, KINDS, cases(28, 1)))
  expect(failures).toEqual([])
})

test('1d: user create, killed anywhere', {timeout: 30 * MINUTE}, async () => {
  const args = ['user', 'create', 'bob', '--env', 'dev', '--group', 'developers']
  const scene: Scene = {from: await afterInit(), args, isWhole: true}
  const create = await rehearse(scene)
  const {failures} = await runCases('1d (user create)', create, killsOf(create.counts, KINDS, cases(14, 1)))
  expect(failures).toEqual([])
})

const DESTROY = ['destroy', '--env', 'dev', '--yes', '--confirm', 'dev']

test('1e: destroy killed anywhere, one run later nothing of it is left', {timeout: 30 * MINUTE}, async () => {
  const from = await afterInit(async (world) => {
    withUsers(world.project)
    withData(world.project)
    appendFileSync(join(world.project, 'awsup.yaml'), 'hosting: {}\n')
    await world.count(['apply', '--yes'])
  })
  const scene: Scene = {from, args: DESTROY, isWhole: false}
  const destroy = await rehearse(scene)
  expect(destroy.shape.counts).toMatchObject({
    'organizations/accounts': 3,
    'iam/users': 1,
    'iam/groups': 0,
    'iam/policies': 0,
    'cognito-idp/pools': 1,
    'cognito-idp/clients': 1,
    'cognito-identity/pools': 1,
    'dynamodb/tables': 1,
    's3/buckets': 1,
    'amplify/apps': 1,
    'amplify/branches': 1,
  })
  const killed = killsOf(destroy.counts, KINDS, cases(41, 1))
  expect((await runCases('1e (destroy)', destroy, killed)).failures).toEqual([])
})

/** Whoever changes their mind after an interruption: what was made goes, and nothing stays under way. */
const thenDestroyed = ({name, disturb}: Case): Case => ({
  name: `${name}, then destroyed`,
  disturb: async (world, args) => {
    const {struck} = await disturb(world, args)
    if (!existsSync(join(world.project, 'awsup.yaml'))) return {struck}
    const {code, output} = await world.run(DESTROY)
    if (code !== 0) return {struck, unexplained: `destroy ended with ${code ?? 'a signal'}:\n${output}`}
    const left = leftOf(world, 'dev')
    return {struck, ...(left.length > 0 ? {unexplained: `destroy left ${left.join(', ')}`} : {})}
  },
})

test(
  '1f: org init killed anywhere, then destroyed, leaves nothing of the environment',
  {timeout: 30 * MINUTE},
  async () => {
    const init = await rehearseInit()
    const killed = killsOf(init.counts, KINDS, cases(61, 1)).map(thenDestroyed)
    expect((await runCases('1f (org init, then destroy)', init, killed)).failures).toEqual([])
  },
)
