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
import {authorize} from '../../auth/authorize.js'
import type {Call, Operation} from '../../core/service.js'
import {bytesOf} from '../../wire/rest.js'
import {streamOf} from '../../wire/rest-reply.js'
import {bucketArn, objectArn, requireBucket} from './access.js'
import {noSuchKey, requireConditions, requireWritable, type Conditions} from './conditions.js'
import {contentOf, findPart, findSpan, keep, settingsOf} from './content.js'
import {findVersion, permissionFor, putVersion, remove, toldOf, type Named} from './history.js'
import {requireUploadable} from './limits.js'
import type {Bucket, StoredObject} from './tables.js'
import {tagsOf} from './tags.js'

/** What a write meets. */
const findNewest = ({Bucket, Key}: Named, call: Call): StoredObject | undefined => findVersion({Bucket, Key}, call)

/** Compare and set in one step: nobody else's call comes between looking and writing. */
const PutObject: Operation<PutObjectCommandInput, PutObjectOutput> = {
  resource: objectArn,
  run(input, call) {
    const bucket = requireBucket(input, call)
    requireUploadable(bucket, input, call)
    const {Key: key = '', IfMatch} = input
    if (IfMatch !== undefined) authorize(call, {action: 's3:GetObject', resource: objectArn(input)})
    requireWritable(findNewest(input, call), input)
    const {content, ...kept} = keep(bytesOf(input.Body), call)
    const own = {settings: settingsOf(input), tags: tagsOf(input, call)}
    const object = {bucket: bucket.name, key, content: [content], ...kept, ...own, modifiedAt: call.now}
    return {ETag: kept.etag, ...putVersion(bucket, object, call)}
  },
}

/** Who may not list is not told that something is missing. */
function requireObject(input: Named & Conditions, call: Call): {bucket: Bucket; found: StoredObject} {
  const bucket = requireBucket(input, call)
  const found = findVersion(input, call)
  if (found === undefined) {
    authorize(call, {action: 's3:ListBucket', resource: bucketArn(input)})
    throw noSuchKey()
  }
  requireConditions(found, input, call.now)
  return {bucket, found}
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
const shownAs = (input: GetObjectCommandInput | HeadObjectCommandInput) => ({
  ...(input.ResponseContentType === undefined ? {} : {ContentType: input.ResponseContentType}),
  ...(input.ResponseContentDisposition === undefined ? {} : {ContentDisposition: input.ResponseContentDisposition}),
  ...(input.ResponseCacheControl === undefined ? {} : {CacheControl: input.ResponseCacheControl}),
})

const GetObject: Operation<GetObjectCommandInput, Omit<GetObjectCommandOutput, '$metadata'>> = {
  action: undefined,
  run(input, call) {
    authorize(call, permissionFor('GetObject', input))
    const {bucket, found} = requireObject(input, call)
    const bytes = contentOf(found, call)
    const {start, end, told} = partOf(found, input, call)
    return {
      ...describe(found),
      ...toldOf(bucket, found, call),
      ...shownAs(input),
      ...told,
      Body: streamOf(bytes.subarray(start, end + 1)),
    }
  },
}

/** Where the part that is asked for begins and ends, and what is said of it. */
function partOf(found: StoredObject, input: Pick<GetObjectCommandInput, 'Range' | 'PartNumber'>, call: Call) {
  const span = findSpan(input.Range, found.size) ?? findPart(found, input, call)
  if (span === undefined) return {start: 0, end: found.size, told: {}}
  const {start, end, ...rest} = span
  const ContentRange = `bytes ${start}-${end}/${found.size}`
  return {start, end, told: {...rest, ContentLength: end - start + 1, ContentRange}}
}

const HeadObject: Operation<HeadObjectCommandInput, HeadObjectOutput> = {
  action: undefined,
  run(input, call) {
    authorize(call, permissionFor('GetObject', input))
    const {bucket, found} = requireObject(input, call)
    return {...describe(found), ...toldOf(bucket, found, call), ...shownAs(input), ...partOf(found, input, call).told}
  },
}

/** What is gone already is fine, but not where a state of it is meant. */
const DeleteObject: Operation<DeleteObjectCommandInput, DeleteObjectOutput> = {
  action: undefined,
  run(input, call) {
    authorize(call, permissionFor('DeleteObject', input))
    const bucket = requireBucket(input, call)
    const {IfMatch} = input
    if (IfMatch !== undefined) {
      authorize(call, {action: 's3:GetObject', resource: objectArn(input)})
      requireWritable(findVersion(input, call), {IfMatch})
    }
    return remove(bucket, input, call)
  },
}

export const objectOperations = {DeleteObject, GetObject, HeadObject, PutObject}
