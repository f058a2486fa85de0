import {Readable} from 'node:stream'
import type {Call} from '../../core/service.js'
import {emptyIndexKey} from './index-keys.js'
import {noSuchTable} from './table-access.js'
import {isCreating} from './table/states.js'
import {rows, tables, type Item, type Row, type StoredTable} from './tables.js'

/** Bytes that an item may have. */
const LARGEST_ITEM = 400 * 1024

type Callback<T = undefined> = (error: unknown, value?: T) => void

/** Where a range of keys begins and ends. */
interface Range {
  readonly gt?: string
  readonly gte?: string
  readonly lt?: string
  readonly lte?: string
  readonly reverse?: boolean
  /** Below 0: all. */
  readonly limit?: number
}

/** One key-value level: dynalite has one for a table's items, and one for each index. */
interface Level {
  lock(key: string, work: (release: <T>(callback: T) => T) => void): void
  get(key: string, callback: Callback<Item>): void
  put(key: string, item: Item, callback: Callback): void
  del(key: string, callback: Callback): void
  createValueStream(range: Range): Readable
}

/** What dynalite's actions ask of a store. */
export interface DynaliteStore {
  readonly options: {readonly maxItemSize: number}
  getTable(name: string, callback: Callback<StoredTable>): void
  getItemDb(name: string): Level
  getIndexDb(sort: string, name: string, index: string): Level
}

/**
 * The tables of the caller's account and region as dynalite's store, over one transaction of the sandbox's memory. It
 * answers at once, so that whatever dynalite writes is in the transaction, all or nothing. A stream's rows are read
 * when it is opened: it may go on when the transaction has ended.
 */
export function openStore(call: Call): DynaliteStore {
  const {tx, accountId, region} = call
  const level = (...place: readonly string[]): Level => {
    const at = [accountId, region, ...place]
    return {
      // One transaction at a time: there is nobody to keep out.
      lock: (_key, work) => work((callback) => callback),
      // Copies: dynalite may change what it was given.
      get: (key, callback) => callback(undefined, structuredClone(rows.get(tx, [...at, key])?.item)),
      put: (key, item, callback) => {
        rows.put(tx, [...at, key], {key, item})
        callback(undefined)
      },
      del: (key, callback) => {
        rows.delete(tx, [...at, key])
        callback(undefined)
      },
      createValueStream: (range) =>
        Readable.from(select(rows.list(tx, at), range).map((item) => structuredClone(item))),
    }
  }
  return {
    options: {maxItemSize: LARGEST_ITEM},
    getTable: (name, callback) => {
      const found = structuredClone(tables.get(tx, [accountId, region, name]))
      if (found === undefined || isCreating(found, call)) callback(noSuchTable())
      else callback(undefined, found)
    },
    getItemDb: (name) => {
      const items = level(name, 'items')
      const put: Level['put'] = (key, item, callback) => {
        const table = tables.get(tx, [accountId, region, name])
        const problem = table && emptyIndexKey(table, item)
        if (problem === undefined) items.put(key, item, callback)
        else callback(problem)
      }
      return {...items, put}
    },
    getIndexDb: (sort, name, index) => level(name, `${sort.toLowerCase()}-${index}`),
  }
}

/** Items whose keys are in the range, in its order. */
function select(all: readonly Row[], {gt, gte, lt, lte, reverse = false, limit = -1}: Range): readonly Item[] {
  const found = all
    .filter(
      ({key}) =>
        (gt === undefined || key > gt) &&
        (gte === undefined || key >= gte) &&
        (lt === undefined || key < lt) &&
        (lte === undefined || key <= lte),
    )
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  const ordered = reverse ? found.reverse() : found
  return (limit < 0 ? ordered : ordered.slice(0, limit)).map(({item}) => item)
}
