import {randomBytes} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {link, mkdir, open, rm, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {ConflictError} from '../errors.js'
import {isCode, removeDurably, writeDurably} from '../records/durable.js'

/** One file of a switch. All three are below the project, beside each other. */
export interface Replacement {
  /** The file to replace. */
  readonly target: string
  /** What is to be in it, on disk already; absent where the file is to go. */
  readonly temporary?: string | undefined
  /** What was in it: a second name of the same file; absent where there was none. */
  readonly backup?: string | undefined
}

/**
 * A switch under way. There before anything is written, gone after the last file. Paths are relative to the project.
 */
export interface SwitchJournal {
  readonly version: 1
  /** `prepare`: nothing was replaced yet; `finish`: replace what is left; `undo`: put back what was replaced. */
  readonly direction: 'prepare' | 'finish' | 'undo'
  readonly pid: number
  /** What was asked, which finishes it too. */
  readonly command?: string | undefined
  readonly files: readonly Replacement[]
}

/** Below `.awsup/journal`, which git does not see. */
export const journalPath = (root: string): string => join(root, '.awsup', 'journal', 'switch.json')

/**
 * Says that a switch begins. Throws ConflictError when another is under way: of two at once, one writes and one is
 * refused. Not yet durable: after a power cut it may be empty, and then nothing was replaced.
 */
export async function openJournal(root: string, journal: SwitchJournal): Promise<void> {
  const path = journalPath(root)
  await mkdir(dirname(path), {recursive: true})
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await writeFile(temporary, render(journal), {flag: 'wx'})
    await link(temporary, path)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
    throw underWay(undefined)
  } finally {
    await rm(temporary, {force: true})
  }
}

/** From now on an interruption leads this way. On disk before it returns. */
export const turnJournal = (root: string, journal: SwitchJournal, direction: 'finish' | 'undo'): Promise<void> =>
  writeDurably(journalPath(root), render({...journal, direction}))

export const closeJournal = (root: string): Promise<void> => removeDurably(journalPath(root))

/** `undefined` when nothing is under way. Throws ConflictError when it is damaged: nothing is guessed. */
export function loadJournal(root: string): SwitchJournal | undefined {
  const path = journalPath(root)
  try {
    const text = readFileSync(path, 'utf8')
    if (text === '') return {version: 1, direction: 'prepare', pid: process.pid, files: []}
    const found: unknown = JSON.parse(text)
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
    hint: 'Wait until it is done, then run this again. If no awsup is running, remove .awsup/journal/switch.json.',
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

const COMMAND = /^awsup env switch (--undo|[a-z][a-z0-9-]{0,63})$/

function isJournal(value: unknown): value is SwitchJournal {
  if (typeof value !== 'object' || value === null) return false
  if (!('version' in value && 'direction' in value && 'pid' in value && 'files' in value)) return false
  const {version, direction, pid, files} = value
  const isKnown =
    version === 1 &&
    (direction === 'prepare' || direction === 'finish' || direction === 'undo') &&
    Number.isInteger(pid)
  const command = 'command' in value ? value.command : undefined
  const isCommand = command === undefined || (typeof command === 'string' && COMMAND.test(command))
  return isKnown && isCommand && Array.isArray(files) && files.every(isReplacement)
}

/** A journal may come with a cloned repository: it must not move files that are not a switch's. */
function isReplacement(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('target' in value)) return false
  const {target} = value
  const temporary = 'temporary' in value ? value.temporary : undefined
  const backup = 'backup' in value ? value.backup : undefined
  const beside = [temporary, backup].filter((path) => path !== undefined)
  return (
    isInside(target) &&
    beside.length > 0 &&
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
