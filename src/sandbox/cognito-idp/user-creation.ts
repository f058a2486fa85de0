import type {AdminCreateUserRequest} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../errors.js'
import {uuid} from '../ids.js'
import type {Call} from '../service.js'
import {invalid, present} from './checks.js'
import type {UserPoolOperations} from './operations.js'
import {sendMessage} from './outbox.js'
import {makeTemporaryPassword, withTemporaryPassword} from './passwords.js'
import {onPool, requirePool} from './pool-access.js'
import type {PoolUser, UserPool} from './tables.js'
import {findUser, keepUser, requireUser, takenAlias} from './user-access.js'
import {checkRequired, isEmail, isPhoneNumber, readAttributes} from './user-attributes.js'
import {userView} from './user-view.js'

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

function makeUser(sent: AdminCreateUserRequest, pool: UserPool, {tx, now}: Call): PoolUser {
  const username = present(sent.Username, 'Username')
  checkUsername(username, pool)
  const signIn = signInAttribute(username, pool)
  const attributes = {...readAttributes(sent.UserAttributes ?? [], pool), ...signIn}
  checkRequired(attributes, pool)
  const sub = uuid()
  const generated = Object.keys(signIn).length > 0
  if (!generated && findUser(pool, username, tx)) {
    throw new ServiceError('UsernameExistsException', 'User account already exists')
  }
  return {
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
}

function invite(user: PoolUser, password: string, {sent, call}: {sent: AdminCreateUserRequest; call: Call}): void {
  const {DesiredDeliveryMediums: mediums = ['SMS']} = sent
  for (const medium of mediums) {
    const to = user.attributes[medium === 'EMAIL' ? 'email' : 'phone_number']
    if (to !== undefined) {
      const {poolId, username} = user
      sendMessage({poolId, username, medium, to, reason: 'invitation', code: password, sentAt: call.now}, call.tx)
    }
  }
}

function resend(sent: AdminCreateUserRequest, pool: UserPool, call: Call): PoolUser {
  const user = requireUser(pool, sent.Username, call.tx)
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new ServiceError(
      'UnsupportedUserStateException',
      `Resend not possible. ${user.username} status is not FORCE_CHANGE_PASSWORD`,
    )
  }
  return user
}

/** Without a temporary password, a pool that lets users in with a code or passkey makes a user that has none. */
const isPasswordless = (sent: AdminCreateUserRequest, {settings}: UserPool): boolean =>
  sent.TemporaryPassword === undefined &&
  (settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? []).some((factor) => factor !== 'PASSWORD')

/** AdminCreateUser: a user that must change the temporary password, and its invitation. */
export const userCreation: UserPoolOperations = {
  AdminCreateUser: {
    resource: onPool,
    run(sent, call) {
      const pool = requirePool(sent.UserPoolId, call)
      const again = sent.MessageAction === 'RESEND'
      const user = again ? resend(sent, pool, call) : makeUser(sent, pool, call)
      const taken = takenAlias(user, pool, call.tx)
      const moves = sent.ForceAliasCreation === true && pool.aliasAttributes !== undefined
      if (taken && !moves) {
        throw new ServiceError('UsernameExistsException', `An account with the given ${taken} already exists.`)
      }
      if (isPasswordless(sent, pool) && !again) {
        keepUser(user, pool, call.tx)
        return {User: userView(user)}
      }
      const password = sent.TemporaryPassword ?? makeTemporaryPassword(pool)
      const invited = withTemporaryPassword(user, password, {pool, now: call.now})
      keepUser(invited, pool, call.tx)
      if (sent.MessageAction !== 'SUPPRESS') invite(invited, password, {sent, call})
      return {User: userView(invited)}
    },
  },
}
