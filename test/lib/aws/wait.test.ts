import {expect, test} from 'vitest'
import {absentWhen} from '../../../src/lib/aws/calls/absent.js'
import {systemClock} from '../../../src/lib/aws/clock.js'
import {poll} from '../../../src/lib/aws/calls/wait.js'
import {CancelledError} from '../../../src/lib/base/errors.js'
import type {Event} from '../../../src/lib/base/events.js'
import {openVirtualClock} from './world.js'

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
