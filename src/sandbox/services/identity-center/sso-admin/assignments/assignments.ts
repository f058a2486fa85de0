import type * as sdk from '@aws-sdk/client-sso-admin'
import type {Call, Operations} from '../../../../core/service.js'
import {groupsOf, groups, users} from '../../identitystore/tables.js'
import {accounts} from '../../../organizations/tables.js'
import {accountArn, permissionSetArn} from '../arns.js'
import {notFound} from '../refusals.js'
import {alsoOn, onInstance, onSet, pageOf} from '../scope.js'
import {type Assignment, assignments, type Instance, instances, type PermissionSet, provisions} from '../tables.js'
import {refusalAtHome} from './management-account.js'
import {assignmentStatus, openRequest} from './requests.js'

/** @throws ServiceError ResourceNotFoundException */
export function requireMember(accountId: string, {organizationId}: Instance, {tx}: Call): void {
  if (accounts.get(tx, [accountId])?.organizationId !== organizationId)
    throw notFound(`Account ${accountId} not found.`)
}

/** @throws ServiceError ResourceNotFoundException */
function requirePrincipal({identityStoreId}: Instance, {principalType, principalId}: Principal, {tx}: Call): void {
  const table = principalType === 'USER' ? users : groups
  if (!table.get(tx, [identityStoreId, principalId])) throw notFound(`${principalType} ${principalId} not found.`)
}

type Principal = Pick<Assignment, 'principalType' | 'principalId'>

const principalIn = (input: {
  readonly PrincipalType: sdk.PrincipalType | undefined
  readonly PrincipalId: string | undefined
}): Principal => ({
  principalType: input.PrincipalType ?? 'USER',
  principalId: (input.PrincipalId ?? '').toLowerCase(),
})

/** The instance that a permission set is in. @throws TypeError where there is none, which cannot be. */
export function instanceOf({instanceId}: PermissionSet, {tx}: Call): Instance {
  const found = instances.list(tx).find((one) => one.instanceId === instanceId)
  if (!found) throw new TypeError(`there is no instance ${instanceId}`)
  return found
}

const shapeOf = (assignment: Assignment) => ({
  AccountId: assignment.accountId,
  PermissionSetArn: permissionSetArn(assignment),
  PrincipalType: assignment.principalType,
  PrincipalId: assignment.principalId,
})

const keyOf = ({accountId, permissionSetId, principalType, principalId}: Assignment): string =>
  [accountId, permissionSetId, principalType, principalId].join('/')

/** The assignments of a user, by itself and by its groups; of a group its own. */
export function assignmentsOf(
  instance: Instance,
  {principalType, principalId}: Principal,
  {tx}: Pick<Call, 'tx'>,
): Assignment[] {
  const memberOf = principalType === 'USER' ? groupsOf(tx, instance.identityStoreId, principalId) : []
  return assignments
    .list(tx, [instance.instanceId])
    .filter(
      (one) =>
        (one.principalType === principalType && one.principalId === principalId) ||
        (one.principalType === 'GROUP' && memberOf.includes(one.principalId)),
    )
}

/** Who may take which permission set in which account. */
export const assignmentOperations = {
  // One that exists already is not refused (github.com/hashicorp/terraform-provider-aws, internal/service/ssoadmin/account_assignment.go).
  CreateAccountAssignment: onSet(
    (set, input: sdk.CreateAccountAssignmentCommandInput, call): sdk.CreateAccountAssignmentResponse => {
      const {TargetId: accountId = ''} = input
      alsoOn(call, accountArn(accountId))
      const instance = instanceOf(set, call)
      const {instanceId, permissionSetId} = set
      const principal = principalIn(input)
      requireMember(accountId, instance, call)
      requirePrincipal(instance, principal, call)
      const refusal =
        accountId === instance.ownerAccountId ? refusalAtHome(call, {instance, set, deed: 'make'}) : undefined
      const request = openRequest({sort: 'creation', instanceId, permissionSetId, accountId, principal, refusal}, call)
      return {AccountAssignmentCreationStatus: assignmentStatus(request)}
    },
  ),

  DeleteAccountAssignment: onSet(
    (set, input: sdk.DeleteAccountAssignmentCommandInput, call): sdk.DeleteAccountAssignmentResponse => {
      const {TargetId: accountId = ''} = input
      alsoOn(call, accountArn(accountId))
      const instance = instanceOf(set, call)
      const {instanceId, permissionSetId} = set
      const principal = principalIn(input)
      const {principalType, principalId} = principal
      const inAccount = assignments.list(call.tx, [instanceId, accountId, permissionSetId])
      if (!inAccount.some((one) => one.principalType === principalType && one.principalId === principalId))
        throw notFound('Assignment not found.')
      const isLast = inAccount.length === 1
      const refusal =
        isLast && accountId === instance.ownerAccountId
          ? refusalAtHome(call, {instance, set, deed: 'remove'})
          : undefined
      const request = openRequest({sort: 'deletion', instanceId, permissionSetId, accountId, principal, refusal}, call)
      return {AccountAssignmentDeletionStatus: assignmentStatus(request)}
    },
  ),

  ListAccountAssignments: onSet(
    (set, input: sdk.ListAccountAssignmentsCommandInput, call): sdk.ListAccountAssignmentsResponse => {
      alsoOn(call, accountArn(input.AccountId ?? ''))
      const found = assignments.list(call.tx, [set.instanceId, input.AccountId ?? '', set.permissionSetId])
      const {items, next} = pageOf(found, {...input, key: keyOf}, call)
      return {AccountAssignments: items.map(shapeOf), NextToken: next}
    },
  ),

  ListAccountAssignmentsForPrincipal: onInstance(
    (
      instance,
      input: sdk.ListAccountAssignmentsForPrincipalCommandInput,
      call,
    ): sdk.ListAccountAssignmentsForPrincipalResponse => {
      const wanted = input.Filter?.AccountId
      const found = assignmentsOf(instance, principalIn(input), call).filter(
        ({accountId}) => wanted === undefined || accountId === wanted,
      )
      const {items, next} = pageOf(found, {...input, key: keyOf}, call)
      return {AccountAssignments: items.map(shapeOf), NextToken: next}
    },
  ),
} satisfies Operations<typeof sdk>

/** Whether a permission set is in an account, as a role. */
export const isProvisioned = ({instanceId, permissionSetId}: PermissionSet, accountId: string, {tx}: Call): boolean =>
  provisions.get(tx, [instanceId, accountId, permissionSetId]) !== undefined
