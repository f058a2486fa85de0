import {join} from 'node:path'
import {removeDurably, requireFolder, requireNoSymlink} from './durable.js'
import {ignoreInGit} from './ignore.js'
import {loadJson, requireVersion} from './json-file.js'

/** The environment that is switched on in this checkout. */
export interface Current {
  readonly environment: string
  readonly target: 'aws' | 'sandbox'
}

/** Reads .awsup/current.json of a project; `undefined` when no environment was switched on yet. */
export function loadCurrent(root: string): Current | undefined {
  const file = loadJson(currentFile(root))
  if (file === undefined) return undefined
  const {environment, target} = requireVersion(file)
  if (typeof environment !== 'string' || environment === '')
    throw file.damaged(['environment'], 'environment should be a text')
  if (target !== 'aws' && target !== 'sandbox') throw file.damaged(['target'], 'target should be aws or sandbox')
  return {environment, target}
}

/** Below the project. It belongs to one checkout: git does not see it. */
export const CURRENT_FILE = '.awsup/current.json'

/** What says which environment is on, as it is kept. Pure. */
export const renderCurrent = ({environment, target}: Current): Buffer =>
  Buffer.from(`${JSON.stringify({version: 1, environment, target}, undefined, 2)}\n`)

/** Makes the folders that a switch keeps its own files in. Throws ConflictError where one is a symbolic link. */
export async function requireSwitchFolders(root: string): Promise<void> {
  const folder = join(root, '.awsup')
  await requireFolder(join(folder, 'journal'), folder)
  await ignoreInGit(folder)
  await requireNoSymlink(currentFile(root))
}

/** No environment is switched on any more. */
export const clearCurrent = (root: string): Promise<void> => removeDurably(currentFile(root))

const currentFile = (root: string): string => join(root, CURRENT_FILE)
