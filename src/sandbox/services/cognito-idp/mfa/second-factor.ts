import type {InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import {digits} from '../../../core/ids.js'
import type {Call, Outcome} from '../../../core/service.js'
import {openChallenge} from '../sign-in/challenges.js'
import {deliver} from '../sign-up/delivery.js'
import {issueTokens} from '../sign-in/issue.js'
import type {SignIn} from '../sign-in/sign-in.js'
import type {SecondFactor} from '../tables.js'
import {activeFactors, mfaOf, poolFactors} from './user-factors.js'

type Step = Outcome<InitiateAuthResponse>

/**
 * After the first factor: the challenge of a second one where the pool or the user wants it, tokens otherwise. Where
 * functions ask, it comes right after the password (developer guide, "Custom authentication challenge Lambda triggers").
 */
export function askSecondFactor(signIn: SignIn, call: Call): Step {
  const {pool, user, custom} = signIn
  if (custom && custom.history.at(-1)?.challengeName !== 'PASSWORD_VERIFIER') return giveTokens(signIn, call)
  const active = activeFactors(pool, user)
  const {preferred} = mfaOf(user)
  const factor = active.length === 1 ? active[0] : active.find((one) => one === preferred)
  if (factor) return askFactor(signIn, factor, call)
  if (active.length > 1) return askWhich(signIn, active, call)
  return pool.settings.MfaConfiguration === 'ON' ? askSetup(signIn, call) : giveTokens(signIn, call)
}

/** The end of every sign-in, where no function has more to ask. */
export const giveTokens = (signIn: SignIn, call: Call): Step =>
  signIn.custom ? signIn.custom.next(signIn, call) : issueTokens(signIn, call)

/** Asks for one factor's code, and sends it when it is one that is sent. */
export function askFactor(signIn: SignIn, factor: SecondFactor, call: Call): Step {
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
export function sendOneTimeCode(signIn: SignIn, {challenge, first = false, email}: OneTime, call: Call): Step {
  const {user, pool, client} = signIn
  const code = digits(6)
  const attribute = challenge === 'EMAIL_OTP' ? 'email' : 'phone_number'
  const to = email ?? user.attributes[attribute] ?? ''
  const message = {attribute, to, reason: first ? 'sign-in' : 'mfa', code, source: 'Authentication'} as const
  return deliver({pool, clientId: client.id, user, ...message}, call, (details, again) => ({
    ChallengeName: challenge,
    Session: openChallenge(signIn, {challenge, username: user.username, code, first, email}, again),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      CODE_DELIVERY_DELIVERY_MEDIUM: details.DeliveryMedium ?? '',
      CODE_DELIVERY_DESTINATION: details.Destination ?? '',
    },
  }))
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
