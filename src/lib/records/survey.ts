import {lstatSync, type Stats} from 'node:fs'
import {basename} from 'node:path'
import type {Cache} from '../base/cache.js'
import type {Recorded} from './records.js'

/** What two environments are compared by. */
export type Facts = Pick<Recorded, 'address' | 'kind' | 'id' | 'accountId'>

/**
 * Tells a file from what it was and what it will be: device, number, size, and the times of the last change of its bytes and of
 * all else (which no program can set).
 */
export type Identity = readonly [dev: number, ino: number, size: number, mtimeMs: number, ctimeMs: number]

export const toFacts = (records: readonly Recorded[]): readonly Facts[] =>
  records.map(({address, kind, id, accountId}) => ({address, kind, id, accountId}))

/**
 * How long a file must have been left alone, ms. A system writes the time of a change only every few milliseconds, so of two
 * changes in a row the second may leave no mark; a server of files may have a clock of its own.
 */
const SETTLED_MS = 60_000

/**
 * The identity of a file; `undefined` where it may change without a mark: it was changed less than a minute ago, or
 * tomorrow; and where it is no file.
 */
export function identityOf(path: string, now: number): Identity | undefined {
  const found = lookAt(path)
  if (!found?.isFile()) return undefined
  const {dev, ino, size, mtimeMs, ctimeMs} = found
  return Math.max(mtimeMs, ctimeMs) > now - SETTLED_MS ? undefined : [dev, ino, size, mtimeMs, ctimeMs]
}

export const isSame = (one: Identity | undefined, other: Identity | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  // Times first: they are what a change changes.
  one[4] === other[4] &&
  one[3] === other[3] &&
  one[2] === other[2] &&
  one[1] === other[1] &&
  one[0] === other[0]

const QUIETLY = {throwIfNoEntry: false} as const

function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, QUIETLY)
  } catch {
    // What then reads it says what is wrong.
    return undefined
  }
}

// Two files are kept: facts are read only where something was changed. Each has the identities of what it is about.

/** What is known of one file of records that was read and checked; `null`: nobody knows of an account. */
export type Row = readonly [name: string, identity: Identity, account: string | null]
type FactsRow = readonly [name: string, identity: Identity, facts: readonly Facts[]]

/** What was kept of a folder of records. */
export interface Kept {
  readonly rows: readonly Row[]
  /** Of a file with this identity; `undefined` where they were not kept. */
  readonly factsOf: (name: string, identity: Identity) => readonly Facts[] | undefined
}

/** `undefined` where nothing is kept. */
export function readSurvey(cache: Cache, directory: string): Kept | undefined {
  const rows = parse(cache.read(nameOf('records', directory)))
  if (!isRows(rows)) return undefined
  let facts: ReadonlyMap<string, FactsRow> | undefined
  return {
    rows,
    factsOf: (name, identity) => {
      facts ??= readFacts(cache, directory)
      const [, of, found] = facts.get(name) ?? []
      return isSame(of, identity) ? found : undefined
    },
  }
}

function readFacts(cache: Cache, directory: string): ReadonlyMap<string, FactsRow> {
  const rows = parse(cache.read(nameOf('facts', directory)))
  return new Map(isFactsRows(rows) ? rows.map((row) => [row[0], row]) : [])
}

/** What was found in a file; one without an identity is not kept: it is read again. */
export interface Surveyed {
  readonly identity: Identity | undefined
  readonly account: string | undefined
  readonly facts: readonly Facts[]
}

export function writeSurvey(cache: Cache, directory: string, files: ReadonlyMap<string, Surveyed>): void {
  const rows: Row[] = []
  const all: FactsRow[] = []
  for (const [name, {identity, account, facts}] of files) {
    if (identity === undefined) continue
    rows.push([name, identity, account ?? null])
    all.push([name, identity, facts])
  }
  cache.write(nameOf('facts', directory), Buffer.from(JSON.stringify(all)))
  cache.write(nameOf('records', directory), Buffer.from(JSON.stringify(rows)))
}

/** `aws` and `sandbox` have records of their own. */
const nameOf = (what: string, directory: string): string => `${what}-${basename(directory)}`

const parse = (kept: Buffer | undefined): unknown => (kept === undefined ? undefined : JSON.parse(kept.toString()))

// What has the right key and every byte of what this build wrote is what `writeSurvey` wrote: its shape is not asked again.
const isRows = (value: unknown): value is readonly Row[] => Array.isArray(value)
const isFactsRows = (value: unknown): value is readonly FactsRow[] => Array.isArray(value)
