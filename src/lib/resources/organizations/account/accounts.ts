import {paginateListAccounts, type Account} from '@aws-sdk/client-organizations'
import {ConflictError} from '../../../base/errors.js'
import type {Context} from '../../../base/resource.js'
import {collect} from '../../pages.js'
import {requireOpen} from './state.js'

/** Whether two addresses are the same to AWS: case does not matter. */
export const sameEmail = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase()

/** Every account of the organization, the management account among them, in whatever parent it is. */
export const listAccounts = ({aws}: Context): Promise<Account[]> =>
  collect(paginateListAccounts({client: aws.organizations}, {}), (page) => page.Accounts)

/**
 * The member account with this address. Throws ConflictError when it is closed, or when the address is the management
 * account's own. Pure.
 */
export function findByEmail(email: string, accounts: readonly Account[], {aws}: Context): Account | undefined {
  const found = accounts.find((account) => sameEmail(account.Email, email))
  if (!found) return undefined
  if (found.Id === aws.accountId) {
    throw new ConflictError(`${email} is the address of the management account ${aws.accountId}`, {
      code: 'EMAIL_OF_MANAGEMENT_ACCOUNT',
      hint: 'Every AWS account needs an address of its own, for example one with +dev before the @.',
      details: {email, accountId: aws.accountId},
    })
  }
  requireOpen(found)
  return found
}
