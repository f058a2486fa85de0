import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs'
import {dirname, join} from 'node:path'
import {isPrivateFolder} from './private-folder.js'

/** A file in the user's own cache folder. */
export interface CacheFile {
  readonly folder: string
  readonly name: string
  /** All that must be the same for the file to be of use; one line, which the file begins with. */
  readonly key: string
}

/** Bytes of one file, and how many files stay. */
const MOST = 64 * 1024 * 1024
const FILES = 100
const ENDING = '.cache'

const {
  O_RDONLY,
  O_NONBLOCK = 0,
  O_NOFOLLOW = 0,
} = constants as Partial<typeof constants> & {
  readonly O_RDONLY: number
}

/**
 * What was kept under this key; `undefined` where there is nothing to trust: another key, a byte that is not as it was
 * written (all of it is there twice, which is compared faster than anything is hashed), a link, a file or folder that is
 * not the user's alone. The same questions as bin/load.js asks of compiled code, which lies in the same folder.
 */
export function readCached({folder, name, key}: CacheFile): Buffer | undefined {
  let file: number | undefined
  try {
    if (!isPrivateFolder(folder)) return undefined
    file = openSync(join(folder, name + ENDING), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    const found = fstatSync(file)
    if (!found.isFile() || !isOwn(found) || found.size > MOST) return undefined
    const bytes = readFileSync(file)
    const head = Buffer.from(`${key}\n`)
    const length = (bytes.length - head.length) / 2
    if (length < 0 || !bytes.subarray(0, head.length).equals(head)) return undefined
    const body = bytes.subarray(head.length, head.length + length)
    return body.equals(bytes.subarray(head.length + length)) ? body : undefined
  } catch {
    // No such file, or not ours to read: then nothing was kept.
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** Keeps it, all or nothing, also where others write at the same time. Without such a place nothing is kept. */
export function writeCached({folder, name, key}: CacheFile, body: Buffer): void {
  const path = join(folder, name + ENDING)
  const temporary = `${path}.${process.pid}.${process.hrtime.bigint()}`
  try {
    const bytes = Buffer.concat([Buffer.from(`${key}\n`), body, body])
    if (bytes.length > MOST) return
    makeFolder(folder)
    if (!isPrivateFolder(folder)) return
    writeFileSync(temporary, bytes, {flag: 'wx', mode: 0o600})
    renameSync(temporary, path)
    prune(folder)
  } catch {
    // A full disk, a folder that takes nothing: the next run works it out again.
    removeQuietly(temporary)
  }
}

const isOwn = ({uid, mode}: Stats): boolean =>
  process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0)

/** With those above it. Not Node's own `recursive`, which never ends in a folder like /proc. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, {mode: 0o700})
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error
    makeFolder(dirname(folder))
    mkdirSync(folder, {mode: 0o700})
  }
}

/** The newest stay; with them goes what a process that was killed was writing. */
function prune(folder: string): void {
  const names = readdirSync(folder).filter((name) => name.includes(ENDING))
  if (names.length <= FILES) return
  const files = names.map((name) => ({path: join(folder, name), at: statSync(join(folder, name)).mtimeMs}))
  for (const {path} of files.sort((a, b) => b.at - a.at).slice(FILES)) removeQuietly(path)
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, {force: true})
  } catch {
    // It is of no use, and harms nobody.
  }
}
