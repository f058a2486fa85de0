import {createHash} from 'node:crypto'
import {ServiceError} from './errors.js'
import type {Call} from './service.js'

interface PageRequest {
  readonly token: string | undefined
  /** What the caller asked for at most; the sandbox's own bound applies as well. */
  readonly limit: number | undefined
  /** Name of the error for a token that this operation never gave; services call it differently. */
  readonly badToken?: string
}

/** Bound to the operation, so that a token of one list is refused by another, as AWS does. */
const checksum = (call: Call, offset: string): string =>
  createHash('sha256')
    .update(`${call.service}:${call.operation}:${call.accountId}:${offset}`)
    .digest('hex')
    .slice(0, 16)

const makeToken = (call: Call, offset: number): string =>
  Buffer.from(`${offset}.${checksum(call, `${offset}`)}`).toString('base64url')

const readToken = (call: Call, token: string): number | undefined => {
  const [offset, sum] = Buffer.from(token, 'base64url').toString('latin1').split('.')
  return offset !== undefined && /^\d+$/.test(offset) && sum === checksum(call, offset) ? Number(offset) : undefined
}

/**
 * One page of a list and the token of the next one, `undefined` on the last. Tokens are opaque.
 *
 * @throws ServiceError `badToken` (`InvalidPaginationToken` unless told) for a token that was not given by this
 * operation.
 */
export function page<T>(
  items: readonly T[],
  {token, limit, badToken = 'InvalidPaginationToken'}: PageRequest,
  call: Call,
): {items: T[]; next: string | undefined} {
  const offset = token === undefined ? 0 : readToken(call, token)
  if (offset === undefined) throw new ServiceError(badToken, 'The pagination token is invalid.')
  const end = offset + Math.max(1, Math.min(limit ?? Infinity, call.settings.pageSize))
  return {items: items.slice(offset, end), next: end < items.length ? makeToken(call, end) : undefined}
}
