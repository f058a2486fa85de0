import {AwsupError, CancelledError} from '../base/errors.js'

/** Time, as everything that waits sees it. Tests give a virtual one. Milliseconds. */
export interface Clock {
  now(): number
  /** Throws CancelledError (or the signal's own reason, when that is one of ours) as soon as the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(cancellation(signal))
        return
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', cancel)
        resolve()
      }, ms)
      const cancel = (): void => {
        clearTimeout(timer)
        if (signal) reject(cancellation(signal))
      }
      signal?.addEventListener('abort', cancel, {once: true})
    }),
}

/** Throws when the reader gave up. A call in flight is never cut off: what it did must become known. */
export function requireNotCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancellation(signal)
}

const cancellation = ({reason}: AbortSignal): AwsupError =>
  reason instanceof AwsupError ? reason : new CancelledError('cancelled', {cause: reason})

/** Exponential backoff with full jitter, ms: between a tenth and the whole of `first · 2^attempt`, at most `max`. */
export const backoff = (attempt: number, firstMs: number, maxMs: number): number =>
  Math.min(maxMs, firstMs * 2 ** attempt) * (0.1 + 0.9 * Math.random())

/** Of what was waited so far, the part after which is asked again: what is ready is noticed at most so much later. */
const LATE_BY = 1 / 16

/**
 * How long to wait until something that takes its time is asked for again, ms: a sixteenth of the time that was waited
 * so far, so that noticing late costs little of the whole, whatever the whole is. At least three quarters of `first`,
 * at most `max`; up to a quarter less by chance, so that what began together does not ask together for ever.
 */
export const untilNextLook = (waitedMs: number, firstMs: number, maxMs: number): number =>
  Math.min(maxMs, Math.max(firstMs, waitedMs * LATE_BY)) * (0.75 + 0.25 * Math.random())
