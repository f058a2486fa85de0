import {dirname} from 'node:path'
import {ConflictError} from '../../base/errors.js'
import {makeBatch} from './batch.js'
import {replace} from '../../../files/replace.js'
import {requireDistinct} from '../distinct.js'
import {removeDurably, requireFolder, writable, writeDurably, writeTemporary} from './durable.js'
import {ignoreInGit} from '../ignore.js'
import {loadFailures, removeFailure, saveFailure} from '../journal/failures.js'
import {listJson, loadIntent, loadIntents, removeIntent, saveIntent} from '../journal/journal.js'
import {breakLock, loadHolder, type Lock, takeLock} from './lock.js'
import {
  byAddress,
  decodeName,
  environmentFile,
  environmentsFolder,
  lastGoodCopy,
  type Place,
  placeOf,
} from '../places.js'
import {loadRecordFile, type RecordFile, renderRecordFile} from './record-file.js'
import type {Recorded, Records} from '../records.js'
import {makeSealer, projectOf} from '../journal/seal.js'

/** What happens to one record of a file: saved, or (`undefined`) removed. */
type Edit = readonly [name: string, recorded: Recorded | undefined]

/**
 * Records as files under `directory` (.awsup/<target>): organization.json, environments/<env>.json, journal/, lock.
 * Nothing is made before the first write. See `Records` for what it throws.
 */
export function openFileRecords(directory: string): Records {
  const sealer = makeSealer(projectOf(directory))
  const batches = new Map<string, (edit: Edit) => Promise<void>>()
  let held: Lock | undefined
  const load = ({path, environment}: Omit<Place, 'name'>): RecordFile =>
    loadRecordFile({directory, path, environment}) ?? new Map()

  const edit = (address: string, recorded: Recorded | undefined): Promise<void> => {
    const place = placeOf(directory, address)
    const write = async (edits: readonly Edit[]): Promise<void> => {
      await requireLock()
      writeEdits(directory, {place, edits, load})
    }
    const batch = batches.get(place.path) ?? makeBatch<Edit>(write)
    batches.set(place.path, batch)
    return batch([place.name, recorded])
  }
  const requireLock = async (): Promise<void> => held?.requireMine()
  const ready = async (): Promise<void> => {
    await requireLock()
    requireFolder(directory, dirname(directory))
    ignoreInGit(dirname(directory))
  }

  return {
    load: (address) => later(() => load(placeOf(directory, address)).get(placeOf(directory, address).name)),
    list: () =>
      later(() => {
        const environments = listJson(environmentsFolder(directory)).map((name) => `${decodeName(name)}.`)
        const files = ['organization', ...environments].map((address) => load(placeOf(directory, address)))
        const all = files.flatMap((file) => [...file.values()]).sort(byAddress)
        requireDistinct(all, (environment) => environmentFile(directory, environment))
        return all
      }),
    save: async (recorded) => {
      await ready()
      await edit(recorded.address, recorded)
    },
    remove: (address) => edit(address, undefined),
    intent: (address) => later(() => loadIntent(directory, address, sealer)),
    intents: () => later(() => loadIntents(directory, sealer)),
    openIntent: async (intent) => {
      await ready()
      saveIntent(directory, intent, sealer)
    },
    checkpoint: async (address, receipt) => {
      await requireLock()
      const intent = loadIntent(directory, address, sealer)
      if (!intent) throw new ConflictError(`no work on ${address} is under way`, {details: {address}})
      saveIntent(directory, {...intent, receipt: {...intent.receipt, ...receipt}}, sealer)
    },
    closeIntent: async (address) => {
      await requireLock()
      removeIntent(directory, address)
    },
    lock: async (holder) => {
      held = undefined
      await ready()
      const lock = takeLock(directory, holder)
      held = lock
      return async () => {
        if (held === lock) held = undefined
        await lock.release()
      }
    },
    requireLock,
    holder: () => later(() => loadHolder(directory)),
    breakLock: (holder) => breakLock(directory, holder),
    failures: () => later(() => loadFailures(directory, sealer)),
    saveFailure: async (failed) => {
      await ready()
      saveFailure(directory, failed, sealer)
    },
    removeFailure: async (address) => {
      await requireLock()
      removeFailure(directory, address)
    },
  }
}

/** What a synchronous reader throws must reach the caller as a rejection. */
const later = async <T>(work: () => T): Promise<T> => Promise.resolve(work())

interface Writing {
  readonly place: Place
  readonly edits: readonly Edit[]
  readonly load: (place: Place) => RecordFile
}

/** Reads the file, makes all edits, and writes it once. A file that is damaged stops it here, untouched. */
function writeEdits(directory: string, {place, edits, load}: Writing): void {
  const before = load(place)
  const records = new Map(before)
  for (const [name, recorded] of edits) {
    if (recorded) records.set(name, recorded)
    else records.delete(name)
  }
  const text = renderRecordFile(records, place.environment)
  if (text === renderRecordFile(before, place.environment)) return
  if (records.size === 0) {
    removeDurably(place.path)
    return
  }
  requireFolder(dirname(place.path), directory)
  writeDurably(place.path, text)
  keepCopy(directory, place.path, text)
}

function keepCopy(directory: string, path: string, text: string): void {
  const copy = lastGoodCopy(directory, path)
  requireFolder(dirname(copy), directory)
  writable(copy, () => replace(writeTemporary(copy, text), copy))
}
