import {closeSync, fchmodSync, fsyncSync, openSync, unlinkSync, writeFileSync} from 'node:fs'
import {canSyncFolders} from './replace.js'

interface Permissions {
  /** Less what the process masks. */
  readonly mode?: number | undefined
  /** Whatever the process masks. */
  readonly exactMode?: number | undefined
}

/** Makes a file that did not exist: its content is on disk when this returns. Throws `EEXIST` where there is one. */
export function makeFile(path: string, content: string | Uint8Array, {mode, exactMode}: Permissions = {}): void {
  const file = openSync(path, 'wx', mode ?? exactMode)
  try {
    writeFileSync(file, content)
    if (exactMode !== undefined) fchmodSync(file, exactMode)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Removes a file or a link. What is gone already is fine. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if (!isAbsent(error)) throw error
  }
}

/** A new name, or one that went, is on disk only when its folder is. A folder that is gone has nothing to keep. */
export function syncFolder(path: string): void {
  if (!canSyncFolders()) return
  let folder: number
  try {
    folder = openSync(path, 'r')
  } catch (error) {
    if (isAbsent(error)) return
    throw error
  }
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

const isAbsent = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'
