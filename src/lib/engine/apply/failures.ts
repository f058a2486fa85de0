import {AwsupError} from '../../base/errors.js'
import type {Failed} from '../../records/records.js'
import type {Engine} from '../engine.js'
import type {Plan, Step} from '../plan/plan.js'

/**
 * Keeps why a step failed, for `status`. Where that can not be written the step's own failure is still the one to tell.
 */
export async function keepFailure(engine: Engine, step: Step, error: unknown): Promise<void> {
  try {
    await engine.records.saveFailure(failedOf(engine, step, error))
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure)
    engine.report({
      type: 'warning',
      code: 'NOT_KEPT',
      message: `why ${step.address} failed could not be written down: ${reason}`,
    })
  }
}

const failedOf = ({run}: Engine, {address, kind}: Step, error: unknown): Failed => ({
  address,
  kind,
  run,
  at: new Date().toISOString(),
  code: error instanceof AwsupError ? error.code : 'UNFORESEEN',
  message: error instanceof Error ? error.message : String(error),
  ...(error instanceof AwsupError && error.hint !== undefined ? {hint: error.hint} : {}),
})

/** Forgets failures of what nobody asks for any more: not in the manifest, not on record, not in the plan. */
export async function dropForgotten(engine: Engine, asked: readonly string[], plan?: Plan): Promise<void> {
  const failures = await engine.records.failures()
  if (failures.length === 0) return
  const recorded = (await engine.records.list()).map(({address}) => address)
  const known = new Set([...asked, ...recorded, ...(plan?.steps ?? []).map(({address}) => address)])
  for (const {address} of failures) {
    if (!known.has(address)) await engine.records.removeFailure(address)
  }
}
