import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import {table} from '../../../store/transaction.js'
import {keyOf} from '../table-access.js'
import {tables, type StoredTable} from '../tables.js'

/** Until when a table, and each of its indexes, is busy: milliseconds since 1970. */
interface Busy {
  readonly creatingUntil?: number
  readonly updatingUntil?: number
  /** By the name of an index that was added to the table. */
  readonly indexes?: Readonly<Record<string, number>>
}

/** Key [account, region, table]. */
const busy = table<Busy>('dynamodb/busy')

const stateOf = (named: Pick<StoredTable, 'TableName'>, call: Call): Busy => busy.get(call.tx, keyOf(named, call)) ?? {}

/** A table's description with its states as they are now: no longer than `tableMs` of the settings each. */
export function withStates(stored: StoredTable, call: Call): StoredTable {
  const {creatingUntil = 0, updatingUntil = 0, indexes = {}} = stateOf(stored, call)
  const {GlobalSecondaryIndexes: global} = stored
  return {
    ...stored,
    TableStatus: call.now < creatingUntil ? 'CREATING' : call.now < updatingUntil ? 'UPDATING' : 'ACTIVE',
    ...(global && {
      GlobalSecondaryIndexes: global.map((index) => {
        const isNew = call.now < (indexes[index.IndexName] ?? 0)
        if (isNew) return {...index, IndexStatus: 'CREATING', Backfilling: true}
        return {...index, IndexStatus: call.now < creatingUntil ? 'CREATING' : 'ACTIVE'}
      }),
    }),
  }
}

/** @throws ServiceError LimitExceededException where another table with indexes is being made (CreateTable, limits) */
export function requireRoomForIndexes(call: Call): void {
  const {tx, accountId, region, now} = call
  const making = tables
    .list(tx, [accountId, region])
    .filter((one) => hasIndexes(one) && now < (stateOf(one, call).creatingUntil ?? 0))
  if (making.length > 0)
    throw new ServiceError(
      'LimitExceededException',
      'Subscriber limit exceeded: You have exceeded the maximum number of indexed tables that can be created simultaneously',
    )
}

export const hasIndexes = (one: {
  readonly GlobalSecondaryIndexes?: readonly unknown[] | undefined
  readonly LocalSecondaryIndexes?: readonly unknown[] | undefined
}): boolean => (one.GlobalSecondaryIndexes ?? one.LocalSecondaryIndexes ?? []).length > 0

export function beginCreating(named: Pick<StoredTable, 'TableName'>, call: Call): void {
  busy.put(call.tx, keyOf(named, call), {creatingUntil: call.now + call.settings.tableMs})
}

export function beginUpdating(named: Pick<StoredTable, 'TableName'>, index: string | undefined, call: Call): void {
  const before = stateOf(named, call)
  const until = call.now + call.settings.tableMs
  busy.put(call.tx, keyOf(named, call), {
    ...before,
    updatingUntil: until,
    ...(index !== undefined && {indexes: {...before.indexes, [index]: until}}),
  })
}

export const dropStates = (named: Pick<StoredTable, 'TableName'>, call: Call): void => {
  busy.delete(call.tx, keyOf(named, call))
}

/** @throws ServiceError ResourceInUseException while a table is being made or changed */
export function requireActive(stored: StoredTable, call: Call): void {
  const {TableStatus: status} = withStates(stored, call)
  if (status === 'ACTIVE') return
  throw new ServiceError(
    'ResourceInUseException',
    status === 'CREATING'
      ? `Attempt to change a resource which is still in use: Table is being created: ${stored.TableName}`
      : `Attempt to change a resource which is still in use: Table is being updated: ${stored.TableName}`,
  )
}

/** Whether a table is being made: its items cannot be reached yet. */
export const isCreating = (named: Pick<StoredTable, 'TableName'>, call: Call): boolean =>
  call.now < (stateOf(named, call).creatingUntil ?? 0)
