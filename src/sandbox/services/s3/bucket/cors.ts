import type {
  DeleteBucketCorsCommandInput,
  GetBucketCorsCommandInput,
  GetBucketCorsOutput,
  PutBucketCorsCommandInput,
} from '@aws-sdk/client-s3'
import {ServiceError} from '../../../core/errors.js'
import type {Operation} from '../../../core/service.js'
import {bucketArn, requireBucket} from '../access.js'
import {corsRules} from '../tables.js'

// The sandbox remembers a bucket's rules, and lets browsers of every origin in whatever they say: see ../../cors.ts.

const PutBucketCors: Operation<PutBucketCorsCommandInput, object> = {
  action: 's3:PutBucketCORS',
  resource: bucketArn,
  run(input, call) {
    const {name} = requireBucket(input, call)
    const rules = input.CORSConfiguration?.CORSRules ?? []
    corsRules.put(
      call.tx,
      [name],
      rules.map((rule) => ({...rule})),
    )
    return {}
  },
}

const GetBucketCors: Operation<GetBucketCorsCommandInput, GetBucketCorsOutput> = {
  action: 's3:GetBucketCORS',
  resource: bucketArn,
  run(input, call) {
    const {name} = requireBucket(input, call)
    const rules = corsRules.get(call.tx, [name])
    if (rules === undefined)
      throw new ServiceError('NoSuchCORSConfiguration', 'The CORS configuration does not exist', {status: 404})
    return {CORSRules: rules.map((rule) => ({AllowedMethods: [], AllowedOrigins: [], ...rule}))}
  },
}

const DeleteBucketCors: Operation<DeleteBucketCorsCommandInput, object> = {
  action: 's3:PutBucketCORS',
  resource: bucketArn,
  run(input, call) {
    corsRules.delete(call.tx, [requireBucket(input, call).name])
    return {}
  },
}

export const corsOperations = {DeleteBucketCors, GetBucketCors, PutBucketCors}
