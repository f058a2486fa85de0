import {UNKNOWN, type Holdings} from '../../base/resource.js'
import type {Plan, Step} from './plan.js'

/** What programs are told of a step: everything but how it is done. */
export interface StepDescription extends Pick<
  Step,
  'address' | 'kind' | 'action' | 'environment' | 'id' | 'changes' | 'permanent' | 'notices' | 'loses' | 'needs'
> {
  readonly accountId: string | undefined
  /** On delete: what would be lost with it. */
  readonly holds?: Holdings
}

export interface PlanDescription {
  readonly steps: readonly StepDescription[]
  readonly kept: Plan['kept']
  readonly summary: Readonly<Record<Step['action'], number>>
}

/** The plan as `--json` emits it. Values that nobody knows yet read `(known after apply)`. Pure. */
export function describePlan({steps, kept}: Plan): PlanDescription {
  const count = (action: Step['action']): number => steps.filter((step) => step.action === action).length
  return {
    steps: steps.map(describeStep),
    kept,
    summary: {
      create: count('create'),
      adopt: count('adopt'),
      update: count('update'),
      replace: count('replace'),
      delete: count('delete'),
      'no-op': count('no-op'),
    },
  }
}

function describeStep({
  address,
  kind,
  action,
  environment,
  id,
  changes,
  permanent,
  notices,
  loses,
  needs,
  place,
  holds,
}: Step): StepDescription {
  const plain = changes.map((change) => ({...change, from: known(change.from), to: known(change.to)}))
  const accountId = place?.account
  const lost = holds ? {holds} : {}
  const told = {address, kind, action, environment, id, accountId, changes: plain, permanent, notices, loses, needs}
  return {...told, ...lost}
}

/** The same value, where `(known after apply)` stands for what nobody knows yet. */
export function known(value: unknown): unknown {
  if (value === UNKNOWN) return '(known after apply)'
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(known)
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, known(part)]))
}
