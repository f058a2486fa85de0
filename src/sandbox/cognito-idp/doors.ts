import {ServiceError} from '../errors.js'
import type {Call} from '../service.js'
import {requireClient, requirePool} from './pool-access.js'
import type {Door} from './sign-in.js'
import {owners} from './tables.js'

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
