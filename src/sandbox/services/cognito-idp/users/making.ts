import type {AttributeType} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import {uuid} from '../../../core/ids.js'
import type {Call} from '../../../core/service.js'
import type {Transaction} from '../../../store/transaction.js'
import {invalid, present} from '../checks.js'
import type {PoolUser, UserPool} from '../tables.js'
import {findUser} from './access.js'
import {checkRequired, isEmail, isPhoneNumber, readAttributes} from './attributes.js'

/** The sign-in attribute that the given username is, in a pool whose users sign in with an address or number. */
function signInAttribute(username: string, {usernameAttributes = []}: UserPool): Record<string, string> {
  if (!usernameAttributes.length) return {}
  if (usernameAttributes.includes('email') && isEmail(username)) return {email: username}
  if (usernameAttributes.includes('phone_number') && isPhoneNumber(username)) return {phone_number: username}
  if (usernameAttributes.length > 1) throw invalid('Username should be either an email or a phone number.')
  throw invalid(
    usernameAttributes.includes('email') ? 'Username should be an email.' : 'Username should be a phone number.',
  )
}

/** A pool with aliases keeps names and aliases apart, so that no name can pose as somebody's address. */
function checkUsername(username: string, {aliasAttributes = []}: UserPool): void {
  if (aliasAttributes.includes('email') && isEmail(username)) {
    throw invalid('Username cannot be of email format, since user pool is configured for email alias.')
  }
  if (aliasAttributes.includes('phone_number') && isPhoneNumber(username)) {
    throw invalid('Username cannot be of phone number format, since user pool is configured for phone number alias.')
  }
}

interface Wanted {
  readonly Username?: string | undefined
  readonly UserAttributes?: AttributeType[] | undefined
}

/**
 * A user as it begins, without a password; the address or number that it signs in with is an attribute too.
 *
 * @throws ServiceError InvalidParameterException, UsernameExistsException
 */
export function makeUser(sent: Wanted, pool: UserPool, {tx, now}: Call): PoolUser {
  const username = present(sent.Username, 'Username')
  checkUsername(username, pool)
  const signIn = signInAttribute(username, pool)
  const attributes = {...readAttributes(sent.UserAttributes ?? [], pool), ...signIn}
  checkRequired(attributes, pool)
  const sub = uuid()
  const generated = Object.keys(signIn).length > 0
  const user: PoolUser = {
    poolId: pool.id,
    username: generated ? sub : username,
    attributes,
    sub,
    groups: [],
    enabled: true,
    status: 'CONFIRMED',
    passwordHash: undefined,
    passwordHistory: [],
    temporaryUntil: undefined,
    createdAt: now,
    modifiedAt: now,
  }
  checkNameFree(user, pool, tx)
  return user
}

/** @throws ServiceError UsernameExistsException */
export function checkNameFree({username}: PoolUser, pool: UserPool, tx: Transaction): void {
  if (findUser(pool, username, tx)) {
    throw new ServiceError('UsernameExistsException', 'User account already exists')
  }
}
