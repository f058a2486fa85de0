import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  DescribeCreateAccountStatusCommand,
} from '@aws-sdk/client-organizations'
import {onTestFinished} from 'vitest'
import type {Event} from '../../../src/lib/base/events.js'
import type {Clock} from '../../../src/lib/aws/clock.js'
import {type Door, type DoorOptions, openDoor} from '../../../src/lib/aws/door.js'
import {poll} from '../../../src/lib/aws/calls/wait.js'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import type {Settings} from '../../../src/sandbox/settings.js'

export interface World {
  readonly sandbox: Sandbox
  readonly door: Door
  readonly events: Event[]
  readonly abort: AbortController
  /** How often an operation (`iam:CreateUser`) was called. */
  readonly calls: (operation: string) => number
}

export interface WorldOptions {
  readonly settings?: Partial<Settings>
  readonly as?: 'admin' | 'root'
  readonly door?: Partial<DoorOptions>
  /** The sandbox reads the door's clock too: time then passes on both sides when somebody sleeps. */
  readonly clock?: Clock
}

/** A sandbox and a door to it. */
export async function openWorld({settings, as = 'admin', door: more, clock}: WorldOptions = {}): Promise<World> {
  const sandbox = await openSandbox({
    ...(clock && {clock: () => clock.now()}),
    settings: {accountCreationMs: 0, roleDelayMs: 0, pageSize: 2, ...settings},
  })
  const events: Event[] = []
  const abort = new AbortController()
  const options = {
    target: 'sandbox',
    requestHandler: requestHandlerFor(sandbox),
    credentials: sandbox.credentials(as),
    region: 'eu-west-1',
    ...(clock && {clock}),
    ...more,
  } as DoorOptions
  const door = await openDoor(options, (event) => void events.push(event), abort.signal)
  onTestFinished(() => door.close())
  const calls = (operation: string): number =>
    sandbox.calls().filter((call) => `${call.service}:${call.operation}` === operation).length
  return {sandbox, door, events, abort, calls}
}

/** Makes an organization with one member account and answers the member's id. */
export async function makeMember({door}: World, email = 'aws+dev@acme.dev'): Promise<string> {
  const {organizations} = await door.management('eu-west-1')
  await organizations.send(new CreateOrganizationCommand({FeatureSet: 'ALL'})).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== 'AlreadyInOrganizationException') throw error
  })
  const made = await organizations.send(new CreateAccountCommand({Email: email, AccountName: 'dev'}))
  const signal = new AbortController().signal
  const probe = async (): Promise<string | undefined> => {
    const CreateAccountRequestId = made.CreateAccountStatus?.Id
    const answer = await organizations.send(new DescribeCreateAccountStatusCommand({CreateAccountRequestId}))
    return answer.CreateAccountStatus?.AccountId
  }
  return poll('the account', probe, {context: {report: () => undefined, signal}, timeoutMs: 60_000, firstDelayMs: 5})
}

/** Time that passes only when somebody sleeps; `slept` are the naps, ms. */
export function openVirtualClock(start = 0): Clock & {readonly slept: number[]} {
  let now = start
  const slept: number[] = []
  return {
    slept,
    now: () => now,
    sleep: (ms) => {
      slept.push(ms)
      now += ms
      return Promise.resolve()
    },
  }
}

/** A clock on which many sleep at once: `settle` runs on until nobody sleeps. */
export function openSharedClock() {
  let now = 0
  const sleepers: {readonly at: number; readonly wake: () => void}[] = []
  return {
    now: () => now,
    sleep: (ms: number) => new Promise<void>((wake) => void sleepers.push({at: now + ms, wake})),
    settle: async (until: number): Promise<void> => {
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve))
        sleepers.sort((a, b) => a.at - b.at)
        const next = sleepers[0]
        if (next === undefined || next.at > until) break
        sleepers.shift()
        now = next.at
        next.wake()
      }
      now = Math.max(now, until)
    },
  }
}
