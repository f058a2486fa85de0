import type {
  DeleteBucketEncryptionCommandInput,
  DeleteBucketLifecycleCommandInput,
  DeleteBucketOwnershipControlsCommandInput,
  DeletePublicAccessBlockCommandInput,
  GetBucketEncryptionCommandInput,
  GetBucketEncryptionOutput,
  GetBucketLifecycleConfigurationCommandInput,
  GetBucketLifecycleConfigurationOutput,
  GetBucketOwnershipControlsCommandInput,
  GetBucketOwnershipControlsOutput,
  GetBucketVersioningCommandInput,
  GetBucketVersioningOutput,
  GetPublicAccessBlockCommandInput,
  GetPublicAccessBlockOutput,
  LifecycleRule,
  PutBucketEncryptionCommandInput,
  PutBucketLifecycleConfigurationCommandInput,
  PutBucketOwnershipControlsCommandInput,
  PutBucketVersioningCommandInput,
  PutPublicAccessBlockCommandInput,
} from '@aws-sdk/client-s3'
import {ServiceError} from '../../../core/errors.js'
import type {Operation} from '../../../core/service.js'
import {bucketArn, requireBucket} from '../access.js'
import {readSetting, resetSetting, writeSetting, type BucketSettings} from './stored.js'

// Permissions that are called otherwise than their operation: service authorization reference, Amazon S3.

interface Named {
  readonly Bucket: string | undefined
  readonly ExpectedBucketOwner?: string | undefined
}

/** Answers a setting as the bucket has it; where it has none, an error of S3's. */
const getting = <K extends keyof BucketSettings, O>(
  {action, setting, missing}: {action: string; setting: K; missing: readonly [code: string, message: string]},
  answer: (value: NonNullable<BucketSettings[K]>) => O,
): Operation<Named, O> => ({
  action: `s3:${action}`,
  resource: bucketArn,
  run(input, call) {
    const value = readSetting(requireBucket(input, call), setting, call)
    if (value === undefined) throw new ServiceError(missing[0], missing[1], {status: 404})
    return answer(value)
  },
})

/** Takes a setting away. */
const dropping = (action: string, setting: keyof BucketSettings): Operation<Named, object> => ({
  action: `s3:${action}`,
  resource: bucketArn,
  run(input, call) {
    resetSetting(requireBucket(input, call), setting, call)
    return {}
  },
})

const malformed = (): ServiceError =>
  new ServiceError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  )

const PutPublicAccessBlock: Operation<PutPublicAccessBlockCommandInput, object> = {
  action: 's3:PutBucketPublicAccessBlock',
  resource: bucketArn,
  run(input, call) {
    const bucket = requireBucket(input, call)
    const {BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets} =
      input.PublicAccessBlockConfiguration ?? {}
    writeSetting(
      bucket,
      {
        publicAccess: {
          BlockPublicAcls: BlockPublicAcls ?? false,
          IgnorePublicAcls: IgnorePublicAcls ?? false,
          BlockPublicPolicy: BlockPublicPolicy ?? false,
          RestrictPublicBuckets: RestrictPublicBuckets ?? false,
        },
      },
      call,
    )
    return {}
  },
}

const GetPublicAccessBlock: Operation<GetPublicAccessBlockCommandInput, GetPublicAccessBlockOutput> = getting(
  {
    action: 'GetBucketPublicAccessBlock',
    setting: 'publicAccess',
    missing: ['NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found'],
  },
  (PublicAccessBlockConfiguration) => ({PublicAccessBlockConfiguration}),
)

const DeletePublicAccessBlock: Operation<DeletePublicAccessBlockCommandInput, object> = dropping(
  'PutBucketPublicAccessBlock',
  'publicAccess',
)

const PutBucketOwnershipControls: Operation<PutBucketOwnershipControlsCommandInput, object> = {
  resource: bucketArn,
  run(input, call) {
    const bucket = requireBucket(input, call)
    const [rule, ...more] = input.OwnershipControls?.Rules ?? []
    if (rule?.ObjectOwnership === undefined || more.length > 0) throw malformed()
    writeSetting(bucket, {ownership: rule.ObjectOwnership}, call)
    return {}
  },
}

const GetBucketOwnershipControls: Operation<GetBucketOwnershipControlsCommandInput, GetBucketOwnershipControlsOutput> =
  getting(
    {
      action: 'GetBucketOwnershipControls',
      setting: 'ownership',
      missing: ['OwnershipControlsNotFoundError', 'The bucket ownership controls were not found'],
    },
    (ObjectOwnership) => ({OwnershipControls: {Rules: [{ObjectOwnership}]}}),
  )

const DeleteBucketOwnershipControls: Operation<DeleteBucketOwnershipControlsCommandInput, object> = dropping(
  'PutBucketOwnershipControls',
  'ownership',
)

const PutBucketEncryption: Operation<PutBucketEncryptionCommandInput, object> = {
  action: 's3:PutEncryptionConfiguration',
  resource: bucketArn,
  run(input, call) {
    const bucket = requireBucket(input, call)
    const [rule, ...more] = input.ServerSideEncryptionConfiguration?.Rules ?? []
    if (rule === undefined || more.length > 0) throw malformed()
    writeSetting(bucket, {encryption: {BucketKeyEnabled: false, ...rule}}, call)
    return {}
  },
}

