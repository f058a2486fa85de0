import {ServiceError} from '../../../core/errors.js'
import {present} from '../checks.js'
import {expiredCode, issueCode, takeCode} from './codes.js'
import {pretendDelivery} from './delivery.js'
import {findUserAtDoor} from '../sign-in/doors.js'
import type {UserPoolOperations} from '../operations.js'
import {withPassword} from '../users/passwords.js'
import {requireRecovery} from './recovery.js'
import {notAuthorized} from '../sign-in/sign-in.js'
import {keepUser} from '../users/access.js'

/** A user who forgot the password: a code to a proven address, and the code with a new password. */
export const forgotPasswordOperations: UserPoolOperations = {
  ForgotPassword: {
    run(sent, call) {
      const {door, name, user} = findUserAtDoor(sent, call)
      if (!user) return {CodeDeliveryDetails: pretendDelivery(name)}
      if (user.status === 'FORCE_CHANGE_PASSWORD') {
        throw notAuthorized('User password cannot be reset in the current state.')
      }
      const attribute = requireRecovery(door.pool, user)
      return {CodeDeliveryDetails: issueCode(user, {purpose: 'reset', attribute}, call)}
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
      const changed = withPassword(user, present(Password, 'Password'), door.pool)
      keepUser({...changed, modifiedAt: call.now}, door.pool, call.tx)
      return {}
    },
  },
}
