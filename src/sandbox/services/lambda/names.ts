import type {Call} from '../../core/service.js'
import {functionArn, type FunctionArn} from '../../functions/arn.js'
import {NO_FUNCTIONS, type RunnableFunction} from '../../functions/functions.js'
import {invalidParameter, notFound} from './refusals.js'

/** Name, `name:alias`, `111122223333:function:name`, or a whole ARN (API reference, Invoke, `FunctionName`). */
const NAME =
  /^(?:arn:aws(?:-[a-z]+)*:lambda:)?(?:([a-z]{2}(?:-[a-z]+)+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9-_.]+)(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/

/** How a request names a function. */
export interface Named {
  readonly FunctionName: string | undefined
  readonly Qualifier?: string | undefined
}

/**
 * The function that a request means, qualified where the request says so.
 *
 * @throws ServiceError InvalidParameterValueException where the name says one alias and `Qualifier` another.
 */
export function meant({FunctionName = '', Qualifier = ''}: Named, call: Call): FunctionArn {
  const [, region = call.region, accountId = call.accountId, name = FunctionName, alias] = NAME.exec(FunctionName) ?? []
  if (alias !== undefined && Qualifier !== '' && alias !== Qualifier)
    throw invalidParameter('The derived qualifier from the function name does not match the specified qualifier.')
  const qualifier = alias ?? (Qualifier === '' ? undefined : Qualifier)
  return {region, accountId, name, ...(qualifier !== undefined && {qualifier})}
}

/** @throws ServiceError ResourceNotFoundException; also for a function of another region. */
export function requireFunction(place: FunctionArn, call: Call): RunnableFunction {
  const arn = functionArn(place)
  const found = place.region === call.region ? call.functions.find(arn) : undefined
  if (found) return found
  const hint =
    call.functions === NO_FUNCTIONS
      ? " (awsup's sandbox runs functions where it was started with: awsup sandbox serve --functions)"
      : ''
  throw notFound(`Function not found: ${arn}${hint}`)
}
