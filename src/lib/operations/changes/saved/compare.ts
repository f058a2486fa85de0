import type {Action} from '../../../base/action.js'
import {canonical} from './digest.js'
import type {SavedPlan, SavedStep} from './saved-plan.js'

/** How what would be done now differs from what was planned, at one address. */
export interface PlanDifference {
  readonly address: string
  /** `added`: to do now, and not then. `gone`: to do then, and not now. `changed`: to do otherwise, or read otherwise. */
  readonly what: 'added' | 'gone' | 'changed'
  /** Action when it was planned; absent where the address was not in the plan. */
  readonly then?: Action
  readonly now?: Action
}

type Steps = Pick<SavedPlan['plan'], 'steps' | 'kept'>

/** Everything that is not as it was when the plan was made. Both are plans as they are saved. Pure. */
export function comparePlans(saved: Steps, current: Steps): readonly PlanDifference[] {
  const [before, after] = [byAddress(saved.steps), byAddress(current.steps)]
  const differing = addressesOf(before, after).filter(
    (address) => comparable(before.get(address)) !== comparable(after.get(address)),
  )
  return [...differing.map((address) => difference(address, before, after)), ...keptDifferences(saved, current)]
}

/**
 * What stands in the way of going on with a plan that an earlier run began: steps that it was not to take. What it has
 * done meanwhile, wholly or in part, does not. Pure.
 */
export function compareBegun(saved: Steps, current: Steps): readonly PlanDifference[] {
  const [before, after] = [byAddress(saved.steps), byAddress(current.steps)]
  return current.steps
    .filter((step) => step.action !== 'no-op' && !mayFollow(before.get(step.address), step))
    .map(({address}) => difference(address, before, after))
}

/** Whether a step may be what is left of one that was planned. */
function mayFollow(planned: SavedStep | undefined, left: SavedStep): boolean {
  if (planned === undefined || planned.action === 'no-op') return false
  if (planned.action !== left.action) return left.action === 'update' || left.action === 'adopt'
  const fields = new Set(planned.changes.map(({field}) => field))
  return left.changes.every(({field}) => fields.has(field))
}

const byAddress = (steps: readonly SavedStep[]): ReadonlyMap<string, SavedStep> =>
  new Map(steps.map((step) => [step.address, step]))

const addressesOf = (...sides: readonly ReadonlyMap<string, SavedStep>[]): readonly string[] => [
  ...new Set(sides.flatMap((side) => [...side.keys()])),
]

/** Of notices only what they are about: their sentences tell of dates and amounts that go on. */
const comparable = (step: SavedStep | undefined): string =>
  step === undefined ? '' : canonical({...step, notices: step.notices?.map(({code}) => code)})

type Side = ReadonlyMap<string, SavedStep>

function difference(address: string, before: Side, after: Side): PlanDifference {
  const [then, now] = [before.get(address)?.action, after.get(address)?.action]
  const isToDo = (action: Action | undefined): boolean => action !== undefined && action !== 'no-op'
  const what = isToDo(now) && !isToDo(then) ? 'added' : isToDo(then) && !isToDo(now) ? 'gone' : 'changed'
  return {address, what, ...(then === undefined ? {} : {then}), ...(now === undefined ? {} : {now})}
}

const keptDifferences = (saved: Steps, current: Steps): readonly PlanDifference[] => {
  const [before, after] = [saved, current].map(
    ({kept}) => new Map(kept.map((one) => [one.address, canonical(one)] as const)),
  )
  return [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])]
    .filter((address) => before?.get(address) !== after?.get(address))
    .map((address) => ({address, what: 'changed' as const}))
}

const WORDS: Readonly<Record<Action, string>> = {
  create: 'to create',
  adopt: 'to adopt',
  update: 'to update',
  replace: 'to replace',
  delete: 'to delete',
  'no-op': 'no change',
}

/** `dev.user-pool (was no change, is now to update)`. Pure. */
export function sayDifference({address, then, now}: PlanDifference): string {
  if (then === now) return `${address} (changed on AWS)`
  const [was, is] = [then, now].map((action) => (action === undefined ? 'not in the plan' : WORDS[action]))
  return `${address} (was ${was ?? ''}, is now ${is ?? ''})`
}
