import type {
  AbortMultipartUploadCommandInput,
  CompleteMultipartUploadCommandInput,
  CompleteMultipartUploadOutput,
  CreateMultipartUploadCommandInput,
  CreateMultipartUploadOutput,
  ListPartsCommandInput,
  ListPartsOutput,
  UploadPartCommandInput,
  UploadPartOutput,
} from '@aws-sdk/client-s3'
import {randomBytes} from 'node:crypto'
import {ServiceError} from '../../core/errors.js'
import type {Call, Operation} from '../../core/service.js'
import {bytesOf} from '../../wire/rest.js'
import {objectArn, requireBucket} from './access.js'
import {requireWritable} from './conditions.js'
import {keep, md5, settingsOf} from './content.js'
import {tagsOf} from './tags.js'
import {findVersion, putVersion} from './history.js'
import {requireUploadable} from './limits.js'
import {completed, uploadParts, uploads, type StoredPart, type Upload} from './tables.js'

/**
 * All parts but the last have at least so many bytes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
 */
const SMALLEST_PART = 5 * 1024 * 1024

interface Named {
  readonly Bucket: string | undefined
  readonly Key: string | undefined
  readonly UploadId: string | undefined
}

function requireUpload(input: Named, call: Call): Upload {
  const {name} = requireBucket(input, call)
  const found = uploads.get(call.tx, [name, input.Key ?? '', input.UploadId ?? ''])
  if (found === undefined) throw new ServiceError('NoSuchUpload', 'The specified upload does not exist.', {status: 404})
  return found
}

const CreateMultipartUpload: Operation<CreateMultipartUploadCommandInput, CreateMultipartUploadOutput> = {
  action: 's3:PutObject',
  resource: objectArn,
  run(input, call) {
    const there = requireBucket(input, call)
    requireUploadable(there, input, call)
    const {name: bucket} = there
    const {Key: key = ''} = input
    const id = randomBytes(24).toString('base64url')
    uploads.put(call.tx, [bucket, key, id], {
      ...{id, bucket, key, settings: settingsOf(input), tags: tagsOf(input, call)},
      startedAt: call.now,
    })
    return {Bucket: bucket, Key: key, UploadId: id}
  },
}

/** A part that is sent again takes the place of the one before. */
const UploadPart: Operation<UploadPartCommandInput, UploadPartOutput> = {
  action: 's3:PutObject',
  resource: objectArn,
  run(input, call) {
    const {id} = requireUpload(input, call)
    const {PartNumber: number = 0} = input
    if (number < 1 || number > 10_000)
      throw new ServiceError('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive')
    const part = {number, ...keep(bytesOf(input.Body), call), modifiedAt: call.now}
    uploadParts.put(call.tx, [id, `${number}`], part)
    return {ETag: part.etag}
  },
}

const partsOf = ({id}: Upload, {tx}: Call): readonly StoredPart[] =>
  uploadParts.list(tx, [id]).toSorted((a, b) => a.number - b.number)

function forget(upload: Upload, call: Call): void {
  for (const {number} of partsOf(upload, call)) uploadParts.delete(call.tx, [upload.id, `${number}`])
  uploads.delete(call.tx, [upload.bucket, upload.key, upload.id])
}

const CompleteMultipartUpload: Operation<CompleteMultipartUploadCommandInput, CompleteMultipartUploadOutput> = {
  action: 's3:PutObject',
  resource: objectArn,
  run(input, call) {
    const done = completed.get(call.tx, [input.Bucket ?? '', input.Key ?? '', input.UploadId ?? ''])
    // A completion that is sent again, because its reply was lost, is answered as before.
    if (done) return done
    const upload = requireUpload(input, call)
    const parts = requireParts(input, partsOf(upload, call))
    const {bucket, key, settings, tags} = upload
    requireWritable(findVersion({Bucket: bucket, Key: key}, call), input)
    const sums = Buffer.concat(parts.map(({etag}) => Buffer.from(etag.replaceAll('"', ''), 'hex')))
    const etag = `"${md5(sums).toString('hex')}-${parts.length}"`
    const size = parts.reduce((sum, part) => sum + part.size, 0)
    const content = parts.map((part) => part.content)
    const object = {bucket, key, content, size, etag, settings, tags, modifiedAt: call.now}
    const made = putVersion(requireBucket(input, call), object, call)
    forget(upload, call)
    const answer = {Bucket: bucket, Key: key, ETag: etag, Location: `/${bucket}/${key}`, ...made}
    completed.put(call.tx, [bucket, key, upload.id], answer)
    return answer
  },
}

/** The parts that a completion names, in order. @throws ServiceError InvalidPart, InvalidPartOrder, EntityTooSmall. */
function requireParts(
  {MultipartUpload}: CompleteMultipartUploadCommandInput,
  known: readonly StoredPart[],
): StoredPart[] {
  const named = MultipartUpload?.Parts ?? []
  const parts = named.map(({PartNumber, ETag}) => {
    const found = known.find(({number}) => number === PartNumber)
    if (found?.etag.replaceAll('"', '') !== ETag?.replaceAll('"', '') || found === undefined)
      throw new ServiceError('InvalidPart', 'One or more of the specified parts could not be found.')
    return found
  })
  if (parts.length === 0) throw new ServiceError('MalformedXML', 'You must specify at least one part')
  if (parts.some(({number}, index) => number <= (parts[index - 1]?.number ?? 0)))
    throw new ServiceError('InvalidPartOrder', 'The list of parts was not in ascending order.')
  if (parts.slice(0, -1).some(({size}) => size < SMALLEST_PART))
    throw new ServiceError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size')
  return parts
}

const AbortMultipartUpload: Operation<AbortMultipartUploadCommandInput, object> = {
  resource: objectArn,
  run(input, call) {
    forget(requireUpload(input, call), call)
    return {}
  },
}

const ListParts: Operation<ListPartsCommandInput, ListPartsOutput> = {
  action: 's3:ListMultipartUploadParts',
  resource: objectArn,
  run(input, call) {
    const upload = requireUpload(input, call)
    const {MaxParts = 1000, PartNumberMarker = '0'} = input
    const after = partsOf(upload, call).filter(({number}) => number > Number(PartNumberMarker))
    const shown = after.slice(0, Math.min(MaxParts, call.settings.pageSize))
    const parts = shown.map(({number, etag, size, modifiedAt}) => ({
      PartNumber: number,
      ETag: etag,
      Size: size,
      LastModified: new Date(modifiedAt),
    }))
    return {
      Bucket: upload.bucket,
      Key: upload.key,
      UploadId: upload.id,
      PartNumberMarker,
      NextPartNumberMarker: String(shown.at(-1)?.number ?? 0),
      MaxParts,
      IsTruncated: shown.length < after.length,
      Parts: parts,
    }
  },
}

export const multipartOperations = {
  AbortMultipartUpload,
  CompleteMultipartUpload,
  CreateMultipartUpload,
  ListParts,
  UploadPart,
}
