import {ServiceError} from '../../../core/errors.js'
import {invalid} from '../checks.js'
import type {Contact} from './delivery.js'
import type {PoolUser, UserPool} from '../tables.js'
import {mfaOf} from '../mfa/user-factors.js'

const CONTACTS = {verified_email: 'email', verified_phone_number: 'phone_number'} as const

/** A factor can not be both halves of the proof (API reference, AccountRecoverySetting). */
const isSecondFactor = (user: PoolUser, contact: Contact): boolean =>
  mfaOf(user).enabled.includes(contact === 'email' ? 'EMAIL_OTP' : 'SMS_MFA')

/**
 * Where a code to reset a password goes: the first of the pool's ways that the user has and has proven.
 *
 * @throws ServiceError NotAuthorizedException where only administrators reset passwords, InvalidParameterException
 */
export function requireRecovery({settings}: UserPool, user: PoolUser): Contact {
  const ways = [...(settings.AccountRecoverySetting?.RecoveryMechanisms ?? [])].sort(
    (a, b) => (a.Priority ?? 0) - (b.Priority ?? 0),
  )
  if (ways.some(({Name}) => Name === 'admin_only')) {
    throw new ServiceError('NotAuthorizedException', 'Contact administrator to reset password.')
  }
  const contacts = ways.flatMap(({Name}) => (Name && Name !== 'admin_only' ? [CONTACTS[Name]] : []))
  const found = contacts.find((one) => user.attributes[`${one}_verified`] === 'true' && !isSecondFactor(user, one))
  if (found) return found
  throw invalid('Cannot reset password for the user as there is no registered/verified email or phone_number')
}
