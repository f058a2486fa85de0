import {createHash} from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  type Stats,
} from 'node:fs'
import {ConflictError, UsageError} from '../../lib/base/errors.js'
import {neverOursAnywhere} from '../../lib/project/never-ours.js'
import {warnUnignored} from './unignored.js'
import {renderWord} from '../parse/word.js'

/** A file that only its owner can read. */
export interface SecretsFile {
  readonly path: string
  /** Whether it holds already what was asked for: a run that was killed wrote it. */
  readonly isWritten: boolean
  write(secrets: unknown): void
  /** Leaves it as it was before, unless it was written. */
  discard(): void
}

/** What a file with these secrets is known by. Pure. */
export const digestOf = (secrets: unknown): string => digest(render(secrets))

const render = (secrets: unknown): string => `${JSON.stringify(secrets, undefined, 2)}\n`
const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

/**
 * Opens the file before any secret is made: a secret that nobody could be given would be lost. It is a new one, or an
 * empty one of our own with mode 0600, which a killed run (or mktemp) left. One that holds anything is never written
 * over; `isOurs` says by its SHA-256 whether what is asked for is what it holds. `warn` is told where git would take the
 * file. Throws UsageError where there is such a file, ConflictError `NOT_WRITABLE`.
 */
export async function openSecretsFile(path: string, {isOurs, warn}: Asked): Promise<SecretsFile> {
  const file = await openFile(path, isOurs)
  const warning = await warnUnignored(path)
  if (warning !== undefined) warn(warning)
  return file
}

interface Asked {
  readonly isOurs: (digest: string) => Promise<boolean>
  readonly warn: (message: string) => void
}

async function openFile(path: string, isOurs: Asked['isOurs']): Promise<SecretsFile> {
  const reason = neverOursAnywhere(path)
  if (reason !== undefined) throw refused(path, `it leads to ${reason}`)
  const made = open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL)
  if (made !== undefined) return writer(path, made, true)
  const file = open(path, constants.O_RDWR | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  if (file === undefined) throw refused(path, 'it appeared at this moment')
  const found = fstatSync(file)
  if (found.isFile() && found.size === 0 && isOwn(found)) return writer(path, file, false)
  const isSmall = found.isFile() && found.size < LARGEST
  const isWritten = isSmall && (await isOurs(digest(readFileSync(file, 'utf8'))))
  closeSync(file)
  if (!isWritten) throw refused(path, whyNot(found))
  return {path, isWritten, write: () => undefined, discard: () => undefined}
}

/** A file that only we can read. Windows has neither modes nor owners. */
const isOwn = ({mode, nlink, uid}: Stats): boolean =>
  process.getuid === undefined || (nlink === 1 && (mode & 0o777) === 0o600 && uid === process.getuid())

/** More than secrets need, bytes: a larger file is none of ours. */
const LARGEST = 1_000_000

const whyNot = (found: Stats): string =>
  found.isFile() && found.size === 0 ? 'it exists, and is not an empty file of yours with mode 0600' : 'it exists'

function writer(path: string, file: number, isNew: boolean): SecretsFile {
  let isClosed = false
  const close = (): void => {
    closeSync(file)
    isClosed = true
  }
  return {
    path,
    isWritten: false,
    write: (secrets) => {
      if (fstatSync(file).size > 0) {
        close()
        throw refused(path, 'another command has written to it meanwhile')
      }
      requireWritable(path, () => {
        writeFileSync(file, render(secrets))
        fsyncSync(file)
      })
      close()
    },
    discard: () => {
      if (isClosed) return
      if (!isNew) ftruncateSync(file)
      close()
      if (isNew) rmSync(path, {force: true})
    },
  }
}

/** `undefined` where a new one was asked for and there is one, or the other way round. */
function open(path: string, flags: number): number | undefined {
  try {
    return requireWritable(path, () => openSync(path, flags, 0o600))
  } catch (error) {
    const isNew = (flags & constants.O_EXCL) !== 0
    if (isCode(error, isNew ? 'EEXIST' : 'ENOENT')) return undefined
    if (isCode(error, 'ELOOP')) throw refused(path, 'it is a symbolic link')
    if (error instanceof ConflictError) throw error
    // Node repeats the path behind a comma.
    throw refused(path, (error instanceof Error ? error.message : String(error)).replace(/, open '.*$/s, ''), error)
  }
}

/** A disk that is full or may not be written to, a file that is in use or cannot be changed. */
const NOT_WRITABLE: readonly string[] = [
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'EIO',
  'EBUSY',
  'ETXTBSY',
]

function requireWritable<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!isCode(error, ...NOT_WRITABLE)) throw error
    throw new ConflictError(`${renderWord(path)} can not be written: ${error instanceof Error ? error.message : ''}`, {
      code: 'NOT_WRITABLE',
      hint: 'Name another file, or make this one writable, and run the same command again: secrets that were not shown are created again.',
      details: {path},
      cause: error,
    })
  }
}

const isCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code))

const refused = (path: string, why: string, cause?: unknown): UsageError =>
  new UsageError(`--secrets-file ${renderWord(path)} cannot be made: ${why}`, {
    hint: 'Name a file that does not exist yet, in a folder that exists.',
    details: {flag: '--secrets-file'},
    cause,
  })
