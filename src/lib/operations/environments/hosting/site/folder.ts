import {readdirSync, realpathSync, statSync, type Dirent} from 'node:fs'
import {join, relative, resolve, sep} from 'node:path'
import {readRegularFile} from '../../../../../files/read.js'
import {UsageError} from '../../../../base/errors.js'

/** What a site may have here: more than a build makes, less than AWS refuses (zip 5 GB; many thousands of files have failed). */
const MAX_FILES = 20_000
const MAX_BYTES = 500 * 1024 * 1024
const MAX_PATH_BYTES = 1024

/** The files of a built site by their path from its top, `assets/main.js`, sorted. */
export type SiteFiles = ReadonlyMap<string, Uint8Array>

/** Files that systems leave behind. */
const SKIPPED: ReadonlySet<string> = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini'])
/** What only a server can run: deployed as a zip it succeeds and answers 404 (Amplify Hosting user guide, "Manual deploys"). */
const OF_SERVERS: readonly string[] = ['.next/server', 'deploy-manifest.json', 'server/index.mjs', '.amplify-hosting']

/**
 * Reads a built site. Throws UsageError where the folder cannot be one: it does not exist, has no index.html at its top,
 * needs a server, has links that lead out or nowhere, or is too large.
 *
 * @param folder as a person named it, from `root`
 */
export function readSite(root: string, folder: string): SiteFiles {
  const top = resolve(root, folder)
  const real = requireFolder(top, folder)
  const paths: string[] = []
  walk(real, {top: real, shown: folder, paths, above: [real]})
  const found = OF_SERVERS.find((path) => paths.includes(path) || paths.some((one) => one.startsWith(`${path}/`)))
  if (found !== undefined) {
    throw refuse(`${folder} has ${found}: it needs a server, and only files are hosted`, {
      hint: "Build a static site instead; of Next.js with output: 'export' (folder out).",
      path: found,
    })
  }
  requirePage(paths, folder)
  return readAll(paths.sort(), {real, shown: folder})
}

function requireFolder(top: string, shown: string): string {
  const found = statSync(top, {throwIfNoEntry: false})
  if (!found?.isDirectory()) {
    throw refuse(found ? `${shown} is not a folder` : `the folder ${shown} does not exist`, {
      hint: 'Build the site first, for example with npm run build; or name its folder: awsup deploy <env> <folder>, or hosting.folder in awsup.yaml.',
    })
  }
  return realpathSync(top)
}

function requirePage(paths: readonly string[], shown: string): void {
  if (paths.includes('index.html')) return
  const below = paths.find((path) => path.endsWith('/index.html'))
  throw refuse(`${shown} has no index.html at its top`, {
    hint:
      below === undefined
        ? 'Is it the folder that the build makes?'
        : `Did you mean ${join(shown, below.slice(0, -'/index.html'.length))}?`,
  })
}

interface Walk {
  readonly top: string
  readonly shown: string
  readonly paths: string[]
  /** Folders on the way, by their real paths: a link back to one has no end. */
  readonly above: readonly string[]
}

function walk(folder: string, {top, shown, paths, above}: Walk, prefix = ''): void {
  for (const entry of readdirSync(folder, {withFileTypes: true})) {
    if (SKIPPED.has(entry.name)) continue
    const path = `${prefix}${entry.name}`
    if (Buffer.byteLength(path) > MAX_PATH_BYTES || /[\\\u0000-\u001f]/.test(entry.name))
      throw refuse(`${shown} has a file whose name cannot be hosted: ${JSON.stringify(path.slice(0, 200))}`, {path})
    const place = join(folder, entry.name)
    const real = entry.isSymbolicLink() ? requireInside(place, {top, shown, path}) : place
    if (isFolder(entry, real)) {
      if (above.includes(real))
        throw refuse(`${join(shown, path)} is a link to a folder that it lies in`, {hint: 'Remove the link.', path})
      walk(real, {top, shown, paths, above: [...above, real]}, `${path}/`)
      continue
    }
    if (paths.push(path) > MAX_FILES)
      throw refuse(`${shown} has more than ${MAX_FILES} files`, {hint: 'Is it the folder that the build makes?'})
  }
}

const isFolder = (entry: Dirent, real: string): boolean =>
  entry.isSymbolicLink() ? statSync(real).isDirectory() : entry.isDirectory()

interface LinkAt {
  readonly top: string
  readonly shown: string
  readonly path: string
}

/** Where a link leads, which is inside the folder. */
function requireInside(place: string, {top, shown, path}: LinkAt): string {
  const real = statSync(place, {throwIfNoEntry: false}) && realpathSync(place)
  const way = real === undefined ? '..' : relative(top, real)
  if (real !== undefined && way !== '..' && !way.startsWith(`..${sep}`) && !resolve(way).startsWith('\\\\')) return real
  const where = real === undefined ? 'leads nowhere' : 'leads out of the folder'
  throw refuse(`${join(shown, path)} is a link that ${where}`, {
    hint: 'Only files of the folder are deployed: put the file itself there, or remove the link.',
    path,
  })
}

function readAll(paths: readonly string[], {real, shown}: {readonly real: string; readonly shown: string}): SiteFiles {
  const files = new Map<string, Uint8Array>()
  let total = 0
  for (const path of paths) {
    const bytes = readRegularFile(join(real, path), {
      limit: MAX_BYTES,
      refuse: (why) => refuse(`${join(shown, path)} ${why}`, {path}),
    })
    if (bytes === undefined) throw refuse(`${join(shown, path)} went away while it was read`, {path})
    total += bytes.length
    if (total > MAX_BYTES) {
      throw refuse(`${shown} has more than ${MAX_BYTES / 1024 / 1024} MiB`, {
        hint: 'Is it the folder that the build makes? Large files belong in a bucket.',
      })
    }
    files.set(path, bytes)
  }
  return files
}

const refuse = (message: string, {hint, path}: {readonly hint?: string; readonly path?: string} = {}): UsageError =>
  new UsageError(message, {code: 'NOT_A_SITE', hint, details: path === undefined ? {} : {path}})
