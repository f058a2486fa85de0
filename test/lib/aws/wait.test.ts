import fc from 'fast-check'
import {expect, test} from 'vitest'
import {absentWhen} from '../../../src/lib/aws/calls/absent.js'
import {systemClock} from '../../../src/lib/aws/clock.js'
import {openPace} from '../../../src/lib/aws/calls/pace.js'
import {retryDelay} from '../../../src/lib/aws/calls/retry.js'
import {poll} from '../../../src/lib/aws/calls/wait.js'
import {CancelledError} from '../../../src/lib/base/errors.js'
import type {Event} from '../../../src/lib/base/events.js'
import {openSharedClock, openVirtualClock} from './world.js'

const makeContext = () => {
  const events: Event[] = []
  const abort = new AbortController()
  return {events, abort, context: {report: (event: Event) => void events.push(event), signal: abort.signal}}
}

test('asks until there is an answer, and falsy answers are answers', async () => {
  const {context, events} = makeContext()
  const answers = [undefined, undefined, 0]
  const clock = openVirtualClock()
  expect(await poll('it', () => Promise.resolve(answers.shift()), {context, timeoutMs: 60_000, clock})).toBe(0)
  expect(events).toEqual([
    {type: 'waiting', what: 'it', since: 0, deadline: 60_000},
    {type: 'waiting', what: 'it', since: 0, deadline: 60_000},
  ])
})

test('ends at its deadline, asking a last time there, and never later', async () => {
  const {context} = makeContext()
  const clock = openVirtualClock()
  let last = 0
  const probe = (): Promise<undefined> => {
    last = clock.now()
    return Promise.resolve(undefined)
  }
  const waited = poll('the account to be made', probe, {context, timeoutMs: 600_000, clock})
  await expect(waited).rejects.toMatchObject({
    code: 'TIMED_OUT',
    message: 'waited 10 minutes for the account to be made, and it is not done yet',
  })
  expect(last).toBe(600_000)
  expect(Math.max(...clock.slept)).toBeLessThanOrEqual(5_000)
})

test('ends at once when the reader gives up, also in the middle of a nap', async () => {
  const {context, abort} = makeContext()
  const waited = poll('it', () => Promise.resolve(undefined), {
    context,
    timeoutMs: 60_000,
    firstDelayMs: 50_000,
    maxDelayMs: 50_000,
  })
  setTimeout(() => abort.abort(), 10)
  await expect(waited).rejects.toBeInstanceOf(CancelledError)
  await expect(systemClock.sleep(50_000, abort.signal)).rejects.toBeInstanceOf(CancelledError)
})

test('what the probe throws passes through', async () => {
  const {context} = makeContext()
  await expect(
    poll('it', (): Promise<string> => Promise.reject(new Error('no')), {context, timeoutMs: 1_000}),
  ).rejects.toThrow('no')
})

test('only the errors that are named mean absent', async () => {
  const fail = (name: string) => (): Promise<string> => Promise.reject(Object.assign(new Error('x'), {name}))
  expect(await absentWhen('NoSuchEntityException', fail('NoSuchEntityException'))).toBeUndefined()
  expect(await absentWhen(['A', 'B'], fail('B'))).toBeUndefined()
  await expect(absentWhen('NoSuchEntityException', fail('AccessDenied'))).rejects.toThrow('x')
  expect(await absentWhen('A', () => Promise.resolve(1))).toBe(1)
})

const place = {accountId: '111111111111', region: 'us-east-1'}

/** From at once to almost the whole of ten minutes, short and long alike. */
const moments = fc.oneof(fc.integer({min: 0, max: 20_000}), fc.integer({min: 0, max: 590_000}))
const latencies = fc.integer({min: 0, max: 500})

test('what is ready is noticed within a tenth of the time that it took, and a round of asking', async () => {
  await fc.assert(
    fc.asyncProperty(moments, latencies, async (ready, latency) => {
      const clock = openVirtualClock()
      let asked = 0
      const probe = async (): Promise<true | undefined> => {
        asked += 1
        const answer = clock.now() >= ready || undefined
        await clock.sleep(latency)
        return answer
      }
      await poll('it', probe, {context: makeContext().context, timeoutMs: 600_000, clock})
      expect(clock.now() - ready).toBeLessThanOrEqual(ready / 10 + 200 + 3 * latency)
      // Each question costs AWS something: so many, and no more, in ten minutes.
      expect(asked).toBeLessThan(250)
    }),
  )
})

test('accounts that are made together are noticed as soon as the rate of DescribeCreateAccountStatus lets them', async () => {
  const call = {...place, service: 'organizations', operation: 'DescribeCreateAccountStatus'}
  await fc.assert(
    fc.asyncProperty(fc.array(moments, {minLength: 1, maxLength: 5}), latencies, async (readies, latency) => {
      const clock = openSharedClock()
      const pace = openPace(clock)
      const noticed = readies.map(async (ready) => {
        const probe = async (): Promise<true | undefined> => {
          await pace.turn(call)
          const answer = clock.now() >= ready || undefined
          await clock.sleep(latency)
          return answer
        }
        await poll('it', probe, {context: makeContext().context, timeoutMs: 600_000, clock})
        return clock.now() - ready
      })
      await clock.settle(Infinity)
      // Two a second for all of them: none waits longer for its turn than all of them take.
      const turn = readies.length * 500
      for (const [index, late] of (await Promise.all(noticed)).entries()) {
        expect(late).toBeLessThanOrEqual((readies[index] ?? 0) / 10 + 200 + turn + 3 * latency)
      }
    }),
    {numRuns: 30},
  )
})

test.each(['unseen', 'changing', 'finalizing'] as const)(
  'a call that waits for AWS (%s) is sent again within a tenth of the time that it took, and its shortest pause',
  (failure) => {
    const call = {service: 'iam', operation: 'GetRole'}
    fc.assert(
      fc.property(fc.integer({min: 0, max: 100_000}), (ready) => {
        let now = 0
        for (let attempts = 1; now < ready; attempts += 1)
          now += retryDelay(failure, {call, attempts, elapsedMs: now}) ?? Infinity
        expect(now - ready).toBeLessThanOrEqual(ready / 10 + 1_000)
      }),
    )
  },
)
