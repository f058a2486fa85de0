import type {InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import {digits} from '../../../core/ids.js'
import type {Call} from '../../../core/service.js'
import {openChallenge} from '../sign-in/challenges.js'
import {deliver} from '../sign-up/delivery.js'
import {startSession, type SignIn} from '../sign-in/issue.js'
import type {SecondFactor} from '../tables.js'
import {activeFactors, mfaOf, poolFactors} from './user-factors.js'

/** After the first factor: the challenge of a second one where the pool or the user wants it, tokens otherwise. */
export function askSecondFactor(signIn: SignIn, call: Call): InitiateAuthResponse {
  const {pool, user} = signIn
  const active = activeFactors(pool, user)
  const {preferred} = mfaOf(user)
  const factor = active.length === 1 ? active[0] : active.find((one) => one === preferred)
  if (factor) return askFactor(signIn, factor, call)
  if (active.length > 1) return askWhich(signIn, active, call)
  return pool.settings.MfaConfiguration === 'ON' ? askSetup(signIn, call) : giveTokens(signIn, call)
}

/** The end of every sign-in. */
export const giveTokens = (signIn: SignIn, call: Call): InitiateAuthResponse => ({
  ChallengeParameters: {},
  AuthenticationResult: startSession(signIn, call),
})

/** Asks for one factor's code, and sends it when it is one that is sent. */
export function askFactor(signIn: SignIn, factor: SecondFactor, call: Call): InitiateAuthResponse {
  const {username} = signIn.user
  if (factor === 'SOFTWARE_TOKEN_MFA') {
    return {
      ChallengeName: factor,
      Session: openChallenge(signIn, {challenge: factor, username}, call),
      ChallengeParameters: {USER_ID_FOR_SRP: username},
    }
  }
  return sendOneTimeCode(signIn, {challenge: factor}, call)
}

interface OneTime {
  readonly challenge: 'SMS_MFA' | 'EMAIL_OTP' | 'SMS_OTP'
  readonly first?: boolean
  /** An address that is to become the user's second factor. */
  readonly email?: string
}

/** A code by e-mail or SMS that lasts as long as its session. */
export function sendOneTimeCode(
  signIn: SignIn,
  {challenge, first = false, email}: OneTime,
  call: Call,
): InitiateAuthResponse {
  const {user} = signIn
  const code = digits(6)
  const attribute = challenge === 'EMAIL_OTP' ? 'email' : 'phone_number'
  const details = deliver(
    user,
    {attribute, to: email ?? user.attributes[attribute] ?? '', reason: first ? 'sign-in' : 'mfa', code},
    call,
  )
  return {
    ChallengeName: challenge,
    Session: openChallenge(signIn, {challenge, username: user.username, code, first, email}, call),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      CODE_DELIVERY_DELIVERY_MEDIUM: details.DeliveryMedium ?? '',
      CODE_DELIVERY_DESTINATION: details.Destination ?? '',
    },
  }
}

const askWhich = (signIn: SignIn, factors: readonly SecondFactor[], call: Call): InitiateAuthResponse => ({
  ChallengeName: 'SELECT_MFA_TYPE',
  Session: openChallenge(signIn, {challenge: 'SELECT_MFA_TYPE', username: signIn.user.username}, call),
  ChallengeParameters: {USER_ID_FOR_SRP: signIn.user.username, MFAS_CAN_CHOOSE: JSON.stringify(factors)},
})

const askSetup = (signIn: SignIn, call: Call): InitiateAuthResponse => ({
  ChallengeName: 'MFA_SETUP',
  Session: openChallenge(signIn, {challenge: 'MFA_SETUP', username: signIn.user.username}, call),
  ChallengeParameters: {
    USER_ID_FOR_SRP: signIn.user.username,
    MFAS_CAN_SETUP: JSON.stringify(poolFactors(signIn.pool)),
  },
})
