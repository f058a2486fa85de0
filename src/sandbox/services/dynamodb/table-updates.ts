import type {
  DescribeContinuousBackupsCommandInput,
  DescribeContinuousBackupsOutput,
  ProvisionedThroughput,
  UpdateTableCommandInput,
  UpdateTableOutput,
} from '@aws-sdk/client-dynamodb'
import updateChecks from 'dynalite/validations/updateTable.js'
import {ServiceError} from '../../core/errors.js'
import type {Operation} from '../../core/service.js'
import {check, fromWire, toWire} from './requests.js'
import {arnOf, keyOf, requireTable} from './table-access.js'
import {tables, type StoredTable, type Throughput} from './tables.js'

const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message)

const ON_DEMAND = 'PAY_PER_REQUEST'
const NONE: Throughput = {ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0}

/**
 * How a table is billed, its throughput, its deletion protection. Indexes stay as they were made: what would add,
 * change or drop one is not served.
 */
const UpdateTable: Operation<UpdateTableCommandInput, UpdateTableOutput> = {
  resource: arnOf,
  run(input, call) {
    const {DeletionProtectionEnabled: isProtected, ...rest} = input
    // dynalite does not know the one, and asks for one of the others.
    if (isProtected === undefined || Object.values(rest).filter((value) => value !== undefined).length > 1)
      check({operation: 'UpdateTable', validation: updateChecks}, toWire('UpdateTable', rest))
    if (input.GlobalSecondaryIndexUpdates?.some((one) => one.Create ?? one.Delete))
      throw new ServiceError(
        'UnknownOperationException',
        "awsup's sandbox does not implement new and dropped indexes of dynamodb:UpdateTable",
        {status: 501},
      )
    const found = requireTable(input, call)
    const billed = withBilling(found, input, call.now)
    const changed = isProtected === undefined ? billed : {...billed, DeletionProtectionEnabled: isProtected}
    tables.put(call.tx, keyOf(input, call), changed)
    return fromWire('UpdateTable', {TableDescription: {...changed, TableStatus: 'UPDATING'}})
  },
}

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

/** Continuous backups are on for every table; recovery to a point in time is not, and cannot be switched on here. */
const DescribeContinuousBackups: Operation<DescribeContinuousBackupsCommandInput, DescribeContinuousBackupsOutput> = {
  resource: arnOf,
  run(input, call) {
    requireTable(input, call)
    return {
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: {PointInTimeRecoveryStatus: 'DISABLED'},
      },
    }
  },
}

export const tableUpdateOperations = {DescribeContinuousBackups, UpdateTable}
