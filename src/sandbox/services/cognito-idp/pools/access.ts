import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import {clients, pools, type PoolClient, type UserPool} from '../tables.js'

/** `arn:aws:cognito-idp:<region>:<account>:userpool/<id>` */
export const poolArn = (id: string, {region, accountId}: Pick<Call, 'region' | 'accountId'>): string =>
  `arn:aws:cognito-idp:${region}:${accountId}:userpool/${id}`

/** The pool that a call names, as the resource that permission is needed on. */
export const onPool = ({UserPoolId}: {UserPoolId?: string | undefined}, call: Call): string =>
  UserPoolId === undefined ? '*' : poolArn(UserPoolId, call)

/**
 * The pool in the caller's account and region: for everyone else it does not exist.
 *
 * @throws ServiceError ResourceNotFoundException
 */
export function requirePool(id: string | undefined, {tx, accountId, region}: Call): UserPool {
  const pool = id === undefined ? undefined : pools.get(tx, [accountId, region, id])
  if (!pool) throw new ServiceError('ResourceNotFoundException', `User pool ${id ?? ''} does not exist.`)
  return pool
}

/** @throws ServiceError ResourceNotFoundException when the pool has no such client. */
export function requireClient(pool: UserPool, id: string | undefined, {tx}: Call): PoolClient {
  const client = id === undefined ? undefined : clients.get(tx, [pool.id, id])
  if (!client) throw new ServiceError('ResourceNotFoundException', `User pool client ${id ?? ''} does not exist.`)
  return client
}
