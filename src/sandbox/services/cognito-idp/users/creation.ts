import type {AdminCreateUserRequest} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import type {UserPoolOperations} from '../operations.js'
import {sendMessage} from '../sign-up/outbox.js'
import {makeTemporaryPassword, withTemporaryPassword} from './passwords.js'
import {onPool, requirePool} from '../pools/access.js'
import type {PoolUser, UserPool} from '../tables.js'
import {keepUser, requireUser, takenAlias} from './access.js'
import {makeUser} from './making.js'
import {userView} from './view.js'

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
