import type {Engine} from '../../../engine/engine.js'
import type {LoadedPlan} from './file.js'

/** The address, and the kind, under which a run of a saved plan is under way. */
export const SAVED_PLAN = 'saved-plan'

type Known = Pick<LoadedPlan, 'file' | 'fingerprint'>

/** Whether an earlier run began this very plan and did not end it. */
export const isBegun = async ({records}: Engine, {fingerprint}: Known): Promise<boolean> =>
  (await records.intent(SAVED_PLAN))?.receipt?.['fingerprint'] === fingerprint

/** Says on disk that the plan is under way, so that the same command goes on with what is left of it. */
export const begin = ({records, run}: Engine, {file, fingerprint}: Known): Promise<void> =>
  records.openIntent({
    address: SAVED_PLAN,
    kind: SAVED_PLAN,
    run,
    at: new Date().toISOString(),
    receipt: {file, fingerprint},
  })

/** Nothing is left of any plan that was begun. */
export async function endSaved({records}: Engine): Promise<void> {
  if (await records.intent(SAVED_PLAN)) await records.closeIntent(SAVED_PLAN)
}
