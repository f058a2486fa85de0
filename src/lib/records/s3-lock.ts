import {randomBytes} from 'node:crypto'
import {setTimeout} from 'node:timers/promises'
import {backoff} from '../aws/clock.js'
import {parseJson} from './json-file.js'
import {changed, type Held, isSame, locked, requireHeld} from './lock.js'
import type {Holder} from './records.js'
import type {Objects} from './s3-objects.js'

const LOCK = 'lock'

/** The lock as it now is, if anybody has it. Throws ConflictError when the object is no lock. */
export async function loadS3Holder(objects: Objects): Promise<Holder | undefined> {
  const found = await find(objects)
  if (!found) return undefined
  const {who, where, pid, since} = found.held
  return {who, where, pid, since}
}

/**
 * Takes the lock: an object that only one can make. Answers what gives it back. Throws ConflictError `LOCKED` that
 * names the holder; whether that one is still there nobody can know from here, so its lock is broken by `breakS3Lock`
 * alone.
 */
export async function takeS3Lock(objects: Objects, holder: Holder): Promise<() => Promise<void>> {
  const mine: Held = {...holder, token: randomBytes(12).toString('hex')}
  const text = `${JSON.stringify(mine, undefined, 2)}\n`
  for (let attempt = 0; ; attempt += 1) {
    if (attempt > 0) await setTimeout(backoff(attempt - 1, 10, 1_000))
    const etag = (await objects.put(LOCK, text, undefined)) ?? (await findMine(objects, mine))
    if (etag === undefined) continue
    return async () => {
      await objects.remove(LOCK, etag)
    }
  }
}

/** The reply to our own write may have been lost: then the lock that is there is ours. `undefined` when none is. */
async function findMine(objects: Objects, mine: Held): Promise<string | undefined> {
  const found = await find(objects)
  if (!found) return undefined
  if (found.held.token !== mine.token) throw locked(objects.urlOf(LOCK), found.held)
  return found.etag
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
