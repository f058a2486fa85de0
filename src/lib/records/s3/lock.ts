import {randomBytes} from 'node:crypto'
import {setTimeout} from 'node:timers/promises'
import {backoff} from '../../aws/clock.js'
import {parseJson} from '../files/json-file.js'
import {
  changed,
  describeHeld,
  type Held,
  hold,
  isSame,
  livenessOf,
  locked,
  lockBroken,
  type LockPlace,
  renderHeld,
  requireHeld,
} from '../files/held.js'
import type {Lock} from '../files/lock.js'
import type {Found, Holder} from '../records.js'
import type {Objects} from './objects.js'

const LOCK = 'lock'

/** The lock as it now is, if anybody has it. Throws ConflictError when the object is no lock. */
export async function loadS3Holder(objects: Objects): Promise<Found | undefined> {
  const found = await find(objects)
  return found && describeHeld(found.held, placeOf(objects))
}

const placeOf = (objects: Objects): LockPlace => ({at: objects.urlOf(LOCK), shared: true})

/**
 * Takes the lock: an object that only one can make. Throws ConflictError `LOCKED` that names the holder. A lock whose
 * process is known to be gone is written over, exactly the version that was read; of one on another machine that can't be
 * known, so it is broken by `breakS3Lock` alone.
 */
export async function takeS3Lock(objects: Objects, holder: Holder): Promise<Lock> {
  const mine = hold(holder, randomBytes(12).toString('hex'))
  await obtain(objects, mine)
  return {
    // A look first: there are stores of S3's kind that delete whatever the condition says.
    release: async () => {
      const found = await find(objects)
      if (found?.held.token === mine.token) await objects.remove(LOCK, found.etag)
    },
    requireMine: recently(async () => {
      const found = await find(objects)
      if (found?.held.token !== mine.token) throw lockBroken(found?.held, placeOf(objects))
    }),
  }
}

/** Writes the lock where nothing is, or over one of a process that is gone. */
async function obtain(objects: Objects, mine: Held): Promise<void> {
  const text = renderHeld(mine)
  let over: string | undefined
  for (let attempt = 0; ; attempt += 1) {
    if (attempt > 0) await setTimeout(backoff(attempt - 1, 10, 1_000))
    if ((await objects.put(LOCK, text, over)) !== undefined) return
    const found = await find(objects)
    // The reply to our own write may have been lost: then the lock that is there is ours.
    if (found?.held.token === mine.token) return
    if (found && livenessOf(found.held, {shared: true}) !== 'gone') throw locked(found.held, placeOf(objects))
    over = found?.etag
  }
}

/** How long one look at the lock is good for, ms: a run writes many things in a second, and each look is a call. */
const GOOD_FOR_MS = 1_000

/**
 * Does it once for all who ask at the same time, and again only when the last answer is old. By the clock on the wall, and
 * from when it was asked: a machine that sleeps while the answer is on its way wakes up to an old one.
 */
function recently(look: () => Promise<void>): () => Promise<void> {
  let last: {readonly at: number; readonly looking: Promise<void>} | undefined
  const isGood = (goodFor: number): boolean => {
    const age = last === undefined ? Infinity : Date.now() - last.at
    return age >= 0 && age < goodFor
  }
  return async () => {
    // On a slow network the next look may take longer.
    for (let goodFor = GOOD_FOR_MS; ; goodFor *= 2) {
      if (last === undefined || !isGood(goodFor)) last = {at: Date.now(), looking: look()}
      await last.looking
      if (isGood(goodFor)) return
    }
  }
}

/** Takes the lock from this holder. Throws ConflictError `LOCK_CHANGED` when it is not this holder's (any more). */
export async function breakS3Lock(objects: Objects, holder: Holder): Promise<void> {
  const found = await find(objects)
  if (!found || !isSame(found.held, holder)) throw changed(objects.urlOf(LOCK))
  if (!(await objects.remove(LOCK, found.etag))) throw changed(objects.urlOf(LOCK))
}

async function find(objects: Objects): Promise<{readonly held: Held; readonly etag: string} | undefined> {
  const found = await objects.load(LOCK)
  if (!found) return undefined
  const hint = 'Delete the object once you are sure that no awsup is at work.'
  return {held: requireHeld(parseJson(found.bytes, {path: LOCK, shown: objects.urlOf(LOCK), hint})), etag: found.etag}
}
