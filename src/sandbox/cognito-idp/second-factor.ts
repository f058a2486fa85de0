import type {InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../errors.js'
import type {Call} from '../service.js'
import {startSession, type SignIn} from './sign-in-tokens.js'

/** Tokens, or in a pool where a second factor is a must, the challenge to set one up. */
export function askSecondFactor(signIn: SignIn, call: Call): InitiateAuthResponse {
  if (signIn.pool.settings.MfaConfiguration === 'ON') {
    // Answering MFA challenges is not implemented, so nobody gets past this one: never tokens without a second factor.
    throw new ServiceError(
      'UnknownOperationException',
      "awsup's sandbox does not implement sign-in to a user pool with MfaConfiguration ON",
      {status: 501},
    )
  }
  return {ChallengeParameters: {}, AuthenticationResult: startSession(signIn, call)}
}
