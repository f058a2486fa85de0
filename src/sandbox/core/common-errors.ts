import type {Service} from './service.js'

/** What AWS refuses before an operation is asked, by protocol: its models list only what is an operation's own. */
const COMMON: Readonly<Record<Service['protocol'], readonly string[]>> = {
  // Cognito and Organizations, "Common Error Types"; and the AWS JSON protocol's own (Smithy, "AWS JSON 1.1").
  json: [
    'AccessDeniedException',
    'ExpiredTokenException',
    'IncompleteSignature',
    'IncompleteSignatureException',
    'InvalidSignatureException',
    'MissingAuthenticationTokenException',
    'SerializationException',
    'UnrecognizedClientException',
    'ValidationException',
  ],
  // What API Gateway, which is before such services, and the signature refuse (Account Management, "Common Error Types").
  'rest-json': [
    'AccessDeniedException',
    'ExpiredTokenException',
    'IncompleteSignatureException',
    'InvalidSignatureException',
    'MalformedInput',
    'MissingAuthenticationTokenException',
    'SerializationException',
    'UnrecognizedClientException',
    'ValidationException',
  ],
  // IAM and STS, "Common Error Types", as they are on the wire (IAM user guide, "Troubleshooting signature requests").
  query: [
    'AccessDenied',
    'ExpiredToken',
    'IncompleteSignature',
    'InvalidClientTokenId',
    'MalformedInput',
    'MissingAuthenticationToken',
    'SignatureDoesNotMatch',
    'ValidationError',
  ],
  // S3's models have hardly any (S3 API reference, "Error responses", "List of error codes").
  'rest-xml': [
    'AccessDenied',
    'AuthorizationHeaderMalformed',
    'BadDigest',
    'BadRequest',
    'BucketNotEmpty',
    'EntityTooLarge',
    'EntityTooSmall',
    'ExpiredToken',
    'IllegalLocationConstraintException',
    'IncompleteBody',
    'InvalidAccessKeyId',
    'InvalidArgument',
    'InvalidBucketName',
    'InvalidLocationConstraint',
    'InvalidPart',
    'InvalidPartNumber',
    'InvalidPartOrder',
    'InvalidRange',
    'InvalidRequest',
    'InvalidTag',
    'KeyTooLongError',
    'MalformedXML',
    'NoSuchBucket',
    'NoSuchBucketPolicy',
    'NoSuchCORSConfiguration',
    'NoSuchKey',
    'NoSuchLifecycleConfiguration',
    'NoSuchTagSet',
    'NoSuchUpload',
    'NoSuchWebsiteConfiguration',
    'NotImplemented',
    'NotModified',
    'ObjectLockConfigurationNotFoundError',
    'PreconditionFailed',
    'ReplicationConfigurationNotFoundError',
    'RequestTimeTooSkewed',
    'SignatureDoesNotMatch',
  ],
}

/** Whether a refusal of that name may answer any operation of a service that speaks so. */
export const isCommonError = (name: string, protocol: Service['protocol']): boolean => COMMON[protocol].includes(name)
