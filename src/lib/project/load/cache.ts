import {isAbsolute, join} from 'node:path'
import {readCached, writeCached, type CacheFile} from '../../../files/private-cache.js'
import {buildName} from '../../base/build.js'
import type {Cache} from '../../base/cache.js'
import {isWithin} from '../../records/journal/machine-key.js'

interface Keeping {
  readonly build?: string | undefined
  /** Of the shell. */
  readonly variables?: Readonly<Record<string, string | undefined>>
}

/**
 * The cache of a project; `undefined` where no folder is fit, where Node's own switch says that nothing is to be kept
 * (`NODE_DISABLE_COMPILE_CACHE`), and where this is no build.
 */
export function openCache(
  root: string,
  {build = buildName(), variables = process.env}: Keeping = {},
): Cache | undefined {
  if (build === undefined || variables['NODE_DISABLE_COMPILE_CACHE']) return undefined
  const folder = cacheFolder(root, variables)
  if (folder === undefined) return undefined
  const fileOf = (name: string): CacheFile => ({
    folder,
    name: `${name}-${digest(root)}`,
    key: `awsup ${build} ${name} ${JSON.stringify(root)}`,
  })
  return {
    read: (name) => readCached(fileOf(name)),
    write: (name, body) => writeCached(fileOf(name), body),
  }
}

/** Where bin/load.js keeps compiled code. Never in the project, nor where awsup runs: both may be a checkout. */
function cacheFolder(root: string, variables: Readonly<Record<string, string | undefined>>): string | undefined {
  const fit = (base: string | undefined, ...below: readonly string[]): string | undefined =>
    base !== undefined && isAbsolute(base) && ![root, process.cwd()].some((folder) => isWithin(folder, base))
      ? join(base, ...below)
      : undefined
  if (process.platform === 'win32') return fit(variables['LOCALAPPDATA'], 'awsup', 'cache')
  return fit(variables['XDG_CACHE_HOME'], 'awsup') ?? fit(variables['HOME'], '.cache', 'awsup')
}

/** FNV-1a, 32 bits: a name for a file; the key in it is compared. */
function digest(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
