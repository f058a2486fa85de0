import type {Claims} from '../sign-in/tokens.js'

/** What tokens say about groups. */
export interface GroupClaims {
  readonly groups: readonly string[]
  readonly roles: readonly string[]
  readonly preferredRole: string | undefined
}

export interface ClaimChanges {
  readonly add?: Claims | undefined
  readonly suppress?: readonly string[] | undefined
}

/** What a pre token generation function changes. */
export interface TokenChanges {
  readonly id?: ClaimChanges
  readonly access?: ClaimChanges
  readonly scopes?: {readonly add?: readonly string[] | undefined; readonly suppress?: readonly string[] | undefined}
  /** In the place of the user's own. */
  readonly groups?: GroupClaims | undefined
}

/** Claims that are Cognito's own: a change of them is not an error, and not done (developer guide, pre token generation). */
const FIXED = new Set(
  `acr amr at_hash auth_time azp client_id cognito:username device_key event_id exp iat identities iss jti nbf nonce
  origin_jti scope sub token_use username version`.split(/\s+/),
)

const GROUPS = ['cognito:groups', 'cognito:roles', 'cognito:preferred_role']

/** Whether a function may set a claim; `audience` is the one that it may name. */
function maySet(name: string, value: unknown, audience: string | undefined): boolean {
  if (name === 'aud') return audience !== undefined && value === audience
  return !FIXED.has(name) && !name.startsWith('cognito:') && !name.startsWith('dev:')
}

const maySuppress = (name: string): boolean =>
  GROUPS.includes(name) || (name !== 'aud' && !FIXED.has(name) && !name.startsWith('cognito:'))

/** Who suppresses the groups suppresses what comes of them. */
const suppressed = (names: readonly string[]): readonly string[] =>
  names.includes(GROUPS[0] ?? '') ? [...names, ...GROUPS] : names

/** The claims of a token, changed as far as a function may change them; what is both added and suppressed is gone. */
export function changeClaims(claims: Claims, {add = {}, suppress = []}: ClaimChanges = {}, audience?: string): Claims {
  const added = Object.entries(add).filter(([name, value]) => value !== null && maySet(name, value, audience))
  const gone = suppressed(suppress).filter(maySuppress)
  return Object.fromEntries(
    Object.entries({...claims, ...Object.fromEntries(added)}).filter(([name]) => !gone.includes(name)),
  )
}

/** The claims about groups of an ID token, or of an access token, which names the groups alone. */
export function groupClaims({groups, roles, preferredRole}: GroupClaims, use: 'id' | 'access'): Claims {
  return {
    ...(groups.length > 0 && {'cognito:groups': groups}),
    ...(use === 'id' && roles.length > 0 && {'cognito:roles': roles}),
    ...(use === 'id' && preferredRole !== undefined && {'cognito:preferred_role': preferredRole}),
  }
}
