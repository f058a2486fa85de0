import {closeSync, constants, fstatSync, lstatSync, openSync, readSync, statSync, type Stats} from 'node:fs'

export interface ReadOptions {
  /** More bytes than such a file ever has. */
  readonly limit: number
  /** Makes the error of a symbolic link, where what it points at is not awsup's; absent where links are followed. */
  readonly noLink?: () => Error
  /** Makes the error of a file that is not read: `is a named pipe, not a regular file`. */
  readonly refuse: (why: string, cause?: unknown) => Error
}

/** Where a system has them: a named pipe that nobody writes to must not hold the open up, nor a terminal take us over. */
const {
  O_RDONLY,
  O_NONBLOCK = 0,
  O_NOCTTY = 0,
  O_NOFOLLOW = 0,
} = constants as Partial<typeof constants> & {
  readonly O_RDONLY: number
}

/**
 * The bytes of a file; `undefined` where there is none. The one way in which awsup reads files of a project and those
 * that are named on the command line: a checkout may bring anything, and a person may name anything. What is no regular
 * file (a folder, a named pipe, a socket, a device; also behind a link) is refused before it is opened, and again once
 * it is open; a file that is too large is refused before it is read, and one that grows meanwhile as soon as it is.
 *
 * Throws what `refuse` and `noLink` make.
 */
export function readRegularFile(path: string, {limit, noLink, refuse}: ReadOptions): Buffer | undefined {
  const requireFit = (found: Stats): void => {
    if (!found.isFile()) throw refuse(`is ${kindOf(found)}, not a regular file`)
    if (found.size > limit) throw tooLarge(found.size)
  }
  const tooLarge = (bytes: number): Error => refuse(`is too large: ${bytes} bytes, at most ${limit} are read`)
  let file: number | undefined
  try {
    if (noLink && lstatSync(path).isSymbolicLink()) throw noLink()
    // Most files that are looked for are not there, and an error costs more than the question.
    const there = statSync(path, {throwIfNoEntry: false})
    if (there === undefined) return undefined
    requireFit(there)
    file = openSync(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | (noLink ? O_NOFOLLOW : 0))
    const found = fstatSync(file)
    requireFit(found)
    const bytes = readAll(file, limit, found.size)
    if (bytes.length > limit) throw tooLarge(bytes.length)
    return bytes
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    if (code === 'ELOOP' && noLink) throw noLink()
    throw refuse(`cannot be read: ${error instanceof Error ? error.message : code}`, error)
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** At most one byte more than the limit. A file may be longer than its size says (those of /proc say 0). */
function readAll(file: number, limit: number, size: number): Buffer {
  const parts: Buffer[] = []
  for (let length = 0; length <= limit;) {
    const part = Buffer.alloc(Math.min(65_536, Math.max(size + 1 - length, 1_024), limit + 1 - length))
    const count = readSync(file, part)
    if (count === 0) break
    parts.push(part.subarray(0, count))
    length += count
  }
  return Buffer.concat(parts)
}

const kindOf = (found: Stats): string =>
  found.isDirectory() ? 'a folder' : found.isFIFO() ? 'a named pipe' : found.isSocket() ? 'a socket' : 'a device'

/** Of an error of the system; those that `refuse` makes have no system call. */
const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : undefined
