import type {
  TransactGetItemsCommandInput,
  TransactGetItemsOutput,
  TransactWriteItemsCommandInput,
  TransactWriteItemsOutput,
} from '@aws-sdk/client-dynamodb'
import db from 'dynalite/db/index.js'
import {createHash} from 'node:crypto'
import {ServiceError} from '../../core/errors.js'
import type {Call, Operation} from '../../core/service.js'
import {findItem, get, perform, writes, type Action} from './items.js'
import {requirePermission, wantedOf} from './permission.js'
import {check, fromWire, toServiceError, toWire, type Checked} from './requests.js'
import {noSuchTable} from './table-access.js'
import {tables, tokens} from './tables.js'

/** At most so many actions, and for so long a token is remembered (TransactWriteItems, API reference). */
const MOST_PARTS = 100
const TOKEN_MS = 10 * 60 * 1000
const WITH_ITEM = 'ReturnValuesOnConditionCheckFailure'

/** Only looks: a condition on an item that the transaction does not change. */
const conditionCheck: Action = {...writes.DeleteItem, carryOut: (_store, _request, callback) => callback(undefined)}

const PARTS = new Map<string, {readonly operation: string; readonly action: Action}>([
  ['ConditionCheck', {operation: 'ConditionCheckItem', action: conditionCheck}],
  ['Delete', {operation: 'DeleteItem', action: writes.DeleteItem}],
  ['Get', {operation: 'GetItem', action: get}],
  ['Put', {operation: 'PutItem', action: writes.PutItem}],
  ['Update', {operation: 'UpdateItem', action: writes.UpdateItem}],
])

interface Part {
  readonly operation: string
  readonly action: Action
  readonly request: Checked
  /** Whether it asks for the item that a failed condition met. */
  readonly showsItem: boolean
}

/** The parts of a transaction, each checked, and each permitted by its own action. */
function readParts(operation: string, input: object, call: Call): readonly Part[] {
  const {TransactItems: items = []}: {TransactItems?: readonly Readonly<Record<string, object>>[]} = toWire(
    operation,
    input,
  )
  if (items.length === 0 || items.length > MOST_PARTS)
    throw invalid(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length between 1 and ${MOST_PARTS}`,
    )
  const parts = items.map((item) => {
    const [[name, members] = ['', {}], ...more] = Object.entries(item)
    const part = PARTS.get(name)
    if (part === undefined || more.length > 0)
      throw invalid('TransactItems can only contain one of Check, Put, Update or Delete')
    const asked = {operation: part.operation, validation: part.action.validation, beside: [WITH_ITEM]}
    const showsItem = new Map<string, unknown>(Object.entries(members)).get(WITH_ITEM) === 'ALL_OLD'
    return {...part, request: check(asked, members, call), showsItem}
  })
  for (const part of parts)
    for (const wanted of wantedOf(part.operation, part.request))
      requirePermission({...wanted, enclosing: operation}, call)
  requireDistinct(parts, call)
  return parts
}

/** @throws ServiceError ResourceNotFoundException, ValidationException for two parts on one item. */
function requireDistinct(parts: readonly Part[], {tx, accountId, region}: Call): void {
  const places = parts.map(({request: {TableName: name = '', Key, Item: item}}) => {
    const table = tables.get(tx, [accountId, region, name])
    if (table === undefined) throw noSuchTable()
    const problem = Key === undefined ? db.validateItem(item ?? {}, table) : db.validateKey(Key, table)
    if (problem !== undefined && problem !== null) throw toServiceError(problem)
    return `${name}/${db.createKey(Key ?? item ?? {}, table)}`
  })
  if (new Set(places).size < places.length)
    throw invalid('Transaction request cannot include multiple operations on one item')
}

const TransactGetItems: Operation<TransactGetItemsCommandInput, TransactGetItemsOutput> = {
  action: undefined,
  run(input, call) {
    const parts = readParts('TransactGetItems', input, call)
    return fromWire('TransactGetItems', {Responses: parts.map(({action, request}) => perform(action, request, call))})
  },
}

/** All or nothing: what one part throws takes back the others. */
const TransactWriteItems: Operation<TransactWriteItemsCommandInput, TransactWriteItemsOutput> = {
  action: undefined,
  run(input, call) {
    const parts = readParts('TransactWriteItems', input, call)
    if (isRepeated(input, call)) return {}
    const reasons = parts.map((part) => attempt(part, call))
    if (reasons.every(({Code}) => Code === 'None')) return {}
    const codes = reasons.map(({Code}) => Code).join(', ')
    throw new ServiceError(
      'TransactionCanceledException',
      `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
      {CancellationReasons: reasons},
    )
  },
}

interface Reason {
  readonly Code: string
  readonly Message?: string
  readonly Item?: object
}

function attempt({action, request, showsItem}: Part, call: Call): Reason {
  const there = findItem(request.TableName ?? '', request.Key ?? request.Item ?? {}, call)
  try {
    const failed = action === conditionCheck ? db.checkConditional(request, there) : undefined
    if (failed !== undefined && failed !== null) throw toServiceError(failed)
    perform(action, request, call)
    return {Code: 'None'}
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    if (error.name !== 'ConditionalCheckFailedException') return {Code: 'ValidationError', Message: error.message}
    const item = showsItem && there !== undefined ? {Item: there} : {}
    return {Code: 'ConditionalCheckFailed', Message: error.message, ...item}
  }
}

/**
 * Whether this token's transaction was done already.
 *
 * @throws ServiceError IdempotentParameterMismatchException where the token came with another request.
 */
function isRepeated(input: TransactWriteItemsCommandInput, {tx, accountId, region, now}: Call): boolean {
  const {ClientRequestToken: token} = input
  if (token === undefined) return false
  const at = [accountId, region, token]
  const request = createHash('sha256')
    .update(JSON.stringify(toWire('TransactWriteItems', input), sorted))
    .digest('hex')
  for (const old of tokens.list(tx, [accountId, region]))
    if (old.usedAt + TOKEN_MS <= now) tokens.delete(tx, [accountId, region, old.token])
  const known = tokens.get(tx, at)
  if (known !== undefined && known.request !== request)
    throw new ServiceError('IdempotentParameterMismatchException', 'The token was used with other parameters')
  if (known === undefined) tokens.put(tx, at, {token, request, usedAt: now})
  return known !== undefined
}

/** Members of an object have no order: maps of some languages come in another one each time. */
const sorted = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message)

export const transactionOperations = {TransactGetItems, TransactWriteItems}
