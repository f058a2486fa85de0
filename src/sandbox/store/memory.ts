import {makeEntries, openTransaction} from './entries.js'
import {makeMemoryBlobs} from './blobs.js'
import type {Store} from './transaction.js'

/** A store that is forgotten with the process. */
export function openMemoryStore(): Store {
  const entries = makeEntries()
  const blobs = makeMemoryBlobs()
  return {
    transact: (work) => {
      const {tx, changes} = openTransaction(entries, blobs)
      const result = work(tx)
      entries.apply(changes())
      return result
    },
    clearBytes: () => blobs.clear(),
  }
}
