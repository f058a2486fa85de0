import {lstatSync, realpathSync, statSync, type BigIntStats} from 'node:fs'
import {dirname, join, relative, resolve} from 'node:path'

const GIT = 'a file of git'
const AWSUP = 'a file of awsup'
const HOOK = 'a hook of git'
const OTHER = 'a file of version control'

/**
 * What awsup never writes to for others, wherever it lies. A checkout can bring every other file itself, so that writing
 * one opens nothing; git never checks these out, and it (or a hook) runs what is in them.
 */
const NEVER: ReadonlyMap<string, string> = new Map([
  ['.git', GIT],
  ['.awsup', AWSUP],
  ['awsup.yaml', AWSUP],
  ['.githooks', HOOK],
  ['.husky', HOOK],
  ...['.hg', '.svn', '.jj', '.sl', '.bzr'].map((name) => [name, OTHER] as const),
])

/**
 * Why awsup never writes to a path, as people read it after "is": `a file of git`; `undefined` where it may. Goes by
 * names alone, in any spelling that Linux, macOS or Windows take for them. Pure.
 */
export function neverOurs(path: string): string | undefined {
  return path
    .split(/[\\/]/)
    .map(reasonOf)
    .find((reason) => reason !== undefined)
}

/**
 * The same by what is on disk: `real` or a folder on the way to it below `top` is one of these under another name
 * (another spelling, a mount), or lies in a folder that git takes for a repository whatever it is called.
 */
export function neverOursOnDisk(real: string, top: string): string | undefined {
  for (let path = real; path !== top && path !== dirname(path); path = dirname(path)) {
    if (isGitFolder(path)) return GIT
    const here = look(path)
    const alias = here && [...NEVER].find(([name]) => isSame(here, look(join(dirname(path), name), statSync)))
    if (alias) return alias[1]
  }
  return isGitFolder(top) ? GIT : undefined
}

/**
 * Why awsup never writes to a path that somebody named on the command line, inside of the project or not. Symbolic
 * links on the way to it are followed.
 */
export function neverOursAnywhere(path: string): string | undefined {
  const real = realOf(resolve(path))
  return neverOurs(resolve(path)) ?? neverOurs(real) ?? neverOursOnDisk(real, resolve(real, '/'))
}

function reasonOf(segment: string): string | undefined {
  const name = plain(segment)
  const direct = NEVER.get(name)
  if (direct !== undefined) return direct
  const short = SHORT.exec(name)?.[1]
  return short === undefined ? undefined : [...NEVER].find(([known]) => isShort(short, known))?.[1]
}

/** What HFS+ does not see in a name (git's utf8.c, `next_hfs_char`). */
const UNSEEN = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/gu
/** Lower case by whichever table: a dot above is what is left of a capital I with one. */
const FOLDED = /[\u0131\u0307]/gu

/** A name as the most forgiving system reads it: without case, streams of NTFS, and dots and blanks at its end. */
const plain = (segment: string): string =>
  segment
    .replaceAll(UNSEEN, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(FOLDED, (letter) => (letter === '\u0131' ? 'i' : ''))
    .replace(/:.*$/su, '')
    .replace(/[.\s]+$/u, '')

/** Windows' short names, `GIT~1` for `.git`, `AWSUP~1.YAM`; with many alike `GI7EBA~1`: two letters and a hash. */
const SHORT = /^([^.~]+)~\d+(?:\.[^.]{0,3})?$/u
const isShort = (short: string, known: string): boolean => {
  const [letters = ''] = known.split('.').filter((part) => part !== '')
  return short === letters.slice(0, 6) || (short.startsWith(letters.slice(0, 2)) && /^..[0-9a-f]{4}$/.test(short))
}

/** Git asks for these three (setup.c, `is_git_directory`), or for the file that leads to a common folder. */
const isGitFolder = (path: string): boolean =>
  look(join(path, 'HEAD')) !== undefined &&
  (look(join(path, 'commondir')) !== undefined ||
    ['objects', 'refs'].every((name) => statSync(join(path, name), {throwIfNoEntry: false})?.isDirectory()))

const isSame = (one: BigIntStats, other: BigIntStats | undefined): boolean =>
  other !== undefined && one.ino !== 0n && one.ino === other.ino && one.dev === other.dev

function look(path: string, by: typeof lstatSync = lstatSync): BigIntStats | undefined {
  try {
    return by(path, {bigint: true})
  } catch {
    // Not there, below a file, or not ours to look into: then it is nothing that we could write to.
    return undefined
  }
}

/** With every link followed, as far as there is anything. */
function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(realOf(parent), relative(parent, path))
  }
}
