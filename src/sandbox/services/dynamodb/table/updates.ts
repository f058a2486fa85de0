import type {
  GlobalSecondaryIndexUpdate,
  ProvisionedThroughput,
  UpdateTableCommandInput,
  UpdateTableOutput,
} from '@aws-sdk/client-dynamodb'
import updateChecks from 'dynalite/validations/updateTable.js'
import {ServiceError} from '../../../core/errors.js'
import type {Operation} from '../../../core/service.js'
import {withIndexUpdates} from './index-updates.js'
import {check, fromWire, toWire} from '../requests.js'
import {beginUpdating, requireActive, withStates} from './states.js'
import {withStream} from './streams.js'
import {arnOf, keyOf, requireTable} from '../table-access.js'
import {tables, type StoredTable, type Throughput} from '../tables.js'

const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message)

const ON_DEMAND = 'PAY_PER_REQUEST'
const NONE: Throughput = {ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0}

/** How a table is billed, its throughput, its deletion protection, its stream, and its indexes. */
const UpdateTable: Operation<UpdateTableCommandInput, UpdateTableOutput> = {
  resource: arnOf,
  run(input, call) {
    const {DeletionProtectionEnabled: isProtected, StreamSpecification: stream} = input
    const beside = {
      DeletionProtectionEnabled: undefined,
      StreamSpecification: undefined,
      AttributeDefinitions: undefined,
    }
    const rest = {...input, ...beside}
    // dynalite does not know these, asks for one of the others, and wants a capacity for every index.
    const known = {...rest, GlobalSecondaryIndexUpdates: rest.GlobalSecondaryIndexUpdates?.map(withCapacity)}
    const isOther = Object.values(rest).filter((value) => value !== undefined).length > 1
    if ((isProtected === undefined && stream === undefined) || isOther)
      check({operation: 'UpdateTable', validation: updateChecks}, toWire('UpdateTable', known))
    const found = requireTable(input, call)
    requireActive(found, call)
    const billed = withBilling(found, input, call.now)
    const indexed = withIndexUpdates(billed, input, call)
    const streamed = withStream(indexed, stream, call.now)
    const changed = isProtected === undefined ? streamed : {...streamed, DeletionProtectionEnabled: isProtected}
    tables.put(call.tx, keyOf(input, call), changed)
    const made = input.GlobalSecondaryIndexUpdates?.find(({Create}) => Create)?.Create?.IndexName
    beginUpdating(found, made, call)
    return fromWire('UpdateTable', {TableDescription: {...withStates(changed, call), TableStatus: 'UPDATING'}})
  },
}

/** With a capacity, which only tables that are paid for by capacity have. */
const withCapacity = (update: GlobalSecondaryIndexUpdate): GlobalSecondaryIndexUpdate =>
  update.Create
    ? {Create: {ProvisionedThroughput: {ReadCapacityUnits: 1, WriteCapacityUnits: 1}, ...update.Create}}
    : update

function withBilling(table: StoredTable, input: UpdateTableCommandInput, now: number): StoredTable {
  const before = table.BillingModeSummary?.BillingMode ?? 'PROVISIONED'
  const {BillingMode: mode = before, ProvisionedThroughput: wanted} = input
  if (mode === ON_DEMAND && wanted)
    throw invalid(
      'One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    )
  const {ReadCapacityUnits: read, WriteCapacityUnits: write} = table.ProvisionedThroughput
  if (wanted?.ReadCapacityUnits === read && wanted.WriteCapacityUnits === write)
    throw invalid(
      `The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: ${read}. Requested ReadCapacityUnits: ${read}. Current WriteCapacityUnits provisioned for the table: ${write}. Requested WriteCapacityUnits: ${write}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.`,
    )
  return {
    ...table,
    ...(mode === before ? {} : {BillingModeSummary: summaryOf(mode, table, now)}),
    ProvisionedThroughput: mode === ON_DEMAND ? NONE : changedTo(wanted, table.ProvisionedThroughput),
    ...indexesOf(table, input, mode),
  }
}

const changedTo = (wanted: ProvisionedThroughput | undefined, before: Throughput): Throughput => ({
  ...before,
  ReadCapacityUnits: wanted?.ReadCapacityUnits ?? before.ReadCapacityUnits,
  WriteCapacityUnits: wanted?.WriteCapacityUnits ?? before.WriteCapacityUnits,
})

/** A table that was once on demand says since when (API reference, BillingModeSummary). */
const summaryOf = (mode: string, {BillingModeSummary: before}: StoredTable, now: number) => ({
  ...before,
  BillingMode: mode,
  ...(mode === ON_DEMAND ? {LastUpdateToPayPerRequestDateTime: now / 1000} : {}),
})

function indexesOf(
  {GlobalSecondaryIndexes: indexes}: StoredTable,
  {GlobalSecondaryIndexUpdates: updates = []}: UpdateTableCommandInput,
  mode: string,
): Pick<StoredTable, 'GlobalSecondaryIndexes'> {
  if (!indexes) return {}
  const changed = indexes.map((index) => {
    const wanted = updates.find(({Update}) => Update?.IndexName === index.IndexName)?.Update?.ProvisionedThroughput
    const {ProvisionedThroughput: before = NONE} = index
    return {...index, ProvisionedThroughput: mode === ON_DEMAND ? NONE : changedTo(wanted, before)}
  })
  return {GlobalSecondaryIndexes: changed}
}

export const tableUpdateOperations = {UpdateTable}
