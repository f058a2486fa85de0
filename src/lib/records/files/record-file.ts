import type {ConflictError} from '../../base/errors.js'
import {isObject, type JsonFile, parseOwn, readBytes, requireVersion} from './json-file.js'
import {lastGoodCopy} from '../places.js'
import type {Recorded} from '../records.js'

/** Fields of one resource, in the order in which they are written. */
const FIELDS = ['kind', 'id', 'accountId', 'region', 'key', 'needs'] as const

/** A file of records: name inside the file → record. */
export type RecordFile = ReadonlyMap<string, Recorded>

export interface FileToLoad {
  readonly directory: string
  readonly path: string
  readonly environment: string | undefined
}

/** What was read last, by path: the bytes, and what they say. */
const known = new Map<string, {readonly bytes: Buffer; readonly records: RecordFile}>()

/** Files that are remembered; one takes about 10 kB. */
const MOST = 2048

/**
 * Reads and checks a file of records; `undefined` when there is none. Throws ConflictError (see `loadJson`). A plan asks for
 * each resource: a file is parsed once as long as its bytes stay the same. They are read each time, so nothing is missed
 * that another process writes.
 */
export function loadRecordFile(file: FileToLoad): RecordFile | undefined {
  const bytes = readBytes(file.path)
  if (bytes === undefined) return undefined
  const last = known.get(file.path)
  if (last?.bytes.equals(bytes)) return last.records
  const records = parseBytes(bytes, file)
  const [oldest] = known.keys()
  if (known.size >= MOST && oldest !== undefined) known.delete(oldest)
  known.set(file.path, {bytes, records})
  return records
}

function parseBytes(bytes: Buffer, {directory, path, environment}: FileToLoad): RecordFile {
  const mergeHint = `Take either side (git checkout --ours ${path}, or --theirs), then run awsup refresh: it finds on AWS what the other side had.`
  return parseRecordFile(parseOwn(bytes, path, {lastGood: lastGoodCopy(directory, path), mergeHint}), environment)
}

/** What a file of records says. Throws ConflictError where it can not be. */
export function parseRecordFile(file: JsonFile, environment: string | undefined): RecordFile {
  const content = requireVersion(file)
  requireOnly(file, {at: [], known: ['version', 'environment', 'resources']})
  if (content['environment'] !== environment) {
    throw file.damaged(
      ['environment'],
      environment ? `environment should be ${environment}` : 'environment is out of place',
    )
  }
  const resources = content['resources']
  if (!isObject(resources)) throw file.damaged(['resources'], 'resources should be an object')
  return new Map(
    Object.entries(resources).map(([name, value]) => [name, requireRecord(file, {name, value, environment})]),
  )
}

/** The text of a file of records: sorted, one field a line, so that a change is a small difference in git. */
export function renderRecordFile(records: RecordFile, environment: string | undefined): string {
  const resources = Object.fromEntries(sorted(records).map(([name, recorded]) => [name, toPlain(recorded)]))
  return `${JSON.stringify({version: 1, environment, resources}, undefined, 2)}\n`
}

const toPlain = ({kind, id, accountId, region, key, needs}: Recorded): object => ({
  kind,
  id,
  accountId,
  region,
  key: Object.fromEntries(sorted(new Map(Object.entries(key)))),
  needs: [...needs].sort(),
})

const sorted = <T>(entries: ReadonlyMap<string, T>): [string, T][] =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))

interface Entry {
  readonly name: string
  readonly value: unknown
  readonly environment: string | undefined
}

function requireRecord(file: JsonFile, {name, value, environment}: Entry): Recorded {
  const at = ['resources', name]
  if (!isObject(value)) throw file.damaged(at, `${name} should be an object`)
  requireOnly(file, {at, known: FIELDS, value})
  const refuse = (field: string, should: string): ConflictError =>
    file.damaged([...at, field], `${field} of ${name} should be ${should}`)
  const requireText = (field: string): string => {
    const text = value[field]
    if (typeof text !== 'string' || text === '') throw refuse(field, 'a text')
    return text
  }
  const {key, needs} = value
  const accountId = requireText('accountId')
  if (!/^\d{12}$/.test(accountId)) throw refuse('accountId', 'twelve digits')
  if (!isObject(key)) throw refuse('key', 'an object')
  if (!Array.isArray(needs) || !needs.every((need) => typeof need === 'string'))
    throw refuse('needs', 'a list of addresses')
  return {
    address: environment === undefined ? name : `${environment}.${name}`,
    kind: requireText('kind'),
    id: requireText('id'),
    accountId,
    region: requireText('region'),
    key,
    needs,
  }
}

/** What we do not know we would lose when we write the file again. */
function requireOnly(file: JsonFile, known: {at: readonly string[]; known: readonly string[]; value?: unknown}): void {
  const value = known.value ?? file.value
  if (!isObject(value)) return
  const stranger = Object.keys(value).find((field) => !known.known.includes(field))
  if (stranger !== undefined) throw file.damaged([...known.at, stranger], `${stranger} is not a known field`)
}
