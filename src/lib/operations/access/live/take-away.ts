import type {Report} from '../../../base/events.js'
import {MARK} from './mark.js'
import type {Undo} from './trial.js'

/** How long after Ctrl-C awsup goes on taking away what a test made; what then is left the next run finds. */
export const GRACE_MS = 30_000

/**
 * Takes everything away, the last first, until the time is up. What fails is told, once, and stops nothing: what a test
 * made is worth no second error, and the next run finds it by its mark. Answers whether all is gone.
 */
export async function takeAway(
  undo: Undo,
  {report, signal}: {readonly report: Report; readonly signal: AbortSignal},
): Promise<boolean> {
  const left: string[] = []
  for (const step of [...undo.values()].toReversed()) {
    if (signal.aborted) left.push('there was no more time')
    else await step().catch((error: unknown) => left.push(error instanceof Error ? error.message : String(error)))
  }
  if (left.length === 0) return true
  const things = left.length === 1 ? '1 thing' : `${left.length} things`
  report({
    type: 'warning',
    code: 'LEFT_BEHIND',
    message: `${things} of the test may be left behind, named ${MARK}: ${[...new Set(left)].join('; ')}. The next test here takes it away, and any that begins in an hour or later.`,
  })
  return false
}
