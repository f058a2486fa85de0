import {lstatSync} from 'node:fs'
import {join} from 'node:path'
import {ConflictError} from '../base/errors.js'

const TARGETS = ['aws', 'sandbox']

/** Folders of a project that awsup makes, and reads and writes in without looking again. */
const OWN: readonly string[] = [
  ...['.awsup', '.awsup/journal', '.awsup/sandbox/data'],
  ...TARGETS.flatMap((target) =>
    ['', '/environments', '/journal', '/journal/failed', '/.last', '/.last/environments'].map(
      (below) => `.awsup/${target}${below}`,
    ),
  ),
  ...['log', 'tmp', 'blobs'].map((below) => `.awsup/sandbox/data/${below}`),
]

/**
 * A checkout may bring any of these as a symbolic link, and awsup would read, write and delete wherever it leads: in
 * another project, in the user's home folder. Throws ConflictError `SYMLINK` that names the first such link.
 */
export function requireOwnFolders(root: string): void {
  const link = OWN.find((path) => isLink(join(root, path)))
  if (link === undefined) return
  throw new ConflictError(`${link} is a symbolic link`, {
    code: 'SYMLINK',
    hint: 'awsup keeps its files in folders of its own, and reads and writes nothing through a link. If it came with a checkout, remove it; if it is yours, move what it points at to its place.',
    details: {path: link},
  })
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path, {throwIfNoEntry: false})?.isSymbolicLink() ?? false
  } catch {
    // Below a file, or not ours to look into: what then reads it says so.
    return false
  }
}
