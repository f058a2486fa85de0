import type {
  CopyObjectCommandInput,
  CopyObjectOutput,
  DeleteObjectsCommandInput,
  DeleteObjectsOutput,
} from '@aws-sdk/client-s3'
import {authorize} from '../../auth/authorize.js'
import {ServiceError} from '../../core/errors.js'
import type {Call, Operation} from '../../core/service.js'
import {objectArn, requireBucket} from './access.js'
import {settingsOf} from './content.js'
import {judge, preconditionFailed, requireWritable} from './conditions.js'
import {findVersion, permissionFor, putVersion, remove, requireVersion, toldOf, type Named} from './history.js'
import {requireDeletable, requireUploadable} from './limits.js'
import type {StoredObject} from './tables.js'
import {tagsOf} from './tags.js'

/**
 * `bucket/key` or `/bucket/key`, percent-encoded; `?versionId=` after it names a version.
 *
 * @throws ServiceError InvalidArgument
 */
function readSource(source: string): Named {
  const [path = '', query = ''] = source.split('?', 2)
  const [, Bucket, Key] = /^\/?([^/]+)\/(.+)/s.exec(decode(path)) ?? []
  if (Bucket === undefined || Key === undefined) throw badSource()
  return {Bucket, Key, VersionId: new URLSearchParams(query).get('versionId') ?? undefined}
}

const badSource = (): ServiceError =>
  new ServiceError('InvalidArgument', 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey')

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) throw badSource()
    throw error
  }
}

const CopyObject: Operation<CopyObjectCommandInput, CopyObjectOutput> = {
  action: 's3:PutObject',
  resource: objectArn,
  run(input, call) {
    const bucket = requireBucket(input, call)
    requireUploadable(bucket, input, call)
    const source = readSource(input.CopySource ?? '')
    authorize(call, permissionFor('GetObject', source))
    const from = requireBucket(source, call)
    const found = requireVersion(source, call)
    requireSource(found, input, call)
    requireChange(input, source)
    requireWritable(findVersion({Bucket: bucket.name, Key: input.Key}, call), input)
    const {Key: key = '', MetadataDirective: metadata = 'COPY', TaggingDirective: tagging = 'COPY'} = input
    const own = {
      settings: metadata === 'REPLACE' ? settingsOf(input) : found.settings,
      tags: tagging === 'REPLACE' ? tagsOf(input, call) : found.tags,
    }
    const made = putVersion(bucket, {...found, bucket: bucket.name, key, ...own, modifiedAt: call.now}, call)
    const {VersionId: CopySourceVersionId} = toldOf(from, found, call)
    return {CopyObjectResult: {ETag: found.etag, LastModified: new Date(call.now)}, ...made, CopySourceVersionId}
  },
}

/** @throws ServiceError PreconditionFailed for any condition that does not hold: a copy is never "not modified". */
function requireSource(found: StoredObject, input: CopyObjectCommandInput, {now}: Call): void {
  const conditions = {
    IfMatch: input.CopySourceIfMatch,
    IfNoneMatch: input.CopySourceIfNoneMatch,
    IfModifiedSince: input.CopySourceIfModifiedSince,
    IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  }
  if (judge(found, conditions, now) !== 'holds') throw preconditionFailed()
}

/** @throws ServiceError InvalidRequest for a copy of an object onto itself that changes nothing. */
function requireChange(input: CopyObjectCommandInput, source: Named): void {
  if (source.VersionId !== undefined) return
  if (source.Bucket !== input.Bucket || source.Key !== input.Key || input.MetadataDirective === 'REPLACE') return
  if (input.StorageClass ?? input.WebsiteRedirectLocation ?? input.ServerSideEncryption) return
  throw new ServiceError(
    'InvalidRequest',
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  )
}

/** Each key is asked for on its own: those that may not be deleted are named in the reply, and stay. */
const DeleteObjects: Operation<DeleteObjectsCommandInput, DeleteObjectsOutput> = {
  action: undefined,
  run(input, call) {
    const bucket = requireBucket(input, call)
    const {name} = bucket
    const {Objects: wanted = [], Quiet: quiet = false} = input.Delete ?? {}
    requireDeletable(wanted)
    const outcomes = wanted.map(({Key = '', VersionId, ETag}) => {
      const named = {Bucket: name, Key, VersionId}
      try {
        authorize(call, permissionFor('DeleteObject', named))
        if (ETag !== undefined) requireWritable(findVersion(named, call), {IfMatch: ETag})
        const {DeleteMarker, VersionId: removed} = remove(bucket, named, call)
        return {Key, VersionId, DeleteMarker, DeleteMarkerVersionId: DeleteMarker && removed}
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error
        return {Key, VersionId, Code: error.name, Message: error.message}
      }
    })
    return {
      Deleted: quiet ? [] : outcomes.filter((outcome) => !('Code' in outcome)),
      Errors: outcomes.filter((outcome) => 'Code' in outcome),
    }
  },
}

export const copyOperations = {CopyObject, DeleteObjects}
