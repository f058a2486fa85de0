import {existsSync} from 'node:fs'
import {rm} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {replace} from '../../../files/replace.js'
import {ConflictError} from '../../base/errors.js'
import {isCode} from '../../records/files/durable.js'
import type {Sealer} from '../../records/journal/seal.js'
import {removeLeftovers} from './prepare.js'
import {closeJournal, syncFolder, turnJournal, type Replacement, type SwitchJournal} from './journal.js'

/**
 * Replaces every file, or puts back all that were. Throws ConflictError where one cannot be replaced: then every file is
 * as it was.
 */
export async function finishOrUndo(root: string, journal: SwitchJournal, sealer: Sealer): Promise<void> {
  try {
    await finish(root, journal)
  } catch (error) {
    try {
      await turnJournal(root, {...journal, direction: 'undo'}, sealer)
      await undo(root, journal)
    } catch (again) {
      throw explained(again, 'Some files may be new and some old')
    }
    throw explained(error, 'Nothing was switched: every file is as it was')
  }
}

/** Replaces what is not replaced yet. May be run twice: a temporary file that is gone is in its place. */
async function finish(root: string, {files}: SwitchJournal): Promise<void> {
  for (const {temporary, target} of files) {
    if (temporary === undefined) await rm(join(root, target), {force: true})
    else await move(join(root, temporary), join(root, target))
  }
  await close(root, files)
}

/** Puts back what was replaced. May be run twice: a backup that is gone is in its place again. */
export async function undo(root: string, {files}: SwitchJournal): Promise<void> {
  for (const {target, temporary, backup} of files) {
    // What was never replaced is never touched: where a file cannot be, it could not be put back either.
    const isReplaced = !existsSync(join(root, temporary ?? target))
    if (!isReplaced) continue
    if (backup !== undefined) await move(join(root, backup), join(root, target))
    else if (temporary !== undefined) await rm(join(root, target), {force: true})
  }
  await close(root, files)
}

async function close(root: string, files: readonly Replacement[]): Promise<void> {
  for (const folder of new Set(files.map(({target}) => dirname(target)))) await syncFolder(join(root, folder))
  await removeLeftovers(root, files)
  await closeJournal(root)
}

async function move(from: string, to: string): Promise<void> {
  try {
    await replace(from, to)
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
