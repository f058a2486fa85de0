import {
  DeleteObjectCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import {absentWhen, isError} from '../../aws/calls/absent.js'
import {mayBeDone} from '../../aws/calls/call.js'
import {explain} from '../../aws/calls/refusals.js'
import {AccessError, AwsRefusedError, ConflictError} from '../../base/errors.js'

/** Where objects lie in S3. */
export interface S3Place {
  readonly bucket: string
  /** What every key begins with, slash and all; may be empty. */
  readonly prefix: string
  /** The account that the bucket must belong to: names are global, and a bucket that is gone may be made by anybody. */
  readonly owner: string
  /** Where the bucket would be made, for whoever has to. */
  readonly region: string
}

/** One version of an object. */
export interface Version {
  readonly bytes: Buffer
  readonly etag: string
}

/** Objects below a place in S3, by names relative to it. No write is without a condition. */
export interface Objects {
  urlOf(name: string): string
  load(name: string): Promise<Version | undefined>
  /** Writes over exactly this version, or (`undefined`) where nothing is. `undefined` when something else is there. */
  put(name: string, text: string, over: string | undefined): Promise<string | undefined>
  /** Deletes exactly this version; `false` when something else is there, `true` also when it is gone already. */
  remove(name: string, etag: string): Promise<boolean>
  /** Names of all objects below a folder (`environments/`), sorted. */
  list(folder: string): Promise<readonly string[]>
}

/**
 * The condition did not hold, or another change was under way; nothing was written (S3 User Guide, conditional writes:
 * 412, 409, and 404 for If-Match where nothing is).
 */
const MOVED = ['PreconditionFailed', 'ConditionalRequestConflict', 'OperationAborted', 'NoSuchKey']

/** Throws ConflictError `NO_BUCKET` where the bucket does not exist, and what AWS answers. */
export function openObjects(client: S3Client, place: S3Place): Objects {
  const {bucket: Bucket, prefix, owner: ExpectedBucketOwner} = place
  const at = (name: string) => ({Bucket, Key: `${prefix}${name}`, ExpectedBucketOwner})
  const inBucket = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      if (isError(error, 'NoSuchBucket')) throw noBucket(place, error)
      throw isError(error, 'AccessDenied') ? notAllowed(place, error) : error
    }
  }
  const load = (name: string): Promise<Version | undefined> =>
    inBucket(() =>
      absentWhen('NoSuchKey', async () => {
        const {Body, ETag} = await client.send(new GetObjectCommand(at(name)))
        if (ETag === undefined) throw notAnObject(`s3://${Bucket}/${prefix}${name}`)
        return {bytes: Buffer.from((await Body?.transformToByteArray()) ?? []), etag: ETag}
      }),
    )
  return {
    urlOf: (name) => `s3://${Bucket}/${prefix}${name}`,
    load,
    put: (name, text, over) =>
      inBucket(async () => {
        const condition = over === undefined ? {IfNoneMatch: '*'} : {IfMatch: over}
        const input = {...at(name), ...condition, Body: text, ContentType: 'application/json'}
        try {
          return (await client.send(new PutObjectCommand(input))).ETag ?? ''
        } catch (error) {
          if (!isError(error, ...MOVED)) throw error
          // The reply to our own first attempt was lost: then what moved it was this text.
          const found = mayBeDone(error) ? await load(name) : undefined
          return found?.bytes.toString('utf8') === text ? found.etag : undefined
        }
      }),
    remove: (name, etag) =>
      inBucket(async () => {
        try {
          await client.send(new DeleteObjectCommand({...at(name), IfMatch: etag}))
          return true
        } catch (error) {
          if (!isError(error, ...MOVED)) throw error
          return error.name === 'NoSuchKey'
        }
      }),
    list: (folder) =>
      inBucket(async () => {
        const found: string[] = []
        const input = {Bucket, Prefix: `${prefix}${folder}`, ExpectedBucketOwner}
        for await (const {Contents = []} of paginateListObjectsV2({client}, input)) {
          found.push(...Contents.map(({Key = ''}) => Key.slice(prefix.length)))
        }
        return found.sort()
      }),
  }
}

function noBucket({bucket, region}: S3Place, cause: Error): ConflictError {
  const place = region === 'us-east-1' ? '' : ` --create-bucket-configuration LocationConstraint=${region}`
  return new ConflictError(`there is no bucket ${bucket} to keep records in`, {
    code: 'NO_BUCKET',
    hint: `Make it in the management account: aws s3api create-bucket --bucket ${bucket} --region ${region}${place}`,
    details: {bucket, region},
    cause,
  })
}

/** S3 has the same words for a permission that is missing and for a bucket of another account than expected. */
function notAllowed({bucket, owner}: S3Place, cause: Error): unknown {
  const told = explain(cause)
  if (!(told instanceof AccessError)) return cause
  const {message, code, details} = told
  return new AccessError(message, {
    code,
    hint: `Does the bucket ${bucket} belong to account ${owner}? awsup keeps records in no other account's bucket: name one of your own under records in awsup.yaml. If it does: ${told.hint ?? ''}`,
    details: {...details, bucket, owner},
    cause,
  })
}

/** S3 names the version of every object. */
const notAnObject = (url: string): AwsRefusedError =>
  new AwsRefusedError(`the answer for ${url} is not from S3: it names no version (ETag)`, {
    code: 'NOT_AWS',
    hint: 'Check the proxy, and AWS_ENDPOINT_URL if it is set; then run the same command again.',
    details: {object: url},
  })
