import type {Call} from '../service.js'
import {present} from './checks.js'
import type {UserPoolOperations} from './operations.js'
import {matchesPassword, withPassword} from './passwords.js'
import {notAuthorized} from './sign-in.js'
import {owners, poolKeys, pools, userSessions, type PoolUser, type UserPool} from './tables.js'
import {findUser, keepUser} from './user-access.js'
import {attributeList} from './user-view.js'
import {findClaims, peekClaims, poolIdOf, textClaim} from './tokens.js'

/** Who shows this access token; @throws ServiceError NotAuthorizedException for one that does not hold (any more). */
function requireTokenUser(token: string | undefined, {tx, now}: Call): {pool: UserPool; user: PoolUser} {
  const poolId = poolIdOf(peekClaims(token ?? ''))
  const owner = owners.get(tx, [poolId])
  const keys = poolKeys.get(tx, [poolId])
  const pool = owner && pools.get(tx, [owner.accountId, owner.region, poolId])
  const claims = keys && findClaims(token ?? '', keys.access)
  if (!pool || textClaim(claims, 'token_use') !== 'access') throw notAuthorized('Invalid Access Token')
  if (Number(claims?.['exp']) * 1000 <= now) throw notAuthorized('Access Token has expired')
  const user = findUser(pool, textClaim(claims, 'sub'), tx)
  if (!user) throw notAuthorized('Invalid Access Token')
  if (!userSessions.get(tx, [poolId, textClaim(claims, 'origin_jti')])) {
    throw notAuthorized('Access Token has been revoked')
  }
  if (!user.enabled) throw notAuthorized('User is disabled.')
  return {pool, user}
}

/** What signed-in users do to their own accounts, with an access token instead of a signature. */
export const ownAccount: UserPoolOperations = {
  GetUser: {
    run({AccessToken}, call) {
      const {user} = requireTokenUser(AccessToken, call)
      return {Username: user.username, UserAttributes: attributeList(user)}
    },
  },
  ChangePassword: {
    run({AccessToken, PreviousPassword, ProposedPassword}, call) {
      const {pool, user} = requireTokenUser(AccessToken, call)
      if (user.passwordHash !== undefined && !matchesPassword(PreviousPassword ?? '', user.passwordHash)) {
        throw notAuthorized('Incorrect username or password.')
      }
      const changed = withPassword(user, present(ProposedPassword, 'ProposedPassword'), pool)
      keepUser({...changed, modifiedAt: call.now}, pool, call.tx)
      return {}
    },
  },
}
