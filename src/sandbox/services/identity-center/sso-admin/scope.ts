import {authorize} from '../../../auth/authorize.js'
import {wholeOf} from '../../../core/lag.js'
import {page} from '../../../core/pages.js'
import type {Call, Operation} from '../../../core/service.js'
import {permissionSetArn, permissionSetIdIn} from './arns.js'
import {requireWholeInstance} from './instance.js'
import {notFound} from './refusals.js'
import {type Instance, type PermissionSet, permissionSets} from './tables.js'

interface OnInstance {
  readonly InstanceArn?: string | undefined
}

interface OnSet extends OnInstance {
  readonly PermissionSetArn?: string | undefined
}

/** An operation on Identity Center itself. */
export const onInstance = <I extends OnInstance, O>(
  run: (instance: Instance, input: I, call: Call) => O,
  asked?: (input: I) => Readonly<Record<string, readonly string[]>>,
): Operation<I, O> => ({
  resource: ({InstanceArn = '*'}) => InstanceArn,
  conditions: (input) => asked?.(input) ?? {},
  run: (input, call) => run(requireWholeInstance(call, input.InstanceArn), input, call),
})

/** Condition keys of a permission set that has tags. */
const tagsOf = (set: PermissionSet | undefined): Record<string, string[]> =>
  Object.fromEntries(Object.entries(set?.tags ?? {}).map(([key, value]) => [`aws:ResourceTag/${key}`, [value]]))

/**
 * The caller needs permission on every resource that an operation names, not on one alone (service authorization
 * reference, "Actions defined by AWS IAM Identity Center").
 *
 * @throws ServiceError AccessDeniedException
 */
export function alsoOn(call: Call, ...resources: readonly string[]): void {
  for (const resource of resources)
    authorize({...call, tx: wholeOf(call.tx)}, {action: `sso:${call.operation}`, resource})
}

/** An operation on one permission set, which has to exist. */
export const onSet = <I extends OnSet, O>(run: (set: PermissionSet, input: I, call: Call) => O): Operation<I, O> => ({
  resource: ({PermissionSetArn = '*'}) => PermissionSetArn,
  conditions: ({PermissionSetArn}, call) => tagsOf(findSet(call, PermissionSetArn)),
  run(input, call) {
    alsoOn(call, input.InstanceArn ?? '*')
    return run(requireSet(requireWholeInstance(call, input.InstanceArn), input.PermissionSetArn, call), input, call)
  },
})

const findSet = ({tx}: Call, arn = ''): PermissionSet | undefined => {
  const instanceId = /\/ssoins-([^/]+)\//.exec(arn)?.[1]
  return instanceId === undefined ? undefined : permissionSets.get(tx, [instanceId, permissionSetIdIn(arn)])
}

/** @throws ServiceError ResourceNotFoundException */
export function requireSet(instance: Instance, arn: string | undefined, call: Call): PermissionSet {
  const found = permissionSets.get(call.tx, [instance.instanceId, permissionSetIdIn(arn ?? '')])
  if (!found || permissionSetArn(found) !== arn) throw notFound(`PermissionSet with ARN ${arn ?? ''} not found.`)
  return found
}

/** Keeps a permission set as it is now. */
export const saveSet = (set: PermissionSet, {tx}: Call): void =>
  permissionSets.put(tx, [set.instanceId, set.permissionSetId], set)

/**
 * An operation that changes what a permission set grants: nothing changes in accounts until it is provisioned there
 * (API reference, ProvisionPermissionSet).
 */
export const changeSet = <I extends OnSet>(
  change: (set: PermissionSet, input: I, call: Call) => PermissionSet,
): Operation<I, object> =>
  onSet((set, input: I, call) => {
    saveSet({...change(set, input, call), version: set.version + 1}, call)
    return {}
  })

interface PageInput<T> {
  /** As in `page`. */
  readonly key: (item: T) => string
  readonly NextToken?: string | undefined
  readonly MaxResults?: number | undefined
}

/** At most 100 at a time (API reference, MaxResults). */
export const pageOf = <T>(
  items: readonly T[],
  {key, NextToken: token, MaxResults: limit = 100}: PageInput<T>,
  call: Call,
): {items: T[]; next: string | undefined} => page(items, {key, token, limit, badToken: 'ValidationException'}, call)
