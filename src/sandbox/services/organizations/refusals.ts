import {ServiceError} from '../../core/errors.js'

/** `InvalidInputException` with one of its documented reasons. */
export const invalidInput = (
  reason: string,
  message = 'You provided invalid values for one or more of the request parameters.',
): ServiceError => new ServiceError('InvalidInputException', message, {Reason: reason})

/** `ConstraintViolationException` with one of its documented reasons. */
export const constraintViolation = (reason: string, message: string): ServiceError =>
  new ServiceError('ConstraintViolationException', message, {Reason: reason})

const notFound = (name: string, message: string) => (): ServiceError => new ServiceError(name, message)

export const accountNotFound = notFound('AccountNotFoundException', "You specified an account that doesn't exist.")
export const unitNotFound = notFound(
  'OrganizationalUnitNotFoundException',
  "You specified an organizational unit that doesn't exist.",
)
export const parentNotFound = notFound('ParentNotFoundException', "You specified parent that doesn't exist.")
export const policyNotFound = notFound('PolicyNotFoundException', "You specified a policy that doesn't exist.")
export const rootNotFound = notFound('RootNotFoundException', "You specified a root that doesn't exist.")
export const targetNotFound = notFound('TargetNotFoundException', "You specified a target that doesn't exist.")

export const notInUse = notFound(
  'AWSOrganizationsNotInUseException',
  'Your account is not a member of an organization.',
)
export const noPermission = notFound('AccessDeniedException', "You don't have permissions to access this resource.")
