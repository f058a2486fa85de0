import {existsSync, rmSync, statSync, type Stats} from 'node:fs'
import path from 'node:path'
import {openFileBlobs} from './blobs.js'
import {DamagedFileError, findJsonFile} from './damage.js'
import {makeEntries, openTransaction, type Change, type Entries} from './entries.js'
import {createFile, listNumbered, makeFolder, numbered, removeStale, replaceFile} from './files.js'
import {deepFreeze} from './freeze.js'
import type {Store} from './transaction.js'

const SNAPSHOT_EVERY = 500
const SNAPSHOT = 'snapshot-'

/** The memory as this process knows it: everything up to and including transaction `sequence`. */
interface State {
  entries: Entries
  sequence: number
}

/**
 * A store in a folder, for any number of processes at once.
 *
 * Every transaction is one file `log/<sequence>.json`, made whole or not at all; the file system lets one process only
 * make the next one, and the others read it and run their work again. Every 500th leaves a snapshot, and what is older
 * than the snapshot before that is deleted, oldest first.
 *
 * @throws DamagedFileError for a file that is not what it should be; damage is never taken for emptiness.
 */
export function openFileStore(directory: string): Store {
  const log = path.join(directory, 'log')
  const temporary = path.join(directory, 'tmp')
  for (const folder of [directory, log, temporary]) makeFolder(folder)
  removeStale(temporary)

  const logFile = (sequence: number): string => numbered(log, '', sequence)
  const newestSnapshot = (): number | undefined => listNumbered(directory, SNAPSHOT).at(-1)

  const load = (): State => {
    const newest = newestSnapshot()
    if (newest === undefined) return {entries: makeEntries(), sequence: openBeginning()}
    const file = numbered(directory, SNAPSHOT, newest)
    const content = findJsonFile(file)
    // Somebody deleted it for a newer one while we looked.
    if (content === undefined) return load()
    return {entries: makeEntries(readChanges(file, content).map(([key, value]) => [key, value])), sequence: newest}
  }

  /** The first file of all, so that every transaction has one before it. */
  const openBeginning = (): 0 => {
    const first = logFile(0)
    const known = listNumbered(log, '')
    if (known.length > 0 && !existsSync(first) && newestSnapshot() === undefined)
      throw new DamagedFileError(first, 0, 'it is missing, and later transactions are there')
    if (known.length === 0) createFile(first, '[]', temporary)
    return 0
  }

  let state = load()
  const blobs = openFileBlobs(path.join(directory, 'blobs'), temporary)

  const namesAt = (of: number) => ({of, ours: logFile(of), next: logFile(of + 1)})
  let names = namesAt(state.sequence)
  /** The file of the last transaction that there was when this process last looked for snapshots. */
  let latest: Stats | undefined

  /** Reads what other processes did since. */
  const catchUp = (): void => {
    for (;;) {
      if (names.of !== state.sequence) names = namesAt(state.sequence)
      const file = names.next
      const content = findJsonFile(file)
      if (content !== undefined) {
        state.entries.apply(readChanges(file, content))
        state.sequence++
        continue
      }
      // No next file: we are up to date, or so late that it is deleted already. Files are deleted oldest first: while the one
      // that was ours when we were up to date is still there, the next one was never made.
      const ours = statSync(names.ours, {throwIfNoEntry: false})
      if (ours !== undefined && ours.ino === latest?.ino && ours.mtimeMs === latest.mtimeMs) return
      latest = ours
      if ((newestSnapshot() ?? 0) <= state.sequence) return
      state = load()
    }
  }

  const commit = (changes: readonly Change[]): boolean => {
    const sequence = state.sequence + 1
    if (!createFile(logFile(sequence), JSON.stringify(changes), temporary)) return false
    // Files are deleted oldest first. If the one before ours is gone, ours may fill a hole that nobody reads again.
    if (!existsSync(logFile(state.sequence)))
      throw new Error(`the sandbox's memory in ${directory} moved on by ${SNAPSHOT_EVERY} changes during one call`)
    state.entries.apply(changes)
    state.sequence = sequence
    if (sequence % SNAPSHOT_EVERY === 0) writeSnapshot()
    return true
  }

  const writeSnapshot = (): void => {
    const {entries, sequence} = state
    const older = listNumbered(directory, SNAPSHOT)
    const content = entries.keys('').map((key) => [key, entries.get(key)])
    replaceFile(numbered(directory, SNAPSHOT, sequence), JSON.stringify(content), temporary)
    const previous = older.at(-1)
    if (previous === undefined) return
    for (const number of listNumbered(log, '')) if (number < previous) rmSync(logFile(number), {force: true})
    for (const number of older.slice(0, -1)) rmSync(numbered(directory, SNAPSHOT, number), {force: true})
  }

  return {
    transact: (work) => {
      for (;;) {
        catchUp()
        const {tx, changes} = openTransaction(state.entries, blobs)
        const result = work(tx)
        const made = changes()
        if (made.length === 0 || commit(made)) return result
      }
    },
    clearBytes: () => blobs.clear(),
  }
}

function readChanges(file: string, content: unknown): Change[] {
  if (!Array.isArray(content)) throw new DamagedFileError(file, 0, 'this is no list of changes')
  return content.map((change: unknown) => readChange(file, change))
}

function readChange(file: string, change: unknown): Change {
  if (!Array.isArray(change) || change.length < 1 || change.length > 2)
    throw new DamagedFileError(file, 0, 'this is no list of changes')
  const [key, value] = change as readonly unknown[]
  if (typeof key !== 'string') throw new DamagedFileError(file, 0, 'a key is no text')
  return change.length === 1 ? [key] : [key, deepFreeze(value)]
}
