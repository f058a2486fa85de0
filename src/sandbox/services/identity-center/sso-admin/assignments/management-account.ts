import {authorize} from '../../../../auth/authorize.js'
import {ServiceError} from '../../../../core/errors.js'
import {wholeOf} from '../../../../core/lag.js'
import type {Call} from '../../../../core/service.js'
import {type Instance, type PermissionSet, provisions} from '../tables.js'
import {newRoleName, rolePath, samlProviderArn} from './roles.js'

/** What is done with a role. */
type Deed = 'make' | 'update' | 'remove'

interface Wanted {
  readonly instance: Instance
  readonly set: PermissionSet
  readonly deed: Deed
}

const hasPolicies = ({managedPolicies, customerPolicies}: PermissionSet): boolean =>
  managedPolicies.length + customerPolicies.length > 0

const actionsFor = (deed: Deed, set: PermissionSet): string[] => [
  ...(deed === 'make' ? ['iam:CreateRole'] : []),
  ...(deed === 'update' ? ['iam:UpdateRole'] : []),
  ...(deed !== 'remove' && hasPolicies(set) ? ['iam:AttachRolePolicy'] : []),
  ...(deed !== 'remove' && set.inlinePolicy !== undefined ? ['iam:PutRolePolicy'] : []),
  ...(deed !== 'remove' && set.boundary ? ['iam:PutRolePermissionsBoundary'] : []),
  ...(deed === 'remove' ? ['iam:DeleteRole'] : []),
]

/**
 * Why a role cannot be changed in the management account. Identity Center's own role may not do it there, so the caller's
 * rights in IAM decide (AWSSSOServiceRolePolicy, version 18; user guide, "Delegated administration").
 *
 * @returns AWS's words (github.com/org-formation/aws-resource-providers/issues/66)
 */
export function refusalAtHome(call: Call, {instance, set, deed}: Wanted): string | undefined {
  const accountId = instance.ownerAccountId
  const known = provisions.get(call.tx, [instance.instanceId, accountId, set.permissionSetId])?.roleName
  const role = `arn:aws:iam::${accountId}:role${rolePath(instance)}${known ?? newRoleName(set)}`
  const asked = [
    {action: 'iam:GetSAMLProvider', resource: samlProviderArn(accountId, instance)},
    ...actionsFor(deed, set).map((action) => ({action, resource: role})),
  ]
  try {
    for (const permission of asked) authorize({...call, tx: wholeOf(call.tx), service: 'iam'}, permission)
    return undefined
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return `Received a 403 status error: Access denied by IAM. Please check your policy, or wait for role propagation to complete. IAM Error: ${error.message} (Service: AmazonIdentityManagement; Status Code: 403; Error Code: AccessDenied)`
  }
}
