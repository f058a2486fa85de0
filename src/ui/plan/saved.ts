import {changesOf, type Plan} from '../../lib/engine/plan/plan.js'
import {renderEquivalent} from '../text/equivalent.js'
import {renderSafe} from '../text/safe.js'

/** Where a plan was saved, and what applies it. */
export const renderSaved = (file: string, plan: Plan): string =>
  changesOf(plan).length === 0
    ? `Saved in ${renderSafe(file)}: there is nothing to apply.`
    : `Saved in ${renderSafe(file)}. To do exactly this: ${renderEquivalent(['apply', file])}`
