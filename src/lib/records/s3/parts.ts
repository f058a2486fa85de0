import {sep} from 'node:path'
import {requireDistinct} from '../distinct.js'
import {requireIntent} from '../journal/journal.js'
import {type JsonFile, parseJson} from '../files/json-file.js'
import {decodeName, environmentFile, type Place, placeOf} from '../places.js'
import {parseRecordFile, type RecordFile} from '../files/record-file.js'
import type {Intent, Recorded} from '../records.js'
import type {Objects} from './objects.js'

export const ENVIRONMENTS = 'environments/'
export const JOURNAL = 'journal/'

/** Objects are named as files below the folder of records are. */
export const nameOf = (path: string): string => path.split(sep).join('/')

/** The object that an address is recorded in. */
export function objectOf(address: string): Place {
  const place = placeOf('', address)
  return {...place, path: nameOf(place.path)}
}

const HINT =
  'Nothing was written. Take an earlier version of the object (S3 keeps them where versioning is on), or push a good local copy: awsup records push.'

const jsonOf = (objects: Objects, name: string, bytes: Buffer): JsonFile =>
  parseJson(bytes, {path: name, shown: objects.urlOf(name), hint: HINT})

/** The records that an object holds; none where there is no object. Throws ConflictError naming object and byte. */
export const recordsIn = (objects: Objects, {path, environment}: Omit<Place, 'name'>, bytes?: Buffer): RecordFile =>
  bytes === undefined ? new Map() : parseRecordFile(jsonOf(objects, path, bytes), environment)

/** Throws ConflictError `RECORDS_MIXED`, naming the objects: see `requireDistinct`. */
export const requireDistinctObjects = (objects: Objects, records: readonly Recorded[]): void =>
  requireDistinct(records, (environment) => objects.urlOf(nameOf(environmentFile('', environment))))

/** The intent that an object holds. Throws ConflictError naming object and byte. */
export const intentIn = (objects: Objects, name: string, bytes: Buffer): Intent => {
  const file = jsonOf(objects, name, bytes)
  return requireIntent('', {...file, path: name.split('/').join(sep)})
}

/** `environments/dev.json` → dev; `undefined` for organization.json. */
export const environmentOf = (name: string): string | undefined =>
  name.startsWith(ENVIRONMENTS) ? decodeName(name.slice(ENVIRONMENTS.length, -'.json'.length)) : undefined

/** All objects that hold records: those of the organization, then the environments'. */
export const listRecordObjects = async (objects: Objects): Promise<readonly string[]> => [
  'organization.json',
  ...(await objects.list(ENVIRONMENTS)).filter((name) => /^environments\/[^/]+\.json$/.test(name)),
]
