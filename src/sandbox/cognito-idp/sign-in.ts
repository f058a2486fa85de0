import {createHmac} from 'node:crypto'
import type {ExplicitAuthFlowsType, InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../errors.js'
import {alnum} from '../ids.js'
import type {Call} from '../service.js'
import {invalid, present} from './checks.js'
import {matchesPassword} from './passwords.js'
import {makeTokens, startSession, type SignIn} from './sign-in-tokens.js'
import {challengeSessions, userSessions, type PoolClient, type PoolUser, type UserPool} from './tables.js'
import {findUser} from './user-access.js'

/** A pool and the client of it that a sign-in goes through. */
export interface Door {
  readonly pool: UserPool
  readonly client: PoolClient
}

type Parameters = Readonly<Record<string, string>>

export const notAuthorized = (message: string): ServiceError => new ServiceError('NotAuthorizedException', message)

/** @throws ServiceError NotAuthorizedException when the client has a secret and this call does not prove it. */
export function checkSecretHash({client}: Door, username: string, sent: string | undefined): void {
  if (client.secret === undefined) return
  if (sent === undefined) {
    throw notAuthorized(`Client ${client.id} is configured with secret but SECRET_HASH was not received`)
  }
  const expected = createHmac('sha256', client.secret)
    .update(username + client.id)
    .digest('base64')
  if (sent !== expected) throw notAuthorized(`Unable to verify secret hash for client ${client.id}`)
}

/** @throws ServiceError InvalidParameterException unless the client allows one of the flows. */
export function checkFlow({client}: Door, allowing: readonly ExplicitAuthFlowsType[], words: string): void {
  if (!client.settings.ExplicitAuthFlows?.some((flow) => allowing.includes(flow))) throw invalid(words)
}

const WRONG = 'Incorrect username or password.'

/** @throws ServiceError as AWS refuses users who may not sign in. */
export function checkMaySignIn(user: PoolUser): void {
  if (!user.enabled) throw notAuthorized('User is disabled.')
  if (user.status === 'UNCONFIRMED') throw new ServiceError('UserNotConfirmedException', 'User is not confirmed.')
  if (user.status === 'RESET_REQUIRED') {
    throw new ServiceError('PasswordResetRequiredException', 'Password reset required for the user')
  }
}

/** Sign-in with name and password: tokens, or the challenge that comes first. */
export function signInWithPassword(door: Door, parameters: Parameters, call: Call): InitiateAuthResponse {
  const {pool, client} = door
  const name = present(parameters['USERNAME'], 'USERNAME')
  const password = present(parameters['PASSWORD'], 'PASSWORD')
  checkSecretHash(door, name, parameters['SECRET_HASH'])
  const user = findUser(pool, name, call.tx)
  if (!user) {
    if (client.settings.PreventUserExistenceErrors === 'ENABLED') throw notAuthorized(WRONG)
    throw new ServiceError('UserNotFoundException', 'User does not exist.')
  }
  if (!user.enabled) throw notAuthorized('User is disabled.')
  if (!matchesPassword(password, user.passwordHash)) throw notAuthorized(WRONG)
  if (user.temporaryUntil !== undefined && call.now > user.temporaryUntil) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.')
  }
  checkMaySignIn(user)
  return user.status === 'FORCE_CHANGE_PASSWORD'
    ? askNewPassword({pool, client, user}, call)
    : finishSignIn({pool, client, user}, call)
}

/** Tokens, or in a pool where a second factor is a must, the challenge to set one up. */
export function finishSignIn(signIn: SignIn, call: Call): InitiateAuthResponse {
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

function askNewPassword({pool, client, user}: SignIn, call: Call): InitiateAuthResponse {
  const Session = alnum(128)
  challengeSessions.put(call.tx, [pool.id, Session], {
    poolId: pool.id,
    clientId: client.id,
    username: user.username,
    challenge: 'NEW_PASSWORD_REQUIRED',
    expiresAt: call.now + (client.settings.AuthSessionValidity ?? 3) * 60_000,
  })
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session,
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: '[]',
      userAttributes: JSON.stringify(user.attributes),
    },
  }
}

/** New id and access tokens for a refresh token. */
export function refresh(door: Door, parameters: Parameters, call: Call): InitiateAuthResponse {
  const {pool, client} = door
  const sent = present(parameters['REFRESH_TOKEN'], 'REFRESH_TOKEN')
  const session = userSessions.get(call.tx, [pool.id, sent.split('.')[0] ?? ''])
  if (session?.refreshToken !== sent || session.clientId !== client.id) throw notAuthorized('Invalid Refresh Token')
  if (session.expiresAt <= call.now) throw notAuthorized('Refresh Token has expired')
  const user = findUser(pool, session.sub, call.tx)
  if (!user) throw notAuthorized('Invalid Refresh Token')
  checkSecretHash(door, user.username, parameters['SECRET_HASH'])
  checkMaySignIn(user)
  return {ChallengeParameters: {}, AuthenticationResult: makeTokens({pool, client, user}, session, call)}
}
