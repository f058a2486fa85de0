import {randomBytes} from 'node:crypto'
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
} from 'node:fs'
import {dirname, isAbsolute, join, relative, sep} from 'node:path'
import {makeFile, removeFile} from '../../../files/write.js'
import {isCode} from '../files/durable.js'

/** Of the shell: `XDG_STATE_HOME`, `LOCALAPPDATA`. */
type Variables = Readonly<Record<string, string | undefined>>

/** Name of the file in its folder. */
export const MACHINE_KEY = 'machine-key'
const BYTES = 32

/**
 * The folder of the user's own where awsup keeps what no checkout may bring: `$XDG_STATE_HOME/awsup`,
 * `~/.local/state/awsup` (https://specifications.freedesktop.org/basedir-spec), `%LOCALAPPDATA%\awsup`. It never lies in
 * the project: where `HOME` does, or is no folder, the home that /etc/passwd names is taken. `undefined`: there is none.
 */
export function stateFolder(root: string, variables: Variables = process.env): string | undefined {
  const isFit = (base: string | undefined): boolean => base !== undefined && isAbsolute(base) && !isWithin(root, base)
  if (process.platform === 'win32') return inBase([variables['LOCALAPPDATA']].find(isFit))
  const given = [variables['XDG_STATE_HOME'], stateIn(variables['HOME'])].find(isFit)
  return inBase(given ?? [stateIn(homeOnRecord())].find(isFit))
}

const stateIn = (home: string | undefined): string | undefined =>
  home === undefined || !existsSync(home) ? undefined : join(home, '.local', 'state')

const inBase = (base: string | undefined): string | undefined => (base === undefined ? undefined : join(base, 'awsup'))

/** Read from the file: to ask the system for it may open a socket. */
function homeOnRecord(): string | undefined {
  try {
    const entries = readFileSync('/etc/passwd', 'utf8').split('\n')
    const uid = String(process.getuid?.())
    return entries.map((line) => line.split(':')).find((fields) => fields[2] === uid)?.[5]
  } catch (error) {
    if (isCode(error, ...UNUSABLE)) return undefined
    throw error
  }
}

/** The key of this machine and user; `undefined` where none was made, or what exists may be known to others. */
export function loadMachineKey(folder: string): Buffer | undefined {
  let file: number | undefined
  try {
    if (!isPrivate(lstatSync(folder), 0o022)) return undefined
    file = openSync(join(folder, MACHINE_KEY), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const found = fstatSync(file)
    if (!found.isFile() || !isPrivate(found, 0o077) || found.size !== BYTES) return undefined
    return readFileSync(file)
  } catch (error) {
    if (isCode(error, ...UNUSABLE)) return undefined
    throw error
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** The same; makes one where there is none. `undefined` where the folder cannot be made or is not the user's own. */
export function requireMachineKey(folder: string): Buffer | undefined {
  const found = loadMachineKey(folder)
  if (found) return found
  const temporary = join(folder, `.${MACHINE_KEY}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    if (!makeOwnFolder(folder)) return undefined
    makeFile(temporary, randomBytes(BYTES), {mode: 0o600})
    // Of two who make one at once, the first one's stays.
    linkSync(temporary, join(folder, MACHINE_KEY))
  } catch (error) {
    if (!isCode(error, 'EEXIST', ...UNUSABLE)) throw error
  } finally {
    removeQuietly(temporary)
  }
  return loadMachineKey(folder)
}

/** Makes the folder where there is none. Answers whether it is the user's own; nobody else may look into it then. */
export function makeOwnFolder(folder: string): boolean {
  mkdirSync(folder, {recursive: true, mode: 0o700})
  if (!isPrivate(lstatSync(folder), 0o022)) return false
  chmodSync(folder, 0o700)
  return true
}

/** What a system answers where there is no such folder, or it takes nothing from us. */
const UNUSABLE = [
  ...['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTSUP', 'ENAMETOOLONG', 'ENXIO'],
] as const

function removeQuietly(path: string): void {
  try {
    removeFile(path)
  } catch (error) {
    if (!isCode(error, ...UNUSABLE)) throw error
  }
}

/** Whether it is this user's, with none of these permissions for others. Windows keeps `%LOCALAPPDATA%` by its own. */
const isPrivate = ({uid, mode}: {readonly uid: number; readonly mode: number}, others: number): boolean =>
  process.getuid === undefined || (uid === process.getuid() && (mode & others) === 0)

/** Whether a path lies in a folder, whatever links lead there. */
export function isWithin(root: string, path: string): boolean {
  const way = relative(nearest(root), nearest(path))
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

/** The real path, as far as there is anything. */
function nearest(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    const parent = dirname(path)
    if (parent === path || !isCode(error, ...UNUSABLE)) throw error
    return join(nearest(parent), relative(parent, path))
  }
}
