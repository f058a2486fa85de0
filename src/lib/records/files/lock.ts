import {randomBytes} from 'node:crypto'
import {hostname} from 'node:os'
import {constants, copyFileSync, linkSync} from 'node:fs'
import {join} from 'node:path'
import {replace} from '../../../files/replace.js'
import {removeFile} from '../../../files/write.js'
import {ConflictError} from '../../base/errors.js'
import {isCode, writeTemporary} from './durable.js'
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
} from './held.js'
import {loadJson} from './json-file.js'
import type {Found, Holder} from '../records.js'

/** A lock that was taken. */
export interface Lock {
  /** Gives it back. What another holds by now stays the other's. */
  release(): Promise<void>
  /** Throws ConflictError `LOCK_BROKEN` where it is no longer the one that counts. */
  requireMine(): Promise<void>
}

/**
 * Takes `<directory>/lock`. Throws ConflictError `LOCKED` that names the holder.
 *
 * A lock file appears whole or not at all (it is linked into place). A lock whose process on this machine is gone is
 * taken over: whoever wants it first claims the name `lock.<token of the dead holder>`, which only one can, checks that
 * the lock is still the dead one's, and replaces it. Should that one die in between, its claim is taken over
 * in the same manner. So two can never both succeed.
 */
export function takeLock(directory: string, holder: Holder): Lock {
  const path = join(directory, 'lock')
  const mine = hold(holder, randomBytes(12).toString('hex'))
  const temporary = writeTemporary(path, renderHeld(mine))
  try {
    for (;;) {
      const taken = attempt(path, temporary, mine)
      if (taken) break
    }
  } finally {
    removeFile(temporary)
  }
  return {
    release: () => {
      if (loadHeld(path)?.token === mine.token) removeFile(path)
      return Promise.resolve()
    },
    requireMine: () => {
      const held = loadHeld(path)
      return held?.token === mine.token ? Promise.resolve() : Promise.reject(lockBroken(held, placeOf(path)))
    },
  }
}

const placeOf = (at: string): LockPlace => ({at, shared: false})

/** Who holds the lock, if anybody. Throws ConflictError when the file is no lock. */
export function loadHolder(directory: string): Found | undefined {
  const path = join(directory, 'lock')
  const held = loadHeld(path)
  return held && describeHeld(held, placeOf(path))
}

/**
 * Takes the lock from this holder, by the same claim as one who takes it over: what somebody else took meanwhile is
 * never touched. Throws ConflictError `LOCK_CHANGED` when it is not this holder's (any more).
 */
export async function breakLock(directory: string, holder: Holder): Promise<void> {
  const path = join(directory, 'lock')
  const held = loadHeld(path)
  if (!held || !isSame(held, holder)) throw changed(path)
  const mine = hold({...holder, pid: process.pid, where: hostname()}, randomBytes(12).toString('hex'))
  if (isGone(held)) {
    return takeLock(directory, mine).release()
  }
  const claim = `${path}.${held.token}`
  const temporary = writeTemporary(path, renderHeld(mine))
  try {
    if (!linkNew(temporary, claim)) throw claimed(claim)
    if (loadHeld(path)?.token !== held.token) throw changed(path)
    removeFile(path)
  } finally {
    removeFile(temporary)
    if (loadHeld(claim)?.token === mine.token) removeFile(claim)
  }
}

const claimed = (claim: string): ConflictError =>
  new ConflictError('somebody else is taking this lock at the same time', {
    code: 'LOCKED',
    hint: `Run it again. Should that not help, one who took it died half-way: delete ${claim}.`,
    details: {path: claim},
  })

/** One try: false when things moved meanwhile and it should be tried again. */
function attempt(path: string, temporary: string, mine: Held): boolean {
  if (linkNew(temporary, path)) return true
  const first = loadHeld(path)
  if (!first) return false
  const claims: string[] = []
  for (let held: Held | undefined = first; held; held = loadHeld(claims.at(-1) ?? path)) {
    if (!isGone(held)) {
      if (loadHeld(path)?.token === first.token) throw locked(held, placeOf(path))
      return false
    }
    const claim = `${path}.${held.token}`
    claims.push(claim)
    if (!linkNew(temporary, claim)) continue
    // From here on nobody else may touch the lock, if it is still the dead holder's.
    if (loadHeld(path)?.token !== first.token) {
      removeFile(claim)
      return false
    }
    replace(writeTemporary(path, renderHeld(mine)), path)
    for (const file of claims) removeFile(file)
    return true
  }
  return false
}

/** Gives a whole file a second name, unless that is taken. */
function linkNew(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    // File systems without hard links (FAT, some network shares).
    if (!isCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error
    return copyNew(from, to)
  }
}

function copyNew(from: string, to: string): boolean {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

const isGone = (held: Held): boolean => livenessOf(held, {shared: false}) === 'gone'

function loadHeld(path: string): Held | undefined {
  const hint = `Delete ${path} once you are sure that no awsup is at work here.`
  const file = loadJson(path, {hint})
  return file && requireHeld(file)
}
