import {table, type Transaction} from '../../../store/transaction.js'

/** What users and groups have in common. Dates are milliseconds since 1970. */
export interface Resource {
  readonly storeId: string
  /** A UUID. */
  readonly id: string
  readonly createdAt: number
  readonly updatedAt: number
  /** Counts changes. */
  readonly revision: number
}

/** As the API names them: `UserName`, `Name`, `Emails`. */
export type Attributes = Readonly<Record<string, unknown>>

export interface User extends Resource {
  readonly userName: string
  readonly attributes: Attributes
}

export interface Group extends Resource {
  readonly displayName: string
  readonly description: string | undefined
}

export interface Membership extends Resource {
  readonly groupId: string
  readonly userId: string
}

/** Keys: [storeId, id]. */
export const users = table<User>('identitystore/users')
export const groups = table<Group>('identitystore/groups')
export const memberships = table<Membership>('identitystore/memberships')

/** Ids of the groups that a user is in. */
export const groupsOf = (tx: Transaction, storeId: string, userId: string): string[] =>
  memberships
    .list(tx, [storeId])
    .filter((one) => one.userId === userId)
    .map(({groupId}) => groupId)

/** A user of an identity store by name, whatever its case. */
export const findUserByName = (tx: Transaction, storeId: string, name: string): User | undefined =>
  users.list(tx, [storeId]).find(({userName}) => userName.toLowerCase() === name.toLowerCase())
