import type * as sdk from '@aws-sdk/client-lambda'
import type {Caller} from '../../auth/caller.js'
import type {Call, Operation} from '../../core/service.js'
import {bytesOf} from '../../wire/rest.js'
import type {Invocation, InvokeRequest} from '../../functions/functions.js'
import {requirePermission} from './access.js'
import {meant, requireFunction} from './names.js'
import {invalidParameter, noContent, tooLarge} from './refusals.js'

/** Bytes of an event (Lambda developer guide, "Lambda quotas"; API reference, Invoke, RequestTooLargeException). */
const SYNCHRONOUS = 6_291_456
const ASYNCHRONOUS = 1_048_576
/** Bytes of the log that `Tail` answers (API reference, Invoke, `LogType`). */
const TAIL = 4096
/** Bytes of the client context before base64 (API reference, Invoke, `ClientContext`). */
const CONTEXT = 3583
const COGNITO = 'cognito-identity.amazonaws.com'

/**
 * Runs a function. That it threw is no error of the call: the answer says so in `FunctionError`.
 *
 * An asynchronous call is done once, whatever comes of it: AWS would do it up to three times, minutes apart.
 */
export const Invoke: Operation<sdk.InvokeCommandInput, Answer> = {
  action: undefined, // asked for below, on the function as the request qualifies it
  run({InvocationType = 'RequestResponse', LogType, ClientContext, Payload, ...named}, call) {
    const place = meant(named, call)
    requirePermission('lambda:InvokeFunction', place, call)
    const found = requireFunction(place, call)
    const answered = {ExecutedVersion: '$LATEST'}
    if (InvocationType === 'DryRun') return {...answered, StatusCode: 204, Payload: NO_PAYLOAD}
    const isEvent = InvocationType === 'Event'
    const request = {
      payload: readEvent(bytesOf(Payload), isEvent ? ASYNCHRONOUS : SYNCHRONOUS),
      ...readIdentity(call.caller),
      ...(isEvent ? {} : readClientContext(ClientContext)),
    }
    if (isEvent) {
      doLater(call, () => found.invoke(request))
      return {StatusCode: 202, Payload: NO_PAYLOAD}
    }
    return call.kept
      .then(() => found.invoke(request))
      .then((invocation) => ({...answered, ...answerOf(invocation, LogType === 'Tail')}))
  },
}

/** Nobody waits for it, or hears what came of it. */
function doLater({kept}: Call, work: () => Promise<unknown>): void {
  kept.then(work).catch(() => undefined)
}

/** An event that is left out is `{}`. @throws ServiceError RequestTooLargeException, InvalidRequestContentException. */
function readEvent(bytes: Buffer, limit: number): string {
  if (bytes.length > limit) throw tooLarge(limit)
  const text = bytes.toString('utf8')
  if (text === '') return '{}'
  try {
    JSON.parse(text)
    return text
  } catch (error) {
    throw noContent(error instanceof Error ? error.message : 'it is no JSON')
  }
}

/** What `context.identity` holds: of credentials that an identity pool gave, and of no others. */
function readIdentity(caller: Caller | undefined): Pick<InvokeRequest, 'identity'> {
  if (caller?.type !== 'role') return {}
  const [cognitoIdentityId] = caller.context[`${COGNITO}:sub`] ?? []
  const [cognitoIdentityPoolId] = caller.context[`${COGNITO}:aud`] ?? []
  if (cognitoIdentityId === undefined || cognitoIdentityPoolId === undefined) return {}
  return {identity: {cognitoIdentityId, cognitoIdentityPoolId}}
}

/** @throws ServiceError InvalidParameterValueException for what is too long, or no JSON in base64. */
function readClientContext(given: string | undefined): Pick<InvokeRequest, 'clientContext'> {
  if (given === undefined || given === '') return {}
  const bytes = Buffer.from(given, 'base64')
  if (bytes.length > CONTEXT) throw invalidParameter(`Client context must be smaller than ${CONTEXT} bytes`)
  const clientContext = bytes.toString('utf8')
  try {
    JSON.parse(clientContext)
    return {clientContext}
  } catch {
    throw invalidParameter('Client context must be a valid Base64-encoded JSON object.')
  }
}

/** Without a body where the function was not waited for. */
type Answer = Omit<sdk.InvokeCommandOutput, '$metadata' | 'Payload'> & {Payload: Payload}
/** On this side of the wire it is bytes. */
type Payload = NonNullable<sdk.InvokeCommandOutput['Payload']>

const NO_PAYLOAD = undefined as unknown as Payload

function answerOf(invocation: Invocation, tail: boolean): Answer {
  if (invocation.status === 'late') throw new TypeError('a call without a deadline is never late')
  const {status, payload, log} = invocation
  return {
    StatusCode: 200,
    Payload: Buffer.from(payload) as unknown as Payload,
    ...(status === 'failed' && {FunctionError: 'Unhandled'}),
    ...(tail && {LogResult: Buffer.from(log).subarray(-TAIL).toString('base64')}),
  }
}
