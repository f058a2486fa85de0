import fc from 'fast-check'
import {expect, test} from 'vitest'
import type {Context} from '../../../src/lib/base/resource.js'
import type {UserPoolActual, UserPoolDesired} from '../../../src/lib/resources/cognito/user-pool/desired.js'
import {userPool} from '../../../src/lib/resources/cognito/user-pool/user-pool.js'
import {openRooms} from '../../_helpers/worlds/rooms.js'
import {cases, openTally} from '../../_helpers/proofs/soak.js'
import {byHand} from './by-hand.js'
import {changes, type OneChange} from './changes.js'
import {makeByHand, settingsOf, type Shown} from './shown.js'

/** A region has at most 1,000 pools, so there is a new one now and then. */
const AT_MOST = 500

/** An account, and what DescribeUserPool and GetUserPoolMfaConfig last answered in it, to whomever. */
async function openAccount() {
  const {management} = await openRooms()
  const context = await management()
  const shown: {-readonly [K in keyof Shown]: unknown} = {pool: undefined, mfa: undefined}
  context.aws.cognito.middlewareStack.add(
    (next, {commandName}) =>
      async (args) => {
        const result = await next(args)
        if (commandName === 'DescribeUserPoolCommand') shown.pool = (result.output as {UserPool: object}).UserPool
        if (commandName === 'GetUserPoolMfaConfigCommand')
          shown.mfa = {...(result.output as object), $metadata: undefined}
        return result
      },
    {step: 'initialize'},
  )
  return {context, lastShown: () => settingsOf(shown)}
}

async function lookAt(id: string, context: Context): Promise<UserPoolActual> {
  const actual = await userPool.read({}, id, context)
  if (!actual) throw new Error('no pool')
  return actual
}

/** What awsup.yaml would say of this pool if it said no more than it must, and what it said before. */
const bare = (actual: UserPoolActual): UserPoolDesired => {
  const {name, signIn, caseSensitive, selfSignUp, mfa, passkeys, tier, deletionProtection} = actual
  const {minLength, lowercase, uppercase, numbers, symbols, temporaryDays} = actual.password
  const password = {minLength, lowercase, uppercase, numbers, symbols, temporaryDays}
  const attributes = Object.fromEntries(Object.entries(actual.attributes).filter(([, {declared}]) => declared))
  return {name, signIn, caseSensitive, attributes, selfSignUp, mfa, passkeys, tier, password, deletionProtection}
}

const differences = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path))

/** Changes for one pool, one after the other; as many cases. */
const EACH = 3

test('one setting changes, and every other is as before, byte for byte, whoever set it and whether awsup knows it', async () => {
  const tally = openTally('merge')
  let [pools, refused] = [0, 0]
  let account = await openAccount()

  async function change(actual: UserPoolActual, {asked, touches}: OneChange): Promise<UserPoolActual> {
    const {context, lastShown} = account
    const before = lastShown()
    const now = bare(actual)
    const more = asked(actual)
    const desired = {...now, ...more, attributes: {...now.attributes, ...more.attributes}}
    const after = await userPool.update(desired, actual, context).catch((error: unknown) => {
      // What AWS refuses on this very pool resets nothing either.
      if (!(error instanceof Error) || !/^(InvalidParameter|FeatureUnavailable)/.test(error.name)) throw error
      refused += 1
    })
    // The last look of an update is after its last change: it compares what it wrote.
    const there = after ?? (await lookAt(actual.id, context))
    if (after) expect(userPool.diff(desired, after)).toEqual([])
    const moved = differences(before, lastShown())
    expect(moved.filter((path) => !touches.some((one) => path.startsWith(one)))).toEqual([])
    return there
  }

  try {
    await fc.assert(
      fc.asyncProperty(byHand, fc.array(changes, {minLength: EACH, maxLength: EACH}), async (hand, all) => {
        if ((pools += 1) % AT_MOST === 0) account = await openAccount()
        let actual = await lookAt(await makeByHand(hand, account.context.aws.cognito), account.context)
        for (const one of all) {
          tally.run()
          actual = await change(actual, one)
          tally.passed()
        }
      }),
      {numRuns: Math.ceil(cases(1000, 5000) / EACH)},
    )
  } finally {
    tally.print()
  }
  // Otherwise it would have proved little.
  expect(refused / pools / EACH).toBeLessThan(0.05)
}, 240_000)
