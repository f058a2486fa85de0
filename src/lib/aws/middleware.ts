import {randomUUID} from 'node:crypto'
import {type Call, nameCall, noteCall} from './call.js'
import {type Clock, requireNotCancelled} from './clock.js'
import {sortFailure} from './failures.js'
import type {Pace} from './pace.js'
import {FINALIZING_BUDGET_MS, retryDelay} from './retry.js'
import type {Waiting} from './wait.js'

/** What a client's calls share. */
export interface CallSite {
  readonly accountId: string | undefined
  readonly region: string
  /** ARN of the caller; may become known later. */
  identity(): string | undefined
}

/** How calls are sent: paced, retried, and ended when the reader gives up. */
export interface Manners {
  readonly context: Waiting
  readonly clock: Clock
  /** Absent where nobody counts: the sandbox has no rates. */
  readonly pace?: Pace | undefined
}

/** The SDK's middleware, as far as we use it (its own types are generic over every command of one client). */
interface Args {
  readonly request: unknown
}
interface Result {
  readonly response: unknown
  readonly output: {$metadata?: {attempts?: number}}
}
type Next = (args: Args) => Promise<Result>
interface CommandContext {
  readonly clientName?: string
  readonly commandName?: string
}
interface Stack {
  add(middleware: (next: Next, context: CommandContext) => Next, options: object): void
}

/**
 * Puts our own sending in the place of the SDK's retries, and answers the client. The SDK's would send creates twice,
 * take IAM's quotas for throttling and not know an organization that is still being set up.
 */
export function sendCarefully<C extends {readonly middlewareStack: unknown}>(
  client: C,
  site: CallSite,
  manners: Manners,
): C {
  const stack = client.middlewareStack as Stack
  stack.add(
    (next, context) => (args) =>
      send({next, args, site, manners, ...nameCall(context.clientName, context.commandName)}),
    {
      name: 'retryMiddleware',
      tags: ['RETRY'],
      step: 'finalizeRequest',
      priority: 'high',
      override: true,
    },
  )
  return client
}

interface Sending extends Pick<Call, 'service' | 'operation'> {
  readonly next: Next
  readonly args: Args
  readonly site: CallSite
  readonly manners: Manners
}

async function send({next, args, site, manners, service, operation}: Sending): Promise<Result> {
  const {context, clock, pace} = manners
  const {accountId, region} = site
  const since = clock.now()
  const headers = headersOf(args.request)
  headers['amz-sdk-invocation-id'] = randomUUID()
  for (let attempts = 1; ; attempts += 1) {
    await pace?.turn({service, operation, accountId, region}, context.signal)
    requireNotCancelled(context.signal)
    headers['amz-sdk-request'] = `attempt=${attempts}`
    try {
      const result = await next(args)
      if (result.output.$metadata) result.output.$metadata.attempts = attempts
      return result
    } catch (error) {
      const failure = sortFailure(error)
      const delay = retryDelay(failure, {call: {service, operation}, attempts, elapsedMs: clock.now() - since})
      if (delay === undefined) {
        noteCall(error, {service, operation, accountId, region, identity: site.identity(), attempts})
        throw error
      }
      if (failure === 'finalizing') {
        const what = 'AWS to finish setting up the organization'
        context.report({type: 'waiting', what, since, deadline: since + FINALIZING_BUDGET_MS})
      }
      await clock.sleep(delay, context.signal)
    }
  }
}

/** A request that is not HTTP (there is none today) has no headers; ours go nowhere then. */
function headersOf(request: unknown): Record<string, string> {
  const holder = request as {headers?: Record<string, string>}
  return holder.headers ?? {}
}
