import type {InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import type {Call} from '../service.js'
import {present} from './checks.js'
import {withPassword} from './passwords.js'
import {checkMaySignIn, checkSecretHash, finishSignIn, notAuthorized, type Door} from './sign-in.js'
import {challengeSessions} from './tables.js'
import {findUser, keepUser} from './user-access.js'
import {readAttributes} from './user-attributes.js'

interface Sent {
  readonly Session?: string | undefined
  readonly ChallengeResponses?: Record<string, string> | undefined
}

const PREFIX = 'userAttributes.'

/** The answer to NEW_PASSWORD_REQUIRED: the new password, and the attributes that came along. */
export function answerNewPassword(
  door: Door,
  {Session, ChallengeResponses = {}}: Sent,
  call: Call,
): InitiateAuthResponse {
  const {pool, client} = door
  const name = present(ChallengeResponses['USERNAME'], 'USERNAME')
  checkSecretHash(door, name, ChallengeResponses['SECRET_HASH'])
  const session = challengeSessions.get(call.tx, [pool.id, Session ?? ''])
  const user = findUser(pool, name, call.tx)
  if (!user || session?.clientId !== client.id || session.username !== user.username) {
    throw notAuthorized('Invalid session for the user.')
  }
  if (session.expiresAt <= call.now) throw notAuthorized('Invalid session for the user, session is expired.')
  checkMaySignIn(user)
  const sent = Object.entries(ChallengeResponses)
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([key, Value]) => ({Name: key.slice(PREFIX.length), Value}))
  const attributes = {...user.attributes, ...readAttributes(sent, pool)}
  const password = present(ChallengeResponses['NEW_PASSWORD'], 'NEW_PASSWORD')
  const confirmed = {...withPassword(user, password, pool), attributes, modifiedAt: call.now}
  keepUser(confirmed, pool, call.tx)
  challengeSessions.delete(call.tx, [pool.id, Session ?? ''])
  return finishSignIn({pool, client, user: confirmed}, call)
}
