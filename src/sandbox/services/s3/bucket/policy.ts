import type {
  DeleteBucketPolicyCommandInput,
  GetBucketPolicyCommandInput,
  GetBucketPolicyOutput,
  PutBucketPolicyCommandInput,
} from '@aws-sdk/client-s3'
import {ServiceError} from '../../../core/errors.js'
import type {Operation} from '../../../core/service.js'
import {bucketArn, requireBucket} from '../access.js'
import {readSetting, resetSetting, writeSetting} from './stored.js'

/** Bytes that a policy may have (user guide, "Bucket policies"). */
const LARGEST = 20 * 1024

/**
 * A policy that only denies what is not sent by TLS. Requests to the sandbox count as if they were: it answers on plain
 * HTTP, to nobody but this machine. Policies that say anything else are not served, since nothing would obey them.
 */
const PutBucketPolicy: Operation<PutBucketPolicyCommandInput, object> = {
  resource: bucketArn,
  run(input, call) {
    const bucket = requireBucket(input, call)
    const {Policy: text = ''} = input
    const statements = statementsIn(text)
    if (statements.some((one) => !isAboutTls(one)))
      throw new ServiceError(
        'NotImplemented',
        "awsup's sandbox does not implement bucket policies that do anything but deny requests without TLS (aws:SecureTransport)",
        {status: 501},
      )
    const named = statements.flatMap(({Resource}) => [Resource].flat())
    const own = bucketArn(input)
    if (named.some((arn) => arn !== own && !String(arn).startsWith(`${own}/`)))
      throw new ServiceError('MalformedPolicy', 'Policy has invalid resource')
    writeSetting(bucket, {policy: text}, call)
    return {}
  },
}

type Statement = Readonly<Record<string, unknown>>

/** @throws ServiceError MalformedPolicy */
function statementsIn(text: string): readonly Statement[] {
  if (Buffer.byteLength(text) > LARGEST) throw new ServiceError('PolicyTooLarge', 'Policies must be at most 20 KB')
  const document = parse(text)
  const found: unknown = document?.['Statement']
  const statements = Array.isArray(found) ? found : found === undefined ? [] : [found]
  if (statements.length === 0) throw new ServiceError('MalformedPolicy', 'Missing required field Statement')
  return statements.map((one: unknown) => (typeof one === 'object' && one !== null ? {...one} : {}))
}

function parse(text: string): Statement | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? {...value} : undefined
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new ServiceError('MalformedPolicy', "Policies must be valid JSON and the first byte must be '{'")
  }
}

function isAboutTls({Effect, Condition}: Statement): boolean {
  const conditions = Object.entries(Condition ?? {})
  return (
    Effect === 'Deny' &&
    conditions.length === 1 &&
    JSON.stringify(conditions[0])
      .toLowerCase()
      .replaceAll(/[[\]\s]/g, '') === '"bool",{"aws:securetransport":"false"}'
  )
}

const GetBucketPolicy: Operation<GetBucketPolicyCommandInput, GetBucketPolicyOutput> = {
  resource: bucketArn,
  run(input, call) {
    const Policy = readSetting(requireBucket(input, call), 'policy', call)
    if (Policy === undefined)
      throw new ServiceError('NoSuchBucketPolicy', 'The bucket policy does not exist', {status: 404})
    return {Policy}
  },
}

const DeleteBucketPolicy: Operation<DeleteBucketPolicyCommandInput, object> = {
  resource: bucketArn,
  run(input, call) {
    resetSetting(requireBucket(input, call), 'policy', call)
    return {}
  },
}

export const policyOperations = {DeleteBucketPolicy, GetBucketPolicy, PutBucketPolicy}
