import {sep} from 'node:path'
import type {Cache} from '../base/cache.js'
import {requireDistinct} from './distinct.js'
import {loadRecordFile} from './files/record-file.js'
import {listJson} from './journal/journal.js'
import {byAddress, decodeName, encodeName, environmentFile, environmentsFolder} from './places.js'
import type {Recorded} from './records.js'
import {identityOf, isSame, readSurvey, toFacts, writeSurvey, type Identity, type Row, type Surveyed} from './survey.js'

/** How the records of many environments are read. */
interface Looking {
  /** Where it is kept what was read before; absent: every file is read. */
  readonly cache?: Cache | undefined
  /** Below so many files all are read: that is as fast. */
  readonly few?: number
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

/**
 * All records of one environment, sorted by address, read at once and without waiting: what `env switch` needs.
 * `undefined` when it has none yet. Throws ConflictError where a file is damaged, and `RECORDS_MIXED` where two
 * environments have the same ids.
 */
export const loadEnvironment = (
  directory: string,
  environment: string,
  looking: Looking = {},
): readonly Recorded[] | undefined => openEnvironments(directory, looking)(environment)

/** The same for one environment after the other: how all files are is looked at once, and throws here. */
export function openEnvironments(
  directory: string,
  looking: Looking = {},
): (environment: string) => readonly Recorded[] | undefined {
  const {now = Date.now} = looking
  const {known, read} = survey(directory, looking)
  const rows = new Map(known?.map((row) => [row[0], row]))
  return (environment) => {
    const row = rows.get(environment)
    const found = row ? {identity: row[1]} : read.get(environment)
    if (found === undefined) return undefined
    if ('records' in found) return found.records
    const records = loadOne(directory, environment)
    // What was compared with the others is this file only where nobody replaced it since.
    const isUnchanged = isSame(identityOf(environmentFile(directory, environment), now()), found.identity)
    return isUnchanged ? records : loadEnvironment(directory, environment)
  }
}

/** The id of the account of every environment that has records, by name; throws as `loadEnvironment` does. */
export function loadAccountIds(directory: string, looking: Looking = {}): ReadonlyMap<string, string | undefined> {
  const {known, read} = survey(directory, looking)
  return new Map(
    known?.map(([name, , account]) => [name, account ?? undefined]) ??
      [...read].map(([name, {account}]) => [name, account]),
  )
}

interface Survey {
  /** Where all files are those that were read before; else each is in `read`. */
  readonly known?: readonly Row[]
  readonly read: ReadonlyMap<string, Surveyed & {readonly records?: readonly Recorded[] | undefined}>
}

/**
 * What is known of all files: each was checked, and no two have the same ids. A file that is the one which was read before is
 * not read again; where all are, nothing is left to compare.
 */
function survey(directory: string, {cache, few = 50, now = Date.now}: Looking): Survey {
  const names = listJson(environmentsFolder(directory)).map(decodeName)
  if (cache === undefined || names.length < few) {
    const read = new Map(names.map((name) => [name, readOne(directory, name)]))
    compare(directory, read)
    return {read}
  }
  const kept = readSurvey(cache, directory)
  const at = now()
  // As `environmentFile` has it: a thousand environments feel what joins paths.
  const folder = environmentsFolder(directory) + sep
  const identify = (name: string): Identity | undefined => identityOf(`${folder}${encodeName(name)}.json`, at)
  const isKept = (row: Row, index: number): boolean => row[0] === names[index] && isSame(identify(row[0]), row[1])
  if (kept?.rows.length === names.length && kept.rows.every(isKept)) return {known: kept.rows, read: new Map()}

  const rows = new Map(kept?.rows.map((row) => [row[0], row]))
  const read = new Map<string, Surveyed & {readonly records?: readonly Recorded[] | undefined}>()
  for (const name of names) {
    const before = identify(name)
    const [, identity, account] = rows.get(name) ?? []
    const facts = identity && isSame(before, identity) ? kept?.factsOf(name, identity) : undefined
    const found = facts ? {identity, account: account ?? undefined, facts} : readOne(directory, name)
    // Of a file that was replaced while it was read nothing is kept.
    read.set(name, facts ? found : {...found, identity: isSame(identify(name), before) ? before : undefined})
  }
  compare(directory, read)
  writeSurvey(cache, directory, read)
  return {read}
}

const compare = (directory: string, read: ReadonlyMap<string, Surveyed>): void =>
  requireDistinct(
    [...read.values()].flatMap(({facts}) => facts),
    (name) => environmentFile(directory, name),
  )

function readOne(directory: string, name: string) {
  const records = loadOne(directory, name)
  const facts = toFacts(records ?? [])
  const account = facts.find(({address}) => address === `${name}.account`)?.id
  return {identity: undefined, account, facts, records}
}

function loadOne(directory: string, environment: string): readonly Recorded[] | undefined {
  const records = loadRecordFile({directory, path: environmentFile(directory, environment), environment})
  return records && [...records.values()].sort(byAddress)
}
