import {type Call, isSentOnce} from './call.js'
import {backoff} from './clock.js'
import type {Failure} from './failures.js'

/** An organization "can take up to an hour" to be set up (SDK, FinalizingOrganizationException). */
export const FINALIZING_BUDGET_MS = 3_600_000

interface Policy {
  readonly attempts: number
  readonly firstMs: number
  readonly maxMs: number
}

const POLICIES: Readonly<Record<Failure, Policy | undefined>> = {
  throttled: {attempts: 9, firstMs: 500, maxMs: 20_000},
  busy: {attempts: 9, firstMs: 250, maxMs: 5_000},
  finalizing: {attempts: Infinity, firstMs: 1_000, maxMs: 30_000},
  clock: {attempts: 3, firstMs: 1, maxMs: 1},
  unsent: {attempts: 4, firstMs: 100, maxMs: 5_000},
  lost: {attempts: 4, firstMs: 100, maxMs: 5_000},
  refused: undefined,
}

/** What is known when a call failed: `attempts` were made, the first `elapsedMs` ago. */
export interface Attempted {
  readonly call: Pick<Call, 'service' | 'operation'>
  readonly attempts: number
  readonly elapsedMs: number
}

/** How long to wait before the call is sent again, ms; `undefined` when it must not be. */
export function retryDelay(failure: Failure, {call, attempts, elapsedMs}: Attempted): number | undefined {
  const policy = POLICIES[failure]
  if (policy === undefined || attempts >= policy.attempts) return undefined
  if (failure === 'lost' && isSentOnce(call)) return undefined
  if (failure === 'finalizing' && elapsedMs >= FINALIZING_BUDGET_MS) return undefined
  return backoff(attempts - 1, policy.firstMs, policy.maxMs)
}
