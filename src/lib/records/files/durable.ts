import {constants, lstatSync, mkdirSync, type Stats} from 'node:fs'
import {open, rm} from 'node:fs/promises'
import {basename, dirname, join, relative} from 'node:path'
import {canSyncFolders, replace} from '../../../files/replace.js'
import {ConflictError} from '../../base/errors.js'

/**
 * Replaces a file so that whoever reads it, now or after a power cut, sees the old text or the new one, whole. Returns
 * when it is on disk. Throws ConflictError `SYMLINK` where `path` is a symbolic link (what it points at is not ours),
 * and `NOT_WRITABLE`.
 */
export async function writeDurably(path: string, text: string | Buffer, mode = 0o600): Promise<void> {
  requireNoSymlink(path)
  const temporary = await writeTemporary(path, text, mode)
  await writable(path, async () => {
    try {
      await replace(temporary, path)
    } catch (error) {
      await rm(temporary, {force: true})
      throw error
    }
    await syncFolder(dirname(path))
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
export async function writable<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
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
export async function writeTemporary(path: string, text: string | Buffer, mode = 0o600): Promise<string> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`)
  await writable(path, async () => {
    const file = await open(temporary, 'wx', mode)
    try {
      await file.writeFile(text)
      await file.sync()
    } catch (error) {
      await rm(temporary, {force: true})
      throw error
    } finally {
      await file.close()
    }
  })
  return temporary
}

/** Removes a file, durably. What is gone already is fine. */
export async function removeDurably(path: string): Promise<void> {
  await writable(path, () => rm(path, {force: true}))
  await syncFolder(dirname(path))
}

/**
 * Makes a folder (0700) and those above it up to and including `top`; refuses symbolic links among them, and what is no
 * folder.
 */
export async function requireFolder(path: string, top: string): Promise<void> {
  if (relative(top, path) !== '') await requireFolder(dirname(path), top)
  requireNoSymlink(path)
  const made = await writable(path, () => mkdirSync(path, {recursive: true, mode: 0o700})).catch((error: unknown) => {
    throw isCode(error, 'EEXIST', 'ENOTDIR') ? notAFolder(path) : error
  })
  if (made !== undefined) await syncFolder(dirname(made))
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

/** A rename is on disk only once its folder is. */
async function syncFolder(path: string): Promise<void> {
  if (!canSyncFolders()) return
  const folder = await open(path, constants.O_RDONLY).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  })
  try {
    await folder?.sync()
  } finally {
    await folder?.close()
  }
}
