import {createHash} from 'node:crypto'
import {unzipSync, zipSync, type Zippable} from 'fflate'
import type {SiteFiles} from './folder.js'

/** A site with the configuration of one environment, ready to be deployed. */
export interface Archive {
  readonly zip: Uint8Array
  /** SHA-256 of the zip. */
  readonly sha256: string
  /** SHA-256 over everything but the configuration: the same build has the same in every environment. */
  readonly build: string
  readonly files: number
  /** Of the zip. */
  readonly bytes: number
}

/** The same files make the same bytes, wherever and whenever. Pure. */
export function makeArchive(site: SiteFiles, configuration: SiteFiles): Archive {
  const all = new Map([...site, ...configuration])
  // Local parts, which are what a zip has, are the same in every time zone. There is no time before 1980.
  const mtime = new Date(1980, 0, 2)
  const zippable: Zippable = {}
  for (const [path, bytes] of [...all].sort(byPath)) zippable[path] = [bytes, {mtime, level: 6, os: 3, attrs: 0}]
  const zip = zipSync(zippable)
  return {
    zip,
    sha256: sha256Of(zip),
    build: digestOf(new Map([...site].filter(([path]) => !configuration.has(path)))),
    files: all.size,
    bytes: zip.length,
  }
}

/** What is in a zip that awsup made. Throws an Error where it is no zip. */
export const readArchive = (zip: Uint8Array): SiteFiles => new Map(Object.entries(unzipSync(zip)).sort(byPath))

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** `path\0hash` of each file, sorted, as one hash. */
function digestOf(files: SiteFiles): string {
  const hash = createHash('sha256')
  for (const [path, bytes] of [...files].sort(byPath)) hash.update(`${path}\0${sha256Of(bytes)}\n`)
  return hash.digest('hex')
}

const byPath = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : Number(a > b)
