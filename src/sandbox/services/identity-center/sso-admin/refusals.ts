import {ServiceError} from '../../../core/errors.js'

export const notFound = (message: string): ServiceError => new ServiceError('ResourceNotFoundException', message)

export const conflict = (message: string): ServiceError => new ServiceError('ConflictException', message)

export const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message)

export const quotaExceeded = (message: string): ServiceError =>
  new ServiceError('ServiceQuotaExceededException', message)

export const denied = (message: string): ServiceError => new ServiceError('AccessDeniedException', message)
