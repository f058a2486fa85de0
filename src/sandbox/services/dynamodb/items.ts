import batchGetItem from 'dynalite/actions/batchGetItem.js'
import batchWriteItem from 'dynalite/actions/batchWriteItem.js'
import deleteItem from 'dynalite/actions/deleteItem.js'
import getItem from 'dynalite/actions/getItem.js'
import putItem from 'dynalite/actions/putItem.js'
import query from 'dynalite/actions/query.js'
import scan from 'dynalite/actions/scan.js'
import updateItem from 'dynalite/actions/updateItem.js'
import db from 'dynalite/db/index.js'
import batchGetChecks from 'dynalite/validations/batchGetItem.js'
import batchWriteChecks from 'dynalite/validations/batchWriteItem.js'
import deleteChecks from 'dynalite/validations/deleteItem.js'
import getChecks from 'dynalite/validations/getItem.js'
import putChecks from 'dynalite/validations/putItem.js'
import queryChecks from 'dynalite/validations/query.js'
import scanChecks from 'dynalite/validations/scan.js'
import updateChecks from 'dynalite/validations/updateItem.js'
import {ServiceError} from '../../core/errors.js'
import type {Call, Operation} from '../../core/service.js'
import {requirePermission, wantedOf} from './permission.js'
import {check, fromWire, toServiceError, toWire, type Checked, type Validation} from './requests.js'
import {openStore} from './store.js'
import {rows, tables, type Item} from './tables.js'

/** One of dynalite's actions, with what it knows of the input. */
export interface Action {
  readonly carryOut: (store: object, request: object, callback: (error: unknown, reply?: object) => void) => void
  readonly validation: Validation
  /** Whether it answers when its items have come by, and not at once. */
  readonly streams?: boolean
  /** Members that dynalite does not know, and that change nothing here. */
  readonly always?: readonly string[]
}

/** The actions that change one item, by their operation. */
export const writes = {
  DeleteItem: {carryOut: deleteItem, validation: deleteChecks},
  PutItem: {carryOut: putItem, validation: putChecks},
  UpdateItem: {carryOut: updateItem, validation: updateChecks},
} satisfies Record<string, Action>

export const get: Action = {carryOut: getItem, validation: getChecks}

/** Asks for the item that a failed condition met. */
const WITH_ITEM = 'ReturnValuesOnConditionCheckFailure'

/** An operation that is checked and carried out by dynalite; who may is decided here, from the checked request. */
function operation(name: string, action: Action): Operation<object, object> {
  return {
    action: undefined,
    run(input, call) {
      const beside = [WITH_ITEM, ...(action.always ?? [])]
      const request = check({operation: name, validation: action.validation, beside}, toWire(name, input), call)
      for (const wanted of wantedOf(name, request)) requirePermission(wanted, call)
      const showItem = new Map<string, unknown>(Object.entries(input)).get(WITH_ITEM) === 'ALL_OLD'
      try {
        if (action.streams) return stream(action, request, call).then((reply) => fromWire(name, reply))
        return fromWire(name, perform(action, request, call))
      } catch (error) {
        throw showItem ? withItem(error, request, call) : error
      }
    },
  }
}

/**
 * What an action answers at once, so that what it writes is in the transaction.
 *
 * @throws ServiceError of DynamoDB's, for example ResourceNotFoundException.
 */
export function perform({carryOut}: Action, request: object, call: Call): object {
  const answers: Answer[] = []
  carryOut(openStore(call), request, (error, reply = {}) => answers.push({error, reply}))
  const [answer] = answers
  if (answer === undefined) throw new TypeError('dynalite answered later than it was asked: its writes would be lost')
  return unwrap(answer)
}

/** What an action answers when its items have come by; they are all read when this returns. */
async function stream({carryOut}: Action, request: object, call: Call): Promise<object> {
  const store = openStore(call)
  return unwrap(
    await new Promise<Answer>((resolve) => {
      carryOut(store, request, (error, reply = {}) => {
        resolve({error, reply})
      })
    }),
  )
}

interface Answer {
  readonly error: unknown
  readonly reply: object
}

function unwrap({error, reply}: Answer): object {
  if (error !== undefined && error !== null) throw toServiceError(error)
  return reply
}

/** A failed condition's error with the item as it is, for who asks to see it. */
function withItem(error: unknown, {TableName = '', Key, Item: item}: Checked, call: Call): unknown {
  if (!(error instanceof ServiceError) || error.name !== 'ConditionalCheckFailedException') return error
  const found = findItem(TableName, Key ?? item ?? {}, call)
  return new ServiceError(error.name, error.message, found === undefined ? {} : {Item: found})
}

/** The item that is in the place of a key, or of another item with the same key. */
export function findItem(name: string, key: Item, {tx, accountId, region}: Call): Item | undefined {
  const table = tables.get(tx, [accountId, region, name])
  return table && rows.get(tx, [accountId, region, name, 'items', db.createKey(key, table)])?.item
}

export const itemOperations = {
  BatchGetItem: operation('BatchGetItem', {carryOut: batchGetItem, validation: batchGetChecks}),
  BatchWriteItem: operation('BatchWriteItem', {carryOut: batchWriteItem, validation: batchWriteChecks}),
  DeleteItem: operation('DeleteItem', writes.DeleteItem),
  GetItem: operation('GetItem', get),
  PutItem: operation('PutItem', writes.PutItem),
  Query: operation('Query', {carryOut: query, validation: queryChecks, streams: true}),
  // Every read is consistent here.
  Scan: operation('Scan', {carryOut: scan, validation: scanChecks, streams: true, always: ['ConsistentRead']}),
  UpdateItem: operation('UpdateItem', writes.UpdateItem),
}
