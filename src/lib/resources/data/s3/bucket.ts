import {CreateBucketCommand, DeleteBucketCommand} from '@aws-sdk/client-s3'
import {absentWhen, isError} from '../../../aws/calls/absent.js'
import {GLOBAL_REGION} from '../../../base/regions.js'
import type {Change, Context, Resource} from '../../../base/resource.js'
import {requireKept} from '../../kept.js'
import {tagList} from '../../owner.js'
import {present} from '../../present.js'
import {compareUnordered} from '../../unordered.js'
import {setFields} from './change.js'
import type {BucketActual, BucketDesired} from './desired.js'
import {countObjects, emptyBucket} from './objects.js'
import {findOwn, foreign, owned, readBucket, type Shared} from './read.js'

export const bucket: Resource<BucketDesired, BucketActual, 'name'> = {
  kind: 'bucket',
  actions: [
    's3:ListAllMyBuckets',
    's3:GetBucketTagging',
    's3:GetBucketPublicAccessBlock',
    's3:GetBucketOwnershipControls',
    's3:GetEncryptionConfiguration',
    's3:GetBucketVersioning',
    's3:GetBucketPolicy',
    's3:GetBucketCORS',
    's3:GetLifecycleConfiguration',
    's3:CreateBucket',
    's3:TagResource',
    's3:PutBucketTagging',
    's3:PutBucketPublicAccessBlock',
    's3:PutBucketOwnershipControls',
    's3:PutEncryptionConfiguration',
    's3:PutBucketVersioning',
    's3:PutBucketPolicy',
    's3:PutBucketCORS',
    's3:PutLifecycleConfiguration',
    's3:ListBucketVersions',
    's3:DeleteObject',
    's3:DeleteObjectVersion',
    's3:DeleteBucket',
  ],
  key: ['name'],
  permanent: ['name'],
  precious: true,
  diff: diffBucket,

  read: ({name}, id, context) => readBucket(id ?? name, context, id),

  // Closed from the start: AWS blocks public access of every new bucket (S3 user guide, since April 2023).
  async create(desired, context) {
    await makeBucket(desired.name, context)
    const made = present(await findOwn(desired.name, context), 'Bucket')
    return diffBucket(desired, made.actual).length === 0
      ? made.actual
      : change(desired, {actual: made.actual, known: made}, context)
  },

  update: (desired, actual, context) => change(desired, {actual}, context),

  // The person who typed the name of the environment was told how many objects go.
  async delete({id}, context) {
    await emptyBucket(id, context)
    await absentWhen('NoSuchBucket', () => context.aws.s3.send(new DeleteBucketCommand(owned(id, context))))
  },

  contents: ({id}, context) => countObjects(id, context),
}

/** Sets what differs and reads it back; `known` as for `setFields`. */
async function change(
  desired: BucketDesired,
  {actual, known}: {readonly actual: BucketActual; readonly known?: Shared},
  context: Context,
): Promise<BucketActual> {
  const fields = diffBucket(desired, actual).map(({field}) => field)
  await setFields(fields, {desired: {...desired, name: actual.id}, known}, context)
  const after = present(await findOwn(actual.id, context), 'Bucket')
  requireKept(`bucket ${actual.id}`, diffBucket(desired, after.actual))
  return after.actual
}

const FIXED =
  'AWS never renames a bucket, and awsup never replaces one: put the old name back in awsup.yaml, or declare another bucket and copy the objects into it.'

const everyField = compareUnordered<BucketDesired>({
  name: 'refuse',
  origins: 'update',
  versions: 'update',
  lifecycle: 'update',
  publicAccessBlocked: 'update',
  tlsOnly: 'update',
  ownerEnforced: 'update',
  encrypted: 'update',
  tagged: 'update',
})

/** What nothing is said of stays as it is. */
function diffBucket(desired: BucketDesired, actual: BucketDesired): readonly Change[] {
  const changes = everyField(desired, {
    ...actual,
    versions: desired.versions === undefined ? undefined : actual.versions,
    tagged: desired.tagged && actual.tagged,
  })
  return changes.map((change) => (change.effect === 'refuse' ? {...change, hint: FIXED} : change))
}

/**
 * In the namespace of the account where the name is one of it: nobody else can take that name, not even later. The region
 * is said to all endpoints but that of us-east-1 (API reference, CreateBucket). Throws ConflictError where another account
 * has the name.
 */
async function makeBucket(name: string, {aws, owner}: Context): Promise<void> {
  const command = new CreateBucketCommand({
    Bucket: name,
    ...(name.endsWith('-an') && {BucketNamespace: 'account-regional' as const}),
    ObjectOwnership: 'BucketOwnerEnforced',
    CreateBucketConfiguration: {
      ...(aws.region !== GLOBAL_REGION && {LocationConstraint: aws.region as 'eu-west-1'}),
      Tags: tagList(owner),
    },
  })
  try {
    await aws.s3.send(command)
  } catch (error) {
    if (isError(error, 'BucketAlreadyExists')) throw foreign(name, 'belongs to another AWS account')
    throw error
  }
}
