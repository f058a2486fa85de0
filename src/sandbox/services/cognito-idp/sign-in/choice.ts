import type {ChallengeNameType, InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import type {Call, Outcome} from '../../../core/service.js'
import {closeChallenge, openChallenge, requireChallenge, type Answer} from './challenges.js'
import {invalid, present} from '../checks.js'
import {pretendDelivery} from '../sign-up/delivery.js'
import {signInWithPassword} from './by-password.js'
import {unsupported} from '../refusals.js'
import {askSecondFactor, sendOneTimeCode} from '../mfa/second-factor.js'
import {checkMaySignIn, checkSecretHash, findSignInUser, notAuthorized, type Door, type Parameters} from './sign-in.js'
import {startSrp} from './by-srp.js'
import type {PoolUser} from '../tables.js'
import {activeFactors} from '../mfa/user-factors.js'

/** The first factors that a user may choose of; a passkey is one that the sandbox has not. */
const CHOICES = ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'SMS_OTP'] as const
type Choice = (typeof CHOICES)[number]

const isChoice = (text: string): text is Choice => CHOICES.some((choice) => choice === text)

/**
 * The first factors that a user can answer. A code alone is never enough for a user who has a second factor, nor in a
 * pool that demands one. A name without a user, where the client does not tell, can choose of all that the pool allows.
 */
function choicesOf({pool}: Door, user: PoolUser | undefined): Choice[] {
  const allowed: readonly string[] = pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ['PASSWORD']
  const single = pool.settings.MfaConfiguration !== 'ON' && (!user || activeFactors(pool, user).length === 0)
  const has = {
    PASSWORD: !user || user.passwordHash !== undefined,
    EMAIL_OTP: single && (!user || user.attributes['email'] !== undefined),
    SMS_OTP: single && (!user || user.attributes['phone_number'] !== undefined),
  }
  return CHOICES.filter((choice) => {
    const factor = choice === 'PASSWORD_SRP' ? 'PASSWORD' : choice
    return allowed.includes(factor) && has[factor]
  })
}

/** ConfiguredUserAuthFactors: what the user could sign in with first. */
export const firstFactorsOf = (door: Door, user: PoolUser): Exclude<Choice, 'PASSWORD_SRP'>[] =>
  choicesOf(door, user).filter((choice) => choice !== 'PASSWORD_SRP')

interface Begun {
  readonly name: string
  readonly user: PoolUser | undefined
}

const ask =
  (door: Door, {name, user}: Begun, call: Call) =>
  (challenge: 'PASSWORD' | 'PASSWORD_SRP') => ({
    ChallengeName: challenge satisfies ChallengeNameType,
    Session: openChallenge(door, {challenge, username: user?.username ?? name}, call),
    ChallengeParameters: {},
  })

/** Goes on with one factor: checks it when its answer came along, and asks for it otherwise. */
function proceed(
  door: Door,
  {choice, parameters, begun}: {choice: Choice; parameters: Parameters; begun: Begun},
  call: Call,
): Outcome<InitiateAuthResponse> {
  if (choice === 'PASSWORD') {
    return parameters['PASSWORD'] === undefined
      ? ask(door, begun, call)(choice)
      : signInWithPassword(door, parameters, call)
  }
  if (choice === 'PASSWORD_SRP') {
    return parameters['SRP_A'] === undefined
      ? ask(door, begun, call)(choice)
      : startSrp(door, {parameters, withSession: true}, call)
  }
  if (begun.user) {
    checkMaySignIn(begun.user)
    return sendOneTimeCode({...door, user: begun.user}, {challenge: choice, first: true}, call)
  }
  const {DeliveryMedium = '', Destination = ''} = pretendDelivery(begun.name)
  return {
    ChallengeName: choice,
    Session: openChallenge(door, {challenge: choice, username: begun.name}, call),
    ChallengeParameters: {
      USER_ID_FOR_SRP: begun.name,
      CODE_DELIVERY_DELIVERY_MEDIUM: DeliveryMedium,
      CODE_DELIVERY_DESTINATION: Destination,
    },
  }
}

/** USER_AUTH: the factor that is preferred, where the user has it; else those to choose of. */
export function startChoice(
  door: Door,
  {parameters, session}: {parameters: Parameters; session: string | undefined},
  call: Call,
): Outcome<InitiateAuthResponse> {
  const name = present(parameters['USERNAME'], 'USERNAME')
  checkSecretHash(door, name, parameters['SECRET_HASH'])
  const begun = {name, user: findSignInUser(door, name, call)}
  if (session !== undefined) return afterSignUp(door, {session, begun}, call)
  const choices = choicesOf(door, begun.user)
  const preferred = parameters['PREFERRED_CHALLENGE'] ?? ''
  if (preferred === 'WEB_AUTHN') throw unsupported('sign-in with a passkey (WEB_AUTHN)')
  if (isChoice(preferred) && choices.includes(preferred)) {
    return proceed(door, {choice: preferred, parameters, begun}, call)
  }
  if (choices.length === 0) throw invalid('No challenge of USER_AUTH is available for this user.')
  return {
    ChallengeName: 'SELECT_CHALLENGE',
    Session: openChallenge(door, {challenge: 'SELECT_CHALLENGE', username: begun.user?.username ?? name}, call),
    AvailableChallenges: choices,
    ChallengeParameters: {},
  }
}

/** Who has just confirmed a sign-up is signed in with the session of that, once. */
function afterSignUp(
  door: Door,
  {session, begun}: {session: string; begun: Begun},
  call: Call,
): Outcome<InitiateAuthResponse> {
  const {username} = requireChallenge(door, {session, challenges: ['SIGNED_UP']}, call)
  if (begun.user?.username !== username) throw notAuthorized('Invalid session for the user.')
  checkMaySignIn(begun.user)
  closeChallenge(door, session, call)
  return askSecondFactor({...door, user: begun.user}, call)
}

/** SELECT_CHALLENGE, or the answer to PASSWORD and PASSWORD_SRP: the factor chosen, its answer beside it or to come. */
export function answerChoice(door: Door, answer: Answer, call: Call): Outcome<InitiateAuthResponse> {
  const {ChallengeName, ChallengeResponses: parameters = {}, Session: session} = answer
  const name = present(parameters['USERNAME'], 'USERNAME')
  checkSecretHash(door, name, parameters['SECRET_HASH'])
  const challenges = ['SELECT_CHALLENGE', 'PASSWORD', 'PASSWORD_SRP'] as const
  const kept = requireChallenge(door, {session, challenges}, call)
  const begun = {name, user: findSignInUser(door, name, call)}
  if ((begun.user?.username ?? name) !== kept.username) throw notAuthorized('Invalid session for the user.')
  const choice = ChallengeName === 'SELECT_CHALLENGE' ? (parameters['ANSWER'] ?? '') : (ChallengeName ?? '')
  if (choice === 'WEB_AUTHN') throw unsupported('sign-in with a passkey (WEB_AUTHN)')
  if (!isChoice(choice) || !choicesOf(door, begun.user).includes(choice)) {
    throw invalid(`Selected challenge is not available: ${choice}`)
  }
  if (ChallengeName !== 'SELECT_CHALLENGE' && kept.challenge !== choice) {
    throw notAuthorized('Invalid session for the user.')
  }
  const next = proceed(door, {choice, parameters, begun}, call)
  closeChallenge(door, session, call)
  return next
}
