import type {LambdaConfigType} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../../src/sandbox/core/errors.js'
import type {Functions, Invocation, InvokeRequest} from '../../../../src/sandbox/functions/functions.js'

/** An event as a function gets it. */
export interface TriggerEvent {
  readonly version: string
  readonly triggerSource: string
  readonly region: string
  readonly userPoolId: string
  readonly userName: string
  readonly callerContext: Readonly<Record<string, string>>
  readonly request: Readonly<Record<string, unknown>> & {readonly session?: readonly Result[]}
  readonly response: Readonly<Record<string, unknown>>
}

interface Result {
  readonly challengeName: string
  readonly challengeResult: boolean
  readonly challengeMetadata?: string
}

/** What a function puts into the response; one that throws fails; a ServiceError is Lambda's own. */
type Handler = (event: TriggerEvent) => object | Promise<object>

/** Functions of an account in this process, by the name of their trigger, and what they were asked. */
export interface Watched {
  readonly functions: Functions
  readonly events: TriggerEvent[]
  /** How each behaves; one that is not told gives its event back as it came. */
  readonly handlers: Partial<Record<string, Handler>>
  /** Those that do not answer in time, and how long each was waited for, in ms. */
  readonly late: Set<string>
  readonly waited: (number | undefined)[]
  /** Sources of what was called since it was asked last, in order. */
  sources(): string[]
}

const TRIGGERS = [
  'PreSignUp',
  'PostConfirmation',
  'PreAuthentication',
  'PostAuthentication',
  'PreTokenGeneration',
  'CustomMessage',
  'DefineAuthChallenge',
  'CreateAuthChallenge',
  'VerifyAuthChallengeResponse',
  'UserMigration',
] as const

const arnOf = (name: string): string => `arn:aws:lambda:eu-west-1:000000000001:function:${name}`

/** A pool's configuration with some of the triggers, or all of those that every pool may have. */
export const lambdaConfig = (...only: (typeof TRIGGERS)[number][]): LambdaConfigType =>
  Object.fromEntries((only.length > 0 ? only : TRIGGERS).map((name) => [name, arnOf(name)]))

export function watchFunctions(): Watched {
  const events: TriggerEvent[] = []
  const waited: (number | undefined)[] = []
  const handlers: Watched['handlers'] = {}
  const late = new Set<string>()
  let asked = 0

  const invoke = async (name: string, {payload, deadlineMs}: InvokeRequest): Promise<Invocation> => {
    const event = JSON.parse(payload) as TriggerEvent
    events.push(event)
    waited.push(deadlineMs)
    if (late.has(name)) return {status: 'late'}
    try {
      const response = {...event.response, ...(await handlers[name]?.(event))}
      return {status: 'answered', payload: JSON.stringify({...event, response}), log: ''}
    } catch (error) {
      if (error instanceof ServiceError) throw error
      const errorMessage = error instanceof Error ? error.message : String(error)
      return {status: 'failed', errorType: 'Error', errorMessage, payload: JSON.stringify({errorMessage}), log: ''}
    }
  }

  return {
    functions: {
      find: (arn) => {
        const name = TRIGGERS.find((trigger) => arnOf(trigger) === arn)
        return name && {name, arn, invoke: async (request) => invoke(name, request)}
      },
    },
    events,
    handlers,
    late,
    waited,
    sources: () => {
      const since = events.slice(asked).map(({triggerSource}) => triggerSource)
      asked = events.length
      return since
    },
  }
}
