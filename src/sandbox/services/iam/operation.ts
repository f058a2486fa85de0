import type {Call, Operation} from '../../core/service.js'
import {arnOf, findEntity, type Holder, type Kind, requireEntity, requireModifiable, saveEntity} from './entity.js'
import {tagConditions} from './tags.js'

type Conditions = Readonly<Record<string, readonly string[]>>

interface On<T extends Holder, N> {
  /** An operation on one existing entity. */
  readonly on: <I extends N, O>(
    run: (entity: T, input: I, call: Call) => O,
    asked?: (input: I) => Conditions,
  ) => Operation<I, O>
  /** An operation that keeps the entity which `run` returns, and answers nothing. */
  readonly change: <I extends N>(
    run: (entity: T, input: I, call: Call) => T,
    asked?: (input: I) => Conditions,
  ) => Operation<I, object>
}

/** The ARN that a call asks permission on: with the entity's own path where it exists. */
export const arnFor = <T extends Holder>(kind: Kind<T>, name: string, call: Call): string => {
  const found = findEntity(kind, name, call)
  return found ? arnOf(kind, found) : `arn:aws:iam::${call.accountId}:${kind.label}/${name}`
}

/** The ARN for a list operation, as AWS's refusals show it: `arn:aws:iam::111122223333:role/`. */
export const listArn =
  (label: string) =>
  ({PathPrefix}: {readonly PathPrefix?: string | undefined}, call: Call): string =>
    `arn:aws:iam::${call.accountId}:${label}${PathPrefix ?? '/'}`

/** The ARN of a thing about to be made: `newArn('role', '/apps/reader', call)`. */
export const newArn = (label: string, pathAndName: string, {accountId}: Call): string =>
  `arn:aws:iam::${accountId}:${label}${pathAndName}`

/**
 * Condition keys of a call on an entity: its tags and its permissions boundary, then what the call itself asks for
 * (service authorization reference, "Condition keys for AWS Identity and Access Management").
 */
export function conditionsOf<T extends Holder>(kind: Kind<T>, name: string, call: Call): Conditions {
  const entity = findEntity(kind, name, call)
  if (!entity) return {}
  const boundary = kind.boundaryOf(entity)
  return {
    ...tagConditions('ResourceTag', entity.tags),
    ...(boundary === undefined ? {} : {'iam:PermissionsBoundary': [boundary]}),
  }
}

/**
 * Makes the operations of one kind of entity, which `nameIn` finds in the input.
 *
 * @param options evenOfAws: whether `change` is allowed on roles that AWS services made for themselves
 */
export function operationsOn<T extends Holder, N extends object>(
  kind: Kind<T>,
  nameIn: (input: N, call: Call) => string,
  {evenOfAws = false}: {evenOfAws?: boolean} = {},
): On<T, N> {
  const on: On<T, N>['on'] = (run, asked) => ({
    resource: (input, call) => arnFor(kind, nameIn(input, call), call),
    conditions: (input, call) => ({...conditionsOf(kind, nameIn(input, call), call), ...asked?.(input)}),
    run: (input, call) => run(requireEntity(kind, nameIn(input, call), call), input, call),
  })
  return {
    on,
    change: (run, asked) =>
      on((entity, input, call) => {
        if (!evenOfAws) requireModifiable(kind, entity)
        saveEntity(kind, run(entity, input, call), call)
        return {}
      }, asked),
  }
}
