import {dynamodbKeys} from '../../../models/condition-keys.js'
import {authorize} from '../../auth/authorize.js'
import type {Call} from '../../core/service.js'
import type {Checked, KeysToRead, TableRequests} from './requests.js'
import {tables, type AttributeValue, type Item, type StoredTable} from './tables.js'

/** What a request wants of one table, as policies see it. */
export interface Wanted {
  /** The operation that permission is asked for: a transaction's parts ask each for its own. */
  readonly operation: string
  readonly table: string
  readonly index?: string | undefined
  /** Items or keys that are named; `undefined` where a request names none (Scan). */
  readonly keys?: readonly Item[] | undefined
  readonly attributes?: Iterable<string>
  /** What of an item a read asks for, named or not. */
  readonly select?: string
  readonly request?: Checked
  /** The operation that this is a part of, for parts of transactions. */
  readonly enclosing?: string
}

/**
 * Passes when the caller may do this to this table.
 *
 * @throws ServiceError AccessDeniedException.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function requirePermission(wanted: Wanted, call: Call): void {
  const {operation, table: name, index, keys, attributes = [], select, request = {}, enclosing} = wanted
  const {accountId, region, tx} = call
  const table = tables.get(tx, [accountId, region, name])
  const arn = `arn:aws:dynamodb:${region}:${accountId}:table/${name}`
  const named = [...new Set(attributes)]
  const all = {
    ...present('dynamodb:LeadingKeys', keys && leadingKeys(keys, table, index)),
    ...present('dynamodb:Attributes', named.length === 0 ? undefined : named),
    ...present('dynamodb:Select', select),
    ...present('dynamodb:ReturnValues', request.ReturnValues ?? 'NONE'),
    ...present('dynamodb:ReturnConsumedCapacity', request.ReturnConsumedCapacity),
    ...present('dynamodb:EnclosingOperation', enclosing),
  }
  const filled = [...dynamodbKeys(operation)].filter(
    (key) => key !== 'dynamodb:ReturnValues' || hasReturnValues(operation),
  )
  const conditions = Object.fromEntries(Object.entries(all).filter(([key]) => filled.includes(key)))
  const resource = index === undefined ? arn : `${arn}/index/${index}`
  authorize(call, {action: `dynamodb:${operation}`, resource, conditions})
}

/** The reference lists the key for Query and Scan as well, which have no such parameter: there is nothing to fill. */
const hasReturnValues = (operation: string): boolean => operation !== 'Query' && operation !== 'Scan'

/** A key that a request says nothing of is absent, not empty: that is what a policy's Null asks. */
const present = (name: string, values: readonly string[] | string | undefined): Record<string, readonly string[]> =>
  values === undefined || values.length === 0 ? {} : {[name]: [values].flat()}

/**
 * The partition keys that are meant. A table that does not exist has no schema: what stands first in a key is taken for
 * it, so that whoever may use the table once it is made reads that it is missing.
 */
function leadingKeys(keys: readonly Item[], table: StoredTable | undefined, index: string | undefined): string[] {
  const indexes = [...(table?.GlobalSecondaryIndexes ?? []), ...(table?.LocalSecondaryIndexes ?? [])]
  const schema = index === undefined ? table : (indexes.find(({IndexName}) => IndexName === index) ?? table)
  const name = schema?.KeySchema[0]?.AttributeName ?? Object.keys(keys[0] ?? {})[0] ?? ''
  return [...new Set(keys.flatMap((key) => textOf(key[name]) ?? []))]
}

/** A key's value as policies compare it. */
function textOf(value: AttributeValue | undefined): string | undefined {
  const text = value?.['S'] ?? value?.['N'] ?? value?.['B']
  return typeof text === 'string' ? text : undefined
}

/** What an operation on one table wants of it. */
export function wantedOf(operation: string, request: Checked): readonly Wanted[] {
  const {TableName: table = '', IndexName: index, RequestItems: batch} = request
  if (batch !== undefined)
    return Object.entries(batch).map(([name, part]) => ({operation, table: name, ...wantedOfPart(part), request}))
  const select = selectOf(request)
  return [{operation, table, index, keys: keysOf(request), attributes: attributesOf(request), select, request}]
}

function wantedOfPart(part: TableRequests): Pick<Wanted, 'keys' | 'attributes' | 'select'> {
  if (isReading(part)) {
    const attributes = [...part.Keys.flatMap((key) => Object.keys(key)), ...attributesOf(part)]
    return {keys: part.Keys, attributes, select: selectOf(part)}
  }
  const keys = part.map(({PutRequest, DeleteRequest}) => PutRequest?.Item ?? DeleteRequest?.Key ?? {})
  return {keys, attributes: keys.flatMap((key) => Object.keys(key))}
}

/**
 * What is said, or what is meant where nothing is: the attributes that are named, or else all that the table or the index
 * has (API reference, Query, Select).
 */
function selectOf({AttributesToGet: names, _projection, IndexName: index, Select: said}: Checked): string {
  if (said !== undefined) return said
  if (names !== undefined || _projection !== undefined) return 'SPECIFIC_ATTRIBUTES'
  return index === undefined ? 'ALL_ATTRIBUTES' : 'ALL_PROJECTED_ATTRIBUTES'
}

const isReading = (part: TableRequests): part is KeysToRead => 'Keys' in part

/** A query's key is what its conditions say must be equal. */
function keysOf({Key, Item: item, KeyConditions: conditions}: Checked): readonly Item[] | undefined {
  if (conditions === undefined) return Key === undefined && item === undefined ? undefined : [Key ?? item ?? {}]
  const equal = Object.entries(conditions).flatMap(([name, {ComparisonOperator: operator, AttributeValueList}]) => {
    const [value] = AttributeValueList ?? []
    return operator === 'EQ' && value !== undefined ? [[name, value] as const] : []
  })
  return [Object.fromEntries(equal)]
}

/** Every top-level attribute that a request names, to read, to compare or to write. */
export function attributesOf(request: Checked | KeysToRead): readonly string[] {
  const {AttributesToGet = [], _projection}: Checked = request
  const rest: Checked = 'Keys' in request ? {} : request
  const maps = [
    rest.Key,
    rest.Item,
    rest.KeyConditions,
    rest.AttributeUpdates,
    rest.Expected,
    rest.QueryFilter,
    rest.ScanFilter,
    rest._condition?.pathHeads,
    rest._filter?.pathHeads,
  ]
  const paths = [...(_projection?.paths ?? []), ...(rest._updates?.paths ?? []), ...pathsRead(rest)]
  return [
    ...AttributesToGet,
    ...maps.flatMap((map) => Object.keys(map ?? {})),
    ...paths.map((path) => (typeof path === 'string' ? path : String(path[0]))),
  ]
}

/** `SET a = b` reads b. */
function pathsRead({_updates}: Checked): readonly (readonly (string | number)[])[] {
  return (_updates?.sections ?? []).flatMap(({val}) => pathsIn(val))
}

function pathsIn(value: unknown): readonly (readonly (string | number)[])[] {
  if (isPath(value)) return [value]
  const operands: unknown = typeof value === 'object' && value !== null && 'args' in value ? value.args : undefined
  return Array.isArray(operands) ? operands.flatMap((operand: unknown) => pathsIn(operand)) : []
}

const isPath = (value: unknown): value is readonly (string | number)[] =>
  Array.isArray(value) && typeof value[0] === 'string'
