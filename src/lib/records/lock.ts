import {randomBytes} from 'node:crypto'
import {hostname} from 'node:os'
import {copyFile, link, rename, rm} from 'node:fs/promises'
import {constants} from 'node:fs'
import {join} from 'node:path'
import {ConflictError} from '../errors.js'
import {isCode, writeTemporary} from './durable.js'
import {isObject, type JsonFile, loadJson} from './json-file.js'
import type {Holder} from './records.js'

/** A lock file: who holds it, and a token that no other lock file ever had. */
export interface Held extends Holder {
  readonly token: string
}

/**
 * Takes `<directory>/lock`, and answers what gives it back. Throws ConflictError `LOCKED` that names the holder.
 *
 * A lock file appears whole or not at all (it is linked into place). A lock whose process on this machine is gone is
 * taken over: whoever wants it first claims the name `lock.<token of the dead holder>`, which only one can, checks that
 * the lock is still the dead one's, and replaces it. Should that one die in between, its claim is taken over
 * in the same manner. So two can never both succeed.
 */
export async function takeLock(directory: string, holder: Holder): Promise<() => Promise<void>> {
  const path = join(directory, 'lock')
  const mine: Held = {...holder, token: randomBytes(12).toString('hex')}
  const text = `${JSON.stringify(mine, undefined, 2)}\n`
  const temporary = await writeTemporary(path, text)
  try {
    for (;;) {
      const taken = await attempt(path, temporary, mine)
      if (taken) break
    }
  } finally {
    await rm(temporary, {force: true})
  }
  return async () => {
    if (loadHeld(path)?.token === mine.token) await rm(path, {force: true})
  }
}

/** Who holds the lock, if anybody. Throws ConflictError when the file is no lock. */
export function loadHolder(directory: string): Holder | undefined {
  const held = loadHeld(join(directory, 'lock'))
  if (!held) return undefined
  const {who, where, pid, since} = held
  return {who, where, pid, since}
}

/**
 * Takes the lock from this holder, by the same claim as one who takes it over: what somebody else took meanwhile is
 * never touched. Throws ConflictError `LOCK_CHANGED` when it is not this holder's (any more).
 */
export async function breakLock(directory: string, holder: Holder): Promise<void> {
  const path = join(directory, 'lock')
  const held = loadHeld(path)
  if (!held || !isSame(held, holder)) throw changed(path)
  const mine: Held = {...holder, pid: process.pid, where: hostname(), token: randomBytes(12).toString('hex')}
  if (isGone(held, mine)) {
    const release = await takeLock(directory, mine)
    return release()
  }
  const claim = `${path}.${held.token}`
  const temporary = await writeTemporary(path, `${JSON.stringify(mine, undefined, 2)}\n`)
  try {
    if (!(await linkNew(temporary, claim))) throw claimed(claim)
    if (loadHeld(path)?.token !== held.token) throw changed(path)
    await rm(path, {force: true})
  } finally {
    await rm(temporary, {force: true})
    if (loadHeld(claim)?.token === mine.token) await rm(claim, {force: true})
  }
}

/** Whether two holders are the same run. */
export const isSame = (a: Holder, b: Holder): boolean =>
  a.who === b.who && a.where === b.where && a.pid === b.pid && a.since === b.since

/** The refusal for who would break a lock that is another's by now. */
export const changed = (path: string): ConflictError =>
  new ConflictError('the lock has changed hands meanwhile', {
    code: 'LOCK_CHANGED',
    hint: 'Look who holds it now: awsup status',
    details: {path},
  })

const claimed = (claim: string): ConflictError =>
  new ConflictError('somebody else is taking this lock at the same time', {
    code: 'LOCKED',
    hint: `Run it again. Should that not help, one who took it died half-way: delete ${claim}.`,
    details: {path: claim},
  })

/** One try: false when things moved meanwhile and it should be tried again. */
async function attempt(path: string, temporary: string, mine: Held): Promise<boolean> {
  if (await linkNew(temporary, path)) return true
  const first = loadHeld(path)
  if (!first) return false
  const claims: string[] = []
  for (let held: Held | undefined = first; held; held = loadHeld(claims.at(-1) ?? path)) {
    if (!isGone(held, mine)) {
      if (loadHeld(path)?.token === first.token) throw locked(path, held)
      return false
    }
    const claim = `${path}.${held.token}`
    claims.push(claim)
    if (!(await linkNew(temporary, claim))) continue
    // From here on nobody else may touch the lock, if it is still the dead holder's.
    if (loadHeld(path)?.token !== first.token) {
      await rm(claim, {force: true})
      return false
    }
    await rename(await writeTemporary(path, `${JSON.stringify(mine, undefined, 2)}\n`), path)
    await Promise.all(claims.map((file) => rm(file, {force: true})))
    return true
  }
  return false
}

/** Gives a whole file a second name, unless that is taken. */
async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    // File systems without hard links (FAT, some network shares).
    if (!isCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error
    return copyFile(from, to, constants.COPYFILE_EXCL).then(
      () => true,
      (failure: unknown) => {
        if (isCode(failure, 'EEXIST')) return false
        throw failure
      },
    )
  }
}

const isGone = (held: Holder, mine: Holder): boolean => livenessOf(held, mine.where) === 'gone'

/** Whether a holder is at work. Only of a process on the same machine can that be known. */
export type Liveness = 'alive' | 'gone' | 'unknown'

/** Whether the process of a lock is there, seen from the machine `here`. */
export function livenessOf(held: Holder, here = hostname()): Liveness {
  if (held.where !== here) return 'unknown'
  try {
    process.kill(held.pid, 0)
    return 'alive'
  } catch (error) {
    return isCode(error, 'ESRCH') ? 'gone' : 'alive'
  }
}

function loadHeld(path: string): Held | undefined {
  const file = loadJson(path)
  return file && requireHeld(file)
}

/** What a lock says. Throws ConflictError when it is none. */
export function requireHeld({value, shown}: JsonFile): Held {
  if (isObject(value)) {
    const {who, where, pid, since, token} = value
    const texts = [who, where, since, token].every((text) => typeof text === 'string')
    if (texts && typeof pid === 'number' && Number.isInteger(pid) && pid > 0) {
      return {
        who: String(who),
        where: String(where),
        pid,
        since: String(since),
        token: encodeURIComponent(String(token)),
      }
    }
  }
  throw new ConflictError(`${shown} is not a lock of awsup`, {
    code: 'LOCKED',
    hint: `Delete ${shown} once you are sure that no awsup is at work here.`,
    details: {path: shown},
  })
}

/** The refusal for who comes second. */
export const locked = (path: string, {who, where, pid, since}: Held): ConflictError =>
  new ConflictError(`locked by ${who} on ${where} since ${since} (process ${pid})`, {
    code: 'LOCKED',
    hint: 'Wait until it is done. If you are sure that it is gone, break the lock with awsup unlock and run this again.',
    details: {path, who, where, pid, since},
  })
