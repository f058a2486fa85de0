import type {Transaction} from '../../../store/transaction.js'
import {organizationPolicies, type Organization, type OrganizationPolicy} from '../tables.js'

/** AWS's own service control policy, without which nothing is allowed. */
export const FULL_ACCESS = 'p-FullAWSAccess'

/** Policies of one type that are attached to one root, unit or account. */
export const policiesOn = (
  tx: Transaction,
  {organizationId}: Organization,
  [type, targetId]: readonly [type: string, targetId: string],
): OrganizationPolicy[] =>
  organizationPolicies
    .list(tx, [organizationId])
    .filter((policy) => policy.type === type && policy.targets.includes(targetId))

/** Attaches without asking whether it may be; nothing happens when it is attached or there is no such policy. */
export function attach(
  tx: Transaction,
  {organizationId}: Organization,
  [policyId, targetId]: readonly [policyId: string, targetId: string],
): void {
  const policy = organizationPolicies.get(tx, [organizationId, policyId])
  if (!policy || policy.targets.includes(targetId)) return
  organizationPolicies.put(tx, [organizationId, policyId], {...policy, targets: [...policy.targets, targetId]})
}

/** Takes every policy off an entity that leaves, or all policies of a type off everything. */
export function detachAll(
  tx: Transaction,
  {organizationId}: Organization,
  goes: (policy: OrganizationPolicy, targetId: string) => boolean,
): void {
  for (const policy of organizationPolicies.list(tx, [organizationId])) {
    const targets = policy.targets.filter((targetId) => !goes(policy, targetId))
    if (targets.length < policy.targets.length) {
      organizationPolicies.put(tx, [organizationId, policy.policyId], {...policy, targets})
    }
  }
}

/** The policy that AWS puts beside those of the organization's own; enabling its type attaches it everywhere. */
export const fullAccessPolicy = (organizationId: string): OrganizationPolicy => ({
  organizationId,
  policyId: FULL_ACCESS,
  type: 'SERVICE_CONTROL_POLICY',
  name: 'FullAWSAccess',
  description: 'Allows access to every operation',
  content: JSON.stringify({Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: '*', Resource: '*'}]}),
  awsManaged: true,
  targets: [],
  tags: {},
})
