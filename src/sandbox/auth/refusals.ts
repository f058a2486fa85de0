import {ServiceError} from '../core/errors.js'
import type {Service} from '../core/service.js'

/** The protocols call the same refusals differently, and AWS JSON alone answers 400. */
type Protocol = Service['protocol']

const refuse = (protocol: Protocol, names: Readonly<Record<Protocol, string>>, message: string): ServiceError =>
  new ServiceError(names[protocol], message, {status: protocol === 'json' ? 400 : 403})

/** Unknown or switched-off keys, and session tokens that were not given by this sandbox. */
export const unknownCredentials = (protocol: Protocol): ServiceError =>
  refuse(
    protocol,
    {
      json: 'UnrecognizedClientException',
      query: 'InvalidClientTokenId',
      'rest-xml': 'InvalidAccessKeyId',
      'rest-json': 'UnrecognizedClientException',
    },
    'The security token included in the request is invalid.',
  )

export const expiredSession = (protocol: Protocol): ServiceError =>
  refuse(
    protocol,
    {
      json: 'ExpiredTokenException',
      query: 'ExpiredToken',
      'rest-xml': 'ExpiredToken',
      'rest-json': 'ExpiredTokenException',
    },
    'The security token included in the request is expired',
  )

export const missingSignature = (protocol: Protocol): ServiceError =>
  refuse(
    protocol,
    {
      json: 'MissingAuthenticationTokenException',
      query: 'MissingAuthenticationToken',
      'rest-xml': 'AccessDenied',
      'rest-json': 'MissingAuthenticationTokenException',
    },
    'Request is missing Authentication Token',
  )

/** A wrong secret, a changed request or a wrong clock: IAM and STS name it otherwise than the JSON services. */
export const wrongSignature = (protocol: Protocol, message = WRONG): ServiceError =>
  refuse(
    protocol,
    {
      json: 'InvalidSignatureException',
      query: 'SignatureDoesNotMatch',
      'rest-xml': 'SignatureDoesNotMatch',
      'rest-json': 'InvalidSignatureException',
    },
    message,
  )

/**
 * Signed for a region that AWS does not have: behind an endpoint of one's own, where no name of a host says so before.
 * S3 says it in its own way (S3 API reference, "Error responses").
 */
export const wrongRegion = (protocol: Protocol, region: string): ServiceError =>
  protocol === 'rest-xml'
    ? new ServiceError(
        'AuthorizationHeaderMalformed',
        `The authorization header is malformed; the region '${region}' is wrong; expecting 'us-east-1'`,
        {status: 400},
      )
    : wrongSignature(protocol, `Credential should be scoped to a valid region, not '${region}'. `)

const WRONG =
  'The request signature we calculated does not match the signature you provided. ' +
  'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'
