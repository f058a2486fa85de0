import type {Transaction} from '../../../../store/transaction.js'
import {
  assignments,
  instances,
  type Instance,
  pending,
  type PermissionSet,
  permissionSets,
  provisions,
  type Request,
  requests,
} from '../tables.js'
import {provisionRole, removeRole} from './roles.js'

/**
 * Does what has become due: assignments come and go, and with them roles in accounts. Before each call of the sandbox, so
 * that nothing needs to run in the background.
 *
 * @param now ms since 1970
 */
export function settleIdentityCenter(tx: Transaction, now: number): void {
  const waiting = pending.get(tx, []) ?? []
  const due = waiting.filter(({dueAt}) => dueAt <= now).sort((a, b) => a.dueAt - b.dueAt)
  if (due.length === 0) return
  pending.put(
    tx,
    [],
    waiting.filter(({dueAt}) => dueAt > now),
  )
  for (const {instanceId, requestId} of due) {
    const request = requests.get(tx, [instanceId, requestId])
    if (request) settle(tx, request)
  }
}

function settle(tx: Transaction, request: Request): void {
  const {instanceId, requestId, permissionSetId} = request
  const instance = instances.list(tx).find((one) => one.instanceId === instanceId)
  const set = permissionSets.get(tx, [instanceId, permissionSetId])
  const failure =
    request.refusal ??
    (instance && set
      ? WORK[request.sort](tx, {request, instance, set})
      : 'Received a 404 status error: PermissionSet not found.')
  requests.put(tx, [instanceId, requestId], {
    ...request,
    failure,
    status: failure === undefined ? 'SUCCEEDED' : 'FAILED',
  })
}

interface Due {
  readonly request: Request
  readonly instance: Instance
  readonly set: PermissionSet
}

/** What each sort does; it answers why it failed. */
const WORK: Readonly<Record<Request['sort'], (tx: Transaction, due: Due) => string | undefined>> = {
  creation: create,
  deletion: remove,
  provisioning: provision,
}

/** The first assignment of a set in an account makes the role there; others find it as it was provisioned. */
function create(tx: Transaction, {request, instance, set}: Due): string | undefined {
  const {instanceId, permissionSetId, accountId, principal, dueAt: now} = request
  if (accountId === undefined || principal === undefined) return undefined
  const isThere = provisions.get(tx, [instanceId, accountId, permissionSetId]) !== undefined
  const failure = isThere ? undefined : provisionRole(tx, {instance, set, accountId, now})
  if (failure !== undefined) return failure
  const {principalType, principalId} = principal
  const made = {instanceId, accountId, permissionSetId, principalType, principalId}
  assignments.put(tx, [instanceId, accountId, permissionSetId, principalType, principalId], made)
  return undefined
}

/** The role goes with the last assignment (user guide, "Referencing permission sets"). */
function remove(tx: Transaction, {request}: Due): undefined {
  const {instanceId, permissionSetId, accountId, principal} = request
  if (accountId === undefined || principal === undefined) return
  const {principalType, principalId} = principal
  assignments.delete(tx, [instanceId, accountId, permissionSetId, principalType, principalId])
  const provision = provisions.get(tx, [instanceId, accountId, permissionSetId])
  if (provision && assignments.list(tx, [instanceId, accountId, permissionSetId]).length === 0)
    removeRole(tx, provision)
}

function provision(tx: Transaction, {request, instance, set}: Due): string | undefined {
  const {instanceId, permissionSetId, accountId: meant, dueAt: now} = request
  const there = provisions.list(tx, [instanceId]).filter((one) => one.permissionSetId === permissionSetId)
  const targets = there.filter(({accountId}) => meant === undefined || accountId === meant)
  // In AWS's words (github.com/cloudposse/terraform-aws-sso/issues/66).
  if (meant !== undefined && targets.length === 0)
    return `Received a 404 status error: Permission set provision not found in AWS account ${meant}.`
  const failures = targets.map(({accountId}) => provisionRole(tx, {instance, set, accountId, now}))
  return failures.find((failure) => failure !== undefined)
}
