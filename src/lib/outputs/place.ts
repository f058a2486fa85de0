import {lstatSync, realpathSync, statSync} from 'node:fs'
import {dirname, isAbsolute, join, relative, sep} from 'node:path'
import {ConflictError} from '../errors.js'
import {isCode} from '../records/durable.js'

/** A file below the project, found on disk. */
export interface Place {
  /** As the manifest has it. */
  readonly path: string
  /** The real file to replace: a symbolic link that stays inside the project is followed. */
  readonly real: string
  /** Its permissions; `undefined` when it is not there yet. */
  readonly mode: number | undefined
}

/**
 * Finds where a path leads. Throws ConflictError when that is out of the project (by `..` or by a symbolic link), a
 * link to nothing, or not a file.
 */
export function locate(root: string, path: string): Place {
  const realRoot = realpathSync(root)
  const wanted = join(realRoot, path)
  if (isAbsolute(path) || !isBelow(realRoot, wanted)) throw leadsOut(path)
  const real = resolved(wanted, path)
  if (!isBelow(realRoot, real)) throw leadsOut(path)
  const found = statSync(real, {throwIfNoEntry: false})
  if (found && !found.isFile()) {
    const what = found.isDirectory() ? 'a folder' : 'not a file'
    throw new ConflictError(`${path} is ${what}`, {
      code: 'NOT_A_FILE',
      hint: 'Move it away, or give the output another path.',
    })
  }
  return {path, real, mode: found && found.mode & 0o7777}
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
