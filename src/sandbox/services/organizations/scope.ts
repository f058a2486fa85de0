import {wholeOf} from '../../core/lag.js'
import type {Call, Operation} from '../../core/service.js'
import {page} from '../../core/pages.js'
import {noPermission, notInUse} from './refusals.js'
import {settleAccounts} from './accounts/settle.js'
import {arnOfId} from './shapes.js'
import {accounts, organizations, type Organization} from './tables.js'

/** The organization that the caller's account is in. */
export function findOrganization({tx, accountId}: Call): Organization | undefined {
  const organizationId = accounts.get(tx, [accountId])?.organizationId
  return organizationId === undefined ? undefined : organizations.get(tx, [organizationId])
}

/** @throws ServiceError AWSOrganizationsNotInUseException */
export function requireOrganization(call: Call): Organization {
  const organization = findOrganization(call)
  if (!organization) throw notInUse()
  return organization
}

/** What an operation may say about the permission that it needs, and what it does for the management account. */
interface Managed<I, O> {
  /** The field that holds the id of the thing that is acted on; all things when absent. */
  readonly on?: keyof I
  readonly run: (input: I, call: Call, organization: Organization) => O
}

/**
 * An operation for the management account alone; everybody else is refused. Accounts that became due are settled first.
 */
export const managed = <I, O>({on, run}: Managed<I, O>): Operation<I, O> => ({
  resource(input, call) {
    const organization = findOrganization(call)
    const id = on === undefined ? undefined : input[on]
    return organization && typeof id === 'string' ? arnOfId(call.tx, organization, id) : '*'
  },
  run(input, call) {
    settleAccounts(wholeOf(call.tx), call.now, call.settings)
    const organization = requireOrganization(call)
    if (organization.managementAccountId !== call.accountId) throw noPermission()
    return run(input, call, organization)
  },
})

interface PageInput<T> {
  /** As in `page`. */
  readonly key: (item: T) => string
  readonly NextToken?: string | undefined
  readonly MaxResults?: number | undefined
}

/** Organizations never answers more than 20 at once. */
export const pageOf = <T>(
  items: readonly T[],
  {key, NextToken: token, MaxResults: limit = 20}: PageInput<T>,
  call: Call,
): {items: T[]; next: string | undefined} => page(items, {key, token, limit, badToken: 'InvalidInputException'}, call)
