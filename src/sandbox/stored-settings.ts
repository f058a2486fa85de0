import {DEFAULT_SETTINGS, type Settings} from './settings.js'
import {clearFaultCounts} from './core/faults.js'
import {table, type Transaction} from './store/transaction.js'

const stored = table<Partial<Settings>>('sandbox/settings')

/** What was set, with the defaults: every call asks several times, and what is stored never changes in itself. */
const whole = new WeakMap<Partial<Settings>, Settings>()

/** What was set, and the defaults for the rest. */
export function readSettings(tx: Transaction): Settings {
  const set = stored.get(tx, [])
  if (set === undefined) return DEFAULT_SETTINGS
  const known = whole.get(set)
  if (known !== undefined) return known
  const made = {...DEFAULT_SETTINGS, ...set}
  whole.set(set, made)
  return made
}

/** Sets what is given and leaves the rest. New faults count their calls from the beginning. */
export function writeSettings(tx: Transaction, changes: Partial<Settings>): void {
  stored.put(tx, [], {...stored.get(tx, []), ...changes})
  if (changes.faults !== undefined) clearFaultCounts(tx)
}
