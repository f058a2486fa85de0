import {ServiceError} from '../../../core/errors.js'
import {NO_FUNCTIONS, type Functions} from '../../../functions/functions.js'
import {later, type Call, type Outcome} from '../../../core/service.js'
import type {UserPool} from '../tables.js'
import {makeEvent, type Members, type Occasion} from './event.js'
import {readReply, type Called, type Reply} from './reply.js'

/** How long Cognito waits for a function, whatever the function's own timeout (developer guide, "Lambda triggers"). */
const DEADLINE_MS = 5000
/** How often Cognito asks a function that does not answer in time (the same page, text of 2021). */
const TRIES = 3

/** A trigger that is called in the middle of an operation. */
export type TriggerName = Occasion['trigger']

/** The ARN that a pool calls for a trigger. */
export function functionOf({settings}: UserPool, trigger: TriggerName): string | undefined {
  const config = settings.LambdaConfig ?? {}
  if (trigger === 'PreTokenGeneration') return config.PreTokenGenerationConfig?.LambdaArn ?? config.PreTokenGeneration
  return config[trigger]
}

/** Whether a trigger is called: a sandbox that runs no functions behaves as if its pools had none. */
export const isCalled = (pool: UserPool, trigger: TriggerName, {functions}: Call): boolean =>
  functions !== NO_FUNCTIONS && functionOf(pool, trigger) !== undefined

/**
 * Goes on with what a trigger's function gave back, or with the refusal that comes of it; with `undefined`, and at
 * once, where the pool calls none.
 */
export function runTrigger<O>(
  occasion: Occasion,
  call: Call,
  next: (reply: Reply | undefined, call: Call) => Outcome<O>,
): Outcome<O> {
  const {pool, trigger} = occasion
  if (!isCalled(pool, trigger, call)) return next(undefined, call)
  const arn = functionOf(pool, trigger) ?? ''
  const payload = JSON.stringify(makeEvent(occasion))
  return later(
    call,
    () => invoke(call.functions, arn, payload),
    (invocation, again) => next(readReply(trigger, invocation), again),
  )
}

/**
 * The same for the triggers whose failure is the call's: `next` gets the response alone.
 *
 * @throws ServiceError UserLambdaValidationException, UnexpectedLambdaException, InvalidLambdaResponseException
 */
export function askTrigger<O>(
  occasion: Occasion,
  call: Call,
  next: (response: Members | undefined, call: Call) => Outcome<O>,
): Outcome<O> {
  return runTrigger(occasion, call, (reply, again) => {
    if (reply && 'refusal' in reply) throw reply.refusal
    return next(reply?.response, again)
  })
}

/** What a function did, or why Cognito could not call it. */
async function invoke(functions: Functions, arn: string, payload: string): Promise<Called> {
  const found = functions.find(arn)
  if (!found) return {status: 'refused', why: 'AccessDeniedException'}
  try {
    let invocation = await found.invoke({payload, deadlineMs: DEADLINE_MS})
    for (let tries = 1; invocation.status === 'late' && tries < TRIES; tries++) {
      invocation = await found.invoke({payload, deadlineMs: DEADLINE_MS})
    }
    return invocation
  } catch (error) {
    // Lambda refuses calls too, such as those beyond what runs at once.
    if (error instanceof ServiceError) return {status: 'refused', why: error.name}
    throw error
  }
}
