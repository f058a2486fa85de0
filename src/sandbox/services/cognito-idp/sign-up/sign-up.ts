import type {SignUpRequest} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import {closeChallenge, openChallenge, requireChallenge} from '../sign-in/challenges.js'
import {invalid, present} from '../checks.js'
import {expiredCode, issueCode, takeCode} from './codes.js'
import {pretendDelivery, type Contact} from './delivery.js'
import {findUserAtDoor, requireDoor} from '../sign-in/doors.js'
import type {UserPoolOperations} from '../operations.js'
import {withPassword} from '../users/passwords.js'
import {checkSecretHash, notAuthorized, type Door} from '../sign-in/sign-in.js'
import type {PoolUser, UserPool} from '../tables.js'
import {keepUser, takenAlias} from '../users/access.js'
import {makeUser} from '../users/making.js'
import {checkWritable} from '../users/writable.js'

/**
 * Where a sign-up is confirmed: by SMS where both are verified by themselves and given (Developer Guide, signing up).
 */
const confirmedBy = ({attributes}: PoolUser, {settings}: UserPool): Contact | undefined =>
  (['phone_number', 'email'] as const).find(
    (name) => settings.AutoVerifiedAttributes?.includes(name) && attributes[name] !== undefined,
  )

const allowsChoice = ({client}: Door): boolean =>
  client.settings.ExplicitAuthFlows?.includes('ALLOW_USER_AUTH') ?? false

function makeNewUser(door: Door, sent: SignUpRequest, call: Call): PoolUser {
  const {pool} = door
  const user: PoolUser = {...makeUser(sent, pool, call), status: 'UNCONFIRMED'}
  const taken = pool.usernameAttributes ? takenAlias(user, pool, call.tx) : undefined
  if (taken) {
    throw new ServiceError('UsernameExistsException', `An account with the given ${taken} already exists.`)
  }
  const factors = pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? []
  if (!sent.Password && factors.some((factor) => factor === 'EMAIL_OTP' || factor === 'SMS_OTP')) return user
  return {...withPassword(user, present(sent.Password, 'Password'), pool), status: 'UNCONFIRMED'}
}

/** Users who sign themselves up, and prove their address or number with a code. */
export const signUpOperations: UserPoolOperations = {
  SignUp: {
    run(sent, call) {
      const door = requireDoor(sent.ClientId, call)
      if (door.pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly) {
        throw notAuthorized('SignUp is not permitted for this user pool')
      }
      checkSecretHash(door, present(sent.Username, 'Username'), sent.SecretHash)
      checkWritable(door.client, sent.UserAttributes ?? [])
      const user = makeNewUser(door, sent, call)
      // An address that is no sign-in name yet moves to the user only once it is proven.
      keepUser(user, door.pool, call.tx)
      const attribute = confirmedBy(user, door.pool)
      const {username} = user
      return {
        UserConfirmed: false,
        UserSub: user.sub,
        ...(attribute && {CodeDeliveryDetails: issueCode(user, {purpose: 'confirmation', attribute}, call)}),
        ...(allowsChoice(door) && {Session: openChallenge(door, {challenge: 'SIGN_UP', username}, call)}),
      }
    },
  },
  ConfirmSignUp: {
    run({ConfirmationCode, ForceAliasCreation, Session, ...sent}, call) {
      const {door, user} = findUserAtDoor(sent, call)
      if (!user) throw expiredCode()
      if (user.status !== 'UNCONFIRMED') {
        throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`)
      }
      const {attribute} = takeCode(user, {purpose: 'confirmation', code: ConfirmationCode}, call)
      const attributes = {...user.attributes, [`${attribute}_verified`]: 'true'}
      const confirmed: PoolUser = {...user, attributes, status: 'CONFIRMED', modifiedAt: call.now}
      const taken = takenAlias(confirmed, door.pool, call.tx)
      if (taken && ForceAliasCreation !== true) {
        throw new ServiceError('AliasExistsException', `An account with the ${taken} already exists.`)
      }
      keepUser(confirmed, door.pool, call.tx)
      return Session === undefined ? {} : {Session: renewSession(door, {session: Session, user}, call)}
    },
  },
  ResendConfirmationCode: {
    run(sent, call) {
      const {door, name, user} = findUserAtDoor(sent, call)
      if (!user) return {CodeDeliveryDetails: pretendDelivery(name)}
      if (user.status !== 'UNCONFIRMED') throw invalid('User is already confirmed.')
      const attribute = confirmedBy(user, door.pool)
      if (!attribute) throw invalid('Auto verification not turned on.')
      return {CodeDeliveryDetails: issueCode(user, {purpose: 'confirmation', attribute}, call)}
    },
  },
}

/** The session of a sign-up becomes one that USER_AUTH takes for a first factor. */
function renewSession(door: Door, {session, user}: {session: string; user: PoolUser}, call: Call): string {
  const {username} = requireChallenge(door, {session, challenges: ['SIGN_UP']}, call)
  if (username !== user.username) throw notAuthorized('Invalid session for the user.')
  closeChallenge(door, session, call)
  return openChallenge(door, {challenge: 'SIGNED_UP', username}, call)
}
