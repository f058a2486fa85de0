import {ConflictError} from '../../base/errors.js'
import {makeBatch} from '../files/batch.js'
import {openFileRecords} from '../files/file-records.js'
import {journalFile, renderIntent} from '../journal/journal.js'
import {byAddress} from '../places.js'
import {renderRecordFile} from '../files/record-file.js'
import type {Recorded, Records} from '../records.js'
import {editObject} from './edit.js'
import {copyFromS3, keepLocalCopy} from './local-copy.js'
import type {Lock} from '../files/lock.js'
import {breakS3Lock, loadS3Holder, takeS3Lock} from './lock.js'
import type {Objects} from './objects.js'
import {
  environmentOf,
  intentIn,
  JOURNAL,
  listRecordObjects,
  nameOf,
  objectOf,
  recordsIn,
  requireDistinctObjects,
} from './parts.js'

/** What happens to one record of an object: saved, or (`undefined`) removed. */
type Edit = readonly [name: string, recorded: Recorded | undefined]

/**
 * Records as objects in S3: organization.json, environments/<env>.json, journal/, lock. Every write has a condition, so
 * that of two who write at once neither loses. `directory` is where the local copy of the ids is, written after each
 * object; why steps failed stays on the machine where they did. See `Records` for what it throws.
 */
export function openS3Records(objects: Objects, directory: string): Records {
  const batches = new Map<string, (edit: Edit) => Promise<void>>()
  const local = openFileRecords(directory)
  let held: Lock | undefined
  const requireLock = async (): Promise<void> => held?.requireMine()
  // Asked after what stands there was read and right before it is written over: a run may be stopped in between.
  const guarded: Objects = {
    ...objects,
    put: async (...write) => {
      await requireLock()
      return objects.put(...write)
    },
    remove: async (...removal) => {
      await requireLock()
      return objects.remove(...removal)
    },
  }

  const edit = (address: string, recorded: Recorded | undefined): Promise<void> => {
    const place = objectOf(address)
    const write = async (edits: readonly Edit[]): Promise<void> => {
      const text = await editObject(guarded, place.path, (before) => {
        const records = new Map(recordsIn(objects, place, before))
        for (const [name, value] of edits) {
          if (value) records.set(name, value)
          else records.delete(name)
        }
        return records.size === 0 ? undefined : renderRecordFile(records, place.environment)
      })
      keepLocalCopy(directory, place.path, text)
    }
    const batch = batches.get(place.path) ?? makeBatch(write)
    batches.set(place.path, batch)
    return batch([place.name, recorded])
  }

  const loadIntent = async (name: string) => {
    const found = await objects.load(name)
    return found && intentIn(objects, name, found.bytes)
  }

  return {
    load: async (address) => {
      const place = objectOf(address)
      return recordsIn(objects, place, (await objects.load(place.path))?.bytes).get(place.name)
    },
    list: async () => {
      const names = await listRecordObjects(objects)
      const files = names.map(async (path) => {
        const found = await objects.load(path)
        return [...recordsIn(objects, {path, environment: environmentOf(path)}, found?.bytes).values()]
      })
      const all = (await Promise.all(files)).flat().sort(byAddress)
      requireDistinctObjects(objects, all)
      return all
    },
    save: (recorded) => edit(recorded.address, recorded),
    remove: (address) => edit(address, undefined),
    intent: (address) => loadIntent(intentName(address)),
    intents: async () => {
      const found = await Promise.all((await objects.list(JOURNAL)).map(loadIntent))
      return found.filter((intent) => intent !== undefined).sort(byAddress)
    },
    openIntent: async (intent) => {
      await editObject(guarded, intentName(intent.address), () => renderIntent(intent))
    },
    checkpoint: async (address, receipt) => {
      const name = intentName(address)
      await editObject(guarded, name, (before) => {
        if (!before) throw new ConflictError(`no work on ${address} is under way`, {details: {address}})
        const intent = intentIn(objects, name, before)
        return renderIntent({...intent, receipt: {...intent.receipt, ...receipt}})
      })
    },
    closeIntent: async (address) => {
      await editObject(guarded, intentName(address), () => undefined)
    },
    failures: () => local.failures(),
    saveFailure: async (failed) => {
      await requireLock()
      await local.saveFailure(failed)
    },
    removeFailure: async (address) => {
      await requireLock()
      await local.removeFailure(address)
    },
    lock: async (holder) => {
      held = undefined
      const lock = await takeS3Lock(objects, holder)
      try {
        await copyFromS3(objects, directory)
      } catch (error) {
        await lock.release()
        throw error
      }
      held = lock
      return async () => {
        if (held === lock) held = undefined
        await lock.release()
      }
    },
    requireLock,
    holder: () => loadS3Holder(objects),
    breakLock: (holder) => breakS3Lock(objects, holder),
  }
}

const intentName = (address: string): string => nameOf(journalFile('', address))
