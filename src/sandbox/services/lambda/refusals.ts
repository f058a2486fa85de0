import {ServiceError} from '../../core/errors.js'

const USER = {Type: 'User'} as const

export const notFound = (message: string): ServiceError => new ServiceError('ResourceNotFoundException', message, USER)

export const invalidParameter = (message: string): ServiceError =>
  new ServiceError('InvalidParameterValueException', message, USER)

export const conflict = (message: string): ServiceError => new ServiceError('ResourceConflictException', message, USER)

export const preconditionFailed = (): ServiceError =>
  new ServiceError(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id',
    USER,
  )

export const tooLarge = (limit: number): ServiceError =>
  new ServiceError(
    'RequestTooLargeException',
    `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
    USER,
  )

export const noContent = (why: string): ServiceError =>
  new ServiceError('InvalidRequestContentException', `Could not parse request body into json: ${why}`, USER)
