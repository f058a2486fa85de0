import {existsSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {replace} from '../../../files/replace.js'
import {removeFile, syncFolder} from '../../../files/write.js'
import {ConflictError} from '../../base/errors.js'
import {isCode} from '../../records/files/durable.js'
import type {Sealer} from '../../records/journal/seal.js'
import {removeLeftovers} from './prepare.js'
import {closeJournal, turnJournal, type Replacement, type SwitchJournal} from './journal.js'

/**
 * Replaces every file, or puts back all that were. Throws ConflictError where one cannot be replaced: then every file is
 * as it was.
 */
export function finishOrUndo(root: string, journal: SwitchJournal, sealer: Sealer): void {
  try {
    finish(root, journal)
  } catch (error) {
    try {
      turnJournal(root, {...journal, direction: 'undo'}, sealer)
      undo(root, journal)
    } catch (again) {
      throw explained(again, 'Some files may be new and some old')
    }
    throw explained(error, 'Nothing was switched: every file is as it was')
  }
}

/** Replaces what is not replaced yet. May be run twice: a temporary file that is gone is in its place. */
function finish(root: string, {files}: SwitchJournal): void {
  for (const {temporary, target} of files) {
    if (temporary === undefined) removeFile(join(root, target))
    else move(join(root, temporary), join(root, target))
  }
  close(root, files)
}

/** Puts back what was replaced. May be run twice: a backup that is gone is in its place again. */
export function undo(root: string, {files}: SwitchJournal): void {
  for (const {target, temporary, backup} of files) {
    // What was never replaced is never touched: where a file cannot be, it could not be put back either.
    const isReplaced = !existsSync(join(root, temporary ?? target))
    if (!isReplaced) continue
    if (backup !== undefined) move(join(root, backup), join(root, target))
    else if (temporary !== undefined) removeFile(join(root, target))
  }
  close(root, files)
}

function close(root: string, files: readonly Replacement[]): void {
  for (const folder of new Set(files.map(({target}) => dirname(target)))) syncFolder(join(root, folder))
  removeLeftovers(root, files)
  closeJournal(root)
}

function move(from: string, to: string): void {
  try {
    replace(from, to)
  } catch (error) {
    if (!isCode(error, 'ENOENT') || existsSync(from)) throw error
  }
}

/** What a system answers where a file or its folder takes nothing from us. */
const NOT_WRITABLE = [
  ...['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EFBIG', 'EIO'],
  ...['EISDIR', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST', 'EBUSY', 'EXDEV', 'ETXTBSY', 'ENAMETOOLONG'],
] as const

/** What the file system says, in words, with what is true of the files now; anything else is passed on. */
export function explained(error: unknown, state: string): unknown {
  if (!isCode(error, ...NOT_WRITABLE)) return error
  const said = error instanceof Error ? error.message : ''
  const isMount = isCode(error, 'EBUSY', 'EXDEV')
  const fix = isMount
    ? 'A file that is a mount of its own cannot be replaced: mount its folder instead'
    : 'Make the file and its folder writable'
  return new ConflictError(`the outputs cannot be written: ${said}`, {
    code: 'NOT_WRITABLE',
    hint: `${state}. ${fix}, then run this again.`,
    cause: error,
  })
}
