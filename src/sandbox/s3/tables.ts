import {table} from '../store/transaction.js'

export interface Bucket {
  readonly name: string
  readonly accountId: string
  readonly region: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

export interface StoredObject {
  readonly bucket: string
  readonly key: string
  /** Base64. */
  readonly content: string
  /** Bytes of the content. */
  readonly size: number
  /** MD5 of the content between quotes, as S3 makes it for what is uploaded in one piece. */
  readonly etag: string
  readonly contentType: string | undefined
  readonly metadata: Readonly<Record<string, string>>
  readonly modifiedAt: number
}

/** Key [name]: names are global. */
export const buckets = table<Bucket>('s3/buckets')

/** Key [bucket, key]. */
export const objects = table<StoredObject>('s3/objects')
