import {readRegularFile} from '../../files/read.js'

/** A file of the sandbox's memory that can not be read as what it is; nothing was changed. */
export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError'

  readonly file: string
  /** Counted from 0; the file's length when its end is missing. */
  readonly byte: number

  constructor(file: string, byte: number, detail: string) {
    super(`${file} is damaged at byte ${byte}: ${detail}`)
    this.file = file
    this.byte = byte
  }
}

/**
 * A JSON file, or `undefined` when it does not exist.
 *
 * @throws DamagedFileError when it is no JSON.
 */
export function findJsonFile(file: string): unknown {
  const bytes = findFile(file)
  if (bytes === undefined) return undefined
  const text = bytes.toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    // JSON.parse's own message quotes the file, and the file may hold secrets.
    const length = wholeLength(text)
    const detail = length === text.length ? 'it ends too early' : 'this is no JSON'
    throw new DamagedFileError(file, Buffer.byteLength(text.slice(0, length)), detail)
  }
}

/** How many characters of a text can begin a JSON document: whatever begins one, its own beginnings do too. */
function wholeLength(text: string): number {
  let [good, bad] = [0, text.length + 1]
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (canBegin(text.slice(0, middle))) good = middle
    else bad = middle
  }
  return good
}

/** Whether nothing is wrong with a text but that it may end too early. */
function canBegin(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    return /end of JSON input|Unterminated string/.test(message) || message.includes(`at position ${text.length}`)
  }
}

/** More than a sandbox that somebody works with remembers, bytes. */
const MOST_BYTES = 1024 * 1024 * 1024

/**
 * A file's bytes, or `undefined` when it does not exist.
 *
 * @throws DamagedFileError when it is no regular file.
 */
export const findFile = (file: string): Buffer | undefined =>
  readRegularFile(file, {limit: MOST_BYTES, refuse: (why) => new DamagedFileError(file, 0, `it ${why}`)})

/** Whether an error is the system's, with this code. */
export const isErrno = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
