import type {InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import type {Call, Outcome} from '../../../core/service.js'
import {askNewPassword} from './new-password.js'
import {askSecondFactor} from '../mfa/second-factor.js'
import type {SignIn} from './sign-in.js'
import {checkMaySignIn, notAuthorized} from './sign-in.js'

/** What follows a right password: a lasting one instead of a temporary one, a second factor, or tokens. */
export function afterPassword(signIn: SignIn, call: Call): Outcome<InitiateAuthResponse> {
  const {user, custom} = signIn
  if (user.temporaryUntil !== undefined && call.now > user.temporaryUntil) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.')
  }
  checkMaySignIn(user)
  // Where functions ask, they ask for the new password too (developer guide, "Define auth challenge").
  const mustChange = user.status === 'FORCE_CHANGE_PASSWORD' && !custom
  return mustChange ? askNewPassword(signIn, call) : askSecondFactor(signIn, call)
}
