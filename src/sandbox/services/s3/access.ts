import {ServiceError} from '../../core/errors.js'
import type {Call} from '../../core/service.js'
import {buckets, type Bucket} from './tables.js'

export const bucketArn = ({Bucket: name = ''}: {Bucket?: string | undefined}): string => `arn:aws:s3:::${name}`

export const objectArn = ({Bucket: name = '', Key = ''}: {Bucket?: string | undefined; Key?: string | undefined}) =>
  `arn:aws:s3:::${name}/${Key}`

/** The canonical user id of an account. */
export const ownerOf = ({accountId}: Pick<Call, 'accountId'>): string => accountId.padStart(64, '0')

interface Named {
  readonly Bucket?: string | undefined
  readonly ExpectedBucketOwner?: string | undefined
}

/**
 * The bucket that is named, if it is the caller's: without bucket policies, no other account gets in.
 *
 * @throws ServiceError NoSuchBucket, AccessDenied.
 */
export function requireBucket({Bucket: name = '', ExpectedBucketOwner: owner}: Named, call: Call): Bucket {
  const found = buckets.get(call.tx, [name])
  if (found === undefined) throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', {status: 404})
  if (found.accountId !== call.accountId || (owner !== undefined && owner !== found.accountId))
    throw new ServiceError('AccessDenied', 'Access Denied', {status: 403})
  return found
}
