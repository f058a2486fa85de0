import {ServiceError} from './errors.js'
import type {Service} from './service.js'
import {findViolations} from '../check/violations.js'
import {findErrorShape} from '../wire/schemas.js'

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
  const found = [...findViolations(modelled.input, input, {model, path: '', strict: false})]
  const [first] = found
  if (first === undefined) return
  const count = `${found.length} validation error${found.length === 1 ? '' : 's'} detected: `
  const named = findErrorShape(service, validationError)?.members.includes('Reason') ?? false
  const reason = named ? {Reason: first.reason} : {}
  const text = service.validationWords?.(first) ?? count + found.map((violation) => violation.text).join('; ')
  throw new ServiceError(validationError, text, reason)
}
