import {randomBytes} from 'node:crypto'
import {copyFile, link, rename, rm} from 'node:fs/promises'
import {constants} from 'node:fs'
import {join} from 'node:path'
import {ConflictError} from '../errors.js'
import {isCode, writeTemporary} from './durable.js'
import {isObject, loadJson} from './json-file.js'
import type {Holder} from './records.js'

/** A lock file: who holds it, and a token that no other lock file ever had. */
interface Held extends Holder {
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

/** Only a process on the same machine can be known to be gone. */
function isGone(held: Holder, mine: Holder): boolean {
  if (held.where !== mine.where) return false
  try {
    process.kill(held.pid, 0)
    return false
  } catch (error) {
    return isCode(error, 'ESRCH')
  }
}

function loadHeld(path: string): Held | undefined {
  const file = loadJson(path)
  if (!file) return undefined
  const {value} = file
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
  throw new ConflictError(`${path} is not a lock of awsup`, {
    code: 'LOCKED',
    hint: `Delete ${path} once you are sure that no awsup is at work here.`,
    details: {path},
  })
}

const locked = (path: string, {who, where, pid, since}: Held): ConflictError =>
  new ConflictError(`locked by ${who} on ${where} since ${since} (process ${pid})`, {
    code: 'LOCKED',
    hint: `Wait until it is done. If you are sure that it is gone, delete ${path} and run the command again.`,
    details: {path, who, where, pid, since},
  })
