import {requireDistinct} from './distinct.js'
import {listJson} from './journal/journal.js'
import {byAddress, decodeName, environmentFile, environmentsFolder} from './places.js'
import {loadRecordFile} from './files/record-file.js'
import type {Recorded} from './records.js'

/**
 * All records of one environment, sorted by address, read at once and without waiting: what `env switch` needs.
 * `undefined` when it has none yet. Throws ConflictError where a file is damaged, and `RECORDS_MIXED` where two
 * environments have the same ids.
 */
export const loadEnvironment = (directory: string, environment: string): readonly Recorded[] | undefined =>
  loadEnvironments(directory).get(environment)

/** The same of every environment that has records, by name. */
export function loadEnvironments(directory: string): ReadonlyMap<string, readonly Recorded[] | undefined> {
  const names = listJson(environmentsFolder(directory)).map(decodeName)
  const files = new Map(names.map((name) => [name, loadOne(directory, name)]))
  const all = [...files.values()].flatMap((records) => records ?? [])
  requireDistinct(all, (name) => environmentFile(directory, name))
  return files
}

function loadOne(directory: string, environment: string): readonly Recorded[] | undefined {
  const records = loadRecordFile({directory, path: environmentFile(directory, environment), environment})
  return records && [...records.values()].sort(byAddress)
}
