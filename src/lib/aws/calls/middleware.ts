import {randomUUID} from 'node:crypto'
import {type Call, changesSomething, nameCall, noteCall} from './call.js'
import {type Clock, requireNotCancelled} from '../clock.js'
import {type Failure, sortFailure} from './failures.js'
import type {Late, Recent} from '../lag/recent.js'
import type {Fields} from '../lag/things.js'
import type {Retrying} from '../../base/events.js'
import type {Pace} from './pace.js'
import {budgetOf, retryDelay} from './retry.js'
import type {Reading} from '../clients/reading.js'
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
  /** Absent where nobody remembers what was made. */
  readonly recent?: Recent | undefined
  /** Absent where every question is asked again. */
  readonly reading?: Reading | undefined
  /** Asked each time before a call that changes something is sent; what it throws is thrown, and nothing is sent. */
  beforeWrite?(accountId: string | undefined): Promise<void>
}

/** The SDK's middleware, as far as we use it (its own types are generic over every command of one client). */
interface Args {
  readonly input: Fields
  readonly request: unknown
}
interface Result {
  readonly response: unknown
  readonly output: Fields & {$metadata?: {attempts?: number}}
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
 * Puts our own sending in the place of the SDK's retries. The SDK's would send creates twice, take IAM's quotas for
 * throttling and not know an organization that is still being set up. `siteNow` is asked as each call begins.
 */
export function sendCarefully(
  client: {readonly middlewareStack: unknown},
  siteNow: () => CallSite,
  manners: Manners,
): void {
  const stack = client.middlewareStack as Stack
  stack.add(
    (next, context) => {
      const named = nameCall(context.clientName, context.commandName)
      const site = siteNow()
      return (args) => {
        const ask = (): Promise<Result> => send({next, args, site, manners, ...named})
        const {reading} = manners
        return reading ? reading.once({...named, ...placeOf(site), input: args.input}, ask) : ask()
      }
    },
    {
      name: 'retryMiddleware',
      tags: ['RETRY'],
      step: 'finalizeRequest',
      priority: 'high',
      override: true,
    },
  )
}

const placeOf = ({accountId, region}: CallSite) => ({accountId, region})

interface Sending extends Pick<Call, 'service' | 'operation'> {
  readonly next: Next
  readonly args: Args
  readonly site: CallSite
  readonly manners: Manners
}

async function send({next, args, site, manners, service, operation}: Sending): Promise<Result> {
  const {context, clock, pace, recent} = manners
  const {accountId, region} = site
  const asked = {service, operation, accountId, input: args.input}
  const since = clock.now()
  const headers = headersOf(args.request)
  headers['amz-sdk-invocation-id'] = randomUUID()
  const met = new Map<Failure, number>()
  let waited: Late | undefined
  for (let attempts = 1; ; attempts += 1) {
    await pace?.turn({service, operation, accountId, region}, context)
    requireNotCancelled(context.signal)
    if (changesSomething({service, operation})) await manners.beforeWrite?.(accountId)
    headers['amz-sdk-request'] = `attempt=${attempts}`
    const outcome = await outcomeOf(next(args))
    const again = met.has('lost')
    const late = recent?.lateness(asked, outcome, again)
    waited = late ?? waited
    const failure = late ? 'unseen' : 'error' in outcome ? sortFailure(outcome.error, service) : undefined
    if (failure !== undefined) {
      const times = (met.get(failure) ?? 0) + 1
      met.set(failure, times)
      const wait = planWait(failure, {call: asked, times, late, since, now: clock.now(), visibleMs: recent?.forMs})
      if (wait) {
        if (wait.told) context.report({type: 'waiting', ...wait.told})
        const because = TOLD[failure]
        if (because && times > 1)
          context.report({type: 'retrying', service, operation, because, attempt: attempts + 1, ms: wait.ms})
        await clock.sleep(wait.ms, context.signal)
        continue
      }
    }
    recent?.learn(asked, outcome, again)
    if ('error' in outcome) {
      const unseen = waited && recent?.isStillMissed(waited, asked, outcome.error) ? nameOf(waited) : undefined
      const call = {service, operation, accountId, region, identity: site.identity(), attempts, mayBeDone: again}
      noteCall(outcome.error, {...call, unseen})
      throw outcome.error
    }
    const {result} = outcome
    if (result.output.$metadata) result.output.$metadata.attempts = attempts
    return result
  }
}

type Ended = {readonly result: Result; readonly output: Fields} | {readonly error: unknown}

const outcomeOf = (sent: Promise<Result>): Promise<Ended> =>
  sent.then(
    (result) => ({result, output: result.output}),
    (error: unknown) => ({error}),
  )

const nameOf = ({thing: {sort, name}}: Late): string => `${sort} ${name}`.trim()

/** Why a call is sent again, as it is told; the first time it is not, since the second try mostly works. */
const TOLD: Readonly<Partial<Record<Failure, Retrying['because']>>> = {
  throttled: 'throttled',
  busy: 'busy',
  unsent: 'unreachable',
  lost: 'unreachable',
}

/** What a call met, so often in this way. */
interface Met {
  readonly call: Pick<Call, 'service' | 'operation'>
  readonly times: number
  readonly late: Late | undefined
  /** When the call began, ms since 1970. */
  readonly since: number
  readonly now: number
  readonly visibleMs: number | undefined
}

/** How long to wait until the next try, and what the reader is told of it; `undefined` where there is none. */
function planWait(failure: Failure, {call, times, late, now, ...met}: Met) {
  const since = late?.at ?? met.since
  const budgetMs = late ? met.visibleMs : undefined
  const ms = retryDelay(failure, {call, attempts: times, elapsedMs: now - since, budgetMs})
  if (ms === undefined) return undefined
  const what = renderWait(failure, late)
  // Most waits are over before anybody could read of them.
  const isTold = what !== undefined && (times > 3 || failure === 'finalizing')
  return {ms, told: isTold ? {what, since, deadline: since + budgetOf(failure, budgetMs)} : undefined}
}

function renderWait(failure: Failure, late: Late | undefined): string | undefined {
  if (late) return `AWS to ${late.became === 'made' ? 'show' : 'forget'} ${nameOf(late)}`
  if (failure === 'finalizing') return 'AWS to finish setting up the organization'
  return failure === 'changing' ? 'AWS to finish an earlier change' : undefined
}

/** A request that is not HTTP (there is none today) has no headers; ours go nowhere then. */
function headersOf(request: unknown): Record<string, string> {
  const holder = request as {headers?: Record<string, string>}
  return holder.headers ?? {}
}
