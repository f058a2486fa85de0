import type {
  DeleteBucketTaggingCommandInput,
  DeleteObjectTaggingCommandInput,
  GetBucketTaggingCommandInput,
  GetBucketTaggingOutput,
  GetObjectTaggingCommandInput,
  GetObjectTaggingOutput,
  PutBucketTaggingCommandInput,
  PutObjectTaggingCommandInput,
  Tag,
} from '@aws-sdk/client-s3'
import {authorize} from '../../auth/authorize.js'
import {ServiceError} from '../../core/errors.js'
import type {Call, Operation} from '../../core/service.js'
import {bucketArn, objectArn, requireBucket} from './access.js'
import {changeVersion, permissionFor, requireVersion, toldOf, type Named} from './history.js'
import {bucketTags, type Tags} from './tables.js'

/** Tags that there may be: user guide, "Categorizing your storage using tags", and cost allocation tags of a bucket. */
const MOST = {object: 10, bucket: 50}

/** @throws ServiceError InvalidTag, BadRequest for too many */
export function checkedTags(tags: readonly Tag[], of: keyof typeof MOST): Tags {
  const keys = tags.map(({Key = ''}) => Key)
  if (new Set(keys).size < keys.length)
    throw new ServiceError('InvalidTag', 'Cannot provide multiple Tags with the same key')
  const wrong = tags.find(({Key = '', Value = ''}) => Key === '' || Key.length > 128 || Value.length > 256)
  if (wrong !== undefined) throw new ServiceError('InvalidTag', 'The TagKey or TagValue you have provided is invalid')
  if (keys.some((key) => key.startsWith('aws:')))
    throw new ServiceError('InvalidTag', 'System tags cannot be added/updated by requester')
  if (keys.length > MOST[of])
    throw new ServiceError(
      'BadRequest',
      `${of === 'object' ? 'Object' : 'Bucket'} tags cannot be greater than ${MOST[of]}`,
    )
  return Object.fromEntries(tags.map(({Key = '', Value = ''}) => [Key, Value]))
}

interface Sent {
  readonly Bucket?: string | undefined
  readonly Key?: string | undefined
  /** As the header has it: `team=blue&level=1`. */
  readonly Tagging?: string | undefined
}

/** The tags that an upload brings, which ask for a permission of their own. */
export function tagsOf({Tagging: text, ...sent}: Sent, call: Call): Tags | undefined {
  if (text === undefined || text === '') return undefined
  authorize(call, {action: 's3:PutObjectTagging', resource: objectArn(sent)})
  return checkedTags(
    [...new URLSearchParams(text)].map(([Key, Value]) => ({Key, Value})),
    'object',
  )
}

const tagSet = (tags: Tags): {TagSet: Tag[]} => ({
  TagSet: Object.entries(tags).map(([Key, Value]) => ({Key, Value})),
})

/** What an operation on an object's tags does with the version that is meant, and what it answers of it. */
function onTags<I extends Named, O>(action: string, run: (tags: Tags, input: I, change: Retag) => O): Operation<I, O> {
  return {
    action: undefined,
    run(input, call) {
      authorize(call, permissionFor(`${action}Tagging`, input))
      const bucket = requireBucket(input, call)
      const found = requireVersion(input, call)
      const answer = run(found.tags ?? {}, input, (tags) => {
        changeVersion(found, {tags}, call)
      })
      return {...answer, ...toldOf(bucket, found, call)}
    },
  }
}

type Retag = (tags: Tags | undefined) => void

const GetBucketTagging: Operation<GetBucketTaggingCommandInput, GetBucketTaggingOutput> = {
  resource: bucketArn,
  run(input, call) {
    const tags = bucketTags.get(call.tx, [requireBucket(input, call).name])
    if (tags === undefined) throw new ServiceError('NoSuchTagSet', 'The TagSet does not exist', {status: 404})
    return tagSet(tags)
  },
}

const PutBucketTagging: Operation<PutBucketTaggingCommandInput, object> = {
  resource: bucketArn,
  run(input, call) {
    bucketTags.put(call.tx, [requireBucket(input, call).name], checkedTags(input.Tagging?.TagSet ?? [], 'bucket'))
    return {}
  },
}

/** No permission of its own: user guide, "Actions defined by Amazon S3". */
const DeleteBucketTagging: Operation<DeleteBucketTaggingCommandInput, object> = {
  action: 's3:PutBucketTagging',
  resource: bucketArn,
  run(input, call) {
    bucketTags.delete(call.tx, [requireBucket(input, call).name])
    return {}
  },
}

const GetObjectTagging = onTags<GetObjectTaggingCommandInput, GetObjectTaggingOutput>('GetObject', (tags) =>
  tagSet(tags),
)

const PutObjectTagging = onTags<PutObjectTaggingCommandInput, object>('PutObject', (_tags, input, change) => {
  change(checkedTags(input.Tagging?.TagSet ?? [], 'object'))
  return {}
})

const DeleteObjectTagging = onTags<DeleteObjectTaggingCommandInput, object>('DeleteObject', (_tags, _input, change) => {
  change(undefined)
  return {}
})

export const tagOperations = {
  DeleteBucketTagging,
  DeleteObjectTagging,
  GetBucketTagging,
  GetObjectTagging,
  PutBucketTagging,
  PutObjectTagging,
}
