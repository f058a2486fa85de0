import type {
  CreateTableCommandInput,
  CreateTableOutput,
  DeleteTableCommandInput,
  DeleteTableOutput,
  DescribeTableCommandInput,
  DescribeTableOutput,
  ListTablesCommandInput,
  ListTablesOutput,
} from '@aws-sdk/client-dynamodb'
import createChecks from 'dynalite/validations/createTable.js'
import {ServiceError} from '../../../core/errors.js'
import {uuid} from '../../../core/ids.js'
import type {Operation} from '../../../core/service.js'
import {recoveries} from './continuous-backups.js'
import {check, fromWire, toWire, type Checked} from '../requests.js'
import {beginCreating, dropStates, hasIndexes, requireActive, requireRoomForIndexes, withStates} from './states.js'
import {withStream} from './streams.js'
import {arnOf, keyOf, requireTable} from '../table-access.js'
import {withTags} from './tags.js'
import {rows, tables, tableTags, timesToLive, type StoredIndex, type StoredTable} from '../tables.js'

/** On AWS a table is CREATING for some seconds; here for `tableMs` of the settings, and once at least. */
const CreateTable: Operation<CreateTableCommandInput, CreateTableOutput> = {
  resource: arnOf,
  run(input, call) {
    const {TableName: name = '', DeletionProtectionEnabled = false, Tags: tags} = input
    const beside = ['DeletionProtectionEnabled', 'StreamSpecification', 'Tags']
    const request = check({operation: 'CreateTable', validation: createChecks, beside}, toWire('CreateTable', input))
    if (tables.get(call.tx, keyOf(input, call)) !== undefined)
      throw new ServiceError('ResourceInUseException', `Table already exists: ${name}`)
    if (hasIndexes(input)) requireRoomForIndexes(call)
    const made = {...makeTable(request, arnOf(input, call), call.now), DeletionProtectionEnabled}
    const {StreamSpecification: stream} = input
    const table = withStream(made, stream?.StreamEnabled === true ? stream : undefined, call.now)
    tables.put(call.tx, keyOf(input, call), table)
    beginCreating(table, call)
    if (tags) tableTags.put(call.tx, keyOf(input, call), withTags(tags))
    return fromWire('CreateTable', {TableDescription: {...table, TableStatus: 'CREATING'}})
  },
}

function makeTable(
  {BillingMode: billing, TableName = '', KeySchema = [], ...request}: Checked,
  arn: string,
  now: number,
): StoredTable {
  const onDemand = billing === 'PAY_PER_REQUEST'
  const capacity = {ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0}
  const describe = (index: StoredIndex): StoredIndex => ({...index, IndexArn: `${arn}/index/${index.IndexName}`})
  const {GlobalSecondaryIndexes: global, LocalSecondaryIndexes: local} = request
  return {
    ...request,
    TableName,
    KeySchema,
    TableArn: arn,
    TableId: uuid(),
    TableStatus: 'ACTIVE',
    CreationDateTime: now / 1000,
    ProvisionedThroughput: {...capacity, ...provisioned(request)},
    ...(onDemand ? {BillingModeSummary: {BillingMode: billing}} : {}),
    ...(local ? {LocalSecondaryIndexes: local.map(describe)} : {}),
    ...(global
      ? {
          GlobalSecondaryIndexes: global.map((index) => ({
            ...describe(index),
            IndexStatus: 'ACTIVE',
            ProvisionedThroughput: {...capacity, ...provisioned(index)},
          })),
        }
      : {}),
  }
}

const provisioned = (request: object): object =>
  'ProvisionedThroughput' in request && typeof request.ProvisionedThroughput === 'object'
    ? (request.ProvisionedThroughput ?? {})
    : {}

const DescribeTable: Operation<DescribeTableCommandInput, DescribeTableOutput> = {
  resource: arnOf,
  run(input, call) {
    const table = withStates(requireTable(input, call), call)
    const items = rows.list(call.tx, [call.accountId, call.region, table.TableName, 'items'])
    const TableSizeBytes = items.reduce((sum, {item}) => sum + JSON.stringify(item).length, 0)
    return fromWire('DescribeTable', {Table: {...table, ItemCount: items.length, TableSizeBytes}})
  },
}

const DeleteTable: Operation<DeleteTableCommandInput, DeleteTableOutput> = {
  resource: arnOf,
  run(input, call) {
    const {tx} = call
    const table = requireTable(input, call)
    requireActive(table, call)
    if (table.DeletionProtectionEnabled)
      throw new ServiceError(
        'ValidationException',
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      )
    const at = keyOf(table, call)
    tables.delete(tx, at)
    tableTags.delete(tx, at)
    timesToLive.delete(tx, at)
    recoveries.delete(tx, at)
    dropStates(table, call)
    for (const level of levelsOf(table))
      for (const {key} of rows.list(tx, [...at, level])) rows.delete(tx, [...at, level, key])
    return fromWire('DeleteTable', {TableDescription: {...table, TableStatus: 'DELETING'}})
  },
}

/** Where a table's rows are: its items, and a copy of them in each index. */
const levelsOf = ({GlobalSecondaryIndexes: global = [], LocalSecondaryIndexes: local = []}: StoredTable): string[] => [
  'items',
  ...global.map(({IndexName}) => `global-${IndexName}`),
  ...local.map(({IndexName}) => `local-${IndexName}`),
]

const ListTables: Operation<ListTablesCommandInput, ListTablesOutput> = {
  run({ExclusiveStartTableName: after = '', Limit: limit = 100}, {tx, accountId, region}) {
    const names = tables.list(tx, [accountId, region]).map(({TableName}) => TableName)
    const rest = names.filter((name) => name > after).sort()
    const shown = rest.slice(0, limit)
    return {TableNames: shown, LastEvaluatedTableName: shown.length < rest.length ? shown.at(-1) : undefined}
  },
}

export const tableOperations = {CreateTable, DeleteTable, DescribeTable, ListTables}
