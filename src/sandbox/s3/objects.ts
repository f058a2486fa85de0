import type {
  DeleteObjectCommandInput,
  DeleteObjectOutput,
  GetObjectCommandInput,
  GetObjectCommandOutput,
  HeadObjectCommandInput,
  HeadObjectOutput,
  PutObjectCommandInput,
  PutObjectOutput,
} from '@aws-sdk/client-s3'
import {createHash} from 'node:crypto'
import {authorize} from '../auth/authorize.js'
import {ServiceError} from '../errors.js'
import type {Call, Operation} from '../service.js'
import {bytesOf} from '../wire/rest.js'
import {streamOf} from '../wire/rest-reply.js'
import {bucketArn, objectArn, requireBucket} from './access.js'
import {objects, type StoredObject} from './tables.js'

/** What the sandbox takes at most, bytes: it remembers, it does not store. */
const LARGEST = 1024 * 1024

interface Named {
  readonly Bucket: string | undefined
  readonly Key: string | undefined
  readonly ExpectedBucketOwner?: string | undefined
}

const find = ({Bucket = '', Key = ''}: Named, {tx}: Call): StoredObject | undefined => objects.get(tx, [Bucket, Key])

const noSuchKey = (): ServiceError => new ServiceError('NoSuchKey', 'The specified key does not exist.')

const preconditionFailed = (): ServiceError =>
  new ServiceError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {status: 412})

/** An ETag may be sent with or without its quotes. */
const matches = (wanted: string, {etag}: StoredObject): boolean =>
  wanted === '*' || wanted.replaceAll('"', '') === etag.replaceAll('"', '')

/** Compare and set in one step: nobody else's call comes between looking and writing. */
const PutObject: Operation<PutObjectCommandInput, PutObjectOutput> = {
  resource: objectArn,
  run(input, call) {
    const {name} = requireBucket(input, call)
    const {Key: key = '', IfMatch, IfNoneMatch, ContentType: contentType, Metadata: metadata = {}} = input
    const there = find(input, call)
    if (IfNoneMatch !== undefined && IfNoneMatch !== '*')
      throw new ServiceError('NotImplemented', 'A header you provided implies functionality that is not implemented', {
        status: 501,
      })
    if (IfNoneMatch === '*' && there !== undefined) throw preconditionFailed()
    if (IfMatch !== undefined) {
      authorize(call, {action: 's3:GetObject', resource: objectArn(input)})
      if (there === undefined) throw noSuchKey()
      if (!matches(IfMatch, there)) throw preconditionFailed()
    }
    const bytes = bytesOf(input.Body)
    if (bytes.length > LARGEST)
      throw new ServiceError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {status: 400})
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`
    const content = bytes.toString('base64')
    const object = {bucket: name, key, content, size: bytes.length, etag, contentType, metadata, modifiedAt: call.now}
    objects.put(call.tx, [name, key], object)
    return {ETag: etag}
  },
}

/** Who may not list is not told that something is missing. */
function requireObject(input: Named & {IfMatch?: string | undefined}, call: Call): StoredObject {
  requireBucket(input, call)
  const found = find(input, call)
  if (found === undefined) {
    authorize(call, {action: 's3:ListBucket', resource: bucketArn(input)})
    throw noSuchKey()
  }
  if (input.IfMatch !== undefined && !matches(input.IfMatch, found)) throw preconditionFailed()
  return found
}

/** S3's times have whole seconds. */
const describe = ({etag, size, contentType, metadata, modifiedAt}: StoredObject) => ({
  ETag: etag,
  ContentLength: size,
  ContentType: contentType ?? 'binary/octet-stream',
  LastModified: new Date(modifiedAt),
  AcceptRanges: 'bytes',
  Metadata: {...metadata},
})

const GetObject: Operation<GetObjectCommandInput, Omit<GetObjectCommandOutput, '$metadata'>> = {
  resource: objectArn,
  run(input, call) {
    const found = requireObject(input, call)
    return {...describe(found), Body: streamOf(Buffer.from(found.content, 'base64'))}
  },
}

const HeadObject: Operation<HeadObjectCommandInput, HeadObjectOutput> = {
  action: 's3:GetObject',
  resource: objectArn,
  run: (input, call) => describe(requireObject(input, call)),
}

/** What is gone already is fine, but not where a version of it is meant. */
const DeleteObject: Operation<DeleteObjectCommandInput, DeleteObjectOutput> = {
  resource: objectArn,
  run(input, call) {
    const {name} = requireBucket(input, call)
    const {Key: key = '', IfMatch} = input
    const there = find(input, call)
    if (IfMatch !== undefined) {
      authorize(call, {action: 's3:GetObject', resource: objectArn(input)})
      if (there === undefined) throw noSuchKey()
      if (!matches(IfMatch, there)) throw preconditionFailed()
    }
    objects.delete(call.tx, [name, key])
    return {}
  },
}

export const objectOperations = {DeleteObject, GetObject, HeadObject, PutObject}
