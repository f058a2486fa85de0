import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import {invalid, present} from '../checks.js'
import {issueCode} from '../sign-up/codes.js'
import type {Contact} from '../sign-up/delivery.js'
import type {UserPoolOperations} from '../operations.js'
import {withPassword, withTemporaryPassword} from './passwords.js'
import {onPool, requirePool} from '../pools/access.js'
import {endSessions} from '../sign-in/sessions.js'
import type {PoolUser, UserPool} from '../tables.js'
import {postConfirmation} from '../triggers/sign-up.js'
import {keepUser, requireUser} from './access.js'

interface Named {
  readonly UserPoolId?: string | undefined
  readonly Username?: string | undefined
}

/** Reads a user, changes it, and stores it. */
function changeUser(
  {UserPoolId, Username}: Named,
  call: Call,
  change: (user: PoolUser, pool: UserPool) => PoolUser,
): Record<string, never> {
  changed({UserPoolId, Username}, call, change)
  return {}
}

/** The same, to go on with. */
function changed({UserPoolId, Username}: Named, call: Call, change: (user: PoolUser, pool: UserPool) => PoolUser) {
  const pool = requirePool(UserPoolId, call)
  const user = {...change(requireUser(pool, Username, call.tx), pool), modifiedAt: call.now}
  keepUser(user, pool, call.tx)
  return {pool, clientId: undefined, user}
}

function requireReset(user: PoolUser): PoolUser {
  if (user.status !== 'CONFIRMED' && user.status !== 'RESET_REQUIRED') {
    throw new ServiceError('NotAuthorizedException', 'User password cannot be reset in the current state.')
  }
  return {...user, status: 'RESET_REQUIRED'}
}

/** An administrator's reset goes to what is proven, whatever ways of recovery the pool leaves to users. */
function requireContact({attributes}: PoolUser): Contact {
  const contact = (['email', 'phone_number'] as const).find((name) => attributes[`${name}_verified`] === 'true')
  if (contact) return contact
  throw invalid('Cannot reset password for the user as there is no registered/verified email or phone_number')
}

/** What an administrator does to a user's state and password. */
export const userState: UserPoolOperations = {
  AdminSetUserPassword: {
    resource: onPool,
    run: (sent, call) =>
      changeUser(sent, call, (user, pool) => {
        const password = present(sent.Password, 'Password')
        return sent.Permanent === true
          ? withPassword(user, password, pool)
          : withTemporaryPassword(user, password, {pool, now: call.now})
      }),
  },
  AdminEnableUser: {
    resource: onPool,
    run: (sent, call) => changeUser(sent, call, (user) => ({...user, enabled: true})),
  },
  AdminDisableUser: {
    resource: onPool,
    run: (sent, call) => changeUser(sent, call, (user) => ({...user, enabled: false})),
  },
  AdminResetUserPassword: {
    resource: onPool,
    run(sent, call) {
      const about = {...changed(sent, call, requireReset), clientMetadata: sent.ClientMetadata}
      const wanted = {purpose: 'reset', attribute: requireContact(about.user), source: 'ForgotPassword'} as const
      return issueCode({...about, ...wanted}, call, () => ({}))
    },
  },
  AdminConfirmSignUp: {
    resource: onPool,
    run(sent, call) {
      const about = changed(sent, call, (user) => {
        if (user.status !== 'UNCONFIRMED') {
          const message = `User cannot be confirmed. Current status is ${user.status}`
          throw new ServiceError('NotAuthorizedException', message)
        }
        return {...user, status: 'CONFIRMED'}
      })
      const {ClientMetadata: clientMetadata} = sent
      return postConfirmation({...about, clientMetadata, source: 'ConfirmSignUp'}, call, () => ({}))
    },
  },
  AdminUserGlobalSignOut: {
    resource: onPool,
    run: (sent, call) =>
      changeUser(sent, call, (user) => {
        endSessions(user, call)
        return user
      }),
  },
}
