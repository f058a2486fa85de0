import {existsSync} from 'node:fs'
import {readRegularFile} from '../../../files/read.js'
import {ConflictError} from '../../base/errors.js'
import {symlinkRefused} from './durable.js'
import {findMergeMark} from '../../text/merge-marks.js'
import {indexJson, JsonFault, pathKey} from './json-index.js'

/** A JSON file of ours, read and known to be JSON. */
export interface JsonFile {
  readonly path: string
  /** How it is called in messages: its path, or its URL. */
  readonly shown: string
  readonly value: unknown
  /** The refusal for a value that is not as it must be: names the file and the byte where that value begins. */
  damaged(at: readonly string[], why: string): ConflictError
}

/** What a reader of one of our files may say beside its path. */
export type Hints = {readonly lastGood?: string} & Partial<Pick<FileAround, 'hint' | 'mergeHint'>>

/**
 * Reads one of our files; `undefined` when there is none. Throws ConflictError `DAMAGED` naming file and byte when it
 * is anything but JSON, and `lastGood`, the path of the last copy that awsup wrote, where that exists.
 */
export function loadJson(path: string, hints: Hints = {}): JsonFile | undefined {
  const bytes = readBytes(path)
  return bytes && parseOwn(bytes, path, hints)
}

/** The same where the bytes were read already. */
export const parseOwn = (bytes: Buffer, path: string, {lastGood, ...hints}: Hints): JsonFile =>
  parseJson(bytes, {path, shown: path, hint: hintFor(lastGood), lastGood, ...hints})

/** What is known of a file beside its bytes. */
export interface FileAround extends Pick<JsonFile, 'path' | 'shown'> {
  /** What to do when it is damaged. */
  readonly hint: string
  /** What to do when a merge left its marks in it. */
  readonly mergeHint?: string | undefined
  readonly lastGood?: string | undefined
}

/** The bytes of one of our files as JSON. Throws ConflictError `DAMAGED` naming it and the byte. */
export function parseJson(bytes: Buffer, around: FileAround): JsonFile {
  const text = bytes.toString('utf8')
  const line = findMergeMark(text)
  if (line !== undefined) throw mergeConflict(around, line)
  const refuse = (byte: number, why: string): ConflictError => damagedFile(around, byte, why)
  const badByte = firstDifference(bytes, Buffer.from(text))
  if (badByte !== undefined) throw refuse(badByte, 'it is not text')
  const plain = asWeWrite(text)
  const starts = plain ? undefined : locate(text, refuse)
  return {
    path: around.path,
    shown: around.shown,
    value: plain ? plain.value : JSON.parse(text),
    damaged: (at, why) => refuse(Buffer.byteLength(text.slice(0, nearest(starts ?? locate(text, refuse), at))), why),
  }
}

/** Deeper than what `indexJson` reads, in a text that is indented as we write it. */
const TOO_DEEP = `\n${' '.repeat(2 * 64)}`

/**
 * What a text says that is JSON as we write it, with which nothing can be wrong that `indexJson` would find: written
 * again it is the same text, so no name is there twice. `undefined` for every other text.
 */
function asWeWrite(text: string): {readonly value: unknown} | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return `${JSON.stringify(value, undefined, 2)}\n` === text && !text.includes(TOO_DEEP) ? {value} : undefined
  } catch {
    return undefined
  }
}

/** Records of a hundred environments have some megabytes; what is larger is some other file. */
const MOST_BYTES = 32 * 1024 * 1024

/**
 * The bytes of one of our files; `undefined` when there is none. Throws ConflictError `UNREADABLE` where it is no
 * regular file, or too large, and `SYMLINK`.
 */
export const readBytes = (path: string): Buffer | undefined =>
  readRegularFile(path, {
    limit: MOST_BYTES,
    noLink: () => symlinkRefused(path),
    refuse: (why, cause) =>
      new ConflictError(`${path} ${why}`, {
        code: 'UNREADABLE',
        hint: 'Nothing was written. Move it away, and take the file from git where it belongs there.',
        details: {path},
        cause,
      }),
  })

function locate(text: string, refuse: (byte: number, why: string) => ConflictError): ReadonlyMap<string, number> {
  if (text.length === 0) throw refuse(0, 'it is empty')
  try {
    return indexJson(text)
  } catch (error) {
    if (error instanceof JsonFault) throw refuse(Buffer.byteLength(text.slice(0, error.at)), error.message)
    throw error
  }
}

/** A value that is missing has no place: the thing that should hold it is shown. */
function nearest(starts: ReadonlyMap<string, number>, at: readonly string[]): number {
  for (let length = at.length; length > 0; length -= 1) {
    const start = starts.get(pathKey(at.slice(0, length)))
    if (start !== undefined) return start
  }
  return 0
}

function firstDifference(a: Buffer, b: Buffer): number | undefined {
  if (a.equals(b)) return undefined
  const index = a.findIndex((byte, at) => byte !== b[at])
  return index < 0 ? a.length : index
}

const hintFor = (lastGood: string | undefined): string =>
  lastGood !== undefined && existsSync(lastGood)
    ? `Nothing was written. The last copy that awsup wrote is ${lastGood}: put it back, or take the file from git.`
    : 'Nothing was written. Take the file from git, or fix it by hand.'

/** The refusal for a file that git could not merge. */
const mergeConflict = ({shown: path, hint, mergeHint}: FileAround, line: number): ConflictError =>
  new ConflictError(`${path} has an unresolved merge conflict at line ${line}`, {
    code: 'MERGE_CONFLICT',
    hint: mergeHint ?? hint,
    details: {path, line},
  })

const damagedFile = ({shown: path, hint, lastGood}: FileAround, byte: number, why: string): ConflictError =>
  new ConflictError(`${path} is damaged at byte ${byte}: ${why}`, {
    code: 'DAMAGED',
    hint,
    details: {path, byte, why, lastGood: lastGood !== undefined && existsSync(lastGood) ? lastGood : undefined},
  })

/** Whether a JSON value is an object (not an array, not null). */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Throws ConflictError unless the file is an object of this version: `NEWER` when a later awsup wrote it. */
export function requireVersion(file: JsonFile): Readonly<Record<string, unknown>> {
  if (!isObject(file.value)) throw file.damaged([], 'it should hold an object')
  const version = file.value['version']
  if (typeof version === 'number' && Number.isInteger(version) && version > 1) {
    throw new ConflictError(`${file.shown} is of version ${version}, and this awsup knows version 1`, {
      code: 'NEWER',
      hint: 'A newer awsup wrote it: update this one.',
      details: {path: file.shown, version},
    })
  }
  if (version !== 1) throw file.damaged(['version'], 'version should be 1')
  return file.value
}
