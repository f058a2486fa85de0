import {lstatSync, realpathSync, statSync} from 'node:fs'
import {dirname, isAbsolute, join, relative, sep} from 'node:path'
import {readRegularFile} from '../../../files/read.js'
import {ConflictError} from '../../base/errors.js'
import {neverOurs, neverOursOnDisk} from '../../project/never-ours.js'
import {CURRENT_FILE} from '../../records/current.js'
import {isCode} from '../../records/files/durable.js'

/** A file below the project, found on disk. */
export interface Place {
  /** As the manifest has it. */
  readonly path: string
  /** The real file to replace: a symbolic link that stays inside the project is followed. */
  readonly real: string
  /** Its permissions; `undefined` when it does not exist yet. */
  readonly mode: number | undefined
}

/** Below the project: the way back from the last switch. Git does not see it. */
export const UNDO_FILE = '.awsup/journal/undo.json'

/** Files of awsup's own that are written with the outputs, all or none. */
const OWN: readonly string[] = [CURRENT_FILE, UNDO_FILE]

/** More than any configuration has, bytes. */
const LARGEST = 16 * 1024 * 1024

/**
 * Finds where a path leads. Throws ConflictError when that is out of the project (by `..` or by a symbolic link), a file
 * of git or awsup under whatever name, a link to nothing, or not a file that can be read whole.
 */
export function locate(root: string, path: string): Place {
  const realRoot = realpathSync(root)
  const wanted = join(realRoot, path)
  if (isAbsolute(path) || !isBelow(realRoot, wanted)) throw leadsOut(path)
  const real = resolved(wanted, path)
  if (!isBelow(realRoot, real)) throw leadsOut(path)
  if (!OWN.includes(path) || real !== wanted) requireAllowed(path, {real, realRoot})
  const found = statSync(real, {throwIfNoEntry: false})
  if (found && !found.isFile()) {
    const what = found.isDirectory() ? 'a folder' : 'not a file'
    throw new ConflictError(`${path} is ${what}`, {
      code: 'NOT_A_FILE',
      hint: 'Move it away, or give the output another path.',
    })
  }
  if (found && found.size > LARGEST) {
    throw new ConflictError(`${path} is larger than ${LARGEST / 1024 / 1024} MiB`, {
      code: 'TOO_LARGE',
      hint: 'Give the output another path.',
    })
  }
  return {path, real, mode: found && found.mode & 0o7777}
}

/** What is in it now; `undefined` where there is nothing. Throws ConflictError where it is no regular file, or too large. */
export const readPlace = ({path, real, mode}: Place): Buffer | undefined =>
  mode === undefined
    ? undefined
    : readRegularFile(real, {
        limit: LARGEST,
        refuse: (why, cause) =>
          new ConflictError(`${path} ${why}`, {
            code: 'NOT_A_FILE',
            hint: 'Move it away, or give the output another path.',
            cause,
          }),
      })

/** A file as it was found. */
export interface Seen {
  readonly place: Place
  /** What is in it; `undefined` where there is none. */
  readonly before: Buffer | undefined
}

/** Finds where a path leads, and reads what exists. Throws as `locate` and `readPlace` do. */
export function look(root: string, path: string): Seen {
  const place = locate(root, path)
  return {place, before: readPlace(place)}
}

function requireAllowed(path: string, {real, realRoot}: {readonly real: string; readonly realRoot: string}): void {
  const reason = neverOurs(path) ?? neverOurs(relative(realRoot, real)) ?? neverOursOnDisk(real, realRoot)
  if (reason === undefined) return
  throw new ConflictError(`${path} leads to ${reason}`, {
    code: 'NEVER_OURS',
    hint: 'awsup never writes there, whatever awsup.yaml says: give the output another path, or remove the link.',
    details: {path},
  })
}

const isBelow = (root: string, path: string): boolean => {
  const way = relative(root, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** The path with every symbolic link in it followed; the part that does not exist yet is left as it is. */
function resolved(wanted: string, path: string): string {
  try {
    return realpathSync(wanted)
  } catch (error) {
    if (isCode(error, 'ENOTDIR')) {
      throw new ConflictError(`${path} lies below a file`, {code: 'NOT_A_FILE', hint: 'Give the output another path.'})
    }
    if (!isCode(error, 'ENOENT')) throw error
  }
  if (lstatSync(wanted, {throwIfNoEntry: false})?.isSymbolicLink()) {
    throw new ConflictError(`${path} is a symbolic link to nothing`, {
      code: 'SYMLINK',
      hint: 'Remove it, or make what it points at.',
    })
  }
  return join(resolved(dirname(wanted), path), relative(dirname(wanted), wanted))
}

const leadsOut = (path: string): ConflictError =>
  new ConflictError(`${path} leads out of the project`, {
    code: 'OUTSIDE',
    hint: 'Outputs are written inside the project only: remove the symbolic link, or give the output another path.',
    details: {path},
  })
