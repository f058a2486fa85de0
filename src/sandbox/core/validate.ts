import {ServiceError} from './errors.js'
import type {Service} from './service.js'
import {findViolations} from '../check/violations.js'

/**
 * Checks an operation's input against required members and AWS's published limits, as AWS does before anything else.
 *
 * @throws ServiceError named by the service's `validationError`, which lists all violations.
 */
export function validate(service: Service, operation: string, input: object): void {
  const {model, name, validationError} = service
  const modelled = model.findOperation(operation)
  if (modelled === undefined) throw new TypeError(`AWS's model of ${name} has no operation ${operation}`)
  if (modelled.input === undefined) return
  const found = findViolations(modelled.input, input, {model, strict: false})
  const [first] = found
  if (first === undefined) return
  const count = `${found.length} validation error${found.length === 1 ? '' : 's'} detected: `
  const reason = hasReason(service, first.reason) ? {Reason: first.reason} : {}
  const text = service.validationWords?.(first) ?? count + found.map((violation) => violation.text).join('; ')
  throw new ServiceError(validationError, text, reason)
}

/** Whether the service's error of validation says which rule was broken: of some, the reasons are others. */
function hasReason({model, validationError}: Service, reason: string): boolean {
  const type = model.shape(validationError).members?.['Reason']
  return type !== undefined && (model.shape(type).enum ?? [reason]).includes(reason)
}
