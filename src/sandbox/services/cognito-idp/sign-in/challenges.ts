import {randomBytes} from 'node:crypto'
import type {ChallengeNameType} from '@aws-sdk/client-cognito-identity-provider'
import type {Call} from '../../../core/service.js'
import {present} from '../checks.js'
import {checkMaySignIn, checkSecretHash, notAuthorized, type Door, type Parameters} from './sign-in.js'
import {
  challengeSessions,
  type Challenge,
  type ChallengeResult,
  type ChallengeSession,
  type PoolUser,
} from '../tables.js'
import {findUser} from '../users/access.js'

type Kept = Pick<ChallengeSession, 'challenge' | 'username'> & Partial<ChallengeSession>

/** What every answer to a challenge brings. */
export interface Answer {
  readonly ChallengeName?: ChallengeNameType | undefined
  readonly Session?: string | undefined
  readonly ChallengeResponses?: Record<string, string> | undefined
  readonly ClientMetadata?: Record<string, string> | undefined
}

/** A session tells which pool it is of, for the calls that bring nothing else. */
const makeSession = (poolId: string): string =>
  Buffer.concat([Buffer.from(`${poolId}/`), randomBytes(96)]).toString('base64')

/** The pool that a session says it is of. */
export const poolIdOfSession = (session: string): string =>
  Buffer.from(session, 'base64').toString('latin1').split('/')[0] ?? ''

/** Remembers that a sign-in waits for an answer; answers the session to ask it with. */
export function openChallenge({pool, client, custom}: Door, kept: Kept, call: Call): string {
  const session = makeSession(pool.id)
  challengeSessions.put(call.tx, [pool.id, session], {
    custom: custom && {history: custom.history},
    ...kept,
    poolId: pool.id,
    clientId: client.id,
    expiresAt: call.now + (client.settings.AuthSessionValidity ?? 3) * 60_000,
  })
  return session
}

/**
 * The sign-in that an answer belongs to.
 *
 * @throws ServiceError NotAuthorizedException for one of another client, another challenge, or too long ago.
 */
export function requireChallenge(
  {pool, client}: Door,
  {session = '', challenges}: {session: string | undefined; challenges: readonly Challenge[]},
  call: Call,
): ChallengeSession {
  const found = challengeSessions.get(call.tx, [pool.id, session])
  if (found?.clientId !== client.id || !challenges.includes(found.challenge)) {
    throw notAuthorized('Invalid session for the user.')
  }
  if (found.expiresAt <= call.now) throw notAuthorized('Invalid session for the user, session is expired.')
  return found
}

/** What functions are told when the answer is right: challenges of Cognito's own (developer guide, define challenge). */
const TOLD = ['PASSWORD_VERIFIER', 'NEW_PASSWORD_REQUIRED', 'SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA']

/** What there was in a sign-in by CUSTOM_AUTH, this answer among it should it be right; `undefined` for other flows. */
export function historyOf({pool}: Door, sent: Answer, {tx}: Call): readonly ChallengeResult[] | undefined {
  const session = sent.Session ?? sent.ChallengeResponses?.['PASSWORD_CLAIM_SECRET_BLOCK'] ?? ''
  const {custom, challenge: challengeName = ''} = challengeSessions.get(tx, [pool.id, session]) ?? {}
  return custom && TOLD.includes(challengeName)
    ? [...custom.history, {challengeName, challengeResult: true}]
    : custom?.history
}

/** A session is good for one right answer. */
export const closeChallenge = ({pool}: Door, session: string | undefined, {tx}: Call): void =>
  challengeSessions.delete(tx, [pool.id, session ?? ''])

/** An answer, with what the sandbox knows about the sign-in that it belongs to. */
export interface Opened {
  readonly session: string
  readonly sent: Parameters
  readonly kept: ChallengeSession
  readonly user: PoolUser
}

/**
 * Looks up whose answer this is, and to what.
 *
 * @throws ServiceError NotAuthorizedException for an answer that belongs to no sign-in of the user that it names.
 */
export function openAnswer(
  door: Door,
  {answer, challenges}: {answer: Answer; challenges: readonly Challenge[]},
  call: Call,
): Opened {
  const {Session: session = '', ChallengeResponses: sent = {}} = answer
  const name = present(sent['USERNAME'], 'USERNAME')
  checkSecretHash(door, name, sent['SECRET_HASH'])
  const kept = requireChallenge(door, {session, challenges}, call)
  const user = findUser(door.pool, name, call.tx)
  if (user?.username !== kept.username) throw notAuthorized('Invalid session for the user.')
  // A function may let a user whose password has to be reset set a new one here.
  if (!(kept.custom && kept.challenge === 'NEW_PASSWORD_REQUIRED')) checkMaySignIn(user)
  return {session, sent, kept, user}
}
