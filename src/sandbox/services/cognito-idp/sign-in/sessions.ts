import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import {acceptsSecret} from '../clients/secrets.js'
import {requireDoor} from './doors.js'
import type {UserPoolOperations} from '../operations.js'
import {present} from '../checks.js'
import {renew} from './refresh.js'
import {sessionOf} from './issue.js'
import {userSessions, type PoolUser} from '../tables.js'
import {requireTokenUser} from './token-user.js'
import {peekClaims} from './tokens.js'

/** Signs a user out everywhere: every token of the sessions so far is revoked. */
export function endSessions({poolId, sub}: PoolUser, {tx}: Call): void {
  for (const session of userSessions.list(tx, [poolId])) {
    if (session.sub === sub) userSessions.delete(tx, [poolId, session.originJti])
  }
}

/** How sessions go on, and end. */
export const sessionOperations: UserPoolOperations = {
  GetTokensFromRefreshToken: {
    run({ClientId, ClientSecret, RefreshToken, ClientMetadata: clientMetadata}, call) {
      const door = {...requireDoor(ClientId, call), clientMetadata}
      const token = present(RefreshToken, 'RefreshToken')
      return renew(door, {token, secret: ClientSecret}, call)
    },
  },
  RevokeToken: {
    run({ClientId, ClientSecret, Token = ''}, call) {
      const {pool, client} = requireDoor(ClientId, call)
      if (!acceptsSecret(client, ClientSecret)) {
        throw new ServiceError('UnauthorizedException', 'The client secret is missing or not the one of this client.')
      }
      if (client.settings.EnableTokenRevocation !== true) {
        throw new ServiceError('UnsupportedOperationException', 'Token revocation is not enabled for this client.')
      }
      if (peekClaims(Token)) {
        throw new ServiceError('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.')
      }
      const session = sessionOf(pool.id, Token, call.tx)
      if (session && session.clientId !== client.id) {
        throw new ServiceError('UnauthorizedException', 'The token was issued to another client.')
      }
      // A token that is gone already is what was asked for (RFC 7009).
      if (session) userSessions.delete(call.tx, [pool.id, session.originJti])
      return {}
    },
  },
  GlobalSignOut: {
    run({AccessToken}, call) {
      endSessions(requireTokenUser(AccessToken, call).user, call)
      return {}
    },
  },
}
