import {hexDigits} from '../../../core/ids.js'
import type {Call} from '../../../core/service.js'
import {findOrganization} from '../../organizations/scope.js'
import {organizations, type Organization} from '../../organizations/tables.js'
import {instanceArn} from './arns.js'
import {denied, invalid} from './refusals.js'
import {type Instance, instances} from './tables.js'

/** What the console switches on with Identity Center (IAM Identity Center user guide, "Enable IAM Identity Center"). */
const SERVICE = 'sso.amazonaws.com'

/**
 * Identity Center of the organization that the caller's account is in. It appears where the settings of the sandbox
 * switch it on: no operation of AWS makes it in a management account (API reference, CreateInstance).
 */
export function findInstance(call: Call): Instance | undefined {
  const organization = findOrganization(call)
  if (!organization) return undefined
  const known = instances.get(call.tx, [organization.organizationId])
  const region = call.settings.identityCenter
  const found = known ?? (region ? makeInstance(call, organization, region) : undefined)
  return found?.isOfAccount && found.ownerAccountId !== call.accountId ? undefined : found
}

function makeInstance({tx, now, settings}: Call, organization: Organization, region: string): Instance {
  const {organizationId, managementAccountId: ownerAccountId} = organization
  const made: Instance = {
    instanceId: hexDigits(16),
    organizationId,
    ownerAccountId,
    region,
    identityStoreId: `d-${hexDigits(10)}`,
    createdAt: now,
    ...(settings.identityCenterOf === 'account' && {isOfAccount: true}),
  }
  instances.put(tx, [organizationId], made)
  if (made.isOfAccount) return made
  const enabledServices = [...new Set([...organization.enabledServices, SERVICE])].sort()
  const servicesSince = {[SERVICE]: now, ...organization.servicesSince}
  organizations.put(tx, [organizationId], {...organization, enabledServices, servicesSince})
  return made
}

/**
 * The instance that an ARN names, for its owner and in its region. Elsewhere AWS refuses as if permission were missing
 * (github.com/noqdev/iambic/pull/276).
 *
 * @throws ServiceError AccessDeniedException
 */
export function requireInstance(call: Call, arn: string | undefined): Instance {
  const found = findInstance(call)
  if (found && instanceArn(found) === arn && found.region === call.region && found.ownerAccountId === call.accountId)
    return found
  throw denied('You do not have sufficient access to perform this action.')
}

/**
 * The same for what is of organizations alone: permission sets and all about them. An account instance has none
 * (github.com/cartography-cncf/cartography/issues/1999).
 *
 * @throws ServiceError AccessDeniedException, ValidationException
 */
export function requireWholeInstance(call: Call, arn: string | undefined): Instance {
  const found = requireInstance(call, arn)
  if (found.isOfAccount) throw invalid('The operation is not supported for this Identity Center instance')
  return found
}
