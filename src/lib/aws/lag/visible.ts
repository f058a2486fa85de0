import {UsageError} from '../../base/errors.js'

/** How long what was made may not show on AWS, ms. Terraform's AWS provider waits as long (`propagationTimeout`). */
const ON_AWS_MS = 2 * 60_000
/** The sandbox has no replicas: beyond the lag that it was given, only faults that a test injects. */
const IN_THE_SANDBOX_MS = 10_000

type Target = {readonly target: 'aws'} | {readonly target: 'sandbox'; readonly lagMs?: number | undefined}

/**
 * How long "not found" about what was just made is no answer, ms: AWSUP_VISIBLE_TIMEOUT in seconds, else by the target.
 * Throws UsageError when it is not a number of 0 or more.
 */
export function visibleTimeoutMs(setting: string | undefined, target: Target): number {
  if (setting === undefined || setting === '') {
    return target.target === 'aws' ? ON_AWS_MS : IN_THE_SANDBOX_MS + 2 * (target.lagMs ?? 0)
  }
  const seconds = Number(setting)
  if (seconds >= 0 && Number.isFinite(seconds)) return seconds * 1_000
  throw new UsageError(`AWSUP_VISIBLE_TIMEOUT is ${JSON.stringify(setting)}, which is no number of seconds`, {
    hint: 'Set it to seconds, for example AWSUP_VISIBLE_TIMEOUT=300, or unset it.',
  })
}
