import {join} from 'node:path'
import {removeDurably, requireFolder, writeDurably} from './durable.js'
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

/** Writes it, durably. It belongs to one checkout: git does not see it. */
export async function saveCurrent(root: string, {environment, target}: Current): Promise<void> {
  const folder = join(root, '.awsup')
  await requireFolder(folder, folder)
  await ignoreInGit(folder)
  await writeDurably(currentFile(root), `${JSON.stringify({version: 1, environment, target}, undefined, 2)}\n`)
}

/** No environment is switched on any more. */
export const clearCurrent = (root: string): Promise<void> => removeDurably(currentFile(root))

const currentFile = (root: string): string => join(root, '.awsup', 'current.json')
