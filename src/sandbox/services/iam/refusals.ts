import {ServiceError} from '../../core/errors.js'

/** IAM's refusals, in AWS's words. Names are the modelled exceptions; the wire layer shortens them. */
export const noSuchEntity = (message: string): ServiceError => new ServiceError('NoSuchEntityException', message)

/** 409 */
export const alreadyExists = (message: string): ServiceError =>
  new ServiceError('EntityAlreadyExistsException', message)

/** 409 */
export const deleteConflict = (message: string): ServiceError => new ServiceError('DeleteConflictException', message)

/** 409; the SDK takes it for throttling. */
export const limitExceeded = (message: string): ServiceError => new ServiceError('LimitExceededException', message)

/** 400 */
export const invalidInput = (message: string): ServiceError => new ServiceError('InvalidInputException', message)

/** 400 */
export const malformed = (message: string): ServiceError =>
  new ServiceError('MalformedPolicyDocumentException', message)

/** 400, a code that no schema models. */
export const invalid = (message: string): ServiceError => new ServiceError('ValidationError', message, {status: 400})
