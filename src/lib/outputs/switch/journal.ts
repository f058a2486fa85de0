import {randomBytes} from 'node:crypto'
import {linkSync, mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {replace} from '../../../files/replace.js'
import {removeFile} from '../../../files/write.js'
import {ConflictError} from '../../base/errors.js'
import {isCode, removeDurably, writeDurably} from '../../records/files/durable.js'
import {isObject} from '../../records/files/json-file.js'
import type {Sealer} from '../../records/journal/seal.js'
import {loadOwn} from './own-file.js'

/** One file of a switch. All three are below the project, beside each other. */
export interface Replacement {
  /** The file to replace. */
  readonly target: string
  /** What is to be in it, on disk already; absent where the file is to go. */
  readonly temporary?: string | undefined
  /** What was in it: a second name of the same file; absent where there was none. */
  readonly backup?: string | undefined
  /** No output of awsup.yaml any more: an earlier switch wrote it, and `--prune` or `--undo` is about it. */
  readonly left?: true
}

/**
 * A switch under way. There before anything is written, gone after the last file. Paths are relative to the project.
 */
export interface SwitchJournal {
  readonly version: 1
  /** Real path of the project: a copy of a project is another one. */
  readonly root: string
  /** `prepare`: nothing was replaced yet; `finish`: replace what is left; `undo`: put back what was replaced. */
  readonly direction: 'prepare' | 'finish' | 'undo'
  readonly pid: number
  /** What was asked, which finishes it too. */
  readonly command?: string | undefined
  readonly files: readonly Replacement[]
}

/** Below the project; git does not see it. */
export const SWITCH_FILE = '.awsup/journal/switch.json'

const journalPath = (root: string): string => join(root, SWITCH_FILE)

/**
 * Says that a switch begins. Throws ConflictError when another is under way: of two at once, one writes and one is
 * refused. Not yet durable: after a power cut it may be empty, and then nothing was replaced.
 */
export function openJournal(root: string, journal: SwitchJournal, sealer: Sealer): void {
  const path = journalPath(root)
  mkdirSync(dirname(path), {recursive: true})
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    writeFileSync(temporary, render(journal, sealer), {flag: 'wx'})
    linkSync(temporary, path)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
    throw underWay(undefined)
  } finally {
    removeFile(temporary)
  }
}

/** From now on an interruption leads where this one says. On disk before it returns. */
export const turnJournal = (root: string, journal: SwitchJournal, sealer: Sealer): void =>
  writeDurably(journalPath(root), render(journal, sealer))

export const closeJournal = (root: string): void => removeDurably(journalPath(root))

/** A journal as it is on disk, where it is to be followed; or that there is one which is not (`foreign`). */
export type FoundJournal =
  | {readonly journal: SwitchJournal; readonly text: string}
  | {readonly foreign: string; readonly pid: number | undefined}

/**
 * Reads the journal; `undefined` when nothing is under way. One that this machine did not write for this project came
 * with the checkout, and is not followed. Throws ConflictError when it is damaged: nothing is guessed.
 *
 * @param root real path of the project
 */
export function readJournal(root: string, sealer: Sealer): FoundJournal | undefined {
  const found = loadOwn(root, SWITCH_FILE)
  if (found === undefined) return undefined
  const {text, value} = found
  if (text === '' && value === undefined) {
    return {text, journal: {version: 1, root, direction: 'prepare', pid: process.pid, files: []}}
  }
  const origin = sealer.origin('switch', value)
  if (value !== undefined && origin === 'foreign') return {foreign: text, pid: pidOf(value)}
  if (origin !== 'ours' || !isJournal(value)) {
    throw new ConflictError('.awsup/journal/switch.json is damaged', {
      code: 'DAMAGED',
      hint: 'A switch was interrupted. Remove this file, then switch again: every output is written again.',
    })
  }
  return value.root === root ? {journal: value, text} : {foreign: text, pid: undefined}
}

/** Takes a journal away that is not followed. Throws ConflictError when another one is in its place by now. */
export function removeForeign(root: string, foreign: string): void {
  const aside = `${SWITCH_FILE}.${randomBytes(6).toString('hex')}.tmp`
  replace(journalPath(root), join(root, aside))
  try {
    if (loadOwn(root, aside)?.text === foreign) return
    linkSync(join(root, aside), journalPath(root))
    throw underWay(undefined)
  } finally {
    removeFile(join(root, aside))
  }
}

export const underWay = (pid: number | undefined): ConflictError =>
  new ConflictError(`another awsup env switch is under way${pid === undefined ? '' : ` (process ${pid})`}`, {
    code: 'LOCKED',
    hint: 'Wait until it is done, then run this again. If no awsup is running, remove .awsup/journal/switch.json.',
  })

const render = (journal: SwitchJournal, sealer: Sealer): string =>
  `${JSON.stringify(sealer.seal('switch', journal), undefined, 2)}\n`

const pidOf = (value: unknown): number | undefined =>
  isObject(value) && Number.isInteger(value['pid']) ? Number(value['pid']) : undefined

const COMMAND = /^awsup env switch (--undo|[a-z][a-z0-9-]{0,63}( --prune)?)$/

function isJournal(value: unknown): value is SwitchJournal {
  if (typeof value !== 'object' || value === null) return false
  if (!('version' in value && 'root' in value && 'direction' in value && 'pid' in value && 'files' in value))
    return false
  const {version, root, direction, pid, files} = value
  const isKnown =
    version === 1 &&
    typeof root === 'string' &&
    (direction === 'prepare' || direction === 'finish' || direction === 'undo') &&
    Number.isInteger(pid)
  const command = 'command' in value ? value.command : undefined
  const isCommand = command === undefined || (typeof command === 'string' && COMMAND.test(command))
  return isKnown && isCommand && Array.isArray(files) && files.every(isReplacement)
}

/** Even where the seal is right: only what a switch puts beside its files is moved. */
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
