import {ServiceError} from '../../core/errors.js'
import {findOrganization} from '../organizations/scope.js'
import {settleAccounts} from '../organizations/accounts/settle.js'
import {accounts, type Account} from '../organizations/tables.js'
import type {Call} from '../../core/service.js'

const SERVICE = 'account.amazonaws.com'

const denied = (message: string): ServiceError => new ServiceError('AccessDeniedException', message, {status: 403})

/**
 * The account that a call is about: the caller's own where it names none. Only the management account may name another,
 * a member of its organization, where trusted access for Account Management is on (API reference, `AccountId`).
 *
 * @throws ServiceError AccessDeniedException, ValidationException
 */
export function accountMeant(call: Call, named: string | undefined): Account {
  settleAccounts(call.tx, call.now, call.settings)
  const meant = accounts.get(call.tx, [named ?? call.accountId])
  const organization = findOrganization(call)
  if (named !== undefined) {
    if (organization?.managementAccountId !== call.accountId)
      throw denied('User is not authorized to access the resource of another account.')
    if (named === call.accountId)
      throw new ServiceError('ValidationException', 'The management account can not specify its own AccountId.')
    if (meant?.organizationId !== organization.organizationId)
      throw denied('The account is no member of the organization.')
    if (!organization.enabledServices.includes(SERVICE))
      throw denied(`Trusted access for ${SERVICE} is not enabled in the organization.`)
  }
  if (!meant) throw denied('You do not have sufficient access to perform this action.')
  return meant
}
