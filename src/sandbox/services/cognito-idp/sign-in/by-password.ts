import type {InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import type {Call, Outcome} from '../../../core/service.js'
import {afterPassword} from './after-password.js'
import {present} from '../checks.js'
import {matchesPassword} from '../users/passwords.js'
import {checkSecretHash, findSignInUser, notAuthorized, WRONG, type Door, type Parameters} from './sign-in.js'

/** Sign-in with name and password: tokens, or the challenge that comes first. */
export function signInWithPassword(door: Door, parameters: Parameters, call: Call): Outcome<InitiateAuthResponse> {
  const name = present(parameters['USERNAME'], 'USERNAME')
  const password = present(parameters['PASSWORD'], 'PASSWORD')
  checkSecretHash(door, name, parameters['SECRET_HASH'])
  const user = findSignInUser(door, name, call)
  if (!user || !matchesPassword(password, user.passwordHash)) throw notAuthorized(WRONG)
  return afterPassword({...door, user}, call)
}
