import {ServiceError} from '../errors.js'
import type {Service} from '../service.js'

/** JSON services and the others call the same refusals differently, and only the others answer 403. */
type Protocol = Service['protocol']

const refuse = (protocol: Protocol, names: Readonly<Record<Protocol, string>>, message: string): ServiceError =>
  new ServiceError(names[protocol], message, {status: protocol === 'json' ? 400 : 403})

/** Unknown or switched-off keys, and session tokens that were not given by this sandbox. */
export const unknownCredentials = (protocol: Protocol): ServiceError =>
  refuse(
    protocol,
    {json: 'UnrecognizedClientException', query: 'InvalidClientTokenId', 'rest-xml': 'InvalidAccessKeyId'},
    'The security token included in the request is invalid.',
  )

export const expiredSession = (protocol: Protocol): ServiceError =>
  refuse(
    protocol,
    {json: 'ExpiredTokenException', query: 'ExpiredToken', 'rest-xml': 'ExpiredToken'},
    'The security token included in the request is expired',
  )

export const missingSignature = (protocol: Protocol): ServiceError =>
  refuse(
    protocol,
    {json: 'MissingAuthenticationTokenException', query: 'MissingAuthenticationToken', 'rest-xml': 'AccessDenied'},
    'Request is missing Authentication Token',
  )

/** A wrong secret, a changed request or a wrong clock: IAM and STS name it otherwise than the JSON services. */
export const wrongSignature = (protocol: Protocol, message = WRONG): ServiceError =>
  refuse(
    protocol,
    {json: 'InvalidSignatureException', query: 'SignatureDoesNotMatch', 'rest-xml': 'SignatureDoesNotMatch'},
    message,
  )

const WRONG =
  'The request signature we calculated does not match the signature you provided. ' +
  'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'
