import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  type Stats,
} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import {replace} from '../../files/replace.js'
import {isCode} from '../records/files/durable.js'

/** More bytes than a session has. */
const LARGEST = 64 * 1024
const {O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0} = constants as Partial<typeof constants> & {readonly O_RDONLY: number}

/**
 * The bytes of a file of ours. `undefined`: there is none. `unfit`: what is there is not a file that only this user can
 * read and write, by this one name.
 */
export function readPrivate(path: string): Buffer | 'unfit' | undefined {
  let file: number | undefined
  try {
    const found = lstatSync(path, {throwIfNoEntry: false})
    if (!found) return undefined
    if (!isFit(found)) return 'unfit'
    file = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    return isFit(fstatSync(file)) ? readFileSync(file) : 'unfit'
  } catch (error) {
    // Another process may have removed it just now.
    return isCode(error, 'ENOENT') ? undefined : 'unfit'
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** A hard link has a second name, that may be anywhere and anybody's. What was replaced just now has none. */
function isFit(found: Stats): boolean {
  if (!found.isFile() || found.size > LARGEST) return false
  const uid = process.getuid?.()
  return uid === undefined || (found.uid === uid && (found.mode & 0o077) === 0 && found.nlink < 2)
}

/** Whole or not at all. Whatever was there is gone then, a link or a folder too. Throws what the system says. */
export function writePrivate(path: string, bytes: Buffer): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${process.hrtime.bigint()}.tmp`)
  try {
    writeFileSync(temporary, bytes, {mode: 0o600, flag: 'wx'})
    if (lstatSync(path, {throwIfNoEntry: false})?.isDirectory()) rmSync(path, {recursive: true})
    replace(temporary, path)
  } catch (error) {
    removeQuietly(temporary)
    throw error
  }
}

/** What cannot be removed stays, and is refused again when it is read. */
export function removeQuietly(path: string): boolean {
  try {
    rmSync(path, {recursive: true})
    return true
  } catch {
    return false
  }
}
