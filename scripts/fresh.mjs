// Builds dist where a source is newer: what is tested and what is run is what the files say.
//
//     node scripts/fresh.mjs
import {spawnSync} from 'node:child_process'
import {readdirSync, statSync} from 'node:fs'
import path from 'node:path'
import {pathToFileURL} from 'node:url'

const root = path.resolve(import.meta.dirname, '..')
/** What the build is made of. A folder's own time tells what was removed from it. */
const SOURCES = ['src', 'scripts/build', 'scripts/build.mjs', 'package.json', 'package-lock.json']
/** What the build writes last. */
const BUILT = 'oclif.manifest.json'

const timeOf = (file) => statSync(path.join(root, file), {throwIfNoEntry: false})?.mtimeMs ?? 0

const newest = (file) => {
  const found = statSync(path.join(root, file))
  const below = found.isDirectory() ? readdirSync(path.join(root, file), {recursive: true}) : []
  return Math.max(found.mtimeMs, ...below.map((name) => timeOf(path.join(file, name))))
}

/** Throws where the build fails; esbuild has said why. */
export function buildWhereStale() {
  const built = Math.min(timeOf(BUILT), timeOf('dist/main.js'))
  if (SOURCES.every((source) => newest(source) <= built)) return
  const {status, error} = spawnSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], {
    // On stderr: `npm pack --json` prints its document on stdout.
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) throw new Error(`the build failed: ${error?.message ?? `exit code ${status}`}`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) buildWhereStale()
