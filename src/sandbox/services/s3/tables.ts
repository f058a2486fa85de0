import {table} from '../../store/transaction.js'

export interface Bucket {
  readonly name: string
  readonly accountId: string
  readonly region: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

/** Headers that are kept with an object and sent with it. */
export interface ObjectSettings {
  readonly ContentType?: string | undefined
  readonly CacheControl?: string | undefined
  readonly ContentDisposition?: string | undefined
  readonly ContentEncoding?: string | undefined
  readonly ContentLanguage?: string | undefined
  readonly Metadata?: Readonly<Record<string, string>> | undefined
}

/** One part of an upload that is under way. */
export interface StoredPart {
  readonly number: number
  readonly content: string
  readonly size: number
  readonly etag: string
  readonly modifiedAt: number
}

/** An upload in parts that is under way. */
export interface Upload {
  readonly id: string
  readonly bucket: string
  readonly key: string
  readonly settings: ObjectSettings
  readonly tags?: Tags | undefined
  readonly startedAt: number
}

/** What browsers of other origins may do, as PutBucketCors took it. */
export type CorsRules = readonly Readonly<Record<string, unknown>>[]

/** By key. */
export type Tags = Readonly<Record<string, string>>

export interface StoredObject {
  readonly bucket: string
  readonly key: string
  /** Names of its bytes, one for each part that it was uploaded in. */
  readonly content: readonly string[]
  /** Bytes of the content. */
  readonly size: number
  /**
   * MD5 of the content between quotes, as S3 makes it for what is uploaded in one piece; of the parts' MD5s for others.
   */
  readonly etag: string
  readonly settings: ObjectSettings
  readonly tags?: Tags | undefined
  readonly modifiedAt: number
  /** Absent where the bucket kept no versions when it was made: its id is `null` then. */
  readonly versionId?: string | undefined
}

/** A version that is not the newest, or a mark of a deletion, which has no object. */
export interface OlderVersion {
  readonly bucket: string
  readonly key: string
  readonly id: string
  /** Counts up within a key. */
  readonly order: number
  readonly object?: StoredObject | undefined
  readonly modifiedAt: number
}

/** Key [name]: names are global. */
export const buckets = table<Bucket>('s3/buckets')

/** Key [bucket, key]. */
export const objects = table<StoredObject>('s3/objects')

/** Key [bucket, key, id]. */
export const olderVersions = table<OlderVersion>('s3/versions')

/** Key [bucket]. */
export const corsRules = table<CorsRules>('s3/cors')

/** Key [bucket]. */
export const bucketTags = table<Tags>('s3/bucket-tags')

/** Key [bucket, key, id]. */
export const uploads = table<Upload>('s3/uploads')

/** How an upload was completed. */
interface Completed {
  readonly Bucket: string
  readonly Key: string
  readonly ETag: string
  readonly Location: string
  readonly VersionId?: string
}

/** Key [bucket, key, id]. */
export const completed = table<Completed>('s3/completed')

/** Key [id of the upload, number]. */
export const uploadParts = table<StoredPart>('s3/parts')
