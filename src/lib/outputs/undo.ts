import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {ConflictError} from '../errors.js'
import type {Current} from '../records/current.js'
import {isCode} from '../records/durable.js'

/** A file before and after a switch; `before` is absent where there was none. */
export interface Switch {
  readonly path: string
  readonly before: Buffer | undefined
  readonly after: Buffer
}

/**
 * How a file was before a switch, as a difference from how it was after: the parts that the switch did not touch may
 * hold secrets of the reader's own, and are not written down a second time.
 */
interface Undo {
  readonly path: string
  /** SHA-256 of the file after the switch; only from there the difference leads back. */
  readonly after: string
  /** SHA-256 of the file before; absent where there was none. */
  readonly before?: string
  /** How many bytes at its begin and at its end stayed, and what was between them (base64). */
  readonly head?: number
  readonly tail?: number
  readonly middle?: string
}

/** The last switch that changed anything. */
export interface LastSwitch {
  readonly version: 1
  readonly from?: Current | undefined
  readonly to: Current
  readonly files: readonly Undo[]
}

/** Below the project; git does not see it. To be readable by its owner alone. */
export const UNDO_FILE = '.awsup/journal/undo.json'

/** The way back from a switch, as it is kept; the one before it is forgotten. Pure. */
export function renderUndo({
  files,
  ...currents
}: {
  readonly files: readonly Switch[]
  readonly from: Current | undefined
  readonly to: Current
}): Buffer {
  const last: LastSwitch = {version: 1, ...currents, files: files.map(makeUndo)}
  return Buffer.from(`${JSON.stringify(last, undefined, 2)}\n`)
}

/** The way back; `undefined` when there is none. Throws ConflictError when it is damaged. */
export async function loadUndo(root: string): Promise<LastSwitch | undefined> {
  try {
    const found: unknown = JSON.parse(await readFile(join(root, UNDO_FILE), 'utf8'))
    if (isLastSwitch(found)) return found
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return undefined
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new ConflictError('.awsup/journal/undo.json is damaged', {
    code: 'DAMAGED',
    hint: 'Remove it, and switch with awsup env switch <name>: only the way back is lost.',
  })
}

/** What a file was. `changed`: it is neither as the switch left it nor as it was before. Pure. */
export function takeBack(undo: Undo, now: Buffer | undefined): {readonly content: Buffer | undefined} | 'changed' {
  const hash = now === undefined ? undefined : hashOf(now)
  if (hash === undo.before) return {content: now}
  if (now === undefined || hash !== undo.after) return 'changed'
  if (undo.before === undefined) return {content: undefined}
  const {head = 0, tail = 0, middle = ''} = undo
  const content = Buffer.concat([now.subarray(0, head), Buffer.from(middle, 'base64'), now.subarray(now.length - tail)])
  return hashOf(content) === undo.before ? {content} : 'changed'
}

function makeUndo({path, before, after}: Switch): Undo {
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
  typeof value === 'object' &&
  value !== null &&
  'path' in value &&
  typeof value.path === 'string' &&
  'after' in value &&
  typeof value.after === 'string'
