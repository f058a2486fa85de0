import {wholeOf} from '../../core/lag.js'
import type {Transaction} from '../../store/transaction.js'
import {accounts, type Account, type Organization, type OrganizationalUnit, units} from './tables.js'

/** A place in the tree: `undefined` parent for the root. */
export type Node =
  | {readonly type: 'ROOT'; readonly id: string; readonly parentId: undefined}
  | {
      readonly type: 'ORGANIZATIONAL_UNIT'
      readonly id: string
      readonly parentId: string
      readonly unit: OrganizationalUnit
    }
  | {readonly type: 'ACCOUNT'; readonly id: string; readonly parentId: string; readonly account: Account}

/** What an id names in this organization: its root, one of its units or accounts. */
export function findNode(tx: Transaction, {organizationId, rootId}: Organization, id: string): Node | undefined {
  if (id === rootId) return {type: 'ROOT', id, parentId: undefined}
  const unit = units.get(tx, [organizationId, id])
  if (unit) return {type: 'ORGANIZATIONAL_UNIT', id, parentId: unit.parentId, unit}
  const account = accounts.get(tx, [id])
  if (account?.organizationId !== organizationId) return undefined
  return {type: 'ACCOUNT', id, parentId: account.parentId ?? rootId, account}
}

/** A root or unit, which can hold others. */
export function findParent(tx: Transaction, organization: Organization, id: string): Node | undefined {
  const node = findNode(tx, organization, id)
  return node?.type === 'ACCOUNT' ? undefined : node
}

/** Ids from the root down to the node, which is the last. */
export function pathTo(tx: Transaction, organization: Organization, id: string): string[] {
  // Also of what does not show yet, and of what shows although it is gone.
  const parentId = (findNode(tx, organization, id) ?? findNode(wholeOf(tx), organization, id))?.parentId
  return parentId === undefined ? [id] : [...pathTo(tx, organization, parentId), id]
}

/** As AWS writes a place: `o-exampleorgid/r-abcd/ou-abcd-11111111/`. */
export const renderPath = (tx: Transaction, organization: Organization, id: string): string =>
  `${[organization.organizationId, ...pathTo(tx, organization, id)].join('/')}/`

/** Members of an organization, oldest first. */
export const accountsIn = (tx: Transaction, {organizationId}: Organization): Account[] =>
  accounts
    .list(tx)
    .filter((account) => account.organizationId === organizationId)
    .sort((a, b) => a.joinedAt - b.joinedAt || (a.accountId < b.accountId ? -1 : 1))

export const accountsBelow = (tx: Transaction, organization: Organization, parentId: string): Account[] =>
  accountsIn(tx, organization).filter((account) => account.parentId === parentId)

export const unitsBelow = (tx: Transaction, {organizationId}: Organization, parentId: string): OrganizationalUnit[] =>
  units.list(tx, [organizationId]).filter((unit) => unit.parentId === parentId)

/** Everything that a policy can be attached to. */
export const entityIds = (tx: Transaction, organization: Organization): string[] => [
  organization.rootId,
  ...units.list(tx, [organization.organizationId]).map(({unitId}) => unitId),
  ...accountsIn(tx, organization).map(({accountId}) => accountId),
]
