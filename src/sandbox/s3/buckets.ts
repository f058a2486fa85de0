import type {
  CreateBucketCommandInput,
  CreateBucketOutput,
  DeleteBucketCommandInput,
  HeadBucketCommandInput,
  HeadBucketOutput,
  ListBucketsCommandInput,
  ListBucketsOutput,
} from '@aws-sdk/client-s3'
import {ServiceError} from '../errors.js'
import {page} from '../pages.js'
import type {Call, Operation} from '../service.js'
import {bucketArn, ownerOf, requireBucket} from './access.js'
import {buckets, bucketTags, corsRules, objects} from './tables.js'

/** General purpose buckets: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const NAME = /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
/** Where making one's own bucket again is no error, by old custom. */
const FORGIVING = 'us-east-1'

const refuse = (name: string, message: string, status = 400): ServiceError => new ServiceError(name, message, {status})

const CreateBucket: Operation<CreateBucketCommandInput, CreateBucketOutput> = {
  resource: bucketArn,
  run({Bucket: name = '', CreateBucketConfiguration: configuration}, call) {
    if (!NAME.test(name)) throw refuse('InvalidBucketName', 'The specified bucket is not valid.')
    requireLocation(configuration?.LocationConstraint, call)
    const there = buckets.get(call.tx, [name])
    if (there !== undefined && there.accountId !== call.accountId)
      throw new ServiceError('BucketAlreadyExists', 'The requested bucket name is not available.')
    if (there !== undefined && call.region !== FORGIVING)
      throw new ServiceError('BucketAlreadyOwnedByYou', 'Your previous request to create the named bucket succeeded.')
    const {accountId, region, now: createdAt} = call
    if (there === undefined) buckets.put(call.tx, [name], {name, accountId, region, createdAt})
    return {Location: `/${name}`, BucketArn: `arn:aws:s3:::${name}`}
  },
}

/** A bucket is made in the region whose endpoint is asked; all but us-east-1 want that said. */
function requireLocation(constraint: string | undefined, {region}: Call): void {
  if (constraint === 'us-east-1')
    throw refuse('InvalidLocationConstraint', 'The specified location-constraint is not valid')
  if ((constraint ?? 'us-east-1') !== region)
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
    const {items, next} = page(own, {token, limit, badToken: 'InvalidArgument'}, call)
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
    const {name} = requireBucket(input, call)
    if (objects.list(call.tx, [name]).length > 0)
      throw refuse('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409)
    corsRules.delete(call.tx, [name])
    bucketTags.delete(call.tx, [name])
    buckets.delete(call.tx, [name])
    return {}
  },
}

export const bucketOperations = {CreateBucket, DeleteBucket, HeadBucket, ListBuckets}
