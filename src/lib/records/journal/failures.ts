import {removeDurably, requireFolder, writeDurably} from '../files/durable.js'
import {entryFile, loadFolder} from './journal.js'
import {type JsonFile, requireVersion} from '../files/json-file.js'
import {byAddress, failuresFolder} from '../places.js'
import type {Failed} from '../records.js'
import type {Sealer} from './seal.js'

/**
 * All failures that are kept, sorted by address. What this machine did not write came with the checkout: its words are
 * nobody's advice. Throws ConflictError where a file is damaged.
 */
export function loadFailures(directory: string, sealer: Sealer): readonly Failed[] {
  return loadFolder(failuresFolder(directory))
    .map((file) => ({file, failed: requireFailed(file)}))
    .filter(({file}) => sealer.origin('failure', file.value) === 'ours')
    .map(({failed}) => failed)
    .sort(byAddress)
}

/** Keeps why a step failed, in the place of what was kept of it before. */
export function saveFailure(directory: string, failed: Failed, sealer: Sealer): void {
  const folder = failuresFolder(directory)
  requireFolder(folder, directory)
  const {address, kind, run, at, code, message, hint} = failed
  const content = {version: 1, address, kind, run, at, code, message, ...(hint === undefined ? {} : {hint})}
  writeDurably(entryFile(folder, address), `${JSON.stringify(sealer.seal('failure', content), undefined, 2)}\n`)
}

export const removeFailure = (directory: string, address: string): void =>
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
