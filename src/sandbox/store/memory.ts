import {makeEntries, openTransaction} from './entries.js'
import type {Store} from './transaction.js'

/** A store that is forgotten with the process. */
export function openMemoryStore(): Store {
  const entries = makeEntries()
  return {
    transact: (work) => {
      const {tx, changes} = openTransaction(entries)
      const result = work(tx)
      entries.apply(changes())
      return result
    },
  }
}
