import {existsSync, realpathSync} from 'node:fs'
import {readFile, rename, rm} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {ConflictError} from '../errors.js'
import {isCode} from '../records/durable.js'
import {locate, type Place} from './place.js'
import {planReplacement, prepare, removeLeftovers, type Change} from './prepare.js'
import {
  closeJournal,
  loadJournal,
  openJournal,
  syncFolder,
  turnJournal,
  underWay,
  type Replacement,
  type SwitchJournal,
} from './switch-journal.js'

/** What became of a file; `changed` is false for one that was right already and was not touched. */
export interface WrittenOutput {
  readonly path: string
  readonly changed: boolean
}

/** A file of a switch. */
export interface SwitchFile {
  /** Relative to the project. */
  readonly path: string
  /** `undefined`: it is to go. */
  readonly content: Buffer | undefined
  /** Permissions of a new one. */
  readonly mode?: number | undefined
}

/**
 * Writes all files or none, each at once, so that whoever reads one sees it old or new and whole. Files that are right
 * already are not touched. Permissions stay. Interrupted half-way, the next `recoverSwitch` finishes it; until then the
 * journal names the `command` that does. Throws ConflictError where a path leads out of the project or cannot be written; everything is then as it was.
 */
export async function writeOutputs(
  root: string,
  files: readonly SwitchFile[],
  command?: string,
): Promise<readonly WrittenOutput[]> {
  const realRoot = realpathSync(root)
  const compared = await Promise.all(
    files.map(async (file) => {
      const place = locate(realRoot, file.path)
      return {...file, place, changed: await differs(place, file.content)}
    }),
  )
  const changed = compared.filter((file) => file.changed)
  if (changed.length > 0) await replaceAll(realRoot, changed, command)
  return compared.map((file) => ({path: file.place.path, changed: file.changed}))
}

async function differs({real, mode}: Place, content: Buffer | undefined): Promise<boolean> {
  if (content === undefined || mode === undefined) return mode !== undefined || content !== undefined
  return !(await readFile(real)).equals(content)
}

async function replaceAll(root: string, changes: readonly Change[], command: string | undefined): Promise<void> {
  const planned = changes.map((change) => ({change, replacement: planReplacement(root, change)}))
  const files = planned.map(({replacement}) => replacement)
  const journal: SwitchJournal = {version: 1, direction: 'prepare', pid: process.pid, command, files}
  await openJournal(root, journal).catch((error: unknown) => {
    throw explained(error)
  })
  try {
    const prepared = await Promise.allSettled(
      planned.map(({change, replacement}) => prepare(root, change, replacement)),
    )
    const failed = prepared.find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
    await turnJournal(root, journal, 'finish')
  } catch (error) {
    await removeLeftovers(root, files)
    await closeJournal(root)
    throw explained(error)
  }
  await finishOrUndo(root, journal)
}

async function finishOrUndo(root: string, journal: SwitchJournal): Promise<void> {
  try {
    await finish(root, journal)
  } catch (error) {
    await turnJournal(root, journal, 'undo')
    await undo(root, journal)
    throw explained(error)
  }
}

/** What an interrupted switch was led to: `finished` (every file new), `undone` (every file old), or there was none. */
export type Recovered = 'nothing' | 'finished' | 'undone'

/**
 * Ends a switch that was interrupted, before anything else is written. Throws ConflictError when the journal is
 * damaged, or when the switch is still under way in another process.
 */
export async function recoverSwitch(root: string): Promise<Recovered> {
  const journal = loadJournal(root)
  if (!journal) return 'nothing'
  if (journal.pid !== process.pid && isAlive(journal.pid)) throw underWay(journal.pid)
  const realRoot = realpathSync(root)
  for (const {target} of journal.files) locate(realRoot, target)
  if (journal.direction === 'finish') {
    await finishOrUndo(realRoot, journal)
    return 'finished'
  }
  if (journal.direction === 'undo') await undo(realRoot, journal)
  else {
    await removeLeftovers(realRoot, journal.files)
    await closeJournal(realRoot)
  }
  return 'undone'
}

/** Replaces what is not replaced yet. May be run twice: a temporary file that is gone is in its place. */
async function finish(root: string, {files}: SwitchJournal): Promise<void> {
  for (const {temporary, target} of files) {
    if (temporary === undefined) await rm(join(root, target), {force: true})
    else await move(join(root, temporary), join(root, target))
  }
  await syncFolders(root, files)
  await removeLeftovers(root, files)
  await closeJournal(root)
}

/** Puts back what was there. May be run twice: a backup that is gone is in its place again. */
async function undo(root: string, {files}: SwitchJournal): Promise<void> {
  for (const {target, temporary, backup} of files) {
    if (backup !== undefined) await move(join(root, backup), join(root, target))
    // A new file whose temporary one is gone is in place: that was this switch's doing.
    else if (temporary !== undefined && !existsSync(join(root, temporary))) await rm(join(root, target), {force: true})
  }
  await syncFolders(root, files)
  await removeLeftovers(root, files)
  await closeJournal(root)
}

async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (!isCode(error, 'ENOENT') || existsSync(from)) throw error
  }
}

async function syncFolders(root: string, files: readonly Replacement[]): Promise<void> {
  for (const folder of new Set(files.map(({target}) => dirname(target)))) await syncFolder(join(root, folder))
}

/** What the file system says, in words; anything else is passed on. */
function explained(error: unknown): unknown {
  if (
    !isCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EISDIR', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST', 'EBUSY')
  )
    return error
  const said = error instanceof Error ? error.message : ''
  return new ConflictError(`the outputs cannot be written: ${said}`, {
    code: 'NOT_WRITABLE',
    hint: 'Nothing was switched: every file is as it was. Make the file and its folder writable, then run this again.',
    cause: error,
  })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !isCode(error, 'ESRCH')
  }
}
