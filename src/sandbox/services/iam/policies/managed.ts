import {createHash} from 'node:crypto'
import {MANAGED_POLICIES, type ManagedPolicy} from '../../../auth/managed-policies.js'
import type {Call} from '../../../core/service.js'
import {SERVICE_ROLE_PATH} from '../entity.js'
import {noSuchEntity} from '../refusals.js'
import {groups, policies, type Policy, roles, users} from '../tables.js'

/** `arn:aws:iam::111122223333:policy/edge`; account `aws` for AWS's own. */
export const policyArn = ({accountId, path, policyName}: Policy): string =>
  `arn:aws:iam::${accountId}:policy${path}${policyName}`

/** The key of a list: an account's own policy may be called as AWS's is. */
export const policyKey = ({accountId, policyName}: Policy): string =>
  `${policyName.toLowerCase()} ${accountId === 'aws' ? 'aws' : ''}`

const shapes = new WeakMap<ManagedPolicy, Policy>()

/** A policy of AWS's own, in the shape of a customer's; made once, as a list has well over a thousand of them. */
function awsPolicy(managed: ManagedPolicy): Policy {
  const policy = shapes.get(managed) ?? makePolicy(managed)
  shapes.set(managed, policy)
  return policy
}

/** Account `aws`, one version, an id that never changes. */
function makePolicy({arn, path, name, versionId, createdAt, updatedAt, text}: ManagedPolicy): Policy {
  const hash = createHash('sha256').update(arn).digest('hex').toUpperCase()
  return {
    accountId: 'aws',
    path,
    policyName: name,
    policyId: `ANPA${hash.slice(0, 17)}`,
    description: undefined,
    createdAt,
    tags: {},
    defaultVersionId: versionId,
    versions: [{versionId, document: text, createdAt: updatedAt}],
    nextVersion: Number(versionId.slice(1)) + 1,
  }
}

/** AWS's own policies. */
export const awsPolicies = (): Policy[] => MANAGED_POLICIES.list().map(awsPolicy)

/** What AWS's services attach to their own roles, and nobody else to anything. */
export const isOfService = ({accountId, path}: Policy): boolean => accountId === 'aws' && path === SERVICE_ROLE_PATH

/** A policy that entities of the caller's account may use: its own, or AWS's. */
function findPolicy(arn: string, call: Call): Policy | undefined {
  const managed = MANAGED_POLICIES.find(arn)
  return managed ? awsPolicy(managed) : policies.get(call.tx, [call.accountId, arn])
}

/** @throws ServiceError NoSuchEntityException, worded for what was to be done with it. */
export function requirePolicy(arn: string, call: Call, message = `Policy ${arn} was not found.`): Policy {
  const found = findPolicy(arn, call)
  if (!found) throw noSuchEntity(message)
  return found
}

/** How often a policy is attached, and how often it is a boundary, in the caller's account. */
export interface Usage {
  readonly attachments: number
  readonly boundaries: number
}

/** Usage of every policy of the account at once, for lists. */
export function usageOf({tx, accountId}: Call): (arn: string) => Usage {
  const holders = [roles.list(tx, [accountId]), users.list(tx, [accountId]), groups.list(tx, [accountId])].flat()
  const attached = holders.flatMap(({attachedPolicies}) => attachedPolicies)
  const bounds = holders.flatMap((holder) => ('permissionsBoundary' in holder ? [holder.permissionsBoundary] : []))
  return (arn) => ({
    attachments: attached.filter((other) => other === arn).length,
    boundaries: bounds.filter((other) => other === arn).length,
  })
}
