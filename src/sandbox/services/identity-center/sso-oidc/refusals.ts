import {ServiceError} from '../../../core/errors.js'

/** What OAuth calls each of them (RFC 6749, 5.2; RFC 8628, 3.5). */
const ERRORS = {
  AccessDeniedException: 'access_denied',
  AuthorizationPendingException: 'authorization_pending',
  ExpiredTokenException: 'expired_token',
  InvalidClientException: 'invalid_client',
  InvalidClientMetadataException: 'invalid_client_metadata',
  InvalidGrantException: 'invalid_grant',
  InvalidRedirectUriException: 'invalid_redirect_uri',
  InvalidRequestException: 'invalid_request',
  UnsupportedGrantTypeException: 'unsupported_grant_type',
} as const

/** A refusal of the sign-in service. */
export const refused = (name: keyof typeof ERRORS, description: string): ServiceError =>
  new ServiceError(name, description, {error: ERRORS[name], error_description: description})
