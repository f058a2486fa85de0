import {ServiceError} from '../../core/errors.js'
import {wholeOf} from '../../core/lag.js'
import type {Call} from '../../core/service.js'
import type {Table} from '../../store/transaction.js'
import {alreadyExists, limitExceeded, noSuchEntity} from './refusals.js'
import {type Entity, type Group, groups, type PolicyHolder, type Role, roles, type User, users} from './tables.js'

/** What roles, users and groups have in common. */
export type Holder = Entity & PolicyHolder

/** How one sort of holder differs from the others. */
export interface Kind<T extends Holder> {
  readonly label: 'role' | 'user' | 'group'
  readonly table: Table<T>
  nameOf(entity: T): string
  readonly boundaryOf: (entity: T) => string | undefined
  /** Characters of all inline policies together, white space left out. */
  readonly inlineQuota: number
  readonly perAccount: number
}

/** Quotas: IAM user guide, "IAM and AWS STS quotas". */
export const roleKind: Kind<Role> = {
  label: 'role',
  table: roles,
  nameOf: ({roleName}) => roleName,
  boundaryOf: ({permissionsBoundary}) => permissionsBoundary,
  inlineQuota: 10_240,
  perAccount: 1000,
}

/** Quotas as above. */
export const userKind: Kind<User> = {
  label: 'user',
  table: users,
  nameOf: ({userName}) => userName,
  boundaryOf: ({permissionsBoundary}) => permissionsBoundary,
  inlineQuota: 2048,
  perAccount: 5000,
}

/** Groups have no boundary. */
export const groupKind: Kind<Group> = {
  label: 'group',
  table: groups,
  nameOf: ({groupName}) => groupName,
  boundaryOf: () => undefined,
  inlineQuota: 5120,
  perAccount: 300,
}

/** `Role`, as AWS starts a sentence. */
export const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** `arn:aws:iam::111122223333:role/apps/reader` */
export const arnOf = <T extends Holder>(kind: Kind<T>, entity: T): string =>
  `arn:aws:iam::${entity.accountId}:${kind.label}${entity.path}${kind.nameOf(entity)}`

/** By name, in any case, in the account of the call. */
export const findEntity = <T extends Holder>(kind: Kind<T>, name: string, call: Call): T | undefined =>
  kind.table.get(call.tx, [call.accountId, name.toLowerCase()])

/** @throws ServiceError NoSuchEntityException, in AWS's words. */
export function requireEntity<T extends Holder>(kind: Kind<T>, name: string, call: Call): T {
  const found = findEntity(kind, name, call)
  if (!found) throw noSuchEntity(`The ${kind.label} with name ${name} cannot be found.`)
  return found
}

/** Keeps an entity under its name, and answers it. */
export const saveEntity = <T extends Holder>(kind: Kind<T>, entity: T, call: Call): T => {
  kind.table.put(call.tx, [entity.accountId, kind.nameOf(entity).toLowerCase()], entity)
  return entity
}

/** Forgets an entity. */
export const removeEntity = <T extends Holder>(kind: Kind<T>, entity: T, call: Call): void =>
  kind.table.delete(call.tx, [entity.accountId, kind.nameOf(entity).toLowerCase()])

/** The call with all that there is before it: what IAM itself decides by, however late it shows to callers. */
export const whole = (call: Call): Call => ({...call, tx: wholeOf(call.tx)})

/** @throws ServiceError EntityAlreadyExistsException: names are unique whatever their case and path. */
export function requireFreeName<T extends Holder>(kind: Kind<T>, name: string, call: Call): void {
  if (findEntity(kind, name, whole(call)))
    throw alreadyExists(`${capitalized(kind.label)} with name ${name} already exists.`)
}

/**
 * Saves an entity that was not there before. @throws ServiceError EntityAlreadyExistsException, LimitExceededException.
 */
export function addEntity<T extends Holder>(kind: Kind<T>, entity: T, call: Call): T {
  requireFreeName(kind, kind.nameOf(entity), call)
  if (kind.table.list(wholeOf(call.tx), [call.accountId]).length >= kind.perAccount)
    throw limitExceeded(`Cannot exceed quota for ${capitalized(kind.label)}sPerAccount: ${kind.perAccount}`)
  return saveEntity(kind, entity, call)
}

/** The key of a list: names are unique whatever their case. */
export const listKey =
  <T extends Holder>(kind: Kind<T>) =>
  (entity: T): string =>
    kind.nameOf(entity).toLowerCase()

/** Those of the account below a path. */
export const entitiesBelow = <T extends Holder>(kind: Kind<T>, pathPrefix: string | undefined, call: Call): T[] =>
  kind.table.list(call.tx, [call.accountId]).filter(({path}) => path.startsWith(pathPrefix ?? '/'))

/** The path of roles that belong to an AWS service. */
export const SERVICE_ROLE_PATH = '/aws-service-role/'

/** The path of roles that IAM Identity Center makes: nothing of them but tags is anybody else's to change. */
const RESERVED_ROLE_PATH = '/aws-reserved/'

const unmodifiable = (name: string): ServiceError =>
  new ServiceError(
    'UnmodifiableEntityException',
    `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`,
  )

/** @throws ServiceError UnmodifiableEntityException for a role of IAM Identity Center. */
export function requireUnreserved({path, roleName}: Role): void {
  if (path.startsWith(RESERVED_ROLE_PATH)) throw unmodifiable(roleName)
}

/** @throws ServiceError UnmodifiableEntityException for a role that belongs to an AWS service. */
export function requireModifiable<T extends Holder>(kind: Kind<T>, entity: T): void {
  const isOfAws = [SERVICE_ROLE_PATH, RESERVED_ROLE_PATH].some((path) => entity.path.startsWith(path))
  if (kind.label === 'role' && isOfAws) throw unmodifiable(kind.nameOf(entity))
}
