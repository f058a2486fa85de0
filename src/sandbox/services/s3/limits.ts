import {authorize} from '../../auth/authorize.js'
import {ServiceError} from '../../core/errors.js'
import type {Call} from '../../core/service.js'
import {objectArn} from './access.js'
import {readSetting} from './bucket/stored.js'
import type {Bucket} from './tables.js'

/** Bytes that a key may have, and an object's own metadata (user guide, "Naming Amazon S3 objects", "Working with object metadata"). */
const LONGEST_KEY = 1024
const LARGEST_METADATA = 2 * 1024
/** Items of one page, and keys of one DeleteObjects (API reference). */
const MOST_KEYS = 1000

interface Upload {
  readonly Bucket?: string | undefined
  readonly Key?: string | undefined
  readonly Metadata?: Readonly<Record<string, string>> | undefined
  readonly ACL?: string | undefined
  readonly GrantFullControl?: string | undefined
  readonly GrantRead?: string | undefined
  readonly GrantReadACP?: string | undefined
  readonly GrantWriteACP?: string | undefined
}

/** @throws ServiceError KeyTooLongError, MetadataTooLarge, AccessDenied, AccessControlListNotSupported */
export function requireUploadable(bucket: Bucket, input: Upload, call: Call): void {
  if (Buffer.byteLength(input.Key ?? '') > LONGEST_KEY)
    throw new ServiceError('KeyTooLongError', 'Your key is too long')
  if (
    Buffer.byteLength(
      Object.entries(input.Metadata ?? {})
        .flat()
        .join(''),
    ) > LARGEST_METADATA
  )
    throw new ServiceError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size')
  requireNoAcl(bucket, input, call)
}

/**
 * An access control list asks for a permission of its own, and a bucket that owns all of its objects takes none but the
 * one that says so.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
function requireNoAcl(bucket: Bucket, input: Upload, call: Call): void {
  const grants = [input.GrantFullControl, input.GrantRead, input.GrantReadACP, input.GrantWriteACP]
  const grantsAny = grants.some((grant) => grant !== undefined)
  if (input.ACL === undefined && !grantsAny) return
  const conditions = input.ACL === undefined ? {} : {'s3:x-amz-acl': [input.ACL]}
  authorize(call, {action: 's3:PutObjectAcl', resource: objectArn(input), conditions})
  const isOwned = readSetting(bucket, 'ownership', call) === 'BucketOwnerEnforced'
  if (isOwned && (grantsAny || input.ACL !== 'bucket-owner-full-control'))
    throw new ServiceError('AccessControlListNotSupported', 'The bucket does not allow ACLs')
}

/** How many items a page may have: what is asked for, a thousand at most. @throws ServiceError InvalidArgument */
export function pageLimit({MaxKeys: asked = MOST_KEYS}: {readonly MaxKeys?: number | undefined}): number {
  if (asked < 0)
    throw new ServiceError('InvalidArgument', 'Argument max-keys must be an integer between 0 and 2147483647')
  return Math.min(asked, MOST_KEYS)
}

/** @throws ServiceError MalformedXML for no key, or for more than a thousand. */
export function requireDeletable(keys: readonly unknown[]): void {
  if (keys.length > 0 && keys.length <= MOST_KEYS) return
  throw new ServiceError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  )
}
