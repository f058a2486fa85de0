import {ServiceError} from '../../../core/errors.js'
import type {Invocation} from '../../../functions/functions.js'
import type {Members, Occasion} from './event.js'

/** What a function gave back, or what the caller is told instead. */
export type Reply = {readonly response: Members} | {readonly refusal: ServiceError}

const invalidResponse = (words: string): ServiceError => new ServiceError('InvalidLambdaResponseException', words)

/** An answer that is JSON and not what the trigger may answer (answer of AWS in amazon-cognito-identity-js#167). */
export const unrecognizable = (): ServiceError => invalidResponse('Unrecognizable lambda output')

/** A response that is well formed and that this trigger may not give. */
export const badResponse = (words: string): ServiceError => invalidResponse(`Invalid lambda function output : ${words}`)

/** A pool that has no function for a step of its flow (as people met it on AWS). */
export const notConfigured = (): ServiceError =>
  new ServiceError('UnexpectedLambdaException', 'null invocation failed due to configuration.')

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a function did, or the error with which Lambda refused the call. */
export type Called = Invocation | {readonly status: 'refused'; readonly why: string}

/** Reads what came of a call: a function that Cognito can not call, threw, was late, or answered. */
export function readReply(trigger: Occasion['trigger'], invocation: Called): Reply {
  if (invocation.status === 'refused') return unexpected(trigger, invocation.why)
  if (invocation.status === 'late') return unexpected(trigger, 'Socket timeout while invoking Lambda function')
  if (invocation.status === 'failed') {
    const words = `${trigger} failed with error ${invocation.errorMessage}.`
    return {refusal: new ServiceError('UserLambdaValidationException', words)}
  }
  return readAnswer(invocation.payload)
}

const unexpected = (trigger: Occasion['trigger'], why: string): Reply => ({
  refusal: new ServiceError('UnexpectedLambdaException', `${trigger} invocation failed due to error ${why}.`),
})

function readAnswer(payload: string): Reply {
  const answer = parse(payload)
  if (!isMembers(answer)) return {refusal: badResponse('Invalid JSON')}
  const {response} = answer
  return isWholeEvent(answer) && isMembers(response) ? {response} : {refusal: unrecognizable()}
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    // No JSON at all is refused as what is no object.
    return undefined
  }
}

/** The function gives the whole event back (developer guide: "returns the same event object back to Cognito"). */
const isWholeEvent = (answer: Members): boolean =>
  ['version', 'triggerSource', 'region', 'userPoolId', 'userName'].every((name) => typeof answer[name] === 'string') &&
  isMembers(answer['callerContext']) &&
  isMembers(answer['request'])
