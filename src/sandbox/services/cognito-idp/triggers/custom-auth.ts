import type {InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import type {Call, Outcome} from '../../../core/service.js'
import {closeChallenge, openChallenge, requireChallenge, type Answer} from '../sign-in/challenges.js'
import {startSrp} from '../sign-in/by-srp.js'
import {invalid, present} from '../checks.js'
import {issueTokens} from '../sign-in/issue.js'
import {askFactor} from '../mfa/second-factor.js'
import {isReady} from '../mfa/user-factors.js'
import {askNewPassword} from '../sign-in/new-password.js'
import {unsupported} from '../refusals.js'
import {NO_FUNCTIONS} from '../../../functions/functions.js'
import {
  checkMaySignIn,
  checkSecretHash,
  findSignInUser,
  notAuthorized,
  WRONG,
  type Door,
  type Parameters,
  type SignIn,
} from '../sign-in/sign-in.js'
import type {SecondFactor} from '../tables.js'
import {createChallenge, defineChallenge, verifyAnswer, type Challenged} from './challenges.js'
import {badResponse, notConfigured} from './reply.js'
import {isCalled} from './trigger.js'
import {findUser} from '../users/access.js'

type Step = Outcome<InitiateAuthResponse>

const CUSTOM = 'CUSTOM_CHALLENGE'
const FACTORS: readonly SecondFactor[] = ['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA']

/**
 * CUSTOM_AUTH: functions decide which challenge comes, from the first on, or after a proof of the password by SRP
 * (developer guide, "Custom authentication challenge Lambda triggers").
 */
export function startCustom(door: Door, {parameters}: {parameters: Parameters}, call: Call): Step {
  if (call.functions === NO_FUNCTIONS) {
    throw unsupported('AuthFlow CUSTOM_AUTH without functions; start it with: awsup sandbox serve --functions')
  }
  const steps = ['DefineAuthChallenge', 'CreateAuthChallenge', 'VerifyAuthChallengeResponse'] as const
  if (!steps.every((step) => isCalled(door.pool, step, call))) throw notConfigured()
  const name = present(parameters['USERNAME'], 'USERNAME')
  checkSecretHash(door, name, parameters['SECRET_HASH'])
  const user = findSignInUser(door, name, call)
  if (user?.status === 'UNCONFIRMED') throw new ServiceError('UserNotConfirmedException', 'User is not confirmed.')
  const first = parameters['CHALLENGE_NAME'] ?? CUSTOM
  if (first === CUSTOM) return decide({...door, name, user, history: []}, call)
  if (first !== 'SRP_A') throw invalid(`Unknown CHALLENGE_NAME ${first} of CUSTOM_AUTH.`)
  present(parameters['SRP_A'], 'SRP_A')
  const history = [{challengeName: 'SRP_A', challengeResult: true}]
  return decide({...door, name, user, history}, call, parameters)
}

/** Asks what comes next; `srp` as long as the client has sent its half of SRP and was not asked for the proof. */
function decide(by: Challenged, call: Call, srp?: Parameters): Step {
  return defineChallenge(by, call, (decision, again) => {
    if (decision === 'refused') throw notAuthorized(WRONG)
    const fresh: Challenged = {
      ...by,
      user: findSignInUser(by, by.name, again),
      custom: {history: by.history, next: goOn},
    }
    if (decision === 'tokens') return finish(fresh, again)
    if (decision.next === CUSTOM) return askCustom(fresh, again)
    if (decision.next === 'PASSWORD_VERIFIER' && srp) {
      return startSrp(fresh, {parameters: srp, withSession: true}, again)
    }
    return askOther(fresh, decision.next, again)
  })
}

/** Goes on with a user who has answered a challenge of Cognito's own. */
export const goOn = (signIn: SignIn, call: Call): Step =>
  decide({...signIn, name: signIn.user.username, history: signIn.custom?.history ?? []}, call)

function finish(by: Challenged, call: Call): Step {
  const {user} = by
  if (!user) throw notAuthorized(WRONG)
  checkMaySignIn(user)
  return issueTokens({...by, user, custom: undefined}, call)
}

function askCustom(by: Challenged, call: Call): Step {
  return createChallenge(by, call, ({shown, hidden, metadata}, again) => {
    const username = by.user?.username ?? by.name
    const custom = {history: by.history, hidden, metadata}
    return {
      ChallengeName: CUSTOM,
      Session: openChallenge(by, {challenge: CUSTOM, username, custom}, again),
      ChallengeParameters: {...shown, USERNAME: username},
    }
  })
}

/** A challenge of Cognito's own that a function asks for by name. */
function askOther(by: Challenged, next: string, call: Call): Step {
  const {user} = by
  const factor = FACTORS.find((one) => one === next)
  if (user && factor && isReady(user, factor)) return askFactor({...by, user}, factor, call)
  const mustChange = user?.status === 'FORCE_CHANGE_PASSWORD' || user?.status === 'RESET_REQUIRED'
  if (user && mustChange && next === 'NEW_PASSWORD_REQUIRED') return askNewPassword({...by, user}, call)
  throw badResponse(`the challenge ${next} cannot come next`)
}

/** CUSTOM_CHALLENGE: a function says whether the answer is right, another what comes of that. */
export function answerCustom(door: Door, answer: Answer, call: Call): Step {
  const {Session: session = '', ChallengeResponses: sent = {}} = answer
  const name = present(sent['USERNAME'], 'USERNAME')
  const given = present(sent['ANSWER'], 'ANSWER')
  checkSecretHash(door, name, sent['SECRET_HASH'])
  const {username, custom} = requireChallenge(door, {session, challenges: [CUSTOM]}, call)
  const user = findUser(door.pool, name, call.tx)
  if ((user?.username ?? name) !== username) throw notAuthorized('Invalid session for the user.')
  // Spent, whatever comes of it: a wrong answer gets another session.
  closeChallenge(door, session, call)
  const by = {...door, name: username, user, history: custom?.history ?? []}
  return verifyAnswer({by, hidden: custom?.hidden ?? {}, answer: given}, call, (challengeResult, again) => {
    const result = {challengeName: CUSTOM, challengeResult, challengeMetadata: custom?.metadata}
    return decide({...by, history: [...by.history, result]}, again)
  })
}
