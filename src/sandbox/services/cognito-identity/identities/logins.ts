import {findUser} from '../../cognito-idp/users/access.js'
import {owners as userPoolOwners, poolKeys, pools as userPools, userSessions} from '../../cognito-idp/tables.js'
import {findClaims, peekClaims, poolIdOf, textClaim, type Claims} from '../../cognito-idp/sign-in/tokens.js'
import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import type {StoredIdentityPool} from '../tables.js'

/** A token that proved who somebody is at a user pool. */
export interface Login {
  /** `cognito-idp.<region>.amazonaws.com/<user pool id>` */
  readonly provider: string
  readonly clientId: string
  readonly sub: string
  readonly claims: Claims
}

const notAuthorized = (message: string): ServiceError => new ServiceError('NotAuthorizedException', message)

function verify(provider: string, token: string, {tx, now}: Call): Claims {
  const peeked = peekClaims(token)
  if (!peeked) throw notAuthorized('Invalid login token. Not a valid OpenId Connect identity token.')
  const userPoolId = provider.split('/').at(-1) ?? ''
  if (poolIdOf(peeked) !== userPoolId) {
    throw notAuthorized("Invalid login token. Issuer doesn't match providerName")
  }
  const keys = poolKeys.get(tx, [userPoolId])
  const claims = keys && findClaims(token, keys.id)
  if (textClaim(claims, 'token_use') !== 'id' || !claims) {
    throw notAuthorized("Invalid login token. Couldn't verify signed token.")
  }
  const [expiresAt, seconds] = [Number(claims['exp']), Math.floor(now / 1000)]
  if (expiresAt <= seconds) throw notAuthorized(`Invalid login token. Token expired: ${expiresAt} >= ${seconds}`)
  return claims
}

/** ServerSideTokenCheck: whether the user pool still knows the user, and did not sign it out. */
function checkServerSide(provider: string, claims: Claims, {tx}: Call): void {
  const owner = userPoolOwners.get(tx, [provider.split('/').at(-1) ?? ''])
  const pool = owner && userPools.get(tx, [owner.accountId, owner.region, owner.poolId])
  const user = pool && findUser(pool, textClaim(claims, 'sub'), tx)
  const session = pool && userSessions.get(tx, [pool.id, textClaim(claims, 'origin_jti')])
  if (!user?.enabled || !session) throw notAuthorized('Not Authorized')
}

/**
 * The logins that came with a call, each verified against the user pool that it names.
 *
 * @throws ServiceError NotAuthorizedException for a token that does not hold, or of a client that the pool does not
 * take.
 */
export function readLogins(pool: StoredIdentityPool, sent: Readonly<Record<string, string>>, call: Call): Login[] {
  return Object.entries(sent).map(([provider, token]) => {
    const audience = textClaim(peekClaims(token), 'aud')
    const known = (pool.settings.CognitoIdentityProviders ?? []).filter(({ProviderName}) => ProviderName === provider)
    const entry = known.find(({ClientId}) => ClientId === audience)
    if (known.length === 0 || (audience !== '' && !entry)) {
      throw notAuthorized('Token is not from a supported provider of this identity pool.')
    }
    const claims = verify(provider, token, call)
    if (entry?.ServerSideTokenCheck) checkServerSide(provider, claims, call)
    return {provider, clientId: audience, sub: textClaim(claims, 'sub'), claims}
  })
}
