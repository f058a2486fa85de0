import type {SignUpRequest, SignUpResponse} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import type {Call, Outcome} from '../../../core/service.js'
import {closeChallenge, openChallenge, requireChallenge} from '../sign-in/challenges.js'
import {invalid, present} from '../checks.js'
import {expiredCode, issueCode, takeCode} from './codes.js'
import {pretendDelivery, type Contact} from './delivery.js'
import {findUserAtDoor, requireDoor} from '../sign-in/doors.js'
import type {UserPoolOperations} from '../operations.js'
import {withPassword} from '../users/passwords.js'
import {checkSecretHash, notAuthorized, type Door} from '../sign-in/sign-in.js'
import type {PoolUser, UserPool} from '../tables.js'
import {postConfirmation, preSignUp} from '../triggers/sign-up.js'
import {findUser, keepUser, takenAlias} from '../users/access.js'
import {checkNameFree, makeUser} from '../users/making.js'
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
  const factors = pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? []
  if (!sent.Password && factors.some((factor) => factor === 'EMAIL_OTP' || factor === 'SMS_OTP')) return user
  return {...withPassword(user, present(sent.Password, 'Password'), pool), status: 'UNCONFIRMED'}
}

/** @throws ServiceError UsernameExistsException for a name or sign-in attribute that is taken */
function checkFree(user: PoolUser, pool: UserPool, call: Call): void {
  checkNameFree(user, pool, call.tx)
  const taken = pool.usernameAttributes ? takenAlias(user, pool, call.tx) : undefined
  if (taken) {
    throw new ServiceError('UsernameExistsException', `An account with the given ${taken} already exists.`)
  }
}

type Signed = SignUpResponse & {readonly UserConfirmed: boolean; readonly UserSub: string}

/** A code to prove an address with, or for users whom a function has confirmed what follows a confirmation. */
function welcome(door: Door, user: PoolUser, call: Call): Outcome<Signed> {
  const {pool, client, clientMetadata} = door
  const about = {pool, clientId: client.id, user, clientMetadata}
  const answer = {UserConfirmed: user.status === 'CONFIRMED', UserSub: user.sub}
  if (answer.UserConfirmed) return postConfirmation({...about, source: 'ConfirmSignUp'}, call, () => answer)
  const challenge = {challenge: 'SIGN_UP', username: user.username} as const
  const session = (again: Call) => (allowsChoice(door) ? {Session: openChallenge(door, challenge, again)} : {})
  const attribute = confirmedBy(user, pool)
  if (!attribute) return {...answer, ...session(call)}
  const wanted = {purpose: 'confirmation', attribute, source: 'SignUp'} as const
  return issueCode({...about, ...wanted}, call, (CodeDeliveryDetails, again) => ({
    ...answer,
    CodeDeliveryDetails,
    ...session(again),
  }))
}

/** Users who sign themselves up, and prove their address or number with a code. */
export const signUpOperations: UserPoolOperations = {
  SignUp: {
    run(sent, call) {
      const {ClientMetadata: clientMetadata, ValidationData: validationData} = sent
      const door = {...requireDoor(sent.ClientId, call), clientMetadata}
      const {pool, client} = door
      if (pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly) {
        throw notAuthorized('SignUp is not permitted for this user pool')
      }
      checkSecretHash(door, present(sent.Username, 'Username'), sent.SecretHash)
      checkWritable(client, sent.UserAttributes ?? [])
      const made = makeNewUser(door, sent, call)
      checkFree(made, pool, call)
      const asked = {source: 'SignUp', pool, clientId: client.id, user: made, validationData, clientMetadata} as const
      return preSignUp(asked, call, ({confirmed, verified}, again) => {
        const user = verified.reduce(withProven, confirmed ? {...made, status: 'CONFIRMED' as const} : made)
        checkFree(user, pool, again)
        unproveOthers(user, pool, again)
        // An address that is no sign-in name yet moves to the user only once it is proven.
        keepUser(user, pool, again.tx)
        return welcome(door, user, again)
      })
    },
  },
  ConfirmSignUp: {
    run({ConfirmationCode, ForceAliasCreation, Session, ClientMetadata: clientMetadata, ...sent}, call) {
      const {door, user} = findUserAtDoor(sent, call)
      if (!user) throw expiredCode()
      if (user.status !== 'UNCONFIRMED') {
        throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`)
      }
      const {attribute} = takeCode(user, {purpose: 'confirmation', code: ConfirmationCode}, call)
      const confirmed: PoolUser = {...withProven(user, attribute), status: 'CONFIRMED', modifiedAt: call.now}
      const {pool, client} = door
      const taken = takenAlias(confirmed, pool, call.tx)
      if (taken && ForceAliasCreation !== true) {
        throw new ServiceError('AliasExistsException', `An account with the ${taken} already exists.`)
      }
      keepUser(confirmed, pool, call.tx)
      const about = {pool, clientId: client.id, user: confirmed, clientMetadata}
      return postConfirmation({...about, source: 'ConfirmSignUp'}, call, (again) =>
        Session === undefined ? {} : {Session: renewSession(door, {session: Session, user}, again)},
      )
    },
  },
  ResendConfirmationCode: {
    run(sent, call) {
      const {door, name, user} = findUserAtDoor(sent, call)
      if (!user) return {CodeDeliveryDetails: pretendDelivery(name)}
      if (user.status !== 'UNCONFIRMED') throw invalid('User is already confirmed.')
      const attribute = confirmedBy(user, door.pool)
      if (!attribute) throw invalid('Auto verification not turned on.')
      const about = {pool: door.pool, clientId: door.client.id, user, clientMetadata: sent.ClientMetadata}
      const wanted = {purpose: 'confirmation', attribute, source: 'ResendCode'} as const
      return issueCode({...about, ...wanted}, call, (CodeDeliveryDetails) => ({CodeDeliveryDetails}))
    },
  },
}

const withProven = (user: PoolUser, attribute: Contact): PoolUser => ({
  ...user,
  attributes: {...user.attributes, [`${attribute}_verified`]: 'true'},
})

/** Who had an alias that is proven to be another user's has it unproven from now on (developer guide, pre sign-up). */
function unproveOthers(user: PoolUser, pool: UserPool, {tx, now}: Call): void {
  for (const attribute of ['email', 'phone_number'] as const) {
    const value = user.attributes[attribute]
    const proven = user.attributes[`${attribute}_verified`] === 'true' && pool.aliasAttributes?.includes(attribute)
    const other = proven && value !== undefined ? findUser(pool, value, tx) : undefined
    if (!other) continue
    const attributes = {...other.attributes, [`${attribute}_verified`]: 'false'}
    keepUser({...other, attributes, modifiedAt: now}, pool, tx)
  }
}

/** The session of a sign-up becomes one that USER_AUTH takes for a first factor. */
function renewSession(door: Door, {session, user}: {session: string; user: PoolUser}, call: Call): string {
  const {username} = requireChallenge(door, {session, challenges: ['SIGN_UP']}, call)
  if (username !== user.username) throw notAuthorized('Invalid session for the user.')
  closeChallenge(door, session, call)
  return openChallenge(door, {challenge: 'SIGNED_UP', username}, call)
}
