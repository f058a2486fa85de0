import {ServiceError} from '../../../core/errors.js'

/** Sorts of things, as refusals name them. */
export type ResourceType = 'GROUP' | 'USER' | 'IDENTITY_STORE' | 'GROUP_MEMBERSHIP'

export const notFound = (ResourceType: ResourceType, ResourceId?: string): ServiceError =>
  new ServiceError('ResourceNotFoundException', `${ResourceType} not found.`, {
    ResourceType,
    ...(ResourceId === undefined ? {} : {ResourceId}),
  })

/** What has to be unique exists already. */
export const duplicate = (what: string): ServiceError =>
  new ServiceError('ConflictException', `Duplicate ${what}`, {Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION'})

export const changed = (): ServiceError =>
  new ServiceError('ConflictException', 'The resource was modified by another request.', {
    Reason: 'CONCURRENT_MODIFICATION',
  })

export const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message)
