import {ConflictError, ManifestError} from '../../../base/errors.js'
import type {DataName} from '../../../manifest/data.js'
import {writeBelow, writeImported} from '../../../manifest/edit/imported.js'
import {bucketNameOf, chosenName, tableNameOf} from '../../../manifest/desired/data/names.js'
import type {Environment, Manifest} from '../../../manifest/manifest.js'
import {parseManifest} from '../../../manifest/parse.js'
import type {Section} from '../write/pool.js'
import type {DataRequest, Sort} from './request.js'

/** How a table or bucket is to stand in awsup.yaml. */
export interface DataEntry {
  readonly request: DataRequest
  readonly accountId: string
  /** Name in awsup.yaml. */
  readonly key: string
  /** `region`, `account`, `protected`: as they are to be written where the environment is new. */
  readonly place: Section
  /** As it is on AWS, without its name. */
  readonly section: Section
}

export const SECTIONS = {table: 'tables', bucket: 'buckets'} as const

/**
 * The text with the table or bucket in it, called as AWS calls it in this environment alone. What awsup.yaml says of it already
 * stays. Throws ConflictError where that is about another one, or where awsup.yaml has no words for it. Pure.
 */
export function writeData(before: string, entry: DataEntry): string {
  const {request, key, place, section} = entry
  const {sort, environment, name} = request
  const path = ['data', SECTIONS[sort]]
  try {
    const placed = writeImported(before, {name: environment, settings: place})
    const manifest = parseManifest(placed)
    const within = {manifest, environment: environmentIn(manifest, environment)}
    const declared = manifest.data[SECTIONS[sort]].get(key)
    const said = nameIn(sort, {key, name: declared?.name}, within).replace('{account}', entry.accountId)
    if (said === name && declared) return placed
    if (declared && chosenName(declared.name, within) !== undefined) throw calledOtherwise(entry, said)
    const named: Section = said === name ? {} : {name: {[environment]: name}}
    const text = writeBelow(placed, path, {[key]: declared ? named : {...section, ...named}})
    parseManifest(text)
    return text
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error
    throw cannotSay(entry, error)
  }
}

function environmentIn({environments}: Manifest, name: string): Environment {
  const environment = environments.get(name)
  if (!environment) throw new Error(`${name} was not written`)
  return environment
}

const nameIn = (
  sort: Sort,
  {key, name}: {readonly key: string; readonly name: DataName | undefined},
  within: Parameters<typeof tableNameOf>[2],
): string => (sort === 'table' ? tableNameOf(key, {name}, within) : bucketNameOf(key, {name}, within))

const calledOtherwise = ({request: {sort, environment, name}, key}: DataEntry, said: string): ConflictError =>
  new ConflictError(`data.${SECTIONS[sort]}.${key} is ${said} in ${environment}, and not ${name}`, {
    code: 'DIFFERENT',
    hint: 'Import it by another name in awsup.yaml: --as <name>. Or change its name in awsup.yaml: name: { <environment>: … }',
    details: {id: name, said},
  })

const cannotSay = ({request: {sort, name}, key}: DataEntry, error: ManifestError): ConflictError =>
  new ConflictError(`${sort} ${name} cannot be imported: with it, awsup.yaml says what cannot be: ${error.message}`, {
    code: 'CANNOT_IMPORT',
    hint: [
      ...(error.hint === undefined ? [] : [error.hint]),
      `It stays as it is, and access rules can name it. Another name in awsup.yaml than ${key}: --as <name>.`,
    ].join(' '),
    details: {id: name},
    cause: error,
  })
