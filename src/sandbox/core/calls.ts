import {appendFileSync, lstatSync, writeFileSync} from 'node:fs'
import {DamagedFileError, findFile} from '../store/damage.js'

/** One call, without what it said: neither payloads nor secrets. */
export interface CallRecord {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly service: string
  readonly operation: string
  /** `undefined` when the caller is not known. */
  readonly accountId?: string | undefined
  readonly mutating: boolean
  /** Name of the error that was answered. */
  readonly error?: string | undefined
  /** The reply was lost on purpose: before the work was done, or after. */
  readonly dropped?: 'before' | 'after' | undefined
  /** Which try of the same call it is, from 1, where the client says so (`amz-sdk-request`). */
  readonly attempt?: number | undefined
  readonly ms: number
}

export interface CallSummary {
  readonly total: number
  readonly mutating: number
  /** `organizations:CreateAccount` → how many. */
  readonly byOperation: Readonly<Record<string, number>>
  /** The same of those that were answered, and not with an error. */
  readonly succeeded: Readonly<Record<string, number>>
}

/** Every call that came in, by any process, in order of completion. */
export interface CallLog {
  append(record: CallRecord): void
  read(): CallRecord[]
  clear(): void
}

const READS = /^(Get|List|Describe|Simulate|Head|Lookup|Search|AdminGet|AdminList)/
/** Reads by their nature, whatever their name; signing in and taking a session change no resource. */
const ALSO_READS = new Set([
  'AdminInitiateAuth',
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'AssumeRoot',
  'DecodeAuthorizationMessage',
  'GenerateCredentialReport',
  'GenerateOrganizationsAccessReport',
  'GenerateServiceLastAccessedDetails',
  'InitiateAuth',
])
/** These read by name only: `GetId` makes an identity, the other sends a message. */
const WRITES = new Set(['GetId', 'GetUserAttributeVerificationCode', 'GetOpenIdTokenForDeveloperIdentity'])

/** Whether an operation may change something. */
export const isMutating = (operation: string): boolean =>
  WRITES.has(operation) || !(READS.test(operation) || ALSO_READS.has(operation))

/** How often what was called. */
export function summarize(records: readonly CallRecord[]): CallSummary {
  const good = records.filter(({error, dropped}) => error === undefined && dropped === undefined)
  return {
    total: records.length,
    mutating: records.filter(({mutating}) => mutating).length,
    byOperation: countOperations(records),
    succeeded: countOperations(good),
  }
}

function countOperations(records: readonly CallRecord[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const {service, operation} of records) {
    const name = `${service}:${operation}`
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

/** A log that is forgotten with the process. */
export function makeMemoryCallLog(): CallLog {
  const records: CallRecord[] = []
  return {
    append: (record) => void records.push(record),
    read: () => [...records],
    clear: () => void records.splice(0),
  }
}

/**
 * A log in a file, one JSON document a line; short appends of several processes do not mix.
 *
 * @throws DamagedFileError when it is no regular file: a checkout may bring a link, and nothing is written through one.
 */
export function openFileCallLog(file: string): CallLog {
  if (lstatSync(file, {throwIfNoEntry: false})?.isFile() === false)
    throw new DamagedFileError(file, 0, 'it is not a regular file')
  return {
    append: (record) => appendFileSync(file, `${JSON.stringify(record)}\n`, {mode: 0o600}),
    read: () => readLines(file).flatMap(parseRecord),
    clear: () => writeFileSync(file, '', {mode: 0o600}),
  }
}

const readLines = (file: string): string[] => findFile(file)?.toString('utf8').split('\n') ?? []

/** The log is for counting; a line that a power cut left in halves is not worth refusing the rest. */
function parseRecord(line: string): CallRecord[] {
  if (!line.endsWith('}')) return []
  return [JSON.parse(line) as CallRecord]
}
