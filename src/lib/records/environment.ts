import {environmentFile} from './places.js'
import {loadRecordFile} from './record-file.js'
import type {Recorded} from './records.js'

/**
 * All records of one environment, sorted by address, read at once and without waiting: what `env switch` needs.
 * `undefined` when it has none yet. Throws ConflictError where the file is damaged.
 */
export function loadEnvironment(directory: string, environment: string): readonly Recorded[] | undefined {
  const records = loadRecordFile({directory, path: environmentFile(directory, environment), environment})
  return records && [...records.values()].sort(byAddress)
}

export const byAddress = (a: {readonly address: string}, b: {readonly address: string}): number =>
  a.address < b.address ? -1 : a.address > b.address ? 1 : 0
