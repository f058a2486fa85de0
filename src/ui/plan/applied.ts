import type {Applied} from '../../lib/engine/plan/plan.js'
import type {Ink} from '../text/ink.js'

/** What an apply did, in one line: each step was a line of the progress already. */
export function renderApplied(
  applied: Applied,
  {target, ink}: {readonly target: 'aws' | 'sandbox'; readonly ink: Ink},
): string {
  const {created, adopted, updated, deleted, unchanged} = applied
  const where = target === 'sandbox' ? ' in the sandbox' : ''
  if (created.length + adopted.length + updated.length + deleted.length === 0)
    return `Nothing to do${where}: ${unchanged} unchanged.`
  const adoption = adopted.length > 0 ? `${adopted.length} adopted, ` : ''
  const sum = `${created.length} created, ${adoption}${updated.length} updated, ${deleted.length} deleted, ${unchanged} unchanged`
  return ink.bold(`Done${where}: ${sum}.`)
}
