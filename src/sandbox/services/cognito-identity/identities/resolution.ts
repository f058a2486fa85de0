import {ServiceError} from '../../../core/errors.js'
import {uuid} from '../../../core/ids.js'
import type {Call} from '../../../core/service.js'
import {removeIdentity, requireIdentity} from './identities.js'
import type {Login} from './logins.js'
import {identities, logins, owners, type Identity, type StoredIdentityPool} from '../tables.js'

const conflict = (): ServiceError =>
  new ServiceError('ResourceConflictException', 'Logins are already linked to another account.')

function ownersOf(pool: StoredIdentityPool, found: readonly Login[], {tx}: Call): Identity[] {
  const ids = found.flatMap(({provider, sub}) => logins.get(tx, [pool.id, provider, sub]) ?? [])
  return [...new Set(ids)].flatMap((id) => identities.get(tx, [pool.id, id]) ?? [])
}

function link(identity: Identity, found: readonly Login[], {tx, now}: Call): Identity {
  const added = Object.fromEntries(found.map(({provider, sub}) => [provider, sub]))
  const second = Object.entries(added).some(([provider, sub]) => (identity.logins[provider] ?? sub) !== sub)
  if (second) throw conflict()
  const linked = {...identity, logins: {...identity.logins, ...added}, modifiedAt: now}
  identities.put(tx, [identity.poolId, identity.id], linked)
  owners.put(tx, [identity.id], ownerOf(identity, tx))
  for (const {provider, sub} of found) logins.put(tx, [identity.poolId, provider, sub], identity.id)
  return linked
}

const ownerOf = ({poolId}: Identity, tx: Call['tx']): {accountId: string; region: string; poolId: string} => {
  const owner = owners.get(tx, [poolId])
  if (!owner) throw new TypeError(`identity pool ${poolId} has no owner`)
  return owner
}

/**
 * The identity of these logins, the same one every time; a new guest when there are none.
 *
 * @throws ServiceError NotAuthorizedException for a guest where there may be none, ResourceConflictException
 */
export function openIdentity(pool: StoredIdentityPool, found: readonly Login[], call: Call): Identity {
  if (found.length === 0 && !pool.settings.AllowUnauthenticatedIdentities) {
    throw new ServiceError('NotAuthorizedException', 'Unauthenticated access is not supported for this identity pool.')
  }
  const [known, other] = ownersOf(pool, found, call)
  if (other) throw conflict()
  const fresh: Identity = {
    poolId: pool.id,
    id: `${pool.region}:${uuid()}`,
    logins: {},
    createdAt: call.now,
    modifiedAt: call.now,
  }
  return link(known ?? fresh, found, call)
}

/**
 * The identity that a call names, with its logins: a guest that signs in keeps its id, unless the login has an identity
 * already, which then takes the guest's place.
 *
 * @throws ServiceError NotAuthorizedException, ResourceConflictException
 */
export function resolveIdentity(
  {pool, id, found}: {pool: StoredIdentityPool; id: string | undefined; found: readonly Login[]},
  call: Call,
): Identity {
  const named = requireIdentity(id, call)
  const isGuest = Object.keys(named.logins).length === 0
  if (found.length === 0) {
    if (!isGuest) throw new ServiceError('NotAuthorizedException', `Access to Identity '${named.id}' is forbidden.`)
    return openGuest(pool, named)
  }
  const [known, other] = ownersOf(pool, found, call)
  if (other) throw conflict()
  if (!known || known.id === named.id) {
    const shares = found.some(({provider, sub}) => named.logins[provider] === sub)
    if (!isGuest && !shares) {
      throw new ServiceError(
        'NotAuthorizedException',
        "Logins don't match. Please include at least one valid login for this identity or identity pool.",
      )
    }
    return link(named, found, call)
  }
  if (!isGuest) {
    throw new ServiceError(
      'NotAuthorizedException',
      "Logins don't match. Please include at least one valid login for this identity or identity pool.",
    )
  }
  removeIdentity(named, call.tx)
  return known
}

function openGuest(pool: StoredIdentityPool, guest: Identity): Identity {
  if (!pool.settings.AllowUnauthenticatedIdentities) {
    throw new ServiceError('NotAuthorizedException', 'Unauthenticated access is not supported for this identity pool.')
  }
  return guest
}
