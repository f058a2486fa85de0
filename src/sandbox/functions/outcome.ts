import type {Invocation} from './functions.js'

/** Bytes of an answer at most, which Lambda calls 6 MB (Lambda developer guide, "Lambda quotas"). */
export const ANSWER_LIMIT = 6_291_556

/** What a function threw, as Node's runtime client sends it (aws-lambda-ric, formatError). */
export interface Thrown {
  readonly errorType: string
  readonly errorMessage: string
  /** Lines of the stack. */
  readonly trace?: readonly string[]
}

/** How a call ended, without what was printed meanwhile. */
export type Outcome = {readonly payload: string} | {readonly thrown: Thrown}

export const toInvocation = (outcome: Outcome, log: string): Invocation =>
  'payload' in outcome
    ? {status: 'answered', payload: outcome.payload, log}
    : {
        status: 'failed',
        errorType: outcome.thrown.errorType,
        errorMessage: outcome.thrown.errorMessage,
        payload: JSON.stringify(outcome.thrown),
        log,
      }

const failed = (errorType: string, errorMessage: string): Outcome => ({thrown: {errorType, errorMessage}})

/** Source: aws-lambda-runtime-interface-emulator, "Task timed out after"; seconds have two digits behind the point. */
export const timedOut = (requestId: string, seconds: number): Outcome =>
  failed('Sandbox.Timedout', `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`)

/** A process that ended while it was asked. Source: answers of Lambda, "Runtime exited with error: exit status 1". */
export function exited(requestId: string, code: number | null, signal: NodeJS.Signals | null): Outcome {
  const how =
    code === 0 ? 'without providing a reason' : `with error: ${signal ? wordFor(signal) : `exit status ${code ?? 1}`}`
  return failed('Runtime.ExitError', `RequestId: ${requestId} Error: Runtime exited ${how}`)
}

/** Go's words for a signal, which is what Lambda is written in. */
const wordFor = (signal: NodeJS.Signals): string =>
  `signal: ${{SIGKILL: 'killed', SIGABRT: 'aborted', SIGSEGV: 'segmentation fault', SIGTERM: 'terminated'}[signal as string] ?? signal}`

export const tooLarge = (): Outcome =>
  failed(
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${ANSWER_LIMIT} bytes).`,
  )

/** A program that could not be started. */
export const notStarted = (requestId: string, why: string): Outcome =>
  failed('Runtime.InvalidEntrypoint', `RequestId: ${requestId} Error: ${why}`)

/** What a program printed is no JSON. */
export const noJson = (requestId: string): Outcome =>
  failed('Runtime.InvalidResponse', `RequestId: ${requestId} Error: the last line that the command wrote is no JSON`)
