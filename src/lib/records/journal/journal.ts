import {createHash} from 'node:crypto'
import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {isCode, notAFolder, removeDurably, requireFolder, writeDurably} from '../files/durable.js'
import {isObject, type JsonFile, loadJson, requireVersion} from '../files/json-file.js'
import {byAddress, encodeName, journalFolder} from '../places.js'
import type {Intent} from '../records.js'
import type {Sealer} from './seal.js'

const FIELDS: readonly string[] = ['version', 'address', 'kind', 'run', 'at', 'where', 'receipt', 'seal']

/**
 * Reads one intent; `undefined` when none is open. One that this machine did not write came with the checkout, and
 * counts for none. Throws ConflictError where its file is damaged.
 */
export function loadIntent(directory: string, address: string, sealer: Sealer): Intent | undefined {
  const file = loadJson(journalFile(directory, address))
  return file && requireOurs(directory, file, sealer)
}

/** All open intents, sorted by address. */
export function loadIntents(directory: string, sealer: Sealer): readonly Intent[] {
  return loadFolder(journalFolder(directory))
    .map((file) => requireOurs(directory, file, sealer))
    .filter((intent) => intent !== undefined)
    .sort(byAddress)
}

function requireOurs(directory: string, file: JsonFile, sealer: Sealer): Intent | undefined {
  const intent = requireIntent(directory, file)
  const origin = sealer.origin('intent', file.value)
  if (origin === 'damaged') throw file.damaged([], 'it was changed since awsup wrote it')
  return origin === 'ours' ? intent : undefined
}

/** Puts an intent on disk before it returns. */
export function saveIntent(directory: string, intent: Intent, sealer: Sealer): void {
  requireFolder(journalFolder(directory), directory)
  writeDurably(journalFile(directory, intent.address), render(sealer.seal('intent', plainOf(intent))))
}

/** An intent as it is kept where no checkout can bring one: in S3. */
export const renderIntent = (intent: Intent): string => render(plainOf(intent))

const render = (content: object): string => `${JSON.stringify(content, undefined, 2)}\n`

const plainOf = ({address, kind, run, at, where, receipt}: Intent): object => ({
  ...{version: 1, address, kind, run, at},
  ...(where === undefined ? {} : {where}),
  ...(receipt === undefined ? {} : {receipt}),
})

/** The JSON files of a folder. */
export const loadFolder = (folder: string): readonly JsonFile[] =>
  listJson(folder)
    .map((name) => loadJson(join(folder, `${name}.json`)))
    .filter((file) => file !== undefined)

export const removeIntent = (directory: string, address: string): void => removeDurably(journalFile(directory, address))

/** Names, without `.json`, of the files that are ours in a folder. Throws ConflictError where it is none. */
export function listJson(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
      .map((name) => name.slice(0, -'.json'.length))
  } catch (error) {
    if (isCode(error, 'ENOENT')) return []
    if (isCode(error, 'ENOTDIR')) throw notAFolder(folder)
    throw error
  }
}

/** Where an intent lies below the folder of records. */
export const journalFile = (directory: string, address: string): string => entryFile(journalFolder(directory), address)

/**
 * The file of an address in a folder. A name that would be longer than file names can be is cut, and told apart by its
 * hash.
 */
export function entryFile(folder: string, address: string): string {
  const name = encodeName(address)
  const hash = (): string => createHash('sha256').update(address).digest('hex').slice(0, 32)
  return join(folder, `${name.length > 180 ? `${name.slice(0, 140)}~${hash()}` : name}.json`)
}

/** What a file of the journal below `directory` says. Throws ConflictError where it can not be. */
export function requireIntent(directory: string, file: JsonFile): Intent {
  const content = requireVersion(file)
  const requireText = (field: string): string => {
    const value = content[field]
    if (typeof value !== 'string' || value === '') throw file.damaged([field], `${field} should be a text`)
    return value
  }
  const stranger = Object.keys(content).find((field) => !FIELDS.includes(field))
  if (stranger !== undefined) throw file.damaged([stranger], `${stranger} is not a known field`)
  const address = requireText('address')
  if (journalFile(directory, address) !== file.path) throw file.damaged(['address'], 'address is not that of the file')
  const {where} = content
  if (where !== undefined && !isWhere(where)) throw file.damaged(['where'], 'where should be account, region and key')
  const intent = {
    ...{address, kind: requireText('kind'), run: requireText('run'), at: requireText('at')},
    ...(where === undefined ? {} : {where}),
  }
  const {receipt} = content
  if (receipt === undefined) return intent
  if (!isTexts(receipt)) throw file.damaged(['receipt'], 'receipt should be an object of texts')
  return {...intent, receipt}
}

const isWhere = (value: unknown): value is NonNullable<Intent['where']> =>
  isObject(value) &&
  typeof value['accountId'] === 'string' &&
  typeof value['region'] === 'string' &&
  isObject(value['key'])

const isTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  isObject(value) && Object.values(value).every((text) => typeof text === 'string')
