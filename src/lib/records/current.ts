import {join} from 'node:path'
import {removeDurably, requireFolder, requireNoSymlink, writeDurably} from './files/durable.js'
import {ignoreInGit} from './ignore.js'
import {isObject, type JsonFile, loadJson, requireVersion} from './files/json-file.js'
import type {Sealer} from './journal/seal.js'

/** The environment that is switched on in this checkout. */
export interface Current {
  readonly environment: string
  readonly target: 'aws' | 'sandbox'
}

/** An output as the last switch left it, so that it is known when awsup.yaml no longer names it. */
export interface Wrote {
  /** Relative to the project. */
  readonly path: string
  readonly format: string
  /** Whether awsup made the file; false where it existed before. */
  readonly made: boolean
  /** SHA-256 of what is awsup's in it. */
  readonly hash: string
  /** In a JSON file: where awsup's values are. */
  readonly keys?: readonly (readonly string[])[]
}

/** What .awsup/current.json keeps. */
export interface Kept {
  /** Absent when no environment is switched on. */
  readonly current: Current | undefined
  readonly wrote: readonly Wrote[]
}

const MERGE_HINT =
  'Delete .awsup/current.json: it belongs to one checkout, and not in git. Then switch: awsup env switch <name>'

/** Reads .awsup/current.json of a project; `undefined` when no environment is switched on. */
export function loadCurrent(root: string): Current | undefined {
  const file = loadJson(currentFile(root), {mergeHint: MERGE_HINT})
  return file && currentIn(file)
}

/**
 * The same with what awsup wrote. That list counts only where this machine wrote it: it may come with a checkout. Throws
 * ConflictError where it is damaged.
 */
export function loadKept(root: string, sealer: Sealer): Kept {
  const file = loadJson(currentFile(root), {mergeHint: MERGE_HINT})
  if (file === undefined) return {current: undefined, wrote: []}
  const {outputs} = requireVersion(file)
  const origin = sealer.origin('outputs', outputs)
  if (origin === 'damaged') throw file.damaged(['outputs'], 'outputs were changed since awsup wrote them')
  return {current: currentIn(file), wrote: origin === 'ours' ? wroteIn(outputs) : []}
}

function currentIn(file: JsonFile): Current | undefined {
  const {environment, target, outputs} = requireVersion(file)
  if (environment === undefined && target === undefined && outputs !== undefined) return undefined
  if (typeof environment !== 'string' || environment === '')
    throw file.damaged(['environment'], 'environment should be a text')
  if (target !== 'aws' && target !== 'sandbox') throw file.damaged(['target'], 'target should be aws or sandbox')
  return {environment, target}
}

const wroteIn = (outputs: unknown): readonly Wrote[] =>
  isObject(outputs) && Array.isArray(outputs['wrote']) ? outputs['wrote'].filter(isWrote) : []

const isWrote = (value: unknown): value is Wrote =>
  isObject(value) &&
  [value['path'], value['format'], value['hash']].every((text) => typeof text === 'string') &&
  typeof value['made'] === 'boolean' &&
  (value['keys'] === undefined || isPaths(value['keys']))

const isPaths = (value: unknown): value is readonly (readonly string[])[] =>
  Array.isArray(value) &&
  value.every((path) => Array.isArray(path) && path.every((segment) => typeof segment === 'string'))

/** Below the project. It belongs to one checkout: git does not see it. */
export const CURRENT_FILE = '.awsup/current.json'

/** What says which environment is on and what was written, as it is kept; `undefined` where there is nothing to say. */
export function renderKept({current, wrote}: Kept, sealer: Sealer): Buffer | undefined {
  if (current === undefined && wrote.length === 0) return undefined
  const outputs = wrote.length === 0 ? {} : {outputs: sealer.seal('outputs', {wrote})}
  return Buffer.from(`${JSON.stringify({version: 1, ...current, ...outputs}, undefined, 2)}\n`)
}

/** Makes the folders that a switch keeps its own files in. Throws ConflictError where one is a symbolic link. */
export function requireSwitchFolders(root: string): void {
  const folder = join(root, '.awsup')
  requireFolder(join(folder, 'journal'), folder)
  ignoreInGit(folder)
  requireNoSymlink(currentFile(root))
}

/** No environment is switched on any more. What awsup wrote is still known. */
export function clearCurrent(root: string, sealer: Sealer): void {
  const {wrote} = loadKept(root, sealer)
  const left = renderKept({current: undefined, wrote}, sealer)
  if (left === undefined) removeDurably(currentFile(root))
  else writeDurably(currentFile(root), left.toString())
}

const currentFile = (root: string): string => join(root, CURRENT_FILE)
