import {ConflictError} from '../base/errors.js'
import {byAddress} from './places.js'
import type {Failed, Holder, Intent, Recorded, Records} from './records.js'

/** Records that live as long as the value does: for tests of the engine, and for looking without a project. */
export function openMemoryRecords(): Records {
  const records = new Map<string, Recorded>()
  const intents = new Map<string, Intent>()
  const failures = new Map<string, Failed>()
  let held: Holder | undefined

  return {
    load: (address) => Promise.resolve(copy(records.get(address))),
    list: () => Promise.resolve([...records.values()].map(copy).sort(byAddress)),
    save: (recorded) => {
      records.set(recorded.address, {...copy(recorded), needs: [...recorded.needs].sort()})
      return Promise.resolve()
    },
    remove: (address) => {
      records.delete(address)
      return Promise.resolve()
    },
    intent: (address) => Promise.resolve(copy(intents.get(address))),
    intents: () => Promise.resolve([...intents.values()].map(copy).sort(byAddress)),
    openIntent: (intent) => {
      intents.set(intent.address, copy(intent))
      return Promise.resolve()
    },
    checkpoint: (address, receipt) => {
      const intent = intents.get(address)
      if (!intent) return Promise.reject(new ConflictError(`no work on ${address} is under way`, {details: {address}}))
      intents.set(address, {...intent, receipt: {...intent.receipt, ...receipt}})
      return Promise.resolve()
    },
    closeIntent: (address) => {
      intents.delete(address)
      return Promise.resolve()
    },
    requireLock: () => Promise.resolve(),
    lock: (holder) => {
      if (held) {
        const message = `locked by ${held.who} on ${held.where} since ${held.since} (process ${held.pid})`
        return Promise.reject(new ConflictError(message, {code: 'LOCKED', details: {...held}}))
      }
      held = holder
      return Promise.resolve(() => {
        if (held === holder) held = undefined
        return Promise.resolve()
      })
    },
    holder: () => Promise.resolve(held && {...copy(held), alive: 'unknown', at: 'memory'}),
    breakLock: () => {
      held = undefined
      return Promise.resolve()
    },
    failures: () => Promise.resolve([...failures.values()].map(copy).sort(byAddress)),
    saveFailure: (failed) => {
      failures.set(failed.address, copy(failed))
      return Promise.resolve()
    },
    removeFailure: (address) => {
      failures.delete(address)
      return Promise.resolve()
    },
  }
}

/** Through JSON, as a file would: nothing that a file can not keep survives here either. */
const copy = <T>(value: T): T => structuredClone(value)
