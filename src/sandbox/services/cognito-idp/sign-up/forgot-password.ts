import {ServiceError} from '../../../core/errors.js'
import {present} from '../checks.js'
import {expiredCode, issueCode, takeCode} from './codes.js'
import {pretendDelivery} from './delivery.js'
import {findUserAtDoor, nameAtDoor} from '../sign-in/doors.js'
import type {UserPoolOperations} from '../operations.js'
import {withPassword} from '../users/passwords.js'
import {requireRecovery} from './recovery.js'
import {findSignInUser, notAuthorized} from '../sign-in/sign-in.js'
import {migrateUnknown} from '../triggers/migration.js'
import {postConfirmation} from '../triggers/sign-up.js'
import {keepUser} from '../users/access.js'

/** A user who forgot the password: a code to a proven address, and the code with a new password. */
export const forgotPasswordOperations: UserPoolOperations = {
  ForgotPassword: {
    run(sent, call) {
      const {ClientMetadata: clientMetadata} = sent
      const named = nameAtDoor(sent, call)
      const door = {...named.door, clientMetadata}
      return migrateUnknown({...door, source: 'ForgotPassword', name: named.name}, call, (again) => {
        const user = findSignInUser(door, named.name, again)
        if (!user) return {CodeDeliveryDetails: pretendDelivery(named.name)}
        if (user.status === 'FORCE_CHANGE_PASSWORD') {
          throw notAuthorized('User password cannot be reset in the current state.')
        }
        const {pool, client} = door
        const wanted = {purpose: 'reset', attribute: requireRecovery(pool, user), source: 'ForgotPassword'} as const
        const about = {pool, clientId: client.id, user, clientMetadata}
        return issueCode({...about, ...wanted}, again, (CodeDeliveryDetails) => ({CodeDeliveryDetails}))
      })
    },
  },
  ConfirmForgotPassword: {
    run({ConfirmationCode, Password, ...sent}, call) {
      const {door, user} = findUserAtDoor(sent, call)
      if (!user) throw expiredCode()
      if (user.status === 'UNCONFIRMED') {
        throw new ServiceError('UserNotConfirmedException', 'User is not confirmed.')
      }
      takeCode(user, {purpose: 'reset', code: ConfirmationCode}, call)
      const changed = {...withPassword(user, present(Password, 'Password'), door.pool), modifiedAt: call.now}
      keepUser(changed, door.pool, call.tx)
      const about = {pool: door.pool, clientId: door.client.id, user: changed, clientMetadata: sent.ClientMetadata}
      return postConfirmation({...about, source: 'ConfirmForgotPassword'}, call, () => ({}))
    },
  },
}
