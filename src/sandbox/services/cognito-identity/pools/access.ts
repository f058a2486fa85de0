import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import {identityPools, type StoredIdentityPool} from '../tables.js'

/** `arn:aws:cognito-identity:<region>:<account>:identitypool/<id>` */
export const identityPoolArn = (id: string, {region, accountId}: Pick<Call, 'region' | 'accountId'>): string =>
  `arn:aws:cognito-identity:${region}:${accountId}:identitypool/${id}`

/** The pool that a call names, as the resource that permission is needed on. */
export const onPool = ({IdentityPoolId}: {IdentityPoolId?: string | undefined}, call: Call): string =>
  IdentityPoolId === undefined ? '*' : identityPoolArn(IdentityPoolId, call)

/**
 * The pool in the caller's account and region: for everyone else it does not exist.
 *
 * @throws ServiceError ResourceNotFoundException
 */
export function requireIdentityPool(id: string | undefined, {tx, accountId, region}: Call): StoredIdentityPool {
  const pool = id === undefined ? undefined : identityPools.get(tx, [accountId, region, id])
  if (!pool) throw new ServiceError('ResourceNotFoundException', `IdentityPool '${id ?? ''}' not found.`)
  return pool
}

export const keepPool = (pool: StoredIdentityPool, {tx}: Call): void =>
  identityPools.put(tx, [pool.accountId, pool.region, pool.id], pool)
