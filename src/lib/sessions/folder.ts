import {lstatSync, mkdirSync, statSync} from 'node:fs'
import {dirname, isAbsolute, join} from 'node:path'
import {isWithin} from '../records/journal/machine-key.js'

/**
 * The folder of the user's own where sessions are kept: `$XDG_CACHE_HOME/awsup/sessions`, `~/.cache/awsup/sessions`,
 * `~/Library/Caches/awsup/sessions`, `%LOCALAPPDATA%\awsup\cache\sessions`. It is made where there is none. `undefined`
 * where no place is the user's alone; it never lies in the project, which may be somebody else's checkout.
 */
export function openFolder(root: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const home = cacheFolder(root, env)
  if (home === undefined || !isPrivate(home)) return undefined
  const folder = join(home, 'sessions')
  return isPrivate(folder) ? folder : undefined
}

function cacheFolder(
  root: string,
  {XDG_CACHE_HOME, HOME, LOCALAPPDATA}: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const fit = (base: string | undefined, ...below: readonly string[]): string | undefined =>
    base !== undefined && isAbsolute(base) && !isWithin(root, join(base, ...below)) ? join(base, ...below) : undefined
  if (platform === 'win32') return fit(LOCALAPPDATA, 'awsup', 'cache')
  const usual = platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']
  return fit(XDG_CACHE_HOME, 'awsup') ?? fit(HOME, ...usual, 'awsup')
}

/**
 * Whether it is a folder, and no link, that nobody but this user may look into or write to, and that nobody else can put
 * another in the place of; as bin/run.js asks. Windows has neither owners nor modes here: %LOCALAPPDATA% is the user's own.
 */
export function isPrivate(folder: string): boolean {
  try {
    mkdirSync(folder, {recursive: true, mode: 0o700})
    const found = lstatSync(folder)
    if (!found.isDirectory()) return false
    const uid = process.getuid?.()
    if (uid === undefined) return true
    const above = statSync(dirname(folder))
    const isSafe = (above.uid === uid || above.uid === 0) && ((above.mode & 0o022) === 0 || (above.mode & 0o1000) !== 0)
    return isSafe && found.uid === uid && (found.mode & 0o077) === 0
  } catch {
    // No such place, or not one to write to: nothing is kept.
    return false
  }
}
