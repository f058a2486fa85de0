import {randomBytes} from 'node:crypto'
import {linkSync, mkdirSync, readdirSync, statSync} from 'node:fs'
import path from 'node:path'
import {replace} from '../../files/replace.js'
import {makeFile, removeFile, syncFolder} from '../../files/write.js'
import {DamagedFileError, isErrno} from './damage.js'

const STALE_MS = 60 * 60 * 1000

/**
 * Makes the folder, for this user alone, with its parents.
 *
 * @throws DamagedFileError when something else is in its place.
 */
export const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, {recursive: true, mode: 0o700})
  } catch (error) {
    if (!isErrno(error, 'EEXIST') && !isErrno(error, 'ENOTDIR')) throw error
    throw new DamagedFileError(folder, 0, 'it is not a folder')
  }
}

/** Writes a new file beside the others and names it; on disk when it answers. */
function writeTemporary(folder: string, content: string | Uint8Array): string {
  const file = path.join(folder, `${process.pid}-${randomBytes(8).toString('hex')}`)
  makeFile(file, content, {mode: 0o600})
  return file
}

/**
 * Makes a whole, durable file in one step, or answers `false` and changes nothing when it already exists: `link`
 * is the file system's compare-and-set.
 */
export function createFile(file: string, content: string | Uint8Array, temporary: string): boolean {
  const written = writeTemporary(temporary, content)
  try {
    linkSync(written, file)
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false
    throw error
  } finally {
    removeFile(written)
  }
  syncFolder(path.dirname(file))
  return true
}

/** Makes or replaces a whole, durable file in one step. */
export function replaceFile(file: string, text: string, temporary: string): void {
  replace(writeTemporary(temporary, text), file)
  syncFolder(path.dirname(file))
}

/** Numbers of the files `<prefix><digits>.json` in a folder, ascending. */
export function listNumbered(folder: string, prefix: string): number[] {
  const numbers: number[] = []
  for (const name of readdirSync(folder)) {
    const number = name.startsWith(prefix) ? /^(\d{12})\.json$/.exec(name.slice(prefix.length))?.[1] : undefined
    if (number !== undefined) numbers.push(Number(number))
  }
  return numbers.sort((a, b) => a - b)
}

/** `prefix`, twelve digits, `.json`: names that sort as their numbers do. */
export const numbered = (folder: string, prefix: string, number: number): string =>
  path.join(folder, `${prefix}${String(number).padStart(12, '0')}.json`)

/** Removes what killed processes left half-written; younger files may be somebody's work under way. */
export function removeStale(temporary: string): void {
  for (const name of readdirSync(temporary)) {
    const file = path.join(temporary, name)
    const modified = statSync(file, {throwIfNoEntry: false})?.mtimeMs ?? Infinity
    if (Date.now() - modified > STALE_MS) removeFile(file)
  }
}
