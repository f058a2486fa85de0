import {rmdirSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {removeFile} from '../../files/write.js'
import {CancelledError, ConflictError} from '../base/errors.js'
import {takeLock, type Lock} from '../records/files/lock.js'
import {makeHolder} from '../records/holder.js'
import {makeOwnFolder} from '../records/journal/machine-key.js'

/** Longer than the search for credentials may take (docs/architecture.md), ms. */
const WAIT_MS = 150_000
const LOOK_MS = 40

interface Single<T> {
  /** Folder of the lock: no other work uses it. */
  readonly folder: string
  readonly signal: AbortSignal
  /** What another process may have made meanwhile. */
  readonly look: () => Promise<T | undefined>
  readonly work: () => Promise<T>
}

/**
 * Of many processes that want the same at the same time, one does the work, and the others take what it made: they look
 * again once they have the lock. Where the work fails, where there can be no lock, or its holder takes too long, the work is done without. Throws
 * what the work throws, and CancelledError.
 */
export async function single<T>({folder, signal, look, work}: Single<T>): Promise<T> {
  const lock = await waitForLock({folder, signal, look})
  if (lock === undefined) return work()
  if ('found' in lock) return lock.found
  try {
    return (await look()) ?? (await work())
  } catch (error) {
    await quietly(() => writeFileSync(failedOf(folder), ''))
    throw error
  } finally {
    await quietly(() => lock.release())
    // Another may wait in it: then it stays.
    await quietly(() => rmdirSync(folder))
  }
}

/** Its time says when the work last failed: those who wait then try all at once, and not each for the time of all before. */
const failedOf = (folder: string): string => `${folder}.failed`

async function waitForLock<T>({
  folder,
  signal,
  look,
}: Omit<Single<T>, 'work'>): Promise<Lock | {readonly found: T} | undefined> {
  const holder = makeHolder()
  const since = Date.now()
  for (const deadline = since + WAIT_MS; ;) {
    if (signal.aborted) throw new CancelledError()
    try {
      if (!makeOwnFolder(folder)) return undefined
      return takeLock(folder, holder)
    } catch (error) {
      if (!isHeld(error) && !isGone(error)) return undefined
    }
    if (Date.now() > deadline) {
      // Of a container that is gone, perhaps: nobody can tell from here, and the next run is not to wait for it too.
      await quietly(() => removeFile(join(folder, 'lock')))
      return undefined
    }
    if ((statSync(failedOf(folder), {throwIfNoEntry: false})?.mtimeMs ?? 0) > since) return undefined
    await setTimeout(LOOK_MS * (1 + Math.random()))
    const found = await look()
    if (found !== undefined) return {found}
  }
}

const isHeld = (error: unknown): boolean => error instanceof ConflictError && error.code === 'LOCKED'

/** Who had the lock removed its folder just now. */
const isGone = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

async function quietly(work: () => unknown): Promise<void> {
  try {
    await work()
  } catch {
    // A lock that stays is found to be of a process that is gone.
  }
}
