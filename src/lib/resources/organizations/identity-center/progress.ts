import {poll} from '../../../aws/calls/wait.js'
import {AwsRefusedError} from '../../../base/errors.js'
import type {Context} from '../../../base/resource.js'

/** Where a request of IAM Identity Center is, as all of its operations answer it. */
export interface Progress {
  readonly Status?: string | undefined
  readonly RequestId?: string | undefined
  readonly FailureReason?: string | undefined
}

/** Whether the error says that AWS decided against a request. */
export const isNotProvisioned = (error: unknown): boolean =>
  error instanceof AwsRefusedError && error.code === 'NOT_PROVISIONED'

/** Longer than such a request takes (Terraform's AWS provider waits as long), ms. */
const TIMEOUT_MS = 10 * 60_000

/**
 * Waits until a request is done. Throws AwsRefusedError `NOT_PROVISIONED` with the reason that AWS gives, `TIMED_OUT` at
 * the deadline.
 */
export async function untilDone(
  what: string,
  ask: () => Promise<Progress | undefined>,
  context: Context,
): Promise<void> {
  const done = await poll(
    what,
    async () => {
      const progress = await ask()
      return progress?.Status === 'IN_PROGRESS' ? undefined : (progress ?? {})
    },
    {context, timeoutMs: TIMEOUT_MS, firstDelayMs: 500},
  )
  if (done.Status !== 'FAILED') return
  throw new AwsRefusedError(
    `IAM Identity Center waited for ${what}, and failed: ${done.FailureReason ?? 'it gives no reason'}`,
    {
      code: 'NOT_PROVISIONED',
      hint: 'A policy or boundary that the permission set names has to exist in the account, under the same path. Fix what the reason names, then run the same command again.',
      details: {requestId: done.RequestId, reason: done.FailureReason},
    },
  )
}
