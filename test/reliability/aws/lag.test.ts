import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import type {Fault, Lag} from '../../../src/sandbox/settings.js'
import {shapeOf, type Shape} from '../../_helpers/crash/shape.js'
import {INIT_AWS, openCrashWorld, type CrashWorld} from '../../_helpers/crash/world.js'
import {cases, tally} from '../../_helpers/proofs/soak.js'

const MINUTE = 60_000
const ALL: readonly string[] = ['--yes', '--confirm']

/** As long as awsup waits by default on AWS: the lags below are shorter. */
const openLateWorld = () => openCrashWorld(undefined, {env: {AWSUP_VISIBLE_TIMEOUT: '120'}})

const ACCESS = `access:
  authenticated: [{ dynamodb: { table: todos, owner: identity } }]
  guests: [{ dynamodb: { table: news, owner: none, actions: [read] } }]
  groups:
    admins: [{ dynamodb: { table: todos, owner: none, actions: [read, scan] } }]
users:
  alice: { environments: [dev], groups: [developers] }
`

/** A line of awsup.yaml becomes another. */
const edit = (from: string, to: string) => (world: CrashWorld) => {
  const path = join(world.project, 'awsup.yaml')
  const text = readFileSync(path, 'utf8')
  if (!text.includes(from)) throw new Error(`awsup.yaml has no ${from}`)
  writeFileSync(path, text.replace(from, to))
}

/** What is done in a project's life, one thing right after the other: commands, and edits of awsup.yaml. */
const LIFE: readonly (readonly string[] | ((world: CrashWorld) => void))[] = [
  INIT_AWS,
  edit('  mfa: optional', '  mfa: optional\n  groups: { admins: { precedence: 1 } }\n  guests: true'),
  edit('outputs:', `${ACCESS}outputs:`),
  ['apply', '--yes'],
  ['plan', '--check'],
  ['user', 'create', 'bob', '--env', 'dev', '--group', 'developers', '--console', '--access-key', '--no-input'],
  ['user', 'create', 'eve@acme.dev', '--pool', '--env', 'dev', '--group', 'admins', '--no-input'],
  ['user', 'delete', 'bob', '--yes', '--confirm', 'bob'],
  ['user', 'create', 'bob', '--env', 'dev', '--group', 'viewers', '--no-input'],
  ['env', 'add', 'staging', '--yes'],
  ['auth', 'attribute', 'add', 'tenant', '--yes'],
  ['refresh'],
  edit('[deny-leave-organization, deny-root-user]', '[deny-leave-organization]'),
  ['apply', '--yes'],
  edit('[deny-leave-organization]', '[deny-leave-organization, deny-root-user]'),
  ['apply', '--yes'],
  ['plan', '--check'],
  ['env', 'remove', 'staging', ...ALL, 'staging'],
  ['destroy', '--env', 'dev', ...ALL, 'dev'],
  ['apply', '--yes'],
  ['plan', '--check'],
]

/** Lives all of it under a lag, each command once; what it comes to. */
async function live(lagMs: Lag): Promise<Shape> {
  const world = await openLateWorld()
  try {
    world.sandbox.configure({lagMs, pageSize: 3})
    for (const step of LIFE) {
      if (typeof step === 'function') {
        step(world)
        continue
      }
      const {code, output} = await world.run(step)
      if (code !== 0) throw new Error(`awsup ${step.join(' ')} ended with ${code ?? 'a signal'}:\n${output}`)
    }
    return shapeOf(world)
  } finally {
    await world.close()
  }
}

const LAGS: readonly Lag[] = [
  {iam: 5_000, organizations: 5_000, cognito: 5_000},
  {iam: 700, organizations: 200, cognito: 1_500},
  ...[100, 1_000, 2_000, 3_000, 4_000].flatMap((ms) => [
    {iam: ms, organizations: 0, cognito: 0},
    {iam: 0, organizations: ms, cognito: ms},
  ]),
]

test(
  '8a: however late IAM, Organizations and lists show what was made, every command ends well in one run',
  {timeout: 60 * MINUTE},
  async () => {
    const prompt = await live({iam: 0, organizations: 0, cognito: 0})
    expect(prompt.counts).toMatchObject({'iam/users': 3, 'cognito-idp/pools': 2, 'organizations/units': 1})
    const same = async (lag: Lag) => expect(await live(lag), JSON.stringify(lag)).toEqual(prompt)
    const proof = {name: '8a (lags of IAM, Organizations and lists)', atOnce: 2}
    await tally(proof, LAGS.slice(0, cases(2, LAGS.length)), same)
  },
)

/** The creates that AWS cannot deduplicate and that only lists find again. */
const DOUBLES = [
  'cognito-idp:CreateUserPool',
  'cognito-idp:CreateUserPoolClient',
  'cognito-identity:CreateIdentityPool',
]

test(
  '8b: lists lag and the replies to creates are lost: run again at once, no pool and no client is made twice',
  {timeout: 60 * MINUTE},
  async () => {
    await tally('8b (lost replies and late lists)', [10_000, 2_000, 500].slice(0, cases(1, 3)), async (ms) => {
      const world = await openLateWorld()
      try {
        const lost = DOUBLES.map((operation): Fault => ({operation, nth: 1, when: 'after', effect: {type: 'drop'}}))
        world.sandbox.configure({lagMs: {iam: 0, organizations: 0, cognito: ms}, faults: lost})
        let last: {readonly code: number | null; readonly output: string} = await world.run(INIT_AWS)
        for (let runs = 1; last.code === 6 && runs < 6; runs += 1) last = await world.run(INIT_AWS)
        expect(last.code, last.output).toBe(0)
        expect(shapeOf(world).counts).toMatchObject({
          'cognito-idp/pools': 2,
          'cognito-idp/clients': 2,
          'cognito-identity/pools': 2,
        })
      } finally {
        await world.close()
      }
    })
  },
)
