import {uniqueId, hexDigits} from '../../../../core/ids.js'
import type {Transaction} from '../../../../store/transaction.js'
import {renamePrincipal} from '../../../iam/roles/trust.js'
import {policies, type Role, roles} from '../../../iam/tables.js'
import {secondsOf} from '../duration.js'
import type {CustomerPolicy, Instance, PermissionSet, Provision} from '../tables.js'
import {provisions} from '../tables.js'

/** The role's inline policy (github.com/aws-samples/bulk-policy-migrator-scripts-for-account-cost-billing-consoles/issues/9). */
const INLINE = 'AwsSSOInlinePolicy'
/** IAM user guide, "IAM and AWS STS quotas": it counts in each account, whatever a permission set may hold. */
const POLICIES_PER_ROLE = 10

/** Path of the roles: without the region where that is us-east-1 (user guide, "Referencing permission sets"). */
export const rolePath = ({region}: Instance): string =>
  `/aws-reserved/sso.amazonaws.com/${region === 'us-east-1' ? '' : `${region}/`}`

/** A name of a role for a permission set; another at each call. */
export const newRoleName = ({name}: PermissionSet): string => `AWSReservedSSO_${name}_${hexDigits(16)}`

/** The identity provider that Identity Center makes in an account. */
export const samlProviderArn = (accountId: string, {instanceId}: Instance): string =>
  `arn:aws:iam::${accountId}:saml-provider/AWSSSO_${instanceId}_DO_NOT_DELETE`

const trustOf = (accountId: string, instance: Instance): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: {Federated: samlProviderArn(accountId, instance)},
        Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
        Condition: {StringEquals: {'SAML:aud': 'https://signin.aws.amazon.com/saml'}},
      },
    ],
  })

interface Target {
  readonly instance: Instance
  readonly set: PermissionSet
  readonly accountId: string
  /** ms since 1970 */
  readonly now: number
}

const arnIn = (accountId: string, {name, path}: CustomerPolicy): string =>
  `arn:aws:iam::${accountId}:policy${path}${name}`

/** Why an account cannot have a permission set: policies that it refers to are missing there, or are too many. */
function failureIn(tx: Transaction, {set, accountId}: Target): string | undefined {
  const {boundary, customerPolicies, managedPolicies} = set
  const wanted = [...customerPolicies, ...(boundary && 'name' in boundary ? [boundary] : [])]
  const missing = wanted.map((policy) => arnIn(accountId, policy)).find((arn) => !policies.get(tx, [accountId, arn]))
  if (missing !== undefined) return `Received a 404 status error: Not supported policy ${missing}.`
  return customerPolicies.length + managedPolicies.length > POLICIES_PER_ROLE
    ? `Received a 409 status error: Cannot exceed quota for PoliciesPerRole: ${POLICIES_PER_ROLE}`
    : undefined
}

/**
 * Makes the role of a permission set in an account, or brings it up to date.
 *
 * @returns why it failed
 */
export function provisionRole(tx: Transaction, target: Target): string | undefined {
  const {instance, set, accountId, now} = target
  const failure = failureIn(tx, target)
  if (failure !== undefined) return failure
  const key = [instance.instanceId, accountId, set.permissionSetId]
  const roleName = provisions.get(tx, key)?.roleName ?? newRoleName(set)
  const known = roles.get(tx, [accountId, roleName.toLowerCase()])
  const made: Role = known ?? {
    accountId,
    roleName,
    roleId: uniqueId('AROA'),
    path: rolePath(instance),
    trust: trustOf(accountId, instance),
    createdAt: now,
    assumableAt: now,
    tags: {},
    ...grantsOf(target),
  }
  roles.put(tx, [accountId, roleName.toLowerCase()], {...made, ...grantsOf(target)})
  provisions.put(tx, key, {...keyOf(target), roleName, version: set.version})
  return undefined
}

const keyOf = ({instance: {instanceId}, set: {permissionSetId}, accountId}: Target) => ({
  instanceId,
  permissionSetId,
  accountId,
})

const grantsOf = ({set, accountId}: Target) => {
  const {boundary} = set
  return {
    description: set.description,
    maxSessionDuration: secondsOf(set.sessionDuration) ?? 3600,
    permissionsBoundary: boundary && ('arn' in boundary ? boundary.arn : arnIn(accountId, boundary)),
    inlinePolicies: set.inlinePolicy === undefined ? {} : {[INLINE]: set.inlinePolicy},
    attachedPolicies: [...set.managedPolicies, ...set.customerPolicies.map((policy) => arnIn(accountId, policy))],
  }
}

/** Takes a permission set out of an account, with its role. */
export function removeRole(tx: Transaction, {instanceId, accountId, permissionSetId, roleName}: Provision): void {
  const role = roles.get(tx, [accountId, roleName.toLowerCase()])
  provisions.delete(tx, [instanceId, accountId, permissionSetId])
  if (!role) return
  roles.delete(tx, [accountId, roleName.toLowerCase()])
  renamePrincipal(`arn:aws:iam::${accountId}:role${role.path}${roleName}`, role.roleId, tx)
}
