import {createHash} from 'node:crypto'
import {page} from '../../core/pages.js'
import type {Call} from '../../core/service.js'
import {invalid} from './refusals.js'

/** The value of a member that the API requires. @throws ServiceError ValidationError without it. */
export function required<T>(value: T | undefined, member: string): T {
  if (value !== undefined) return value
  const field = member.charAt(0).toLowerCase() + member.slice(1)
  throw invalid(
    `1 validation error detected: Value null at '${field}' failed to satisfy constraint: Member must not be null`,
  )
}

/**
 * The user that a call without UserName means: the caller, `undefined` for the root user.
 * @throws ServiceError ValidationError for an assumed role, which has no user.
 */
export function callingUser({caller}: Call): string | undefined {
  if (caller?.type === 'user') return caller.userName
  if (caller?.type === 'root') return undefined
  throw invalid('Must specify userName when calling with non-User credentials')
}

/** The named user, or the caller when no name is given. @throws ServiceError ValidationError when neither is a user. */
export function userMeant(name: string | undefined, call: Call): string {
  const meant = name ?? callingUser(call)
  if (meant === undefined) throw invalid('Must specify userName when calling with non-User credentials')
  return meant
}

interface PageInput<T> {
  /** As in `page`. */
  readonly key: (item: T) => string
  readonly Marker?: string | undefined
  readonly MaxItems?: number | undefined
}

/** Bytes; AWS takes no marker of more than 320 characters. */
const LONGEST_KEY = 200

/** A key that a marker has room for; in the same order, but for texts that are alike for so long. */
function shortened(key: string): string {
  if (Buffer.byteLength(key) <= LONGEST_KEY) return key
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 16)
  return (
    Buffer.from(key)
      .subarray(0, LONGEST_KEY - 20)
      .toString() + hash
  )
}

/** IAM's paging: 100 at a time unless told, and `IsTruncated` besides the marker. */
export function pageOf<T>(
  items: readonly T[],
  {key, Marker, MaxItems = 100}: PageInput<T>,
  call: Call,
): {items: T[]; rest: {IsTruncated: boolean; Marker: string | undefined}} {
  const {items: shown, next} = page(
    items,
    {key: (item) => shortened(key(item)), token: Marker, limit: MaxItems, badToken: 'ValidationError'},
    call,
  )
  return {items: shown, rest: {IsTruncated: next !== undefined, Marker: next}}
}

/** An own entry: names such as `constructor` or `__proto__` are legal in IAM, and must not find JavaScript's. */
export const entryOf = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined

/** A record with one entry more, or replaced. */
export const withEntry = <T>(record: Readonly<Record<string, T>>, name: string, value: T): Record<string, T> =>
  Object.fromEntries([...Object.entries(record).filter(([other]) => other !== name), [name, value]])

/** A record without some entries. */
export const withoutEntries = <T>(record: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)))
