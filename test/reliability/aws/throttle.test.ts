import {rmSync} from 'node:fs'
import {expect, test} from 'vitest'
import type {Fault} from '../../../src/sandbox/settings.js'
import {cases, range, tally} from '../../_helpers/proofs/soak.js'
import {
  EXPECTED,
  openVirtualTime,
  openVirtualWorld,
  type End,
  type VirtualWorld,
} from '../../_helpers/worlds/virtual.js'

/** src/lib/aws/calls/retry.ts: a throttled or busy call is tried so often, and never more. */
const MOST_ATTEMPTS = 9
const MINUTE = 60_000

const error = (name: string, status = 400): Fault['effect'] => ({type: 'error', name, message: 'not now', status})

/** A run that ended well, or stopped so that the next one finishes: in both cases nothing appears twice. */
async function expectResumable(world: VirtualWorld, end: End, mostAttempts = MOST_ATTEMPTS): Promise<void> {
  expect(world.mostAttempts()).toBeLessThanOrEqual(mostAttempts)
  world.sandbox.configure({faults: []})
  if (end.error) {
    expect([4, 6]).toContain(end.error.exitCode)
    expect(end.error.hint).toContain('the same command again')
    expect(await world.init()).not.toHaveProperty('error')
    expect(await world.init()).toMatchObject({changes: 0})
  }
  expect(world.made()).toEqual(EXPECTED)
  rmSync(world.root, {recursive: true})
}

test(
  '3a: 30 % of all calls throttled: the run finishes or stops resumably, no call is tried for ever',
  {timeout: 1_800_000},
  async () => {
    await openVirtualTime()
    await tally('3a (30 % throttles, by seed)', range(cases(40, 1000)), async (seed) => {
      const world = await openVirtualWorld({
        faults: [{operation: '*', probability: 0.3, seed, when: 'before', effect: {type: 'throttle'}}],
      })
      const end = await world.init()
      expect(end.ms, 'virtual ms').toBeLessThan(10 * MINUTE)
      await expectResumable(world, end)
    })
  },
)

/** From the nth thing that a run says on: every call throttled, for a minute. */
async function runThroughStorm(world: VirtualWorld, from: number): Promise<End> {
  let said = 0
  let lifting: NodeJS.Timeout | undefined
  const end = await world.init(({type}) => {
    if (type === 'waiting' || said++ !== from) return
    world.sandbox.configure({faults: [{operation: '*', when: 'before', effect: {type: 'throttle'}}]})
    lifting = setTimeout(() => world.sandbox.configure({faults: []}), MINUTE)
  })
  clearTimeout(lifting)
  return end
}

test(
  '3b: every call throttled for 60 s, whenever it begins: a clean stop, and the next run finishes',
  {timeout: 1_800_000},
  async () => {
    await openVirtualTime()
    const quiet = await openVirtualWorld()
    await quiet.init()
    const moments = quiet.events.filter(({type}) => type !== 'waiting').length
    expect(moments).toBeGreaterThan(40)
    const stride = cases(5, 1)
    let stopped = 0
    await tally('3b (100 % throttles for 60 s, by moment)', range(Math.ceil(moments / stride)), async (index) => {
      const world = await openVirtualWorld()
      const end = await runThroughStorm(world, index * stride)
      if (end.error) stopped += 1
      expect(end.ms, 'virtual ms').toBeLessThan(5 * MINUTE)
      await expectResumable(world, end)
    })
    expect(stopped, 'runs that the storm stopped').toBeGreaterThan(moments / stride / 2)
  },
)

test(
  '3c: ConcurrentModificationException on 30 % of the calls that know it: the same',
  {timeout: 1_800_000},
  async () => {
    await openVirtualTime()
    await tally('3c (30 % ConcurrentModificationException, by seed)', range(cases(15, 300)), async (seed) => {
      const effect = error('ConcurrentModificationException')
      const world = await openVirtualWorld({
        faults: ['organizations:*', 'iam:*'].map((operation) => ({
          operation,
          probability: 0.3,
          seed,
          when: 'before',
          effect,
        })),
      })
      await expectResumable(world, await world.init())
    })
  },
)

test(
  '3d: an organization that is being set up for up to an hour is waited for, and said to be',
  {timeout: 1_800_000},
  async () => {
    await openVirtualTime()
    const count = cases(6, 60)
    await tally('3d (FinalizingOrganizationException, by minutes)', range(count), async (index) => {
      const minutes = (59 * index) / (count - 1)
      const world = await openVirtualWorld({
        faults: [{operation: 'organizations:*', when: 'before', effect: error('FinalizingOrganizationException')}],
      })
      setTimeout(() => world.sandbox.configure({faults: []}), minutes * MINUTE)
      const end = await world.init()
      expect(end.error).toBeUndefined()
      const told = world.events.some(
        (event) => event.type === 'waiting' && event.what.includes('setting up the organization'),
      )
      expect(told || minutes === 0).toBe(true)
      await expectResumable(world, end, Infinity)
    })
  },
)

test('3e: one that is not set up after an hour is a stop that says so, and the next run finishes', async () => {
  await openVirtualTime()
  await tally('3e (FinalizingOrganizationException for ever)', [0], async () => {
    const world = await openVirtualWorld({
      faults: [{operation: 'organizations:*', when: 'before', effect: error('FinalizingOrganizationException')}],
    })
    const end = await world.init()
    expect(end.error?.message).toContain('FinalizingOrganizationException')
    expect(end.ms).toBeGreaterThan(59 * MINUTE)
    expect(end.ms).toBeLessThan(62 * MINUTE)
    await expectResumable(world, end, Infinity)
  })
})

test("3f: IAM's LimitExceeded is a quota: the call is made once, and the next run finishes", async () => {
  await openVirtualTime()
  await tally('3f (IAM LimitExceeded)', ['LimitExceeded', 'LimitExceededException'], async (name) => {
    const world = await openVirtualWorld({
      faults: [{operation: 'iam:CreateRole', when: 'before', effect: error(name, 409)}],
    })
    const end = await world.init()
    expect(end.error).toMatchObject({exitCode: 6})
    expect(world.sandbox.callSummary().byOperation['iam:CreateRole'], 'one for each environment').toBe(2)
    await expectResumable(world, end, 1)
  })
})
