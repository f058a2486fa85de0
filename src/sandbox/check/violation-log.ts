import {appendFileSync} from 'node:fs'
import {AnswerFault} from './check-answer.js'
import type {Service} from '../core/service.js'
import {findViolations} from './violations.js'
import type {WireRequest} from '../wire/http.js'

/** Something that awsup should not have sent, or the sandbox not have answered. */
interface Logged {
  readonly side: 'request' | 'answer'
  /** Which operation, and which of its members breaks which rule. */
  readonly what: string
}

/** Told of every violation of AWS's models, by either side. */
export interface ViolationLog {
  /** Only awsup's own calls count: it says in `user-agent` who it is. Others may try what AWS refuses. */
  request(asked: Asked, request: WireRequest, input: object): void
  answer(error: unknown): void
}

interface Asked {
  readonly service: Service
  readonly name: string
}

/** A log that nobody reads. */
const NO_LOG: ViolationLog = {request: () => undefined, answer: () => undefined}

/**
 * Appends to the file that `AWSUP_SANDBOX_VIOLATIONS` names, one JSON document a line, so that a run of tests, with all
 * the processes that it starts, can fail on one. Without the variable nothing is written.
 */
export function openViolationLog(file = process.env['AWSUP_SANDBOX_VIOLATIONS']): ViolationLog {
  if (file === undefined || file === '') return NO_LOG
  const append = (logged: Logged): void => appendFileSync(file, `${JSON.stringify(logged)}\n`)
  return {
    request({service, name}, {headers}, input) {
      if (!isFromAwsup(headers)) return
      const {model} = service
      const shape = model.findOperation(name)?.input
      if (shape === undefined) return
      // Strict: the SDK may know members that the model does not, and those are not for all of AWS's regions yet.
      const found = findViolations(shape, input, {model, strict: true})
      if (found.length > 0)
        append({side: 'request', what: `${service.name}:${name}: ${found.map(({text}) => text).join('; ')}`})
    },
    answer(error) {
      if (error instanceof AnswerFault) append({side: 'answer', what: error.message})
    },
  }
}

const isFromAwsup = (headers: ReadonlyMap<string, string>): boolean =>
  /(^| )awsup\b/.test(headers.get('user-agent') ?? headers.get('x-amz-user-agent') ?? '')
