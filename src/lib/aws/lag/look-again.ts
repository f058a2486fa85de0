import {type Clock, requireNotCancelled, untilNextLook} from '../clock.js'
import type {Waiting} from '../calls/wait.js'

interface Looking {
  readonly context: Waiting
  readonly clock: Clock
  /** ms since 1970 */
  readonly deadline: number
}

/**
 * Looks until there is an answer, at least once; `undefined` when there is none at the deadline. For lists, which say
 * nothing of what they do not show yet. `what` is told to the reader: "user pool dev to show".
 */
export async function lookAgain<T>(
  what: string,
  look: () => Promise<T | undefined>,
  {context, clock, deadline}: Looking,
): Promise<T | undefined> {
  const since = clock.now()
  for (let attempt = 0; ; attempt += 1) {
    requireNotCancelled(context.signal)
    const found = await look()
    const left = deadline - clock.now()
    if (found !== undefined || left <= 0) return found
    if (attempt > 2) context.report({type: 'waiting', what, since, deadline})
    await clock.sleep(Math.min(left, untilNextLook(clock.now() - since, 100, 5_000)), context.signal)
  }
}
