import {deepFreeze} from './freeze.js'
import type {Blobs, Transaction} from './transaction.js'

/** One change: a key with its new value, or a key alone that is deleted. */
export type Change = readonly [key: string, value: unknown] | readonly [key: string]

/** All that a store remembers, with its keys in order. */
export interface Entries {
  get(key: string): unknown
  /** Keys that start with the prefix, in order. */
  keys(prefix: string): string[]
  apply(changes: Iterable<Change>): void
}

/** Entries in memory; values are taken as they are, so freeze them first. */
export function makeEntries(initial: Iterable<readonly [string, unknown]> = []): Entries {
  const values = new Map<string, unknown>(initial)
  const sorted = [...values.keys()].sort()
  return {
    get: (key) => values.get(key),
    keys: (prefix) => {
      const start = firstAtLeast(sorted, prefix)
      let end = start
      while (sorted[end]?.startsWith(prefix) === true) end++
      return sorted.slice(start, end)
    },
    apply: (changes) => {
      for (const change of changes) {
        const [key, value] = change
        const place = firstAtLeast(sorted, key)
        if (change.length === 2) {
          if (!values.has(key)) sorted.splice(place, 0, key)
          values.set(key, value)
        } else if (values.delete(key)) sorted.splice(place, 1)
      }
    },
  }
}

function firstAtLeast(keys: readonly string[], wanted: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((keys[middle] ?? '') < wanted) low = middle + 1
    else high = middle
  }
  return low
}

/** A transaction over entries: it sees its own changes, and nobody else does until they are applied. */
export function openTransaction(entries: Entries, blobs: Blobs): {tx: Transaction; changes: () => Change[]} {
  const pending = new Map<string, Change>()
  const read = (key: string): unknown => {
    const change = pending.get(key)
    return change === undefined ? entries.get(key) : change[1]
  }
  const tx: Transaction = {
    get: read,
    entries: (prefix) => {
      const added = [...pending.keys()].filter((key) => key.startsWith(prefix))
      const stored = entries.keys(prefix)
      const keys = added.length === 0 ? stored : [...new Set([...stored, ...added])].sort()
      return keys.filter((key) => pending.get(key)?.length !== 1).map((key) => [key, read(key)])
    },
    put: (key, value) => {
      if (value === undefined) throw new TypeError(`nothing to put at ${key}`)
      // Through JSON, so that a value that a file would change is changed at once, and the giver keeps a copy to alter.
      pending.set(key, [key, deepFreeze(JSON.parse(JSON.stringify(value)))])
    },
    delete: (key) => {
      pending.set(key, [key])
    },
    putBytes: (bytes) => blobs.put(bytes),
    bytes: (name) => blobs.get(name),
  }
  const matters = (change: Change): boolean => change.length === 2 || entries.get(change[0]) !== undefined
  return {tx, changes: () => [...pending.values()].filter(matters)}
}
