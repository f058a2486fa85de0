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
import {judge, noSuchKey, preconditionFailed, requireWritable} from './conditions.js'
import {objects, type StoredObject} from './tables.js'
import {tagsOf} from './tags.js'

/** `bucket/key` or `/bucket/key`, percent-encoded. */
function readSource(source: string): {Bucket: string; Key: string} {
  const [, Bucket = '', Key = ''] = /^\/?([^/]+)\/([^?]+)/s.exec(decodeURIComponent(source)) ?? []
  return {Bucket, Key}
}

const CopyObject: Operation<CopyObjectCommandInput, CopyObjectOutput> = {
  action: 's3:PutObject',
  resource: objectArn,
  run(input, call) {
    const {name} = requireBucket(input, call)
    const source = readSource(input.CopySource ?? '')
    authorize(call, {action: 's3:GetObject', resource: objectArn(source)})
    requireBucket(source, call)
    const found = objects.get(call.tx, [source.Bucket, source.Key])
    if (found === undefined) throw noSuchKey()
    requireSource(found, input, call)
    requireChange(input, source)
    requireWritable(objects.get(call.tx, [name, input.Key ?? '']), input)
    const {Key: key = '', MetadataDirective: metadata = 'COPY', TaggingDirective: tagging = 'COPY'} = input
    const own = {
      settings: metadata === 'REPLACE' ? settingsOf(input) : found.settings,
      tags: tagging === 'REPLACE' ? tagsOf(input, call) : found.tags,
    }
    objects.put(call.tx, [name, key], {...found, bucket: name, key, ...own, modifiedAt: call.now})
    return {CopyObjectResult: {ETag: found.etag, LastModified: new Date(call.now)}}
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
function requireChange(input: CopyObjectCommandInput, source: {readonly Bucket: string; readonly Key: string}): void {
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
    const {name} = requireBucket(input, call)
    const {Objects: wanted = [], Quiet: quiet = false} = input.Delete ?? {}
    const outcomes = wanted.map(({Key = '', ETag}) => {
      try {
        authorize(call, {action: 's3:DeleteObject', resource: objectArn({Bucket: name, Key})})
        requireWritable(objects.get(call.tx, [name, Key]), {IfMatch: ETag})
        objects.delete(call.tx, [name, Key])
        return {Key}
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error
        return {Key, Code: error.name, Message: error.message}
      }
    })
    return {
      Deleted: quiet ? [] : outcomes.filter((outcome) => !('Code' in outcome)),
      Errors: outcomes.filter((outcome) => 'Code' in outcome),
    }
  },
}

export const copyOperations = {CopyObject, DeleteObjects}
