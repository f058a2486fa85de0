import type {
  CreateBucketCommandInput,
  CreateBucketOutput,
  DeleteBucketCommandInput,
  HeadBucketCommandInput,
  HeadBucketOutput,
  ListBucketsCommandInput,
  ListBucketsOutput,
} from '@aws-sdk/client-s3'
import {ServiceError} from '../../../core/errors.js'
import {page} from '../../../core/pages.js'
import type {Call, Operation} from '../../../core/service.js'
import {authorize} from '../../../auth/authorize.js'
import {bucketArn, ownerOf, requireBucket} from '../access.js'
import {dropSettings, writeSetting} from './stored.js'
import {allVersions} from '../history.js'
import {buckets, bucketTags, corsRules} from '../tables.js'
import {checkedTags} from '../tags.js'

/** General purpose buckets: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const NAME =
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
/** What a bucket's location may be, beside us-east-1, which is said by saying nothing (CreateBucketConfiguration). */
const REGIONS: ReadonlySet<string> = new Set(
  `af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
   ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6
   ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2
   eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-2
   us-west-1 us-west-2`.split(/\s+/),
)
/** Where making one's own bucket again is no error, by old custom. */
const FORGIVING = 'us-east-1'

const refuse = (name: string, message: string, status = 400): ServiceError => new ServiceError(name, message, {status})

const CreateBucket: Operation<CreateBucketCommandInput, CreateBucketOutput> = {
  resource: bucketArn,
  conditions: ({BucketNamespace: namespace}): Readonly<Record<string, readonly string[]>> =>
    namespace === undefined ? {} : {'s3:x-amz-bucket-namespace': [namespace]},
  run({Bucket: name = '', CreateBucketConfiguration: configuration, BucketNamespace, ObjectOwnership}, call) {
    if (!NAME.test(name)) throw refuse('InvalidBucketName', 'The specified bucket is not valid.')
    requireNamespace(name, BucketNamespace === 'account-regional', call)
    requireLocation(configuration?.LocationConstraint, call)
    const there = buckets.get(call.tx, [name])
    if (there !== undefined && there.accountId !== call.accountId)
      throw new ServiceError('BucketAlreadyExists', 'The requested bucket name is not available.')
    if (there !== undefined && (call.region !== FORGIVING || isAccountRegional(name)))
      throw new ServiceError('BucketAlreadyOwnedByYou', 'Your previous request to create the named bucket succeeded.')
    const {accountId, now: createdAt} = call
    const region = configuration?.LocationConstraint ?? call.region
    const {Tags: tags} = configuration ?? {}
    if (tags !== undefined) authorize(call, {action: 's3:TagResource', resource: `arn:aws:s3:::${name}`})
    if (there === undefined) buckets.put(call.tx, [name], {name, accountId, region, createdAt})
    if (tags !== undefined) bucketTags.put(call.tx, [name], checkedTags(tags, 'bucket'))
    if (ObjectOwnership !== undefined) writeSetting({name}, {ownership: ObjectOwnership}, call)
    return {Location: `/${name}`, BucketArn: `arn:aws:s3:::${name}`}
  },
}

const isAccountRegional = (name: string): boolean => name.endsWith('-an')

/** Regions without namespaces of accounts: Middle East (Bahrain) and Middle East (UAE). */
const WITHOUT_NAMESPACES = ['me-south-1', 'me-central-1']

/**
 * A name in an account's own namespace is `<prefix>-<account id>-<region>-an`, and is asked for by a header; the ending
 * is kept for it. Source: S3 user guide, "Namespaces for general purpose buckets", and the naming rules.
 */
function requireNamespace(name: string, isOwn: boolean, {accountId, region}: Call): void {
  const fits = /^.+-\d{12}-[a-z0-9-]+-an$/.test(name) && name.endsWith(`-${accountId}-${region}-an`)
  if (isOwn ? !fits || WITHOUT_NAMESPACES.includes(region) : isAccountRegional(name))
    throw refuse('InvalidBucketName', 'The specified bucket is not valid.')
}

/**
 * A bucket is made in the region whose endpoint is asked, which all but us-east-1 want said; by the endpoint of
 * us-east-1 it is made in any. us-east-1 itself is never said.
 */
function requireLocation(constraint: string | undefined, {region}: Call): void {
  if (constraint === 'us-east-1' || (constraint !== undefined && !REGIONS.has(constraint)))
    throw refuse('InvalidLocationConstraint', 'The specified location-constraint is not valid')
  if (region !== 'us-east-1' && (constraint ?? 'us-east-1') !== region)
    throw refuse(
      'IllegalLocationConstraintException',
      `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    )
}

const HeadBucket: Operation<HeadBucketCommandInput, HeadBucketOutput> = {
  action: 's3:ListBucket',
  resource: bucketArn,
  run: (input, call) => ({BucketRegion: requireBucket(input, call).region, BucketArn: bucketArn(input)}),
}

const ListBuckets: Operation<ListBucketsCommandInput, ListBucketsOutput> = {
  action: 's3:ListAllMyBuckets',
  run({ContinuationToken: token, MaxBuckets: limit, Prefix = ''}, call) {
    const own = buckets
      .list(call.tx)
      .filter(({name, accountId}) => accountId === call.accountId && name.startsWith(Prefix))
    const {items, next} = page(own, {key: ({name}) => name, token, limit, badToken: 'InvalidArgument'}, call)
    return {
      Owner: {ID: ownerOf(call)},
      Buckets: items.map(({name, region, createdAt}) => ({
        Name: name,
        CreationDate: new Date(createdAt),
        BucketRegion: region,
      })),
      ContinuationToken: next,
    }
  },
}

const DeleteBucket: Operation<DeleteBucketCommandInput, object> = {
  resource: bucketArn,
  run(input, call) {
    const bucket = requireBucket(input, call)
    const {name} = bucket
    if (allVersions(name, call).length > 0)
      throw refuse('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409)
    corsRules.delete(call.tx, [name])
    bucketTags.delete(call.tx, [name])
    dropSettings(bucket, call)
    buckets.delete(call.tx, [name])
    return {}
  },
}

export const bucketOperations = {CreateBucket, DeleteBucket, HeadBucket, ListBuckets}
