import {statSync} from 'node:fs'
import path from 'node:path'
import {isExecutable, type Part} from '../../lib/base/self.js'
import {makeOwnFolder, stateFolder} from '../../lib/index.js'
import {readKnown, writeKnown} from './known.js'

const DAY_MS = 24 * 60 * 60 * 1000
const FILE = 'update.json'

export interface Installed {
  /** Folder of the package, or of the executable. */
  readonly root: string
  readonly version: string
}

/**
 * Where a newer version is known, the line that says so. At most once a day it starts a process that asks the npm registry
 * and writes the answer down for the next run: no command waits for it. Never throws: a notice is worth no failure.
 */
export async function noticeUpdate({root, version}: Installed): Promise<string | undefined> {
  try {
    const folder = (isExecutable() ? isNamedAwsup(process.execPath) : isGlobal(root))
      ? stateFolder(process.cwd())
      : undefined
    if (folder === undefined || !makeOwnFolder(folder)) return undefined
    const file = path.join(folder, FILE)
    const known = readKnown(file)
    if (Date.now() - (known?.at ?? 0) > DAY_MS) {
      // First, so that ten shells that start at once ask once.
      writeKnown(file, known?.latest)
      await ask(root, file)
    }
    return known?.latest !== undefined && isNewer(known.latest, version)
      ? say(known.latest, {root, version})
      : undefined
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}

const say = (latest: string, {root, version}: Installed): string =>
  `awsup ${latest} is available, this is ${version}: ${upgradeOf(root, isExecutable())}`

/** How to get a newer one: of a package manager, where the path says which. Pure. */
export function upgradeOf(root: string, executable: boolean): string {
  if (root.includes('/Cellar/')) return 'brew upgrade awsup'
  if (/[\\/]scoop[\\/]/i.test(root)) return 'scoop update awsup'
  return executable ? 'https://github.com/awsup/awsup/releases/latest' : 'npm install --global awsup@latest'
}

/** A file that its user named otherwise is a version that was chosen. Pure. */
export const isNamedAwsup = (file: string): boolean => /^awsup(\.exe)?$/i.test(file.split(/[\\/]/).at(-1) ?? '')

/** A package of a project has the version that its package.json says, and a checkout the one that git says. */
function isGlobal(root: string): boolean {
  const above = path.dirname(root)
  return path.basename(above) === 'node_modules' && !exists(path.join(path.dirname(above), 'package.json'))
}

const exists = (file: string): boolean => statSync(file, {throwIfNoEntry: false}) !== undefined

/** In a process of its own, which outlives this one and has no terminal. */
async function ask(root: string, file: string): Promise<void> {
  const {spawn} = await import('node:child_process')
  const part: Part = '__update-check'
  const start = isExecutable() ? part : path.join(root, 'dist', 'update-check.js')
  const child = spawn(process.execPath, [start, file], {
    detached: true,
    stdio: 'ignore',
    cwd: path.dirname(file),
  })
  child.once('error', () => undefined)
  child.unref()
}

/** By numbers, not as text: 0.10.0 is newer than 0.9.0. Pure. */
export function isNewer(latest: string, version: string): boolean {
  const [left, right] = [latest, version].map((text) => text.split('.').map((part) => Number.parseInt(part, 10)))
  const at = (left ?? []).findIndex((part, index) => part !== right?.[index])
  return at !== -1 && (left?.[at] ?? 0) > (right?.[at] ?? 0)
}
