import type {
  BucketVersioningStatus,
  LifecycleRule,
  ObjectOwnership,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionRule,
  TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3'
import type {Call} from '../../../core/service.js'
import {table} from '../../../store/transaction.js'
import type {Bucket} from '../tables.js'

/** What is set on a bucket; `null` where it was taken away, absent where nobody set it. */
export interface BucketSettings {
  readonly publicAccess?: PublicAccessBlockConfiguration | null
  readonly ownership?: ObjectOwnership | null
  readonly encryption?: ServerSideEncryptionRule | null
  readonly versioning?: BucketVersioningStatus | null
  readonly lifecycle?: readonly LifecycleRule[] | null
  /** What is smaller moves to no other storage class: `all_storage_classes_128K` unless it is set. */
  readonly smallestMoved?: TransitionDefaultMinimumObjectSize | null
  /** JSON text, as it was put. */
  readonly policy?: string | null
}

/**
 * How a bucket is that was only made: public access blocked and ACLs off (both since April 2023), encrypted with keys of
 * S3 itself (since January 2023). User guide, "Default settings for new S3 buckets FAQ".
 */
const MADE: BucketSettings = {
  publicAccess: {BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true},
  ownership: 'BucketOwnerEnforced',
  encryption: {ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'AES256'}, BucketKeyEnabled: false},
}

/** Key [bucket]. */
const settings = table<BucketSettings>('s3/bucket-settings')

/** `undefined` where the bucket has none. */
export function readSetting<K extends keyof BucketSettings>(
  {name}: Bucket,
  setting: K,
  {tx}: Call,
): NonNullable<BucketSettings[K]> | undefined {
  const value = {...MADE, ...settings.get(tx, [name])}[setting]
  return value ?? undefined
}

export function writeSetting({name}: Pick<Bucket, 'name'>, changes: BucketSettings, {tx}: Call): void {
  settings.put(tx, [name], {...settings.get(tx, [name]), ...changes})
}

/** Takes a setting away, its default too. */
export function resetSetting(bucket: Bucket, setting: keyof BucketSettings, call: Call): void {
  writeSetting(bucket, {[setting]: null}, call)
}

/** What goes with a bucket. */
export const dropSettings = ({name}: Bucket, {tx}: Call): void => {
  settings.delete(tx, [name])
}
