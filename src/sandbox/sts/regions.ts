import {ServiceError} from '../errors.js'
import {accounts, organizations} from '../organizations/tables.js'
import type {Call} from '../service.js'

/** Regions that are off in a new account until it enables them (Account Management Reference Guide). */
const OPT_IN = new Set(
  `af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
   ca-west-1 eu-central-2 eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1`.split(/\s+/),
)

/**
 * A member account has opt-in regions off; the sandbox has no operation that enables them.
 *
 * @throws ServiceError RegionDisabledException
 */
export function requireRegion({tx, region}: Call, accountId: string): void {
  const organizationId = accounts.get(tx, [accountId])?.organizationId
  const organization = organizationId === undefined ? undefined : organizations.get(tx, [organizationId])
  const isMember = organization !== undefined && organization.managementAccountId !== accountId
  if (isMember && OPT_IN.has(region)) {
    throw new ServiceError(
      'RegionDisabledException',
      `STS is not activated in this region for account:${accountId}. Your account administrator can activate STS in this region using the IAM Console.`,
      {status: 403},
    )
  }
}
