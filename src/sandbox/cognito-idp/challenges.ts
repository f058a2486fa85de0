import {randomBytes} from 'node:crypto'
import type {ChallengeNameType} from '@aws-sdk/client-cognito-identity-provider'
import type {Call} from '../service.js'
import {notAuthorized, type Door} from './sign-in.js'
import {challengeSessions, type ChallengeSession, type PoolUser} from './tables.js'
import {findUser} from './user-access.js'

type Kept = Pick<ChallengeSession, 'challenge' | 'username'> & Partial<ChallengeSession>

/** What every answer to a challenge brings. */
export interface Answer {
  readonly ChallengeName?: ChallengeNameType | undefined
  readonly Session?: string | undefined
  readonly ChallengeResponses?: Record<string, string> | undefined
}

/** Remembers that a sign-in waits for an answer; answers the session to ask it with. */
export function openChallenge({pool, client}: Door, kept: Kept, call: Call): string {
  const session = randomBytes(96).toString('base64')
  challengeSessions.put(call.tx, [pool.id, session], {
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
  {session = '', challenges}: {session: string | undefined; challenges: readonly ChallengeSession['challenge'][]},
  call: Call,
): ChallengeSession {
  const found = challengeSessions.get(call.tx, [pool.id, session])
  if (found?.clientId !== client.id || !challenges.includes(found.challenge)) {
    throw notAuthorized('Invalid session for the user.')
  }
  if (found.expiresAt <= call.now) throw notAuthorized('Invalid session for the user, session is expired.')
  return found
}

/** A session is good for one right answer. */
export const closeChallenge = ({pool}: Door, session: string | undefined, {tx}: Call): void =>
  challengeSessions.delete(tx, [pool.id, session ?? ''])

/**
 * The user whose sign-in this is, who must be the one that the answer names.
 *
 * @throws ServiceError NotAuthorizedException
 */
export function requireChallenged(
  {pool}: Door,
  {challenge, name}: {challenge: ChallengeSession; name: string},
  {tx}: Call,
): PoolUser {
  const user = findUser(pool, name, tx)
  if (user?.username !== challenge.username) throw notAuthorized('Invalid session for the user.')
  return user
}
