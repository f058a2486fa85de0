import type {Functions, Invocation} from '../../../src/sandbox/functions/functions.js'

/** How a function behaves. */
export type Told =
  /** Gives its event back with these members in the response, or those of its turn in a session of challenges. */
  | {readonly response: object}
  | {readonly turns: readonly object[]}
  /** Gives this text back, whatever it was asked. */
  | {readonly answer: string}
  | {readonly throws: string}
  | {readonly late: true}

interface Event {
  readonly request: {readonly session?: readonly unknown[]}
  readonly response: object
}

function behave(told: Told, payload: string): Invocation {
  const log = ''
  if ('late' in told) return {status: 'late'}
  if ('throws' in told) {
    const {throws: errorMessage} = told
    return {status: 'failed', errorType: 'Error', errorMessage, payload: JSON.stringify({errorMessage}), log}
  }
  if ('answer' in told) return {status: 'answered', payload: told.answer, log}
  const event = JSON.parse(payload) as Event
  const given = 'turns' in told ? (told.turns[event.request.session?.length ?? 0] ?? {}) : told.response
  const response = {...event.response, ...given}
  return {status: 'answered', payload: JSON.stringify({...event, response}), log}
}

/** The functions of an account, in this process, by the name in their ARN. */
export const tellFunctions = (told: Readonly<Record<string, Told>>): Functions => ({
  find: (arn) => {
    const name = arn.split(':')[6] ?? ''
    const one = told[name]
    return one && {name, arn, invoke: ({payload}) => Promise.resolve(behave(one, payload))}
  },
})
