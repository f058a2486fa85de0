import type {Call, Outcome} from '../../../core/service.js'
import type {Door} from '../sign-in/sign-in.js'
import type {ChallengeResult, PoolUser} from '../tables.js'
import {attributesOf, type Members, type Texts} from './event.js'
import {flagOf, textOf, textsOf} from './members.js'
import {notConfigured, unrecognizable} from './reply.js'
import {askTrigger, isCalled} from './trigger.js'

/** Who signs in with challenges, as far as they got; a name without a user where the client does not tell. */
export interface Challenged extends Door {
  readonly name: string
  readonly user: PoolUser | undefined
  readonly history: readonly ChallengeResult[]
}

/** What a define function decided. */
export type Decision = {readonly next: string} | 'tokens' | 'refused'

interface Created {
  readonly shown: Texts
  /** Kept from the client, for the function that checks the answer. */
  readonly hidden: Texts
  readonly metadata: string | undefined
}

interface Asking {
  readonly trigger: 'DefineAuthChallenge' | 'CreateAuthChallenge' | 'VerifyAuthChallengeResponse'
  readonly by: Challenged
  readonly request: Members
  readonly response: Members
}

/** @throws ServiceError UnexpectedLambdaException for a pool without a function for the step */
function ask<O>(
  {trigger, by, request, response}: Asking,
  call: Call,
  next: (response: Members | undefined, call: Call) => Outcome<O>,
): Outcome<O> {
  const {pool, client, user, name, clientMetadata} = by
  if (!isCalled(pool, trigger, call)) throw notConfigured()
  const known = {userAttributes: attributesOf(user), userNotFound: user === undefined, clientMetadata}
  return askTrigger(
    {
      trigger,
      source: 'Authentication',
      pool,
      clientId: client.id,
      userName: user?.username ?? name,
      request: {...known, ...request},
      response,
    },
    call,
    next,
  )
}

/** DefineAuthChallenge: what comes next, after what there was (developer guide, "Define auth challenge"). */
export function defineChallenge<O>(
  by: Challenged,
  call: Call,
  next: (decision: Decision, call: Call) => Outcome<O>,
): Outcome<O> {
  const request = {session: by.history}
  const response = {challengeName: null, issueTokens: null, failAuthentication: null}
  return ask({trigger: 'DefineAuthChallenge', by, request, response}, call, (answer, again) => {
    if (flagOf(answer, 'failAuthentication')) return next('refused', again)
    if (flagOf(answer, 'issueTokens')) return next('tokens', again)
    const name = textOf(answer, 'challengeName')
    if (!name) throw unrecognizable()
    return next({next: name}, again)
  })
}

/** CreateAuthChallenge, when CUSTOM_CHALLENGE comes next (developer guide, "Create auth challenge"). */
export function createChallenge<O>(
  by: Challenged,
  call: Call,
  next: (created: Created, call: Call) => Outcome<O>,
): Outcome<O> {
  const request = {challengeName: 'CUSTOM_CHALLENGE', session: by.history}
  const response = {publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null}
  return ask({trigger: 'CreateAuthChallenge', by, request, response}, call, (answer, again) =>
    next(
      {
        shown: textsOf(answer, 'publicChallengeParameters') ?? {},
        hidden: textsOf(answer, 'privateChallengeParameters') ?? {},
        metadata: textOf(answer, 'challengeMetadata'),
      },
      again,
    ),
  )
}

/** VerifyAuthChallengeResponse: whether an answer is right (developer guide, "Verify auth challenge response"). */
export function verifyAnswer<O>(
  {by, hidden, answer: challengeAnswer}: {readonly by: Challenged; readonly hidden: Texts; readonly answer: string},
  call: Call,
  next: (correct: boolean, call: Call) => Outcome<O>,
): Outcome<O> {
  const request = {privateChallengeParameters: hidden, challengeAnswer}
  const response = {answerCorrect: null}
  return ask({trigger: 'VerifyAuthChallengeResponse', by, request, response}, call, (answer, again) =>
    next(flagOf(answer, 'answerCorrect'), again),
  )
}
