import {DEFAULT_SETTINGS, type Settings} from './settings.js'
import {clearFaultCounts} from './core/faults.js'
import {table, type Transaction} from './store/transaction.js'

const stored = table<Partial<Settings>>('sandbox/settings')

/** What was set, and the defaults for the rest. */
export const readSettings = (tx: Transaction): Settings => ({...DEFAULT_SETTINGS, ...stored.get(tx, [])})

/** Sets what is given and leaves the rest. New faults count their calls from the beginning. */
export function writeSettings(tx: Transaction, changes: Partial<Settings>): void {
  stored.put(tx, [], {...stored.get(tx, []), ...changes})
  if (changes.faults !== undefined) clearFaultCounts(tx)
}
