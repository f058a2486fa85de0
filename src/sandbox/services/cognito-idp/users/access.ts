import {ServiceError} from '../../../core/errors.js'
import type {Transaction} from '../../../store/transaction.js'
import {aliases, users, type PoolUser, type UserPool} from '../tables.js'

/** Pools tell case apart unless they were made not to. */
const fold = (text: string, pool: UserPool): string =>
  pool.usernameConfiguration?.CaseSensitive === false ? text.toLowerCase() : text

/**
 * What else a user can be called by: the `sub`, the sign-in attributes of the pool, and aliases, which count once they
 * are verified (but for preferred_username, which needs no proof).
 */
export function aliasesOf(
  {attributes, sub}: PoolUser,
  pool: UserPool,
): (readonly [attribute: string, value: string])[] {
  const proven = (name: string): boolean => name === 'preferred_username' || attributes[`${name}_verified`] === 'true'
  const names = [...(pool.usernameAttributes ?? []), ...(pool.aliasAttributes ?? []).filter((name) => proven(name))]
  return [
    ['sub', sub] as const,
    ...names.flatMap((name) => {
      const value = attributes[name]
      return value === undefined ? [] : [[name, fold(value, pool)] as const]
    }),
  ]
}

/** The user with this name, `sub` or alias. */
export function findUser(pool: UserPool, name: string, tx: Transaction): PoolUser | undefined {
  const direct = users.get(tx, [pool.id, fold(name, pool)])
  if (direct) return direct
  const attributes = ['sub', ...(pool.usernameAttributes ?? []), ...(pool.aliasAttributes ?? [])]
  const username = attributes
    .map((attribute) => aliases.get(tx, [pool.id, attribute, fold(name, pool)]))
    .find((found) => found !== undefined)
  return username === undefined ? undefined : users.get(tx, [pool.id, username])
}

/** @throws ServiceError UserNotFoundException */
export function requireUser(pool: UserPool, name: string | undefined, tx: Transaction): PoolUser {
  const user = name === undefined ? undefined : findUser(pool, name, tx)
  if (!user) throw new ServiceError('UserNotFoundException', 'User does not exist.')
  return user
}

/** The alias of `user` that is somebody else's already, by attribute name. */
export const takenAlias = (user: PoolUser, pool: UserPool, tx: Transaction): string | undefined =>
  aliasesOf(user, pool).find(([attribute, value]) => {
    const owner = aliases.get(tx, [pool.id, attribute, value])
    return owner !== undefined && owner !== fold(user.username, pool)
  })?.[0]

/** Stores a user, new or changed, and the ways to call it. An alias that was somebody else's moves to this user. */
export function keepUser(user: PoolUser, pool: UserPool, tx: Transaction): void {
  const key = fold(user.username, pool)
  const earlier = users.get(tx, [pool.id, key])
  if (earlier) dropAliases(earlier, pool, tx)
  users.put(tx, [pool.id, key], user)
  for (const [attribute, value] of aliasesOf(user, pool)) aliases.put(tx, [pool.id, attribute, value], key)
}

/** Takes a user away, and the ways to call it. */
export function removeUser(user: PoolUser, pool: UserPool, tx: Transaction): void {
  dropAliases(user, pool, tx)
  users.delete(tx, [pool.id, fold(user.username, pool)])
}

function dropAliases(user: PoolUser, pool: UserPool, tx: Transaction): void {
  const key = fold(user.username, pool)
  for (const [attribute, value] of aliasesOf(user, pool)) {
    if (aliases.get(tx, [pool.id, attribute, value]) === key) aliases.delete(tx, [pool.id, attribute, value])
  }
}
