import type {
  GetBucketAclCommandInput,
  GetBucketAclOutput,
  GetBucketPolicyStatusCommandInput,
  GetBucketPolicyStatusOutput,
  GetBucketRequestPaymentCommandInput,
  GetBucketRequestPaymentOutput,
} from '@aws-sdk/client-s3'
import {ServiceError} from '../../../core/errors.js'
import type {Operation} from '../../../core/service.js'
import {bucketArn, ownerOf, requireBucket} from '../access.js'
import {readSetting} from './stored.js'

// What the sandbox's buckets never have, read as of a bucket of AWS that never had it either: whoever lists a bucket's
// settings (Terraform reads all of these) finds that there is none. Nothing here can be set: the operations that would
// are not served.

interface Named {
  readonly Bucket: string | undefined
  readonly ExpectedBucketOwner?: string | undefined
}

/**
 * Codes and texts: S3 API reference, "List of error codes" and the examples of each operation. Permissions: service
 * authorization reference, which names some of them otherwise than the operation.
 */
const refused = (action: string, code: string, message: string): Operation<Named, never> => ({
  action: `s3:${action}`,
  resource: bucketArn,
  run(input, call) {
    requireBucket(input, call)
    throw new ServiceError(code, message, {status: 404})
  },
})

/** An empty configuration: never switched on. */
const empty = (action: string): Operation<Named, object> => ({
  action: `s3:${action}`,
  resource: bucketArn,
  run(input, call) {
    requireBucket(input, call)
    return {}
  },
})

const GetBucketAcl: Operation<GetBucketAclCommandInput, GetBucketAclOutput> = {
  resource: bucketArn,
  run(input, call) {
    const owner = {ID: ownerOf(requireBucket(input, call))}
    return {Owner: owner, Grants: [{Grantee: {...owner, Type: 'CanonicalUser'}, Permission: 'FULL_CONTROL'}]}
  },
}

const GetBucketRequestPayment: Operation<GetBucketRequestPaymentCommandInput, GetBucketRequestPaymentOutput> = {
  resource: bucketArn,
  run(input, call) {
    requireBucket(input, call)
    return {Payer: 'BucketOwner'}
  },
}

/** Policies that would open a bucket are not served here, so that none is public. */
const GetBucketPolicyStatus: Operation<GetBucketPolicyStatusCommandInput, GetBucketPolicyStatusOutput> = {
  resource: bucketArn,
  run(input, call) {
    if (readSetting(requireBucket(input, call), 'policy', call) === undefined)
      throw new ServiceError('NoSuchBucketPolicy', 'The bucket policy does not exist', {status: 404})
    return {PolicyStatus: {IsPublic: false}}
  },
}

export const unsetOperations = {
  GetBucketAccelerateConfiguration: empty('GetAccelerateConfiguration'),
  GetBucketAcl,
  GetBucketLogging: empty('GetBucketLogging'),
  GetBucketNotificationConfiguration: empty('GetBucketNotification'),
  GetBucketPolicyStatus,
  GetBucketReplication: refused(
    'GetReplicationConfiguration',
    'ReplicationConfigurationNotFoundError',
    'The replication configuration was not found',
  ),
  GetBucketRequestPayment,
  GetBucketWebsite: refused(
    'GetBucketWebsite',
    'NoSuchWebsiteConfiguration',
    'The specified bucket does not have a website configuration',
  ),
  GetObjectLockConfiguration: refused(
    'GetBucketObjectLockConfiguration',
    'ObjectLockConfigurationNotFoundError',
    'Object Lock configuration does not exist for this bucket',
  ),
}
