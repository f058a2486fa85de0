import {AwsRefusedError} from '../../base/errors.js'
import type {Report} from '../../base/events.js'
import {type Clock, requireNotCancelled, systemClock, untilNextLook} from '../clock.js'

/** Who is told about the wait, and who may end it. A room's `Context` is one. */
export interface Waiting {
  readonly report: Report
  readonly signal: AbortSignal
}

export interface PollOptions {
  readonly context: Waiting
  /** Whole budget. */
  readonly timeoutMs: number
  /** The shortest pause, ms: no shorter than AWS's rates permit. 200 when absent. */
  readonly firstDelayMs?: number
  /** The longest, ms. 5,000 when absent. */
  readonly maxDelayMs?: number
  readonly clock?: Clock
}

/**
 * Asks until there is an answer; `undefined` from `probe` means "not yet". `what` is told to the reader: "account
 * dev to be made". Throws AwsRefusedError `TIMED_OUT` at the deadline and CancelledError on abort; what `probe` throws
 * passes through.
 */
export async function poll<T>(what: string, probe: () => Promise<T | undefined>, options: PollOptions): Promise<T> {
  const {context, timeoutMs, firstDelayMs = 200, maxDelayMs = 5_000, clock = systemClock} = options
  const since = clock.now()
  const deadline = since + timeoutMs
  for (;;) {
    requireNotCancelled(context.signal)
    const answer = await probe()
    if (answer !== undefined) return answer
    const left = deadline - clock.now()
    if (left <= 0) throw timedOut(what, timeoutMs)
    context.report({type: 'waiting', what, since, deadline})
    await clock.sleep(Math.min(left, untilNextLook(clock.now() - since, firstDelayMs, maxDelayMs)), context.signal)
  }
}

const timedOut = (what: string, timeoutMs: number): AwsRefusedError =>
  new AwsRefusedError(`waited ${renderDuration(timeoutMs)} for ${what}, and it is not done yet`, {
    code: 'TIMED_OUT',
    hint: 'Run the same command again: it continues where this one stopped.',
    details: {what, timeoutMs},
  })

const renderDuration = (ms: number): string =>
  ms >= 120_000 ? `${Math.round(ms / 60_000)} minutes` : `${Math.round(ms / 100) / 10} seconds`
