import {createHash} from 'node:crypto'
import {ConflictError} from '../../base/errors.js'
import type {Current, Wrote} from '../../records/current.js'
import type {Sealer} from '../../records/journal/seal.js'
import {loadOwn} from './own-file.js'
import {UNDO_FILE} from './place.js'

/** A file before and after a switch; `before` is absent where there was none, `after` where it was removed. */
export interface Switch {
  readonly path: string
  readonly before: Buffer | undefined
  readonly after: Buffer | undefined
  /** Permissions of one that was removed. */
  readonly mode?: number | undefined
}

/**
 * How a file was before a switch, as a difference from how it was after: the parts that the switch did not touch may
 * hold secrets of the reader's own, and are not written down a second time.
 */
interface Undo {
  readonly path: string
  /** SHA-256 of the file after the switch; only from there the difference leads back. Absent where it was removed. */
  readonly after?: string
  /** SHA-256 of the file before; absent where there was none. */
  readonly before?: string
  /** How many bytes at its begin and at its end stayed, and what was between them (base64). */
  readonly head?: number
  readonly tail?: number
  readonly middle?: string
  /** Permissions, where it was removed. */
  readonly mode?: number
}

/** The last switch that changed anything. */
export interface LastSwitch {
  readonly version: 1
  readonly from?: Current | undefined
  readonly to: Current
  /** What was known of the outputs before. */
  readonly wrote: readonly Wrote[]
  readonly files: readonly Undo[]
}

interface UndoInput {
  readonly files: readonly Switch[]
  readonly from: Current | undefined
  readonly to: Current
  readonly wrote: readonly Wrote[]
}

/** The way back from a switch, as it is kept; the one before it is forgotten. */
export function renderUndo({files, ...before}: UndoInput, sealer: Sealer): Buffer {
  const last: LastSwitch = {version: 1, ...before, files: files.map(makeUndo)}
  return Buffer.from(`${JSON.stringify(sealer.seal('undo', last), undefined, 2)}\n`)
}

/**
 * The way back; `undefined` when there is none. Throws ConflictError when it is damaged, or when this machine did not
 * write it.
 */
export function loadUndo(root: string, sealer: Sealer): LastSwitch | undefined {
  const found = loadOwn(root, UNDO_FILE)
  if (found === undefined) return undefined
  const origin = sealer.origin('undo', found.value)
  if (found.value !== undefined && origin === 'foreign') throw notOurs(sealer)
  if (origin === 'ours' && isLastSwitch(found.value)) return found.value
  throw new ConflictError('.awsup/journal/undo.json is damaged', {
    code: 'DAMAGED',
    hint: 'Remove it, and switch with awsup env switch <name>: only the way back is lost.',
  })
}

/** Whether there is a way back that this machine did not write. */
export function isForeignUndo(root: string, sealer: Sealer): boolean {
  const found = loadOwn(root, UNDO_FILE)
  return found?.value !== undefined && sealer.origin('undo', found.value) === 'foreign'
}

const notOurs = (sealer: Sealer): ConflictError =>
  new ConflictError(`${UNDO_FILE} was not written by awsup on this machine, so that nothing is taken back`, {
    code: 'NOT_OURS',
    hint: sealer.lasts()
      ? `Switch with awsup env switch <name>. If git tracks it: git rm -r --cached .awsup/journal`
      : 'awsup has no folder of your own to keep its key in: set HOME or XDG_STATE_HOME. Switch with awsup env switch <name>.',
  })

/** What a file was. `changed`: it is neither as the switch left it nor as it was before. Pure. */
export function takeBack(undo: Undo, now: Buffer | undefined): {readonly content: Buffer | undefined} | 'changed' {
  const hash = now === undefined ? undefined : hashOf(now)
  if (hash === undo.before) return {content: now}
  if (hash !== undo.after) return 'changed'
  if (undo.before === undefined) return {content: undefined}
  const {head = 0, tail = 0, middle = ''} = undo
  const [first, last] = now === undefined ? [EMPTY, EMPTY] : [now.subarray(0, head), now.subarray(now.length - tail)]
  const content = Buffer.concat([first, Buffer.from(middle, 'base64'), last])
  return hashOf(content) === undo.before ? {content} : 'changed'
}

const EMPTY = Buffer.alloc(0)

function makeUndo({path, before, after, mode}: Switch): Undo {
  if (after === undefined) {
    return before === undefined
      ? {path}
      : {path, before: hashOf(before), middle: before.toString('base64'), ...(mode === undefined ? {} : {mode})}
  }
  if (before === undefined) return {path, after: hashOf(after)}
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && before[head] === after[head]) head += 1
  let tail = 0
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1
  const middle = before.subarray(head, before.length - tail).toString('base64')
  return {path, after: hashOf(after), before: hashOf(before), head, tail, middle}
}

const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex')

function isLastSwitch(value: unknown): value is LastSwitch {
  if (typeof value !== 'object' || value === null || !('version' in value && 'to' in value && 'files' in value))
    return false
  const from = 'from' in value ? value.from : undefined
  const {version, to, files} = value
  return (
    version === 1 &&
    isCurrent(to) &&
    (from === undefined || isCurrent(from)) &&
    'wrote' in value &&
    Array.isArray(value.wrote) &&
    Array.isArray(files) &&
    files.every(isUndo)
  )
}

const isCurrent = (value: unknown): value is Current =>
  typeof value === 'object' &&
  value !== null &&
  'environment' in value &&
  typeof value.environment === 'string' &&
  'target' in value &&
  (value.target === 'aws' || value.target === 'sandbox')

const isUndo = (value: unknown): value is Undo =>
  typeof value === 'object' && value !== null && 'path' in value && typeof value.path === 'string'
