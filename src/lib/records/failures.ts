import {join} from 'node:path'
import {removeDurably, requireFolder, writeDurably} from './durable.js'
import {byAddress} from './environment.js'
import {entryFile, listJson} from './journal.js'
import {type JsonFile, loadJson, requireVersion} from './json-file.js'
import {failuresFolder} from './places.js'
import type {Failed} from './records.js'

/** All failures that are kept, sorted by address. Throws ConflictError where a file is damaged. */
export function loadFailures(directory: string): readonly Failed[] {
  const folder = failuresFolder(directory)
  return listJson(folder)
    .map((name) => loadJson(join(folder, `${name}.json`)))
    .filter((file) => file !== undefined)
    .map(requireFailed)
    .sort(byAddress)
}

/** Keeps why a step failed, in the place of what was kept of it before. */
export async function saveFailure(directory: string, failed: Failed): Promise<void> {
  const folder = failuresFolder(directory)
  await requireFolder(folder, directory)
  const {address, kind, run, at, code, message, hint} = failed
  const text = `${JSON.stringify({version: 1, address, kind, run, at, code, message, hint}, undefined, 2)}\n`
  await writeDurably(entryFile(folder, address), text)
}

export const removeFailure = (directory: string, address: string): Promise<void> =>
  removeDurably(entryFile(failuresFolder(directory), address))

function requireFailed(file: JsonFile): Failed {
  const content = requireVersion(file)
  const requireText = (field: string): string => {
    const value = content[field]
    if (typeof value !== 'string') throw file.damaged([field], `${field} should be a text`)
    return value
  }
  return {
    address: requireText('address'),
    kind: requireText('kind'),
    run: requireText('run'),
    at: requireText('at'),
    code: requireText('code'),
    message: requireText('message'),
    ...(content['hint'] === undefined ? {} : {hint: requireText('hint')}),
  }
}
