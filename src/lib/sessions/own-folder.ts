import {mkdirSync} from 'node:fs'
import {isAbsolute, join} from 'node:path'
import {isPrivateFolder} from '../../files/private-folder.js'
import {isWithin} from '../records/journal/machine-key.js'

/** Where systems keep what is the user's own: what can be had again, and what cannot. */
const PLACES = {
  cache: {variable: 'XDG_CACHE_HOME', linux: ['.cache'], mac: ['Library', 'Caches'], windows: ['awsup', 'cache']},
  data: {
    variable: 'XDG_DATA_HOME',
    linux: ['.local', 'share'],
    mac: ['Library', 'Application Support'],
    windows: ['awsup'],
  },
} as const

interface Asked {
  /** The project: the folder never lies in it, for it may be somebody else's checkout. */
  readonly root: string
  /** Folders below awsup's own, each in the one before. */
  readonly below: readonly string[]
  readonly env?: NodeJS.ProcessEnv | undefined
}

/**
 * A folder that is the user's alone, made where there is none: below `$XDG_CACHE_HOME/awsup` or `$XDG_DATA_HOME/awsup`, and
 * without those where the system keeps such files (https://specifications.freedesktop.org/basedir-spec). `undefined` where no
 * place is the user's alone.
 */
export function openOwnFolder(
  purpose: keyof typeof PLACES,
  {root, below, env = process.env}: Asked,
): string | undefined {
  const base = baseOf(purpose, root, env)
  if (base === undefined) return undefined
  const folders = below.reduce<readonly string[]>((all, name) => [...all, join(all.at(-1) ?? base, name)], [base])
  return folders.every(isPrivate) ? folders.at(-1) : undefined
}

function baseOf(purpose: keyof typeof PLACES, root: string, env: NodeJS.ProcessEnv): string | undefined {
  const fit = (base: string | undefined, ...parts: readonly string[]): string | undefined =>
    base !== undefined && isAbsolute(base) && !isWithin(root, join(base, ...parts)) ? join(base, ...parts) : undefined
  const {variable, linux, mac, windows} = PLACES[purpose]
  if (process.platform === 'win32') return fit(env['LOCALAPPDATA'], ...windows)
  const usual = process.platform === 'darwin' ? mac : linux
  return fit(env[variable], 'awsup') ?? fit(env['HOME'], ...usual, 'awsup')
}

/** Made where there is none. */
function isPrivate(folder: string): boolean {
  try {
    mkdirSync(folder, {recursive: true, mode: 0o700})
    return isPrivateFolder(folder)
  } catch {
    // No such place, or not one to write to: nothing is kept.
    return false
  }
}
