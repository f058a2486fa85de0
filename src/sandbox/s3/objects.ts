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
import {authorize} from '../auth/authorize.js'
import {ServiceError} from '../errors.js'
import type {Call, Operation} from '../service.js'
import {bytesOf} from '../wire/rest.js'
import {streamOf} from '../wire/rest-reply.js'
import {bucketArn, objectArn, requireBucket} from './access.js'
import {contentOf, findSpan, keep, settingsOf} from './content.js'
import {objects, type StoredObject} from './tables.js'
import {tagsOf} from './tags.js'

interface Conditions {
  readonly IfMatch?: string | undefined
  readonly IfNoneMatch?: string | undefined
}

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
    const {Key: key = '', IfMatch, IfNoneMatch} = input
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
    const {content, ...kept} = keep(bytesOf(input.Body), call)
    const own = {settings: settingsOf(input), tags: tagsOf(input, call)}
    const object = {bucket: name, key, content: [content], ...kept, ...own, modifiedAt: call.now}
    objects.put(call.tx, [name, key], object)
    return {ETag: kept.etag}
  },
}

/** Who may not list is not told that something is missing. */
function requireObject(input: Named & Conditions, call: Call): StoredObject {
  requireBucket(input, call)
  const found = find(input, call)
  if (found === undefined) {
    authorize(call, {action: 's3:ListBucket', resource: bucketArn(input)})
    throw noSuchKey()
  }
  if (input.IfMatch !== undefined && !matches(input.IfMatch, found)) throw preconditionFailed()
  if (input.IfNoneMatch !== undefined && matches(input.IfNoneMatch, found))
    throw new ServiceError('NotModified', 'Not Modified', {status: 304})
  return found
}

/** S3's times have whole seconds. */
const describe = ({etag, size, settings, tags = {}, modifiedAt}: StoredObject) => ({
  ...settings,
  ...(Object.keys(tags).length === 0 ? {} : {TagCount: Object.keys(tags).length}),
  ETag: etag,
  ContentLength: size,
  ContentType: settings.ContentType ?? 'binary/octet-stream',
  LastModified: new Date(modifiedAt),
  AcceptRanges: 'bytes',
  Metadata: {...settings.Metadata},
})

/** A link may say how its object is to be shown. */
const shownAs = (input: GetObjectCommandInput) => ({
  ...(input.ResponseContentType === undefined ? {} : {ContentType: input.ResponseContentType}),
  ...(input.ResponseContentDisposition === undefined ? {} : {ContentDisposition: input.ResponseContentDisposition}),
  ...(input.ResponseCacheControl === undefined ? {} : {CacheControl: input.ResponseCacheControl}),
})

const GetObject: Operation<GetObjectCommandInput, Omit<GetObjectCommandOutput, '$metadata'>> = {
  resource: objectArn,
  run(input, call) {
    const found = requireObject(input, call)
    const bytes = contentOf(found, call)
    const span = findSpan(input.Range, found.size)
    const whole = {...describe(found), ...shownAs(input)}
    if (span === undefined) return {...whole, Body: streamOf(bytes)}
    const {start, end} = span
    return {
      ...whole,
      ContentLength: end - start + 1,
      ContentRange: `bytes ${start}-${end}/${found.size}`,
      Body: streamOf(bytes.subarray(start, end + 1)),
    }
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
