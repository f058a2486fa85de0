import {link, mkdir, open, readFile, rm} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {ConflictError} from '../errors.js'
import {isCode, removeDurably, writeDurably, writeTemporary} from '../records/durable.js'

/** One file of a switch. All three are below the project, beside each other. */
export interface Replacement {
  /** The file to replace. */
  readonly target: string
  /** What is to be in it, on disk already. */
  readonly temporary: string
  /** What was in it: a second name of the same file; absent where there was none. */
  readonly backup?: string | undefined
}

/** A switch under way. On disk before the first file is replaced, gone after the last. Paths are relative to the project. */
export interface SwitchJournal {
  readonly version: 1
  /** `finish`: replace what is left; `undo`: put back what was replaced. */
  readonly direction: 'finish' | 'undo'
  readonly pid: number
  readonly files: readonly Replacement[]
}

/** Below `.awsup/journal`, which git does not see. */
export const journalPath = (root: string): string => join(root, '.awsup', 'journal', 'switch.json')

/** Puts it on disk. Throws ConflictError when another switch is under way: of two at once, one writes and one is refused. */
export async function openJournal(root: string, journal: SwitchJournal): Promise<void> {
  const path = journalPath(root)
  await mkdir(dirname(path), {recursive: true})
  const temporary = await writeTemporary(path, render(journal))
  try {
    await link(temporary, path)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
    throw underWay(undefined)
  } finally {
    await rm(temporary, {force: true})
  }
  await syncFolder(dirname(path))
}

/** From now on an interruption leads back, not forward. */
export const turnBack = (root: string, journal: SwitchJournal): Promise<void> =>
  writeDurably(journalPath(root), render({...journal, direction: 'undo'}))

export const closeJournal = (root: string): Promise<void> => removeDurably(journalPath(root))

/** `undefined` when nothing is under way. Throws ConflictError when it is damaged: nothing is guessed. */
export async function loadJournal(root: string): Promise<SwitchJournal | undefined> {
  const path = journalPath(root)
  try {
    const found: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (isJournal(found)) return found
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return undefined
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new ConflictError('.awsup/journal/switch.json is damaged', {
    code: 'DAMAGED',
    hint: 'A switch was interrupted. Remove this file, then switch again: every output is written anew.',
  })
}

export const underWay = (pid: number | undefined): ConflictError =>
  new ConflictError(`another awsup env switch is under way${pid === undefined ? '' : ` (process ${pid})`}`, {
    code: 'LOCKED',
    hint: 'Wait until it is done, then run this again.',
  })

/** Makes renames in a folder last. Not every system lets a folder be opened (Windows): there it is moot. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const render = (journal: SwitchJournal): string => `${JSON.stringify(journal, undefined, 2)}\n`

function isJournal(value: unknown): value is SwitchJournal {
  if (typeof value !== 'object' || value === null) return false
  if (!('version' in value && 'direction' in value && 'pid' in value && 'files' in value)) return false
  const {version, direction, pid, files} = value
  const isKnown = version === 1 && (direction === 'finish' || direction === 'undo') && Number.isInteger(pid)
  return isKnown && Array.isArray(files) && files.every(isReplacement)
}

/** A journal may come with a cloned repository: it must not move files that are not a switch's. */
function isReplacement(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('target' in value && 'temporary' in value)) return false
  const {target, temporary} = value
  const backup = 'backup' in value ? value.backup : undefined
  const beside = [temporary, ...(backup === undefined ? [] : [backup])]
  return (
    isInside(target) &&
    beside.every(
      (path) =>
        isInside(path) &&
        dirname(path) === dirname(target) &&
        /(^|\/)\.[^/]*\.awsup-[0-9a-f]{12}\.(new|old)$/.test(path),
    )
  )
}

const isInside = (path: unknown): path is string =>
  typeof path === 'string' && /^[^/\\\0]/.test(path) && !/^[A-Za-z]:/.test(path) && !path.split(/[\\/]/).includes('..')
