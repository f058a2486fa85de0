import type {InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import type {Call} from '../../../core/service.js'
import {askNewPassword} from './new-password.js'
import {askSecondFactor} from '../mfa/second-factor.js'
import type {SignIn} from './issue.js'
import {checkMaySignIn, notAuthorized} from './sign-in.js'

/** What follows a right password: a lasting one instead of a temporary one, a second factor, or tokens. */
export function afterPassword(signIn: SignIn, call: Call): InitiateAuthResponse {
  const {user} = signIn
  if (user.temporaryUntil !== undefined && call.now > user.temporaryUntil) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.')
  }
  checkMaySignIn(user)
  return user.status === 'FORCE_CHANGE_PASSWORD' ? askNewPassword(signIn, call) : askSecondFactor(signIn, call)
}
