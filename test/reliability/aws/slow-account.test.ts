import {CreateAccountFailureReason} from '@aws-sdk/client-organizations'
import fc from 'fast-check'
import {rmSync} from 'node:fs'
import {expect, test} from 'vitest'
import type {Fault} from '../../../src/sandbox/settings.js'
import {cases, openTally, tally} from '../../_helpers/proofs/soak.js'
import {
  EXPECTED,
  openVirtualTime,
  openVirtualWorld,
  type End,
  type VirtualWorld,
} from '../../_helpers/worlds/virtual.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND

interface Failed {
  readonly address: string
  readonly message: string
  readonly code?: string
  readonly hint?: string
}

/** The steps that failed, as the reader is told. */
const failedIn = ({error}: End): readonly Failed[] => (error?.details['failed'] ?? []) as readonly Failed[]

/** Runs again until it is done: nothing may be there twice, and in the end nothing is left to do. */
async function expectToFinish(world: VirtualWorld, runs: number): Promise<void> {
  for (let run = 0; run < runs; run += 1) {
    if ((await world.init()).error === undefined) break
  }
  expect(await world.init()).toMatchObject({changes: 0})
  expect(world.made()).toEqual(EXPECTED)
  rmSync(world.root, {recursive: true})
}

test(
  '4a: however long an account takes, it is made once, and a run that gave up is continued',
  {timeout: 1_800_000},
  async () => {
    await openVirtualTime()
    const {run, passed, print} = openTally('4a (account 0–15 min, roles 0–120 s late)')
    const durations = fc.record({
      accountCreationMs: fc.integer({min: 0, max: 15 * MINUTE}),
      roleDelayMs: fc.integer({min: 0, max: 120 * SECOND}),
      newRoleDelayMs: fc.integer({min: 0, max: 120 * SECOND}),
    })
    const law = fc.asyncProperty(durations, async (settings) => {
      run()
      const world = await openVirtualWorld(settings)
      const end = await world.init()
      const {accountCreationMs} = settings
      if (accountCreationMs < 9.5 * MINUTE) expect(end.error?.message).toBeUndefined()
      if (accountCreationMs > 10.5 * MINUTE) {
        expect(end.error).toMatchObject({exitCode: 6})
        for (const {message, code} of failedIn(end)) {
          expect(code).toBe('TIMED_OUT')
          expect(message).toMatch(/waited 10 minutes for AWS to make the account \(request car-/)
        }
      }
      await expectToFinish(world, 2)
      passed()
    })
    try {
      const corners = [0, 10 * MINUTE, 15 * MINUTE].map(
        (accountCreationMs) =>
          [{accountCreationMs, roleDelayMs: 120 * SECOND, newRoleDelayMs: 120 * SECOND}] as [
            {accountCreationMs: number; roleDelayMs: number; newRoleDelayMs: number},
          ],
      )
      await fc.assert(law, {numRuns: cases(8, 500), examples: corners, endOnFailure: true})
    } finally {
      print()
    }
  },
)

const LATE = ['AccessDeniedException', 'RegionDisabledException', 'SubscriptionRequiredException', 'OptInRequired']
const PROBES = ['sts:AssumeRole', 'iam:ListRoles', 'cognito-idp:ListUserPools', 'cognito-identity:ListIdentityPools']

test(
  '4b: services that answer late are waited for, and after ten minutes the reader is told which',
  {timeout: 1_800_000},
  async () => {
    await openVirtualTime()
    const every = LATE.flatMap((name) =>
      PROBES.flatMap((operation) => [3, 15].map((minutes) => ({name, operation, minutes}))),
    )
    const combinations = every.filter((_, index) => cases(index % 5, 0) === 0)
    await tally('4b (services 3 or 15 min late)', combinations, async ({name, operation, minutes}) => {
      const effect: Fault['effect'] = {type: 'error', name, message: 'not yet', status: 403}
      const world = await openVirtualWorld({faults: [{operation, when: 'before', effect}]})
      setTimeout(() => world.sandbox.configure({faults: []}), minutes * MINUTE)
      const end = await world.init()
      if (minutes < 10) expect(end.error?.message).toBeUndefined()
      else {
        expect(end.error).toMatchObject({exitCode: 6})
        for (const failed of failedIn(end)) {
          expect(failed).toMatchObject({code: 'TIMED_OUT', last: name})
          const what = operation === 'sts:AssumeRole' ? 'to become accessible' : 'the services of account'
          expect(failed.message).toContain(what)
          expect(failed.message).toMatch(/account \d{12}/)
        }
      }
      await expectToFinish(world, 2)
    })
  },
)

test(
  '4c: every reason for AWS to make no account has a message of its own, and the next run finishes',
  {timeout: 1_800_000},
  async () => {
    await openVirtualTime()
    const messages = new Map<string, string>()
    const unknown = 'A_REASON_THAT_NOBODY_KNOWS'
    await tally('4c (every FailureReason)', [...Object.values(CreateAccountFailureReason), unknown], async (reason) => {
      const effect: Fault['effect'] = {type: 'account-failure', reason}
      const world = await openVirtualWorld({
        faults: [{operation: 'organizations:CreateAccount', when: 'before', effect}],
      })
      const end = await world.init()
      expect(end.error).toMatchObject({exitCode: 6})
      const accounts = failedIn(end)
      expect(accounts.map(({address}) => address).sort()).toEqual(['dev.account', 'prod.account'])
      for (const {message, hint} of accounts) {
        expect(message).toContain(`(${reason})`)
        expect(hint ?? '', reason).not.toBe('')
      }
      messages.set(reason, accounts[0]?.message.replace(`(${reason})`, '') ?? '')
      world.sandbox.configure({faults: []})
      expect((await world.init()).error).toBeUndefined()
      expect(await world.init()).toMatchObject({changes: 0})
      rmSync(world.root, {recursive: true})
    })
    expect(new Set(messages.values()).size, 'all distinct').toBe(messages.size)
    expect(messages.get(unknown)).toContain('does not know')
  },
)
