import {ServiceError} from '../../core/errors.js'
import type {Call} from '../../core/service.js'
import {tables, type StoredTable} from './tables.js'

interface Named {
  readonly TableName: string | undefined
}

export const arnOf = ({TableName = ''}: Named, {region, accountId}: Call): string =>
  `arn:aws:dynamodb:${region}:${accountId}:table/${TableName}`

/** Where a table is kept, and what belongs to it. */
export const keyOf = ({TableName = ''}: Named, {accountId, region}: Call): string[] => [accountId, region, TableName]

/** @throws ServiceError ResourceNotFoundException */
export function requireTable(named: Named, call: Call): StoredTable {
  const found = tables.get(call.tx, keyOf(named, call))
  if (found === undefined) throw noSuchTable(named.TableName ?? '')
  return found
}

/** As DynamoDB words it for items; the operations on tables name the table. */
export const noSuchTable = (name?: string): ServiceError =>
  new ServiceError(
    'ResourceNotFoundException',
    name === undefined ? 'Requested resource not found' : `Requested resource not found: Table: ${name} not found`,
  )
