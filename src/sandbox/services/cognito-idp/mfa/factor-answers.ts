import type {InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import type {Call, Outcome} from '../../../core/service.js'
import {stepOfCode} from '../../../totp.js'
import {closeChallenge, openAnswer, type Answer, type Opened} from '../sign-in/challenges.js'
import {invalid, present} from '../checks.js'
import {askFactor, giveTokens, sendOneTimeCode} from './second-factor.js'
import {notAuthorized, type Door} from '../sign-in/sign-in.js'
import type {PoolUser} from '../tables.js'
import {keepUser} from '../users/access.js'
import {isEmail} from '../users/attributes.js'
import {activeFactors, mfaOf, poolFactors, withFactor} from './user-factors.js'

const mismatch = (words: string): ServiceError => new ServiceError('CodeMismatchException', words)

/** Keeps a user who answered right, and gives the tokens. */
function finish(
  door: Door,
  {opened, user}: {opened: Opened; user: PoolUser},
  call: Call,
): Outcome<InitiateAuthResponse> {
  if (user !== opened.user) keepUser({...user, modifiedAt: call.now}, door.pool, call.tx)
  closeChallenge(door, opened.session, call)
  return giveTokens({...door, user}, call)
}

/** SOFTWARE_TOKEN_MFA: a code of the user's authenticator, each good once. */
export function answerSoftwareToken(door: Door, answer: Answer, call: Call): Outcome<InitiateAuthResponse> {
  const opened = openAnswer(door, {answer, challenges: ['SOFTWARE_TOKEN_MFA']}, call)
  const code = present(opened.sent['SOFTWARE_TOKEN_MFA_CODE'], 'SOFTWARE_TOKEN_MFA_CODE')
  const mfa = mfaOf(opened.user)
  const step = mfa.softwareToken && stepOfCode(mfa.softwareToken.seed, code, call.now)
  if (!mfa.softwareToken || step === undefined) throw mismatch('Invalid code received for user')
  if (step <= mfa.softwareToken.step) {
    throw new ServiceError('ExpiredCodeException', 'Your software token has already been used once.')
  }
  const user = {...opened.user, mfa: {...mfa, softwareToken: {...mfa.softwareToken, step}}}
  return finish(door, {opened, user}, call)
}

/** SMS_MFA, EMAIL_OTP, SMS_OTP: the code that was sent; whoever reads it has proven the address. */
export function answerOneTimeCode(door: Door, answer: Answer, call: Call): Outcome<InitiateAuthResponse> {
  const opened = openAnswer(door, {answer, challenges: ['SMS_MFA', 'EMAIL_OTP', 'SMS_OTP']}, call)
  const {challenge, code, email, first} = opened.kept
  if (opened.sent[`${challenge}_CODE`] !== code || code === undefined) {
    throw mismatch('Invalid code or auth state for the user.')
  }
  const attribute = challenge === 'EMAIL_OTP' ? 'email' : 'phone_number'
  const added = email === undefined ? {} : {email}
  const attributes = {...opened.user.attributes, ...added, [`${attribute}_verified`]: 'true'}
  const proven = {...opened.user, attributes}
  const user = email === undefined ? proven : withFactor(proven, 'EMAIL_OTP')
  return finish(door, {opened, user: first || email !== undefined ? user : opened.user}, call)
}

/** SELECT_MFA_TYPE: which of several factors it shall be. */
export function answerMfaType(door: Door, answer: Answer, call: Call): Outcome<InitiateAuthResponse> {
  const opened = openAnswer(door, {answer, challenges: ['SELECT_MFA_TYPE']}, call)
  const factor = activeFactors(door.pool, opened.user).find((one) => one === opened.sent['ANSWER'])
  if (!factor) throw invalid(`Invalid ANSWER for SELECT_MFA_TYPE: ${opened.sent['ANSWER'] ?? ''}`)
  closeChallenge(door, opened.session, call)
  return askFactor({...door, user: opened.user}, factor, call)
}

/** MFA_SETUP: an authenticator that VerifySoftwareToken accepted, or an address that a code is sent to. */
export function answerMfaSetup(door: Door, answer: Answer, call: Call): Outcome<InitiateAuthResponse> {
  const opened = openAnswer(door, {answer, challenges: ['MFA_SETUP']}, call)
  const email = opened.sent['EMAIL']
  if (email !== undefined && poolFactors(door.pool).includes('EMAIL_OTP')) {
    if (!isEmail(email)) throw invalid('Invalid email address format.')
    closeChallenge(door, opened.session, call)
    return sendOneTimeCode({...door, user: opened.user}, {challenge: 'EMAIL_OTP', email}, call)
  }
  if (opened.kept.softwareToken?.step === undefined)
    throw notAuthorized('The software token has not been verified in this session.')
  return finish(door, {opened, user: opened.user}, call)
}
