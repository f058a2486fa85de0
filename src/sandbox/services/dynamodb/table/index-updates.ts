import type {GlobalSecondaryIndexUpdate, UpdateTableCommandInput} from '@aws-sdk/client-dynamodb'
import db from 'dynalite/db/index.js'
import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import {fitsIndex} from '../index-keys.js'
import {openStore} from '../store.js'
import {keyOf} from '../table-access.js'
import {rows, type StoredIndex, type StoredTable} from '../tables.js'

const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message)

/** Indexes that a table may have: developer guide, "Service quotas". */
const MOST = 20

/**
 * The table with an index added or dropped, and the index filled with what the table has. One at a time (API reference,
 * UpdateTable).
 *
 * @throws ServiceError LimitExceededException, ValidationException, ResourceNotFoundException
 */
export function withIndexUpdates(stored: StoredTable, input: UpdateTableCommandInput, call: Call): StoredTable {
  const updates = (input.GlobalSecondaryIndexUpdates ?? []).filter(({Create, Delete}) => Create ?? Delete)
  const [update] = updates
  if (update === undefined) return stored
  if (updates.length > 1)
    throw new ServiceError(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    )
  return update.Create ? added(stored, {update, input}, call) : dropped(stored, update, call)
}

function added(
  stored: StoredTable,
  {
    update: {Create: made},
    input: {AttributeDefinitions = []},
  }: {readonly update: GlobalSecondaryIndexUpdate; readonly input: UpdateTableCommandInput},
  call: Call,
): StoredTable {
  const {GlobalSecondaryIndexes: before = [], LocalSecondaryIndexes: local = []} = stored
  const name = made?.IndexName ?? ''
  if ([...before, ...local].some(({IndexName}) => IndexName === name))
    throw invalid('Attempting to create an index which already exists')
  if (before.length >= MOST)
    throw new ServiceError(
      'LimitExceededException',
      `One or more parameter values were invalid: GlobalSecondaryIndex count exceeds the per-table limit of ${MOST}`,
    )
  const types = new Map([...definitionsOf(stored), ...AttributeDefinitions].map((one) => [one.AttributeName, one]))
  const keys = (made?.KeySchema ?? []).map(({AttributeName = ''}) => AttributeName)
  const unknown = keys.filter((key) => !types.has(key))
  if (unknown.length > 0)
    throw invalid(
      `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${keys.join(', ')}], AttributeDefinitions: [${[...types.keys()].join(', ')}]`,
    )
  const onDemand = stored.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST'
  if (onDemand === (made?.ProvisionedThroughput !== undefined))
    throw invalid(
      onDemand
        ? `One or more parameter values were invalid: ProvisionedThroughput should not be specified for index: ${name} when BillingMode is PAY_PER_REQUEST`
        : `One or more parameter values were invalid: ProvisionedThroughput must be specified for index: ${name}`,
    )
  const index = {
    ...(made as unknown as StoredIndex),
    IndexArn: `${stored.TableArn}/index/${name}`,
    ProvisionedThroughput: {
      ReadCapacityUnits: made?.ProvisionedThroughput?.ReadCapacityUnits ?? 0,
      WriteCapacityUnits: made?.ProvisionedThroughput?.WriteCapacityUnits ?? 0,
      NumberOfDecreasesToday: 0,
    },
  }
  const after = pruned({
    ...stored,
    AttributeDefinitions: [...types.values()],
    GlobalSecondaryIndexes: [...before, index],
  })
  backfill(after, index, call)
  return after
}

function dropped(stored: StoredTable, {Delete: gone}: GlobalSecondaryIndexUpdate, call: Call): StoredTable {
  const {GlobalSecondaryIndexes: before = []} = stored
  const left = before.filter(({IndexName}) => IndexName !== gone?.IndexName)
  if (left.length === before.length)
    throw new ServiceError(
      'ResourceNotFoundException',
      `Requested resource not found: Table: ${stored.TableName} has no index ${gone?.IndexName ?? ''}`,
    )
  const level = [...keyOf(stored, call), `global-${gone?.IndexName ?? ''}`]
  for (const {key} of rows.list(call.tx, level)) rows.delete(call.tx, [...level, key])
  const rest = Object.fromEntries(Object.entries(stored).filter(([member]) => member !== 'GlobalSecondaryIndexes'))
  return pruned({...(rest as unknown as StoredTable), ...(left.length > 0 && {GlobalSecondaryIndexes: left})})
}

interface Definition {
  readonly AttributeName?: string | undefined
  readonly AttributeType?: string | undefined
}

const definitionsOf = ({AttributeDefinitions: all}: StoredTable): readonly Definition[] =>
  Array.isArray(all) ? (all as readonly Definition[]) : []

/** What no key names is not defined any more. */
function pruned(stored: StoredTable): StoredTable {
  const {GlobalSecondaryIndexes: global = [], LocalSecondaryIndexes: local = []} = stored
  const used = new Set(
    [stored, ...global, ...local].flatMap(({KeySchema}) => KeySchema.map((key) => key.AttributeName)),
  )
  return {
    ...stored,
    AttributeDefinitions: definitionsOf(stored).filter(({AttributeName = ''}) => used.has(AttributeName)),
  }
}

/** What does not fit is left out (developer guide, "Detecting and correcting index key violations"). */
function backfill(stored: StoredTable, index: StoredIndex, call: Call): void {
  const types = new Map(definitionsOf(stored).map((one) => [one.AttributeName ?? '', one.AttributeType ?? '']))
  const into = openStore(call).getIndexDb('global', stored.TableName, index.IndexName)
  for (const {item} of rows.list(call.tx, [...keyOf(stored, call), 'items'])) {
    if (!fitsIndex(index, item, types)) continue
    for (const put of db.getIndexActions([index], undefined, item, stored).puts) {
      into.put(put.key, put.item, (error) => {
        if (error !== undefined) throw new TypeError('an index of the sandbox could not be filled', {cause: error})
      })
    }
  }
}
