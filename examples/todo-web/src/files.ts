import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import {getSignedUrl} from '@aws-sdk/s3-request-presigner'
import type {Config} from './config'
import {credentials} from './session'

export interface StoredFile {
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly changedAt: Date | undefined
}

/** One user's files, straight in S3, in the folder that bears the user's identity id. */
export interface Files {
  list(): Promise<StoredFile[]>
  upload(file: File): Promise<void>
  /** A link that opens the file in the browser, for five minutes. */
  link(file: StoredFile): Promise<string>
  remove(file: StoredFile): Promise<void>
}

export function openFiles({region, endpoint, buckets}: Config, owner: string): Files {
  const Bucket = buckets.files.name
  const client = new S3Client({region, endpoint, credentials})
  const folder = `private/${owner}/`
  return {
    async list() {
      const {Contents = []} = await client.send(new ListObjectsV2Command({Bucket, Prefix: folder}))
      return Contents.map(({Key = '', Size = 0, LastModified}) => ({
        name: Key.slice(folder.length),
        size: Size,
        changedAt: LastModified,
      }))
    },
    async upload(file) {
      const Body = new Uint8Array(await file.arrayBuffer())
      await client.send(new PutObjectCommand({Bucket, Key: folder + file.name, Body, ContentType: file.type}))
    },
    link: ({name}) => getSignedUrl(client, new GetObjectCommand({Bucket, Key: folder + name}), {expiresIn: 300}),
    async remove({name}) {
      await client.send(new DeleteObjectCommand({Bucket, Key: folder + name}))
    },
  }
}
