import type {AuthenticationResultType, InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import {present} from '../checks.js'
import {acceptsSecret} from '../clients/secrets.js'
import {makeRefreshToken, makeTokens, sessionOf, type SignIn} from './issue.js'
import {checkMaySignIn, checkSecretHash, notAuthorized, type Door, type Parameters} from './sign-in.js'
import {userSessions, type UserSession} from '../tables.js'
import {findUser} from '../users/access.js'

interface Renewal {
  readonly signIn: SignIn
  readonly session: UserSession
  /** Until when the token works, if another has taken its place. */
  readonly until: number | undefined
}

/** Whose refresh token this is. @throws ServiceError NotAuthorizedException, RefreshTokenReuseException */
function requireRenewal({pool, client}: Door, token: string, call: Call): Renewal {
  const session = sessionOf(pool.id, token, call.tx)
  const retired = session?.retired?.find((one) => one.token === token)
  if (!session || session.clientId !== client.id || (session.refreshToken !== token && !retired)) {
    throw notAuthorized('Invalid Refresh Token')
  }
  if (retired && retired.until <= call.now) {
    throw new ServiceError('RefreshTokenReuseException', 'Refresh token has been invalidated by rotation.')
  }
  if (session.expiresAt <= call.now) throw notAuthorized('Refresh Token has expired')
  const user = findUser(pool, session.sub, call.tx)
  if (!user) throw notAuthorized('Invalid Refresh Token')
  return {signIn: {pool, client, user}, session, until: retired?.until}
}

/** REFRESH_TOKEN_AUTH: new id and access tokens for a refresh token. */
export function refresh(door: Door, parameters: Parameters, call: Call): InitiateAuthResponse {
  const {signIn, session} = requireRenewal(door, present(parameters['REFRESH_TOKEN'], 'REFRESH_TOKEN'), call)
  checkSecretHash(door, signIn.user.username, parameters['SECRET_HASH'])
  checkMaySignIn(signIn.user)
  return {ChallengeParameters: {}, AuthenticationResult: makeTokens(signIn, session, call)}
}

/**
 * GetTokensFromRefreshToken: the same, and where the client rotates refresh tokens a new one of those too. The old one
 * works on for the grace period; the new one ends when the first would have (Developer Guide, refresh token rotation).
 */
export function renew(
  door: Door,
  {token, secret}: {token: string; secret: string | undefined},
  call: Call,
): AuthenticationResultType {
  if (!acceptsSecret(door.client, secret)) {
    throw notAuthorized(`Unable to verify the client secret for client ${door.client.id}`)
  }
  const {signIn, session, ...retiring} = requireRenewal(door, token, call)
  checkMaySignIn(signIn.user)
  const tokens = makeTokens(signIn, session, call)
  const {Feature, RetryGracePeriodSeconds = 0} = door.client.settings.RefreshTokenRotation ?? {}
  if (Feature !== 'ENABLED') return tokens
  const refreshToken = makeRefreshToken(session.originJti)
  const until = call.now + RetryGracePeriodSeconds * 1000
  // A grace period begins once: who comes back with the old token gets another new one, and no longer grace.
  const earlier = (session.retired ?? []).filter((one) => one.token !== token)
  const retired = [
    ...earlier,
    {token, until: retiring.until ?? until},
    ...(session.refreshToken === token ? [] : [{token: session.refreshToken, until}]),
  ]
  userSessions.put(call.tx, [door.pool.id, session.originJti], {...session, refreshToken, retired})
  return {...tokens, RefreshToken: refreshToken}
}
