import {createHash} from 'node:crypto'
import {MANAGED_POLICIES} from '../auth/managed-policies.js'
import type {Call} from '../service.js'
import {noSuchEntity} from './refusals.js'
import {groups, policies, type Policy, roles, users} from './tables.js'

/** Where AWS's own policies came into being, for the sandbox. */
const AWS_POLICY_DATE = Date.UTC(2015, 1, 6)

/** `arn:aws:iam::111122223333:policy/edge`; account `aws` for AWS's own. */
export const policyArn = ({accountId, path, policyName}: Policy): string =>
  `arn:aws:iam::${accountId}:policy${path}${policyName}`

/** The key of a list: an account's own policy may be called as AWS's is. */
export const policyKey = ({accountId, policyName}: Policy): string =>
  `${policyName.toLowerCase()} ${accountId === 'aws' ? 'aws' : ''}`

/** A policy of AWS's own, in the shape of a customer's: account `aws`, one version, an id that never changes. */
function awsPolicy(arn: string, document: string): Policy {
  const [, path = '/', policyName = ''] = /:policy(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? []
  const hash = createHash('sha256').update(arn).digest('hex').toUpperCase()
  return {
    accountId: 'aws',
    path,
    policyName,
    policyId: `ANPA${hash.slice(0, 17)}`,
    description: undefined,
    createdAt: AWS_POLICY_DATE,
    tags: {},
    defaultVersionId: 'v1',
    versions: [{versionId: 'v1', document, createdAt: AWS_POLICY_DATE}],
    nextVersion: 2,
  }
}

/** AWS's own policies, by name. */
export const awsPolicies = (): Policy[] =>
  [...MANAGED_POLICIES].map(([arn, document]) => awsPolicy(arn, document)).sort(byName)

const byName = (a: Policy, b: Policy): number => (a.policyName < b.policyName ? -1 : 1)

/** A policy that entities of the caller's account may use: its own, or AWS's. */
function findPolicy(arn: string, call: Call): Policy | undefined {
  const document = MANAGED_POLICIES.get(arn)
  return document === undefined ? policies.get(call.tx, [call.accountId, arn]) : awsPolicy(arn, document)
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
