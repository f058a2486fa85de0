import type {AuthenticationResultType} from '@aws-sdk/client-cognito-identity-provider'
import {alnum, uuid} from '../../../core/ids.js'
import type {Call} from '../../../core/service.js'
import {tokenSeconds} from '../clients/settings.js'
import {groups, userSessions, type PoolClient, type PoolUser, type UserPool, type UserSession} from '../tables.js'
import {openPoolKeys, signToken} from './tokens.js'

/** Whom tokens are for, and through which client. */
export interface SignIn {
  readonly pool: UserPool
  readonly client: PoolClient
  readonly user: PoolUser
}

/** Who a pool’s tokens say that they are from. */
export const issuerOf = ({id, region, settings}: UserPool): string =>
  settings.IssuerConfiguration?.Type === 'UPDATED'
    ? `https://issuer-cognito-idp.${region}.amazonaws.com/${id}`
    : `https://cognito-idp.${region}.amazonaws.com/${id}`

/** Groups, their roles, and the role of the group with the lowest precedence, unless several share it. */
function groupClaims({pool, user}: SignIn, {tx}: Call): Record<string, unknown> {
  if (user.groups.length === 0) return {}
  const withRoles = user.groups
    .flatMap((name) => groups.get(tx, [pool.id, name]) ?? [])
    .filter(({roleArn}) => roleArn !== undefined)
  const lowest = Math.min(...withRoles.map(({precedence = Infinity}) => precedence))
  const preferred = new Set(
    withRoles.filter(({precedence = Infinity}) => precedence === lowest).map(({roleArn}) => roleArn),
  )
  return {
    'cognito:groups': user.groups,
    ...(withRoles.length > 0 && {'cognito:roles': withRoles.map(({roleArn}) => roleArn)}),
    ...(preferred.size === 1 && {'cognito:preferred_role': [...preferred][0]}),
  }
}

const isFlag = (name: string): boolean => name === 'email_verified' || name === 'phone_number_verified'

function attributeClaims({client, user}: SignIn): Record<string, unknown> {
  const readable = client.settings.ReadAttributes
  const visible = Object.entries(user.attributes).filter(([name]) => readable?.includes(name) ?? true)
  return Object.fromEntries(visible.map(([name, value]) => [name, isFlag(name) ? value === 'true' : value]))
}

/** Id and access tokens of a session that exists. */
export function makeTokens(signIn: SignIn, session: UserSession, call: Call): AuthenticationResultType {
  const {pool, client, user} = signIn
  const keys = openPoolKeys(pool.id, call.tx)
  const seconds = tokenSeconds(client.settings)
  const issuedAt = Math.floor(call.now / 1000)
  const common = {
    sub: user.sub,
    iss: issuerOf(pool),
    origin_jti: session.originJti,
    event_id: uuid(),
    auth_time: Math.floor(session.authenticatedAt / 1000),
    iat: issuedAt,
  }
  const shared = groupClaims(signIn, call)
  const id = {
    ...attributeClaims(signIn),
    ...shared,
    ...common,
    aud: client.id,
    'cognito:username': user.username,
    token_use: 'id',
    exp: issuedAt + seconds.id,
    jti: uuid(),
  }
  const access = {
    ...('cognito:groups' in shared && {'cognito:groups': shared['cognito:groups']}),
    ...common,
    client_id: client.id,
    username: user.username,
    scope: 'aws.cognito.signin.user.admin',
    token_use: 'access',
    exp: issuedAt + seconds.access,
    jti: uuid(),
  }
  return {
    IdToken: signToken(id, keys.id),
    AccessToken: signToken(access, keys.access),
    ExpiresIn: seconds.access,
    TokenType: 'Bearer',
  }
}

/** How a session's refresh token looks: AWS's are opaque, these begin with the session that they belong to. */
export const makeRefreshToken = (originJti: string): string => `${originJti}.${alnum(96)}`

/** The session that a refresh token says it belongs to. */
export const sessionOf = (poolId: string, refreshToken: string, tx: Call['tx']): UserSession | undefined =>
  userSessions.get(tx, [poolId, refreshToken.split('.')[0] ?? ''])

/** Tokens of a sign-in that just succeeded, the refresh token among them. */
export function startSession(signIn: SignIn, call: Call): AuthenticationResultType {
  const {pool, client, user} = signIn
  const originJti = uuid()
  const session = {
    poolId: pool.id,
    clientId: client.id,
    sub: user.sub,
    originJti,
    refreshToken: makeRefreshToken(originJti),
    authenticatedAt: call.now,
    expiresAt: call.now + tokenSeconds(client.settings).refresh * 1000,
  }
  userSessions.put(call.tx, [pool.id, originJti], session)
  return {...makeTokens(signIn, session, call), RefreshToken: session.refreshToken}
}
