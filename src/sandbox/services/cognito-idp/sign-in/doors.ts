import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import {present} from '../checks.js'
import {requireClient, requirePool} from '../pools/access.js'
import {checkSecretHash, findSignInUser, type Door} from './sign-in.js'
import {owners, type PoolUser} from '../tables.js'

/** The pool and client of a call that names the client alone. @throws ServiceError ResourceNotFoundException */
export function requireDoor(clientId: string | undefined, call: Call): Door {
  const owner = owners.get(call.tx, [clientId ?? ''])
  if (!owner) {
    throw new ServiceError('ResourceNotFoundException', `User pool client ${clientId ?? ''} does not exist.`)
  }
  return requireAdminDoor(owner.poolId, clientId, call)
}

/** The pool and client of an administrator's call. @throws ServiceError ResourceNotFoundException */
export function requireAdminDoor(poolId: string | undefined, clientId: string | undefined, call: Call): Door {
  const pool = requirePool(poolId, call)
  return {pool, client: requireClient(pool, clientId, call)}
}

interface Named {
  readonly ClientId: string | undefined
  readonly Username: string | undefined
  readonly SecretHash?: string | undefined
}

/** The door of a call that nobody signs, and the name in it. @throws ServiceError as `requireDoor`, `checkSecretHash` */
export function nameAtDoor({ClientId, Username, SecretHash}: Named, call: Call): {door: Door; name: string} {
  const door = requireDoor(ClientId, call)
  const name = present(Username, 'Username')
  checkSecretHash(door, name, SecretHash)
  return {door, name}
}

/**
 * The door of a call that nobody signs, with the user whom it names; `undefined` for nobody, where the client does not
 * tell. @throws ServiceError as `requireDoor`, `checkSecretHash` and `findSignInUser` do.
 */
export function findUserAtDoor(named: Named, call: Call): AtDoor {
  const {door, name} = nameAtDoor(named, call)
  return {door, name, user: findSignInUser(door, name, call)}
}

interface AtDoor {
  readonly door: Door
  readonly name: string
  readonly user: PoolUser | undefined
}