/** Since January 2023 every bucket encrypts with keys of S3 itself (user guide, "Default encryption FAQ"). */
const GetBucketEncryption: Operation<GetBucketEncryptionCommandInput, GetBucketEncryptionOutput> = getting(
  {
    action: 'GetEncryptionConfiguration',
    setting: 'encryption',
    missing: [
      'ServerSideEncryptionConfigurationNotFoundError',
      'The server side encryption configuration was not found',
    ],
  },
  (rule) => ({ServerSideEncryptionConfiguration: {Rules: [rule]}}),
)

/** There is no bucket without encryption: what is deleted is the choice (API reference, DeleteBucketEncryption). */
const DeleteBucketEncryption: Operation<DeleteBucketEncryptionCommandInput, object> = {
  action: 's3:PutEncryptionConfiguration',
  resource: bucketArn,
  run(input, call) {
    writeSetting(
      requireBucket(input, call),
      {encryption: {ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'AES256'}, BucketKeyEnabled: false}},
      call,
    )
    return {}
  },
}

/** The setting alone: of each object the sandbox keeps the newest version. */
const PutBucketVersioning: Operation<PutBucketVersioningCommandInput, object> = {
  resource: bucketArn,
  run(input, call) {
    const bucket = requireBucket(input, call)
    const status = input.VersioningConfiguration?.Status
    if (status !== 'Enabled' && status !== 'Suspended') throw malformed()
    writeSetting(bucket, {versioning: status}, call)
    return {}
  },
}

const GetBucketVersioning: Operation<GetBucketVersioningCommandInput, GetBucketVersioningOutput> = {
  resource: bucketArn,
  run(input, call) {
    const Status = readSetting(requireBucket(input, call), 'versioning', call)
    return Status === undefined ? {} : {Status}
  },
}

/** Rules that there may be: user guide, "Lifecycle configuration elements". */
const MOST_RULES = 1000

/** What is smaller moves to no other storage class; AWS answers this one unless another is set (API reference). */
const SMALLEST_MOVED = 'all_storage_classes_128K'

/** The setting alone: nothing expires in the sandbox. */
const PutBucketLifecycleConfiguration: Operation<PutBucketLifecycleConfigurationCommandInput, object> = {
  action: 's3:PutLifecycleConfiguration',
  resource: bucketArn,
  run(input, call) {
    const bucket = requireBucket(input, call)
    const rules = input.LifecycleConfiguration?.Rules ?? []
    const ids = rules.flatMap(({ID}) => ID ?? [])
    if (rules.length === 0 || rules.length > MOST_RULES) throw malformed()
    if (new Set(ids).size < ids.length)
      throw new ServiceError('InvalidArgument', 'Rule ID must be unique. Found same ID for more than one rule')
    const idle = rules.some(
      (rule) =>
        !(
          rule.Expiration ??
          rule.Transitions ??
          rule.NoncurrentVersionExpiration ??
          rule.NoncurrentVersionTransitions ??
          rule.AbortIncompleteMultipartUpload
        ),
    )
    if (idle) throw new ServiceError('InvalidRequest', 'At least one action needs to be specified in a rule')
    // Reported by those who met it (aws-sdk-ruby#1653, ansible#53751): the older words and the newer ones do not mix.
    const isOld = ({Filter, ...rest}: LifecycleRule): boolean => 'Prefix' in rest && Filter === undefined
    if (rules.some(isOld) && rules.some(({Filter}) => Filter !== undefined))
      throw new ServiceError('InvalidRequest', 'Filter element can only be used in Lifecycle V2.')
    const smallestMoved = input.TransitionDefaultMinimumObjectSize ?? SMALLEST_MOVED
    writeSetting(bucket, {lifecycle: rules, smallestMoved}, call)
    return {TransitionDefaultMinimumObjectSize: smallestMoved}
  },
}

const GetBucketLifecycleConfiguration: Operation<
  GetBucketLifecycleConfigurationCommandInput,
  GetBucketLifecycleConfigurationOutput
> = {
  action: 's3:GetLifecycleConfiguration',
  resource: bucketArn,
  run(input, call) {
    const bucket = requireBucket(input, call)
    const rules = readSetting(bucket, 'lifecycle', call)
    if (rules === undefined)
      throw new ServiceError('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', {
        status: 404,
      })
    const smallestMoved = readSetting(bucket, 'smallestMoved', call) ?? SMALLEST_MOVED
    return {Rules: [...rules], TransitionDefaultMinimumObjectSize: smallestMoved}
  },
}

const DeleteBucketLifecycle: Operation<DeleteBucketLifecycleCommandInput, object> = dropping(
  'PutLifecycleConfiguration',
  'lifecycle',
)

export const bucketSettingOperations = {
  DeleteBucketEncryption,
  DeleteBucketLifecycle,
  DeleteBucketOwnershipControls,
  DeletePublicAccessBlock,
  GetBucketEncryption,
  GetBucketLifecycleConfiguration,
  GetBucketOwnershipControls,
  GetBucketVersioning,
  GetPublicAccessBlock,
  PutBucketEncryption,
  PutBucketLifecycleConfiguration,
  PutBucketOwnershipControls,
  PutBucketVersioning,
  PutPublicAccessBlock,
}
