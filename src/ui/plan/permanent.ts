import {same} from '../../lib/base/resource.js'
import type {Step} from '../../lib/engine/plan/plan.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'
import {isKnownLater, renderValue} from '../text/value.js'

/** What has to be right the first time, with what it will be; what nobody chose is left to `renderUsual`. */
export function renderPermanent(step: Step, ink: Ink): readonly string[] {
  const {permanent, shown = []} = step
  const linesOf = (fields: readonly string[]) => fields.flatMap((field) => entriesOf(step, field))
  return [
    ...linesOf(shown).map((value) => `      ${value}`),
    ...linesOf(permanent.filter((field) => !isUsual(step, field))).map(
      (value) => `      ${value} ${ink.yellow('(cannot be changed later)')}`,
    ),
  ]
}

/** Settings that can never change and that nobody chose: all in one line, each once. */
export function renderUsual(steps: readonly Step[], ink: Ink): readonly string[] {
  const values = usualOf(steps)
  if (values.length === 0) return []
  return [`${ink.yellow('Cannot be changed later')} (default values): ${values.join('; ')}`]
}

/** The same, each for itself. */
export function usualOf(steps: readonly Step[]): readonly string[] {
  const values = steps.flatMap((step) =>
    step.permanent
      .filter((field) => isUsual(step, field))
      .flatMap((field) => entriesOf(step, field).map((value) => `${step.kind} ${value}`)),
  )
  return [...new Set(values)]
}

const desiredOf = ({node}: Step): ReadonlyMap<string, unknown> => new Map(Object.entries(node?.desired ?? {}))

function isUsual(step: Step, field: string): boolean {
  const usual = new Map(Object.entries(step.usual ?? {}))
  return usual.has(field) && same(desiredOf(step).get(field), usual.get(field))
}

/** One line for each part of a mapping; no line for one that is empty: what is in it later is what counts. */
function entriesOf(step: Step, field: string): readonly string[] {
  const desired = desiredOf(step)
  if (!desired.has(field)) return [field]
  const value = desired.get(field)
  if (value === undefined) return [`${field}: none`]
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isKnownLater(value))
    return [`${field}: ${renderValue(value)}`]
  return Object.entries(value).map(([name, part]) => `${field}.${renderSafe(name)}: ${renderValue(part)}`)
}
