import {renameSync, statSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {readRegularFile} from '../../files/read.js'
import {makeOwnFolder, stateFolder} from '../../lib/index.js'

const DAY_MS = 24 * 60 * 60 * 1000
const FILE = 'update.json'

export interface Installed {
  /** Folder of the package. */
  readonly root: string
  readonly version: string
}

/**
 * Where a newer version is known, the line that says so. At most once a day it starts a process that asks the npm registry
 * and writes the answer down for the next run: no command waits for it. Never throws: a notice is worth no failure.
 */
export async function noticeUpdate({root, version}: Installed): Promise<string | undefined> {
  try {
    const folder = isGlobal(root) ? stateFolder(process.cwd()) : undefined
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
  `awsup ${latest} is available, this is ${version}: ${
    root.includes('/Cellar/') ? 'brew upgrade awsup' : 'npm install --global awsup@latest'
  }`

/** A package of a project has the version that its package.json says, and a checkout the one that git says. */
function isGlobal(root: string): boolean {
  const above = path.dirname(root)
  return path.basename(above) === 'node_modules' && !exists(path.join(path.dirname(above), 'package.json'))
}

const exists = (file: string): boolean => statSync(file, {throwIfNoEntry: false}) !== undefined

interface Known {
  /** Milliseconds since 1970: when somebody asked last. */
  readonly at: number
  readonly latest: string | undefined
}

function readKnown(file: string): Known | undefined {
  const bytes = readRegularFile(file, {limit: 1000, refuse: (why) => new Error(why)})
  if (!bytes) return undefined
  const text: unknown = JSON.parse(bytes.toString())
  const latest = typeof text === 'object' && text !== null && 'latest' in text ? text.latest : undefined
  return {at: statSync(file).mtimeMs, latest: typeof latest === 'string' && VERSION.test(latest) ? latest : undefined}
}

/** A released version. What is not one is never shown. */
export const VERSION = /^\d{1,5}\.\d{1,5}\.\d{1,5}$/

export function writeKnown(file: string, latest: string | undefined): void {
  const temporary = `${file}.${process.pid}.tmp`
  writeFileSync(temporary, `${JSON.stringify({latest})}\n`, {mode: 0o600, flag: 'wx'})
  renameSync(temporary, file)
}

/** In a process of its own, which outlives this one and has no terminal. */
async function ask(root: string, file: string): Promise<void> {
  const {spawn} = await import('node:child_process')
  const child = spawn(process.execPath, [path.join(root, 'dist', 'update-check.js'), file], {
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
