import {isError} from './absent.js'
import {poll} from './wait.js'
import {AwsRefusedError} from '../../base/errors.js'
import type {Context} from '../../base/resource.js'

/** What AWS answers while something hangs on what is to be deleted. */
const IN_USE: readonly string[] = ['DeleteConflictException', 'PolicyInUseException']

/** Longer than a change takes to reach all of IAM as a rule, and short where something is attached for good. */
const MOST_MS = 30_000

/**
 * Takes off what hangs on a thing and deletes it, again where AWS says that something does still: what was taken off or
 * attached a moment ago may not show everywhere (IAM user guide, "Changes that I make are not always immediately
 * visible"; Terraform's AWS provider tries again as well). Then it is thrown as AWS said it.
 */
export async function untilFree(what: string, remove: () => Promise<unknown>, context: Context): Promise<void> {
  let last: unknown
  const attempt = async (): Promise<true | undefined> => {
    try {
      await remove()
      return true
    } catch (error) {
      if (!isError(error, ...IN_USE)) throw error
      last = error
      return undefined
    }
  }
  const timeoutMs = Math.min(MOST_MS, context.aws.visibleMs)
  try {
    await poll(`${what} to be free of what hung on it`, attempt, {context, timeoutMs, firstDelayMs: 50})
  } catch (error) {
    throw error instanceof AwsRefusedError && last !== undefined ? last : error
  }
}
