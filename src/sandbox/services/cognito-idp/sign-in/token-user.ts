import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import {notAuthorized} from './sign-in.js'
import {
  clients,
  owners,
  poolKeys,
  pools,
  userSessions,
  type PoolClient,
  type PoolUser,
  type UserPool,
} from '../tables.js'
import {findClaims, peekClaims, poolIdOf, textClaim} from './tokens.js'
import {findUser} from '../users/access.js'

/** Who shows an access token, and through which client it was given. */
interface TokenUser {
  readonly pool: UserPool
  readonly user: PoolUser
  readonly client: PoolClient | undefined
}

/** Of the operations that take an access token, those with no UserNotFoundException among their errors. */
const UNTOLD = new Set(['AssociateSoftwareToken', 'GlobalSignOut'])

/**
 * Who shows this access token.
 *
 * @throws ServiceError NotAuthorizedException for one that does not hold (any more), UserNotFoundException for one of a
 *   user who is gone.
 */
export function requireTokenUser(token: string | undefined, {tx, now, operation}: Call): TokenUser {
  const poolId = poolIdOf(peekClaims(token ?? ''))
  const owner = owners.get(tx, [poolId])
  const keys = poolKeys.get(tx, [poolId])
  const pool = owner && pools.get(tx, [owner.accountId, owner.region, poolId])
  const claims = keys && findClaims(token ?? '', keys.access)
  if (!pool || textClaim(claims, 'token_use') !== 'access') throw notAuthorized('Invalid Access Token')
  if (Number(claims?.['exp']) * 1000 <= now) throw notAuthorized('Access Token has expired')
  // A pre token generation function may take it away (developer guide, "Scopes, resource servers").
  if (!textClaim(claims, 'scope').split(' ').includes('aws.cognito.signin.user.admin')) {
    throw notAuthorized('Access Token does not have required scopes')
  }
  const user = findUser(pool, textClaim(claims, 'sub'), tx)
  // The operations that the API reference does not give this error say that the token does not hold.
  if (!user) {
    throw UNTOLD.has(operation)
      ? notAuthorized('Invalid Access Token')
      : new ServiceError('UserNotFoundException', 'User does not exist.')
  }
  if (!userSessions.get(tx, [poolId, textClaim(claims, 'origin_jti')])) {
    throw notAuthorized('Access Token has been revoked')
  }
  if (!user.enabled) throw notAuthorized('User is disabled.')
  return {pool, user, client: clients.get(tx, [poolId, textClaim(claims, 'client_id')])}
}
