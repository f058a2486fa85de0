import {DescribeUserPoolCommand, GetUserPoolMfaConfigCommand} from '@aws-sdk/client-cognito-identity-provider'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {changesOf} from '../../../../src/lib/engine/plan/plan.js'
import {byHand} from '../../../reliability/merge/by-hand.js'
import {makeByHand, settingsOf} from '../../../reliability/merge/shown.js'
import {openImportWorld, request} from './world.js'

/**
 * What taking a pool in may change at all: awsup's tags, the protection from deletion, and the function before tokens,
 * which is named under its older name too (LambdaConfigType: both "must be identical").
 */
const TOUCHED = /^pool\.(UserPoolTags\.awsup:|DeletionProtection$|LambdaConfig\.PreTokenGeneration$)/

/** Several pools are one case: a folder is made for each case, not for each pool. */
const EACH = 3

test('whatever somebody set up by hand: taken in and applied, every setting is as before, but for lines that the plan gave a reason for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(byHand, {minLength: EACH, maxLength: EACH}), async (hands) => {
      const world = await openImportWorld()
      const {cognito} = world.management
      const ids: string[] = []
      for (const hand of hands) ids.push(await makeByHand(hand, cognito))
      const shown = (): Promise<readonly ReadonlyMap<string, string>[]> =>
        Promise.all(
          ids.map(async (UserPoolId) => {
            const {UserPool: pool} = await cognito.send(new DescribeUserPoolCommand({UserPoolId}))
            const mfa = await cognito.send(new GetUserPoolMfaConfigCommand({UserPoolId}))
            return settingsOf({pool, mfa: {...mfa, $metadata: undefined}})
          }),
        )
      const [before, mutations] = [await shown(), world.mutations()]

      const {plan, reasons} = await world.take(ids.map((id, index) => request(id, {environment: `e${index}`})))

      expect(world.mutations()).toBe(mutations)
      for (const {address, changes} of changesOf(plan)) {
        const fields = changes.map(({field}) => field)
        const explained = reasons.filter((one) => one.address === address).map(({field}) => field)
        expect(explained).toEqual(fields.length === 0 ? [undefined] : fields)
        if (address.endsWith('.user-pool')) {
          expect(fields.filter((field) => !/^(tagged|deletionProtection|attributes\..*)$/.test(field))).toEqual([])
        }
      }
      await world.apply()
      const after = await shown()
      for (const [index, was] of before.entries()) {
        const now = after[index] ?? new Map<string, string>()
        const moved = [...new Set([...was.keys(), ...now.keys()])].filter((path) => was.get(path) !== now.get(path))
        expect(moved.filter((path) => !TOUCHED.test(path))).toEqual([])
        expect([...was.keys()].filter((path) => !now.has(path))).toEqual([])
      }
      expect(changesOf(await world.plan())).toEqual([])
    }),
    {numRuns: 4, endOnFailure: true},
  )
}, 120_000)
