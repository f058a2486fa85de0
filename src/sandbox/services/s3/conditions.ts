import {ServiceError} from '../../core/errors.js'
import type {StoredObject} from './tables.js'

/** What a read or a write may be made to depend on. Dates are times in whole seconds, as S3's are. */
export interface Conditions {
  readonly IfMatch?: string | undefined
  readonly IfNoneMatch?: string | undefined
  readonly IfModifiedSince?: Date | undefined
  readonly IfUnmodifiedSince?: Date | undefined
}

export const preconditionFailed = (): ServiceError =>
  new ServiceError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {status: 412})

export const noSuchKey = (): ServiceError => new ServiceError('NoSuchKey', 'The specified key does not exist.')

/** An ETag may be sent with or without its quotes. */
export const matches = (wanted: string, {etag}: Pick<StoredObject, 'etag'>): boolean =>
  wanted === '*' || wanted.split(',').some((one) => one.trim().replaceAll('"', '') === etag.replaceAll('"', ''))

/** Seconds since 1970; a time that is no time is none. */
const seconds = (time: Date | number): number => Math.floor(Number(time) / 1000)

/**
 * How an object stands to the conditions of a read. An ETag that is asked for decides over a time, in both directions.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html ("Additional Considerations about Request
 *   Headers")
 */
export function judge(found: StoredObject, conditions: Conditions, now: number): 'holds' | 'failed' | 'not-modified' {
  const {IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince} = conditions
  const modified = seconds(found.modifiedAt)
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, found)) return 'failed'
  } else if (IfUnmodifiedSince !== undefined && modified > seconds(IfUnmodifiedSince)) return 'failed'
  if (IfNoneMatch !== undefined) return matches(IfNoneMatch, found) ? 'not-modified' : 'holds'
  // A time to come is no condition (RFC 9110, If-Modified-Since).
  const since = IfModifiedSince === undefined ? undefined : seconds(IfModifiedSince)
  return since !== undefined && since <= seconds(now) && modified <= since ? 'not-modified' : 'holds'
}

/** @throws ServiceError PreconditionFailed (412), NotModified (304). */
export function requireConditions(found: StoredObject, conditions: Conditions, now: number): void {
  const verdict = judge(found, conditions, now)
  if (verdict === 'failed') throw preconditionFailed()
  if (verdict === 'not-modified') throw new ServiceError('NotModified', 'Not Modified', {status: 304})
}

/**
 * The conditions of a write: `If-None-Match: *` where nothing may be there, `If-Match` where something must be.
 *
 * @throws ServiceError PreconditionFailed, NoSuchKey, and NotImplemented for another If-None-Match, as S3 does.
 */
export function requireWritable(
  found: StoredObject | undefined,
  {IfMatch, IfNoneMatch}: Pick<Conditions, 'IfMatch' | 'IfNoneMatch'>,
): void {
  if (IfNoneMatch !== undefined && IfNoneMatch !== '*') {
    const message = 'A header you provided implies functionality that is not implemented'
    throw new ServiceError('NotImplemented', message, {status: 501})
  }
  if (IfNoneMatch === '*' && found !== undefined) throw preconditionFailed()
  if (IfMatch === undefined) return
  if (found === undefined) throw noSuchKey()
  if (!matches(IfMatch, found)) throw preconditionFailed()
}
