import {ServiceError} from '../../core/errors.js'

/** Cognito's refusal of a value that its model allows. */
export const invalid = (message: string): ServiceError => new ServiceError('InvalidParameterException', message)

/** A required member; the wire layer has refused calls without it, the SDK's types allow `undefined` all the same. */
export function present<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw invalid(`Missing required parameter ${name}`)
  return value
}
