import type {GetTokensFromRefreshTokenResponse, InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import type {Call, Outcome} from '../../../core/service.js'
import {present} from '../checks.js'
import {acceptsSecret} from '../clients/secrets.js'
import {changeTokens, makeRefreshToken, makeTokens, sessionOf} from './issue.js'
import {checkMaySignIn, checkSecretHash, notAuthorized, type Door, type Parameters, type SignIn} from './sign-in.js'
import {userSessions, type UserSession} from '../tables.js'
import {findUser} from '../users/access.js'

interface Renewal {
  readonly signIn: SignIn
  readonly session: UserSession
  /** Until when the token works, if another has taken its place. */
  readonly until: number | undefined
}

/** Whose refresh token this is. @throws ServiceError NotAuthorizedException, RefreshTokenReuseException */
function requireRenewal(door: Door, token: string, call: Call): Renewal {
  const {pool, client} = door
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
  return {signIn: {...door, user}, session, until: retired?.until}
}

/** REFRESH_TOKEN_AUTH: new id and access tokens for a refresh token. */
export function refresh(door: Door, parameters: Parameters, call: Call): Outcome<InitiateAuthResponse> {
  const token = present(parameters['REFRESH_TOKEN'], 'REFRESH_TOKEN')
  const {signIn} = requireRenewal(door, token, call)
  checkSecretHash(door, signIn.user.username, parameters['SECRET_HASH'])
  checkMaySignIn(signIn.user)
  return changeTokens({...signIn, source: 'RefreshTokens'}, call, (changes, again) => {
    const {session, ...now} = requireRenewal(door, token, again)
    return {ChallengeParameters: {}, AuthenticationResult: makeTokens(now.signIn, {session, changes}, again)}
  })
}

/**
 * GetTokensFromRefreshToken: the same, and where the client rotates refresh tokens a new one of those too. Functions are
 * told that it is a sign-in (developer guide, "Customizing user pool workflows with Lambda triggers", its table).
 */
export function renew(
  door: Door,
  {token, secret}: {token: string; secret: string | undefined},
  call: Call,
): Outcome<GetTokensFromRefreshTokenResponse> {
  if (!acceptsSecret(door.client, secret)) {
    throw notAuthorized(`Unable to verify the client secret for client ${door.client.id}`)
  }
  const {signIn} = requireRenewal(door, token, call)
  checkMaySignIn(signIn.user)
  return changeTokens({...signIn, source: 'Authentication'}, call, (changes, again) => {
    const renewal = requireRenewal(door, token, again)
    const tokens = makeTokens(renewal.signIn, {session: renewal.session, changes}, again)
    const {Feature} = door.client.settings.RefreshTokenRotation ?? {}
    const rotated = Feature === 'ENABLED' && {RefreshToken: rotate(renewal, token, again)}
    return {AuthenticationResult: {...tokens, ...rotated}}
  })
}

/**
 * A new refresh token. The old one works on for the grace period; the new one ends when the first would have (Developer
 * Guide, refresh token rotation).
 */
function rotate({signIn, session, until: grace}: Renewal, token: string, call: Call): string {
  const {pool, client} = signIn
  const refreshToken = makeRefreshToken(session.originJti)
  const until = call.now + (client.settings.RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0) * 1000
  // A grace period begins once: who comes back with the old token gets another new one, and no longer grace.
  const earlier = (session.retired ?? []).filter((one) => one.token !== token)
  const retired = [
    ...earlier,
    {token, until: grace ?? until},
    ...(session.refreshToken === token ? [] : [{token: session.refreshToken, until}]),
  ]
  userSessions.put(call.tx, [pool.id, session.originJti], {...session, refreshToken, retired})
  return refreshToken
}
