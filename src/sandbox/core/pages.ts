import {createHash} from 'node:crypto'
import {ServiceError} from './errors.js'
import type {Call} from './service.js'

interface PageRequest<T> {
  /** Unique in the list. A list is answered in the order of its keys, by their UTF-8 bytes. */
  readonly key: (item: T) => string
  readonly token: string | undefined
  /** What the caller asked for at most; the sandbox's own bound applies as well. */
  readonly limit: number | undefined
  /** Name of the error for a token that this operation never gave; services call it differently. */
  readonly badToken?: string
}

/** A key for lists in order of time; `at` in milliseconds since 1970. */
export const timeKey = (at: number, id: string): string => `${at}`.padStart(16, '0') + id

/** Bound to the operation, so that a token of one list is refused by another, as AWS does. */
const checksum = (call: Call, key: string): string =>
  createHash('sha256').update(`${call.service}:${call.operation}:${call.accountId}:${key}`).digest('hex').slice(0, 12)

const makeToken = (call: Call, key: string): string => Buffer.from(checksum(call, key) + key).toString('base64url')

/** The key after which the page begins. */
function readToken(call: Call, token: string): string | undefined {
  const text = Buffer.from(token, 'base64url').toString()
  const key = text.slice(12)
  return makeToken(call, key) === token ? key : undefined
}

/**
 * One page of a list and the token of the next one, `undefined` on the last. Tokens are opaque. They say after which key
 * the next page begins, so that what is deleted or made between two pages makes nothing else appear twice or be left
 * out: S3's do so, and clean-up scripts delete while they list.
 *
 * @throws ServiceError `badToken` (`InvalidPaginationToken` unless told) for a token that was not given by this
 * operation.
 */
export function page<T>(
  items: readonly T[],
  {key, token, limit, badToken = 'InvalidPaginationToken'}: PageRequest<T>,
  call: Call,
): {items: T[]; next: string | undefined} {
  const after = token === undefined ? '' : readToken(call, token)
  if (after === undefined) throw new ServiceError(badToken, 'The pagination token is invalid.')
  const from = Buffer.from(after)
  const left = items
    .map((item) => ({item, name: key(item), bytes: Buffer.from(key(item))}))
    .filter(({bytes}) => token === undefined || Buffer.compare(bytes, from) > 0)
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
  const shown = left.slice(0, Math.max(1, Math.min(limit ?? Infinity, call.settings.pageSize)))
  const last = shown.at(-1)
  return {
    items: shown.map(({item}) => item),
    next: last !== undefined && shown.length < left.length ? makeToken(call, last.name) : undefined,
  }
}
