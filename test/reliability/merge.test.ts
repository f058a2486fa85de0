import {
  AddCustomAttributesCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import fc from 'fast-check'
import {beforeAll, expect, test} from 'vitest'
import type {Context} from '../../src/lib/resource.js'
import type {UserPoolActual, UserPoolDesired} from '../../src/lib/resources/cognito/user-pool-desired.js'
import {userPool} from '../../src/lib/resources/cognito/user-pool.js'
import {openRooms} from '../_helpers/rooms.js'
import {cases, openTally} from '../_helpers/soak.js'
import {byHand, type ByHand} from './merge/by-hand.js'
import {changes} from './merge/changes.js'

let context: Context
beforeAll(async () => {
  const {management} = await openRooms()
  context = await management()
})

/** A pool as somebody set it up in the console, or with any other tool. */
async function makeByHand({create, update, mfa, attributes}: ByHand): Promise<string> {
  const {cognito} = context.aws
  const {UserPool} = await cognito.send(new CreateUserPoolCommand(create))
  const UserPoolId = UserPool?.Id ?? ''
  if (attributes.length > 0) {
    await cognito.send(new AddCustomAttributesCommand({UserPoolId, CustomAttributes: attributes}))
  }
  await cognito.send(new UpdateUserPoolCommand({UserPoolId, ...update, Policies: {...update.Policies, SignInPolicy: undefined}}))
  if (mfa) await cognito.send(new SetUserPoolMfaConfigCommand({UserPoolId, ...mfa}))
  await cognito.send(new UpdateUserPoolCommand({UserPoolId, ...update, MfaConfiguration: mfa?.MfaConfiguration}))
  return UserPoolId
}

/** Every setting that AWS shows, by its path; when it was last changed is nobody's setting. */
async function snapshot(UserPoolId: string): Promise<ReadonlyMap<string, string>> {
  const {cognito} = context.aws
  const {UserPool: {LastModifiedDate, ...pool} = {}} = await cognito.send(new DescribeUserPoolCommand({UserPoolId}))
  const {$metadata, ...mfa} = await cognito.send(new GetUserPoolMfaConfigCommand({UserPoolId}))
  expect([LastModifiedDate, $metadata]).toBeDefined()
  const found = new Map<string, string>()
  const visit = (path: string, value: unknown): void => {
    if (value === undefined) return
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)) {
      for (const [name, part] of Object.entries(value)) visit(path === '' ? name : `${path}.${name}`, part)
    } else found.set(path, JSON.stringify(value))
  }
  visit('pool', pool)
  visit('mfa', mfa)
  return found
}

/** What awsup.yaml would say of this pool if it said no more than it must. */
const bare = (actual: UserPoolActual): UserPoolDesired => {
  const {name, signIn, caseSensitive, selfSignUp, mfa, passkeys, tier, deletionProtection} = actual
  const {minLength, lowercase, uppercase, numbers, symbols, temporaryDays} = actual.password
  const password = {minLength, lowercase, uppercase, numbers, symbols, temporaryDays}
  const attributes = {}
  return {name, signIn, caseSensitive, attributes, selfSignUp, mfa, passkeys, tier, password, deletionProtection}
}

const differences = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path))

test('one setting changes, and every other is as before, byte for byte, whoever set it and whether awsup knows it', async () => {
  const tally = openTally('merge')
  let refused = 0
  try {
    await fc.assert(
      fc.asyncProperty(byHand, changes, async (hand, {asked, touches}) => {
        tally.run()
        const id = await makeByHand(hand)
        const before = await snapshot(id)
        const actual = await userPool.read({}, id, context)
        if (!actual) throw new Error('no pool')
        const now = bare(actual)
        const desired = {...now, ...asked(actual, hand)}
        const after = await userPool.update(desired, actual, context).catch((error: unknown) => {
          // What AWS refuses on this very pool resets nothing either.
          if (!(error instanceof Error) || !/^(InvalidParameter|FeatureUnavailable)/.test(error.name)) throw error
          refused += 1
        })
        if (after) expect(userPool.diff(desired, after)).toEqual([])
        const wrong = differences(before, await snapshot(id)).filter((path) => !touches.some((one) => path.startsWith(one)))
        expect(wrong).toEqual([])
        tally.passed()
      }),
      {numRuns: cases(1000, 10_000)},
    )
  } finally {
    tally.print()
  }
  // Otherwise it would have proved little.
  expect(refused).toBeLessThan(cases(1000, 10_000) / 5)
}, 120_000)
