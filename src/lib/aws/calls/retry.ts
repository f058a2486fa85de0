import {type Call, isSentOnce} from './call.js'
import {backoff, untilNextLook} from '../clock.js'
import type {Failure} from './failures.js'

/** An organization "can take up to an hour" to be set up (SDK, FinalizingOrganizationException). */
export const FINALIZING_BUDGET_MS = 3_600_000

/** Failures of one sort are met at most so often by one call, and for so long. */
interface Policy {
  readonly attempts: number
  readonly budgetMs?: number
  readonly firstMs: number
  readonly maxMs: number
  /** What takes its time is waited for: pauses are a part of the time that was waited. Where many want one thing, they double. */
  readonly steady?: true
}

const POLICIES: Readonly<Record<Failure, Policy | undefined>> = {
  throttled: {attempts: 9, firstMs: 500, maxMs: 20_000},
  // Terraform's AWS provider: two minutes in IAM, four in Organizations.
  busy: {attempts: Infinity, budgetMs: 2 * 60_000, firstMs: 250, maxMs: 5_000},
  changing: {attempts: Infinity, budgetMs: 5 * 60_000, firstMs: 250, maxMs: 10_000, steady: true},
  // Most lags are short, and a read costs little: ask soon.
  unseen: {attempts: Infinity, budgetMs: 2 * 60_000, firstMs: 100, maxMs: 5_000, steady: true},
  finalizing: {attempts: Infinity, budgetMs: FINALIZING_BUDGET_MS, firstMs: 1_000, maxMs: 30_000, steady: true},
  clock: {attempts: 3, firstMs: 1, maxMs: 1},
  unsent: {attempts: 4, firstMs: 100, maxMs: 5_000},
  lost: {attempts: 4, firstMs: 100, maxMs: 5_000},
  refused: undefined,
}

/** What is known when a call failed: so often in this way, and since `elapsedMs` of what it may take in all. */
export interface Attempted {
  readonly call: Pick<Call, 'service' | 'operation'>
  readonly attempts: number
  readonly elapsedMs: number
  /** How long it may take; as for every failure of this sort when absent. */
  readonly budgetMs?: number | undefined
}

/** How long to wait before the call is sent again, ms; `undefined` when it must not be. */
export function retryDelay(failure: Failure, {call, attempts, elapsedMs, ...meant}: Attempted): number | undefined {
  const policy = POLICIES[failure]
  if (policy === undefined || attempts >= policy.attempts) return undefined
  if (failure === 'lost' && isSentOnce(call)) return undefined
  const left = budgetOf(failure, meant.budgetMs) - elapsedMs
  if (left <= 0) return undefined
  const {firstMs, maxMs, steady} = policy
  return Math.min(left, steady ? untilNextLook(elapsedMs, firstMs, maxMs) : backoff(attempts - 1, firstMs, maxMs))
}

/** How long failures of this sort are waited out, ms. */
export const budgetOf = (failure: Failure, meantMs?: number): number =>
  meantMs ?? POLICIES[failure]?.budgetMs ?? Infinity
