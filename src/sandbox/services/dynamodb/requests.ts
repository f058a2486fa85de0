import * as sdk from '@aws-sdk/client-dynamodb'
import {accessDenied, authorize, refusal} from '../../auth/authorize.js'
import {ServiceError} from '../../core/errors.js'
import type {Call} from '../../core/service.js'
import {decodeJson, encodeJson, readObject} from '../../wire/json.js'
import {findOperationShape, type OperationShape} from '../../wire/schemas.js'
import validations from 'dynalite/validations/index.js'
import type {AttributeValue, Item, StoredIndex, StoredTable} from './tables.js'

/** A path into an item (`['address', 'lines', 0]`) or, in AttributesToGet, a name alone. */
type Path = string | readonly (string | number)[]

/** A condition on a key, or dynalite's reading of one. */
interface KeyCondition {
  readonly ComparisonOperator?: string
  readonly AttributeValueList?: readonly AttributeValue[]
}

/** What an update does to one path; `val` is a value, a path, or a function of such. */
interface UpdateSection {
  readonly path: Path
  readonly val?: unknown
}

/** What a batch asks of one table: keys to read, or items to write. */
export type TableRequests = KeysToRead | readonly Write[]

export interface KeysToRead {
  readonly Keys: readonly Item[]
  readonly AttributesToGet?: readonly string[]
  readonly _projection?: Projection
}

interface Write {
  readonly PutRequest?: {readonly Item: Item}
  readonly DeleteRequest?: {readonly Key: Item}
}

interface Projection {
  readonly paths: readonly Path[]
}

/** A request as dynalite has checked it: members as on the wire, and its expressions parsed. */
export interface Checked {
  readonly TableName?: string
  readonly IndexName?: string
  readonly Key?: Item
  readonly Item?: Item
  readonly KeyConditions?: Readonly<Record<string, KeyCondition>>
  readonly AttributesToGet?: readonly string[]
  readonly AttributeUpdates?: Readonly<Record<string, unknown>>
  readonly Expected?: Readonly<Record<string, unknown>>
  readonly QueryFilter?: Readonly<Record<string, unknown>>
  readonly ScanFilter?: Readonly<Record<string, unknown>>
  readonly Select?: string
  readonly ReturnValues?: string
  readonly ReturnConsumedCapacity?: string
  readonly BillingMode?: string
  readonly KeySchema?: StoredTable['KeySchema']
  readonly GlobalSecondaryIndexes?: readonly StoredIndex[]
  readonly LocalSecondaryIndexes?: readonly StoredIndex[]
  readonly RequestItems?: Readonly<Record<string, TableRequests>>
  readonly _projection?: Projection
  readonly _updates?: {readonly paths: readonly Path[]; readonly sections: readonly UpdateSection[]}
  readonly _condition?: {readonly pathHeads: Readonly<Record<string, true>>}
  readonly _filter?: {readonly pathHeads: Readonly<Record<string, true>>}
}

/** What dynalite knows of one operation's input. */
export interface Validation {
  readonly types: object
  readonly custom?: unknown
}

interface Asked {
  readonly operation: string
  readonly validation: Validation
  /** Members that are dealt with elsewhere, though dynalite does not know them. */
  readonly beside?: readonly string[]
}

/**
 * Checks an operation's input as DynamoDB does before it looks at any table.
 *
 * @param sent as on the wire
 * @param call where the table may be named by the ARN of another account's
 * @throws ServiceError ValidationException; UnknownOperationException for a member that dynalite would overlook;
 *   AccessDeniedException for a table of another account.
 */
export function check({operation, validation, beside = []}: Asked, sent: object, call?: Call): Checked {
  const {arn, accountId, input} = withTableName(sent)
  if (call && arn !== undefined && accountId !== call.accountId) throw refuseOther(operation, arn, call)
  checkSelect(input)
  const request = validations.checkTypes(structuredClone(input), validation.types)
  const missed = Object.entries(input).find(
    ([name, value]) => !(name in request) && !beside.includes(name) && value !== false && value !== 'NONE',
  )
  if (missed !== undefined)
    throw new ServiceError(
      'UnknownOperationException',
      `awsup's sandbox does not implement ${missed[0]} of dynamodb:${operation}`,
      {status: 501},
    )
  try {
    validations.checkValidations(request, validation.types, validation.custom, {options: {maxItemSize: 400 * 1024}})
  } catch (error) {
    throw toServiceError(error)
  }
  return request
}

/** A table may be named by its ARN wherever it may be named (API reference, TableName); dynalite knows names alone. */
function withTableName(input: object): {readonly input: object; readonly arn?: string; readonly accountId?: string} {
  const named = new Map<string, unknown>(Object.entries(input)).get('TableName')
  const [arn, accountId, name] =
    typeof named === 'string' ? (/^arn:aws:dynamodb:[^:]+:(\d{12}):table\/([\w.-]+)$/.exec(named) ?? []) : []
  return arn === undefined || accountId === undefined ? {input} : {input: {...input, TableName: name}, arn, accountId}
}

/**
 * Another account's table needs two policies that allow it: the caller's, and one of the table (developer guide, "Cross-account
 * access with resource-based policies"). The sandbox keeps none of the second kind.
 */
function refuseOther(operation: string, resource: string, call: Call): ServiceError {
  const permission = {action: `dynamodb:${operation}`, resource}
  authorize(call, permission)
  const who = call.caller === undefined ? '' : `${refusal(call.caller, permission)} `
  return accessDenied(call, `${who}because no resource-based policy allows the ${permission.action} action`)
}

/** Source: API reference, Query and Scan, `Select`. @throws ServiceError ValidationException where it contradicts. */
function checkSelect(input: object): void {
  const members = new Map<string, unknown>(Object.entries(input))
  const select = members.get('Select')
  const projection = ['ProjectionExpression', 'AttributesToGet'].find((name) => members.has(name))
  if (select === 'SPECIFIC_ATTRIBUTES' && projection === undefined)
    throw new ServiceError(
      'ValidationException',
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    )
  if (typeof select === 'string' && select !== 'SPECIFIC_ATTRIBUTES' && projection !== undefined)
    throw new ServiceError('ValidationException', `Cannot specify the ${projection} when choosing to get ${select}`)
}

/** dynalite's own errors carry the reply's body; ours pass, and anything else is a fault. */
export function toServiceError(error: unknown): unknown {
  if (!(error instanceof Error) || !('body' in error) || typeof error.body !== 'object') return error
  const body = new Map<string, unknown>(Object.entries(error.body ?? {}))
  const message = body.get('message') ?? body.get('Message')
  return new ServiceError(String(body.get('__type')).replace(/^.*#/, ''), typeof message === 'string' ? message : '')
}

/** Typed values as JSON that dynalite reads: bytes in base64. */
export const toWire = (operation: string, input: object): object =>
  readObject(encodeJson(shapeOf(operation).input, input))

/** A reply on the wire as typed values. */
export const fromWire = (operation: string, reply: object): object =>
  decodeJson(shapeOf(operation).output, JSON.stringify(reply))

function shapeOf(operation: string): OperationShape {
  const shape = findOperationShape(sdk, operation)
  if (shape === undefined) throw new TypeError(`DynamoDB has no operation ${operation}`)
  return shape
}
