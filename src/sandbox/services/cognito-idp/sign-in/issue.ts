import type {AuthenticationResultType, InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import {alnum, uuid} from '../../../core/ids.js'
import type {Call, Outcome} from '../../../core/service.js'
import {changeClaims, groupClaims, type GroupClaims, type TokenChanges} from '../triggers/claims.js'
import {tokenSeconds} from '../clients/settings.js'
import type {SignIn} from './sign-in.js'
import {groups, userSessions, type UserPool, type UserSession} from '../tables.js'
import {openPoolKeys, signToken} from './tokens.js'
import {postAuthentication} from '../triggers/authentication.js'
import {preTokenGeneration, type TokenSource} from '../triggers/pre-token.js'
import {requireUser} from '../users/access.js'

/** Who a pool’s tokens say that they are from. */
export const issuerOf = ({id, region, settings}: UserPool): string =>
  settings.IssuerConfiguration?.Type === 'UPDATED'
    ? `https://issuer-cognito-idp.${region}.amazonaws.com/${id}`
    : `https://cognito-idp.${region}.amazonaws.com/${id}`

/** Groups, their roles, and the role of the group with the lowest precedence, unless several share it. */
export function groupsOf({pool, user}: SignIn, {tx}: Call): GroupClaims {
  const withRoles = user.groups
    .flatMap((name) => groups.get(tx, [pool.id, name]) ?? [])
    .filter(({roleArn}) => roleArn !== undefined)
  const lowest = Math.min(...withRoles.map(({precedence = Infinity}) => precedence))
  const preferred = new Set(
    withRoles.filter(({precedence = Infinity}) => precedence === lowest).map(({roleArn}) => roleArn),
  )
  return {
    groups: user.groups,
    roles: withRoles.flatMap(({roleArn}) => roleArn ?? []),
    preferredRole: preferred.size === 1 ? [...preferred][0] : undefined,
  }
}

const isFlag = (name: string): boolean => name === 'email_verified' || name === 'phone_number_verified'

function attributeClaims({client, user}: SignIn): Record<string, unknown> {
  const readable = client.settings.ReadAttributes
  const visible = Object.entries(user.attributes).filter(([name]) => readable?.includes(name) ?? true)
  return Object.fromEntries(visible.map(([name, value]) => [name, isFlag(name) ? value === 'true' : value]))
}

/** Scopes of a sign-in by the API (developer guide, "Understanding the access token"). */
const SCOPES = ['aws.cognito.signin.user.admin']

/** Goes on with what the pool's pre token generation function changes of tokens that are to be made. */
export const changeTokens = <O>(
  signIn: SignIn & {readonly source: TokenSource},
  call: Call,
  next: (changes: TokenChanges, call: Call) => Outcome<O>,
): Outcome<O> => preTokenGeneration({...signIn, groups: groupsOf(signIn, call), scopes: SCOPES}, call, next)

/** The scopes of an access token, each once. */
function scopesOf({add = [], suppress = []}: NonNullable<TokenChanges['scopes']> = {}): string {
  return [...new Set([...SCOPES, ...add])].filter((scope) => !suppress.includes(scope)).join(' ')
}

/** Id and access tokens of a session that exists. */
export function makeTokens(
  signIn: SignIn,
  {session, changes}: {readonly session: UserSession; readonly changes: TokenChanges},
  call: Call,
): AuthenticationResultType {
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
  const shared = changes.groups ?? groupsOf(signIn, call)
  const id = {
    ...attributeClaims(signIn),
    ...groupClaims(shared, 'id'),
    ...common,
    aud: client.id,
    'cognito:username': user.username,
    token_use: 'id',
    exp: issuedAt + seconds.id,
    jti: uuid(),
  }
  const access = {
    ...groupClaims(shared, 'access'),
    ...common,
    client_id: client.id,
    username: user.username,
    scope: scopesOf(changes.scopes),
    token_use: 'access',
    exp: issuedAt + seconds.access,
    jti: uuid(),
  }
  return {
    IdToken: signToken(changeClaims(id, changes.id), keys.id),
    AccessToken: signToken(changeClaims(access, changes.access, client.id), keys.access),
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
function startSession(signIn: SignIn, changes: TokenChanges, call: Call): AuthenticationResultType {
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
  return {...makeTokens(signIn, {session, changes}, call), RefreshToken: session.refreshToken}
}

/** As the user is now: a function may have changed it. */
const asNow = (signIn: SignIn, {tx}: Call): SignIn => ({
  ...signIn,
  user: requireUser(signIn.pool, signIn.user.username, tx),
})

/** The end of every sign-in: the functions that come after it and before the tokens, and the tokens. */
export function issueTokens(signIn: SignIn, call: Call): Outcome<InitiateAuthResponse> {
  const source = signIn.newPassword ? 'NewPasswordChallenge' : 'Authentication'
  return postAuthentication(signIn, call, (second) =>
    changeTokens({...asNow(signIn, second), source}, second, (changes, last) => ({
      ChallengeParameters: {},
      AuthenticationResult: startSession(asNow(signIn, last), changes, last),
    })),
  )
}
