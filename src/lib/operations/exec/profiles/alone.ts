import {join} from 'node:path'
import {ConflictError} from '../../../base/errors.js'
import {takeLock, type Lock} from '../../../records/files/lock.js'
import {makeHolder} from '../../../records/holder.js'
import {makeOwnFolder, stateFolder} from '../../../records/journal/machine-key.js'

/** So long a run waits for another that writes the same file, ms. */
const WAIT_MS = 10_000
const LOOK_MS = 50

/**
 * Does `work` while no other run of awsup by this user does: two that write ~/.aws/config at once would lose one's lines.
 * Where the user has no folder of their own for the lock, it goes on without. Throws ConflictError `LOCKED`.
 */
export async function alone<T>(root: string, work: () => T | Promise<T>): Promise<T> {
  const state = stateFolder(root)
  if (state === undefined) return work()
  const folder = join(state, 'profiles')
  if (!makeOwnFolder(state) || !makeOwnFolder(folder)) return work()
  const lock = await waitForLock(folder)
  try {
    return await work()
  } finally {
    await lock.release()
  }
}

async function waitForLock(folder: string): Promise<Lock> {
  const holder = makeHolder()
  for (const deadline = Date.now() + WAIT_MS; ;) {
    try {
      return takeLock(folder, holder)
    } catch (error) {
      const isHeld = error instanceof ConflictError && error.code === 'LOCKED'
      if (!isHeld || Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }
}
