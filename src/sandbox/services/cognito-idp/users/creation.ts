import type {AdminCreateUserRequest, DeliveryMediumType, UserType} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import type {Call, Outcome} from '../../../core/service.js'
import type {UserPoolOperations} from '../operations.js'
import {deliver} from '../sign-up/delivery.js'
import {checkPassword, makeTemporaryPassword, withTemporaryPassword} from './passwords.js'
import {onPool, requirePool} from '../pools/access.js'
import type {PoolUser, UserPool} from '../tables.js'
import {preSignUp} from '../triggers/sign-up.js'
import {keepUser, requireUser, takenAlias} from './access.js'
import {checkNameFree, makeUser} from './making.js'
import {userView} from './view.js'

interface Inviting {
  readonly sent: AdminCreateUserRequest
  readonly pool: UserPool
  readonly user: PoolUser
  readonly password: string
  readonly mediums: readonly DeliveryMediumType[]
}

/** Sends the invitation by one medium after the other: a function may write each. */
function invite({mediums, ...inviting}: Inviting, call: Call): Outcome<{User: UserType}> {
  const {sent, pool, user, password: code} = inviting
  const [medium, ...rest] = mediums
  if (!medium) return {User: userView(user)}
  const attribute = medium === 'EMAIL' ? 'email' : 'phone_number'
  const to = user.attributes[attribute]
  if (to === undefined) return invite({...inviting, mediums: rest}, call)
  const about = {pool, clientId: undefined, user, clientMetadata: sent.ClientMetadata}
  const message = {attribute, to, reason: 'invitation', source: 'AdminCreateUser', code} as const
  return deliver({...about, ...message}, call, (_details, again) => invite({...inviting, mediums: rest}, again))
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

/** @throws ServiceError UsernameExistsException */
function checkAlias(user: PoolUser, {sent, pool}: {sent: AdminCreateUserRequest; pool: UserPool}, call: Call): void {
  const taken = takenAlias(user, pool, call.tx)
  const moves = sent.ForceAliasCreation === true && pool.aliasAttributes !== undefined
  if (taken && !moves) {
    throw new ServiceError('UsernameExistsException', `An account with the given ${taken} already exists.`)
  }
}

/** Keeps a user with a temporary password, and invites it. */
function keepInvited(user: PoolUser, {sent, pool}: {sent: AdminCreateUserRequest; pool: UserPool}, call: Call) {
  const password = sent.TemporaryPassword ?? makeTemporaryPassword(pool)
  const invited = withTemporaryPassword(user, password, {pool, now: call.now})
  keepUser(invited, pool, call.tx)
  const mediums = sent.MessageAction === 'SUPPRESS' ? [] : (sent.DesiredDeliveryMediums ?? ['SMS'])
  return invite({sent, pool, user: invited, password, mediums}, call)
}

/** AdminCreateUser: a user that must change the temporary password, and its invitation. */
export const userCreation: UserPoolOperations = {
  AdminCreateUser: {
    resource: onPool,
    run(sent, call) {
      const pool = requirePool(sent.UserPoolId, call)
      if (sent.MessageAction === 'RESEND') {
        const user = resend(sent, pool, call)
        checkAlias(user, {sent, pool}, call)
        return keepInvited(user, {sent, pool}, call)
      }
      const user = makeUser(sent, pool, call)
      checkAlias(user, {sent, pool}, call)
      if (sent.TemporaryPassword !== undefined) checkPassword(sent.TemporaryPassword, pool)
      const {ClientMetadata: clientMetadata, ValidationData: validationData} = sent
      const asked = {
        source: 'AdminCreateUser',
        pool,
        clientId: undefined,
        user,
        validationData,
        clientMetadata,
      } as const
      return preSignUp(asked, call, (_approval, again) => {
        checkNameFree(user, pool, again.tx)
        checkAlias(user, {sent, pool}, again)
        if (!isPasswordless(sent, pool)) return keepInvited(user, {sent, pool}, again)
        keepUser(user, pool, again.tx)
        return {User: userView(user)}
      })
    },
  },
}
