import {lstatSync, mkdirSync, type Stats} from 'node:fs'
import {basename, dirname, join, relative} from 'node:path'
import {makeFile, removeFile, syncFolder} from '../../../files/write.js'
import {replace} from '../../../files/replace.js'
import {ConflictError} from '../../base/errors.js'

/**
 * Replaces a file so that whoever reads it, now or after a power cut, sees the old text or the new one, whole. Returns
 * when it is on disk. Throws ConflictError `SYMLINK` where `path` is a symbolic link (what it points at is not ours),
 * and `NOT_WRITABLE`.
 */
export function writeDurably(path: string, text: string | Buffer, mode = 0o600): void {
  requireNoSymlink(path)
  const temporary = writeTemporary(path, text, mode)
  writable(path, () => {
    try {
      replace(temporary, path)
    } catch (error) {
      removeFile(temporary)
      throw error
    }
    syncFolder(dirname(path))
  })
}

/**
 * What a system answers where a disk is full, where it takes nothing from us, or where a file cannot be replaced: it is
 * mounted (EBUSY), or is a folder.
 */
const NOT_WRITABLE: readonly string[] = [
  ...['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM', 'EIO'],
  ...['EBUSY', 'ETXTBSY', 'EISDIR', 'ENOTDIR'],
]

/** Does what writes `path`. Throws ConflictError `NOT_WRITABLE` where the disk is full or may not be written to. */
export function writable<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!isCode(error, ...NOT_WRITABLE)) throw error
    throw new ConflictError(`${path} can not be written: ${error instanceof Error ? error.message : ''}`, {
      code: 'NOT_WRITABLE',
      hint: 'Make room, or make its folder writable, then run the same command again: what is on record is kept, and what AWS has made is found again.',
      details: {path},
      cause: error,
    })
  }
}

/** A file that a killed run was about to put into place. */
export const isTemporary = (name: string): boolean => /^\..+\.\d+\.[a-z0-9]*\.tmp$/.test(name)

/** Writes (with fsync) a new file beside `path` and returns its name: to be renamed or linked into place. */
export function writeTemporary(path: string, text: string | Buffer, mode = 0o600): string {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`)
  writable(path, () => {
    try {
      makeFile(temporary, text, {mode})
    } catch (error) {
      removeFile(temporary)
      throw error
    }
  })
  return temporary
}

/** Removes a file, durably. What is gone already is fine. */
export function removeDurably(path: string): void {
  writable(path, () => removeFile(path))
  syncFolder(dirname(path))
}

/**
 * Makes a folder (0700) and those above it up to and including `top`; refuses symbolic links among them, and what is no
 * folder.
 */
export function requireFolder(path: string, top: string): void {
  if (relative(top, path) !== '') requireFolder(dirname(path), top)
  requireNoSymlink(path)
  const made = writable(path, () => makeFolders(path))
  if (made !== undefined) syncFolder(dirname(made))
}

function makeFolders(path: string): string | undefined {
  try {
    return mkdirSync(path, {recursive: true, mode: 0o700})
  } catch (error) {
    throw isCode(error, 'EEXIST', 'ENOTDIR') ? notAFolder(path) : error
  }
}

export const notAFolder = (path: string): ConflictError =>
  new ConflictError(`${path} is not a folder`, {
    code: 'NOT_A_FOLDER',
    hint: 'awsup keeps files of its own in it: move its current content away.',
    details: {path},
  })

/**
 * Throws ConflictError `SYMLINK`. A path where nothing is passes. Holds the process: it takes microseconds, and a look by
 * the thread pool takes a command that does nothing else 10 to 30 times as long.
 */
export function requireNoSymlink(path: string): void {
  if (lookAt(path)?.isSymbolicLink()) throw symlinkRefused(path)
}

function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, {throwIfNoEntry: false})
  } catch (error) {
    throw isCode(error, 'ENOTDIR') ? notAFolder(dirname(path)) : error
  }
}

export const symlinkRefused = (path: string): ConflictError =>
  new ConflictError(`${path} is a symbolic link`, {
    code: 'SYMLINK',
    hint: 'awsup writes only files and folders of its own: put a real one in its place.',
    details: {path},
  })

/** Whether a file system call failed with one of these codes, e.g. `ENOENT`. */
export const isCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code)
