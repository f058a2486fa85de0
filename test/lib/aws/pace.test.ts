import fc from 'fast-check'
import {expect, test} from 'vitest'
import {openPace} from '../../../src/lib/aws/calls/pace.js'
import {makeRates} from '../../../src/lib/aws/calls/rates.js'
import {openSharedClock, openVirtualClock} from './world.js'

const place = {accountId: '111111111111', region: 'eu-west-1'}

test('in no stretch of time do more calls start than burst + rate · time', async () => {
  const rates = fc.constantFrom(...[...makeRates()].filter(([, buckets]) => buckets.length === 1))
  const gaps = fc.array(fc.integer({min: 0, max: 4_000}), {minLength: 1, maxLength: 40})
  await fc.assert(
    fc.asyncProperty(rates, gaps, async ([name, buckets], waits) => {
      const [service = '', operation = ''] = name.split(':')
      const clock = openSharedClock()
      const pace = openPace(clock)
      const starts: number[] = []
      const calls: Promise<void>[] = []
      for (const wait of waits) {
        await clock.settle(clock.now() + wait)
        calls.push(pace.turn({...place, service, operation}).then(() => void starts.push(clock.now())))
      }
      await clock.settle(Infinity)
      await Promise.all(calls)
      expect(starts).toHaveLength(waits.length)
      for (const {perSecond, burst} of buckets) {
        for (const [first, from] of starts.entries()) {
          for (let last = first; last < starts.length; last += 1) {
            const seconds = ((starts[last] ?? 0) - from) / 1_000
            expect(last - first + 1).toBeLessThanOrEqual(burst + perSecond * seconds + 1e-6)
          }
        }
      }
    }),
    {numRuns: 60},
  )
})

test('a call that comes when there are tokens never waits, and one of no published rate never does', async () => {
  const clock = openVirtualClock()
  const pace = openPace(clock)
  for (let call = 0; call < 3; call += 1)
    await pace.turn({...place, service: 'organizations', operation: 'CreateAccount'})
  for (let call = 0; call < 99; call += 1) await pace.turn({...place, service: 'iam', operation: 'CreateRole'})
  expect(clock.slept).toEqual([])
  await pace.turn({...place, service: 'organizations', operation: 'CreateAccount'})
  expect(clock.slept).toEqual([10_000])
})

test('accounts do not slow each other down', async () => {
  const clock = openVirtualClock()
  const pace = openPace(clock)
  for (let account = 0; account < 20; account += 1) {
    await pace.turn({...place, accountId: `${account}`, service: 'organizations', operation: 'CreateOrganization'})
  }
  expect(clock.slept).toEqual([])
})
