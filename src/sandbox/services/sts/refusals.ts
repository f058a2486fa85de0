import {ServiceError} from '../../core/errors.js'

/** STS models none of these: they travel by their raw code. */
export const accessDenied = (message: string): ServiceError => new ServiceError('AccessDenied', message, {status: 403})

export const validationError = (message: string): ServiceError =>
  new ServiceError('ValidationError', message, {status: 400})

export const foreignDevice = (): ServiceError =>
  accessDenied(
    'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
  )

export const wrongMfaCode = (): ServiceError =>
  accessDenied('MultiFactorAuthentication failed with invalid MFA one time pass code. ')

/** 400 */
export const invalidToken = (message: string): ServiceError =>
  new ServiceError('InvalidIdentityTokenException', message)

/** 400 */
export const tokenExpired = (): ServiceError =>
  new ServiceError('ExpiredTokenException', 'Token expired: the web identity token is too old.')
