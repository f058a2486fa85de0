import {isAnsweredNevertheless, isRefusedNevertheless} from '../core/beyond-the-model.js'
import {isCommonError} from '../core/common-errors.js'
import {ServiceError} from '../core/errors.js'
import {Later, type Service} from '../core/service.js'
import {findViolations, type Violation} from './violations.js'
import {findOperationShape, hasMember} from '../wire/schemas.js'

const NOT_IMPLEMENTED = 501

/** An answer that AWS could not have given: a fault of the sandbox itself. */
export class AnswerFault extends Error {
  readonly violations: readonly Violation[]

  constructor(what: string, violations: readonly Violation[]) {
    super(`${what} is no answer of AWS: ${violations.map(({text}) => text).join('; ')}`)
    this.name = 'AnswerFault'
    this.violations = violations
  }
}

interface Asked {
  readonly service: Service
  readonly operation: string
}

/** What work answers: at once, or after a while, or nothing yet. */
export type Answered = object | Promise<object> | Later<object>

/**
 * Does the work of an operation, or a part of it, and holds what it answers or throws against AWS's model.
 *
 * @throws AnswerFault where the model does not allow it; else what `work` throws.
 */
export function answerAsModelled(asked: Asked, work: () => Answered): Answered {
  const refuse = (error: unknown): never => {
    requireModelledError(asked, error)
    throw error
  }
  let answered: Answered
  try {
    answered = work()
  } catch (error) {
    return refuse(error)
  }
  if (answered instanceof Later) return answered
  if (!(answered instanceof Promise)) return requireModelledOutput(asked, answered)
  return answered.then((output) => requireModelledOutput(asked, output), refuse)
}

function requireModelledOutput({service: {name, model, sdk}, operation}: Asked, output: object): object {
  const shape = model.findOperation(operation)?.output
  if (shape === undefined) return output
  // Strict: what the model has no member for the codecs would leave out without a word.
  const violations = findViolations(shape, output, {model, strict: true}).filter(
    (violation) => !isAnsweredNevertheless(name, violation) && !isNewer(sdk, operation, violation),
  )
  if (violations.length > 0) throw new AnswerFault(`${name}:${operation}`, violations)
  return output
}

/**
 * A member that the SDK has and the model has not: one of the two is older. What was sent with the SDK and kept is
 * answered, or one request would make every answer about that thing a fault. test/models names all such members.
 */
function isNewer(sdk: object, operation: string, {path, reason}: Violation): boolean {
  const shape = findOperationShape(sdk, operation)
  return reason === 'UNKNOWN_MEMBER' && shape !== undefined && hasMember(shape.output, path)
}

function requireModelledError({service, operation}: Asked, error: unknown): void {
  // What the sandbox does not do it says in its own name: no answer of AWS, and not meant as one.
  if (!(error instanceof ServiceError) || error.status === NOT_IMPLEMENTED) return
  const {name, model, protocol} = service
  const what = `${name}:${operation}, which refuses with ${error.name},`
  if (model.findOperation(operation)?.errors.includes(error.name)) {
    const {members = {}} = model.shape(error.name)
    const told = Object.keys(members).filter((member) => /^message$/i.test(member))
    const value = {...error.fields, ...Object.fromEntries(told.map((member) => [member, error.message]))}
    const violations = findViolations(error.name, value, {model, strict: true})
    if (violations.length > 0) throw new AnswerFault(what, violations)
  } else if (!isCommonError(error.name, protocol) && !isRefusedNevertheless(name, error.name)) {
    const text = `AWS's model lists no ${error.name} for it`
    throw new AnswerFault(what, [{path: '', text, reason: 'UNKNOWN_ERROR'}])
  }
}
