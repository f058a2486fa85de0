import {authenticate} from '../auth/authenticate.js'
import {noteKeyUse} from '../auth/keys.js'
import {authorize} from '../auth/authorize.js'
import {answerAsModelled, type Answered} from '../check/check-answer.js'
import {settleIdentityCenter} from '../services/identity-center/sso-admin/assignments/settle.js'
import {isMutating, type CallLog, type CallRecord} from './calls.js'
import {sandboxTime, type Clock} from '../clock.js'
import {ServiceError} from './errors.js'
import {drawFaults, strike} from './faults.js'
import {asSeen, wholeOf} from './lag.js'
import type {Functions} from '../functions/functions.js'
import {findOperation, Later, type Behaviour, type Call, type DeferredService, type Service} from './service.js'
import type {Fault, Lag} from '../settings.js'
import type {Store, Transaction} from '../store/transaction.js'
import {readSettings} from '../stored-settings.js'
import {validate} from './validate.js'
import type {ViolationLog} from '../check/violation-log.js'
import {normalizeRequest, type SandboxReply, type SandboxRequest, type WireRequest} from '../wire/http.js'
import {decodeInput, encodeError, encodeOutput} from '../wire/protocol.js'
import {type Payload} from '../wire/payload.js'
import {findRestJsonOperation} from '../wire/rest-json.js'
import {isForeign, readRoute, type Route as FoundRoute} from '../wire/route.js'
import {findOperationShape, type OperationShape} from '../wire/schemas.js'

/** What calls are answered from. */
export interface World {
  readonly store: Store
  readonly services: readonly (Service | DeferredService)[]
  readonly clock: Clock
  readonly calls: CallLog
  readonly violations: ViolationLog
  /** How late what was made shows to this process; as the settings say when absent. */
  readonly lagMs?: Lag | undefined
  readonly functions: Functions
}

/** A reply, or word that the connection is to be lost. */
export type Answer = SandboxReply | 'drop'

/** Answers one request; refusals are replies like any other, so it does not throw. */
export async function dispatch(world: World, sent: SandboxRequest): Promise<Answer> {
  const request = normalizeRequest(sent)
  const answer = await answerRequest(world, request)
  return request.method === 'HEAD' && answer !== 'drop' ? {...answer, body: ''} : answer
}

async function answerRequest(world: World, request: WireRequest): Promise<Answer> {
  let route: Route
  try {
    route = await loadRoute(readRoute(request, world.services))
  } catch (error) {
    // A service that nobody knows is of the newer sort: those read JSON.
    const isJson = request.headers.has('x-amz-target') || isForeign(request, world.services)
    return encodeError(toServiceError(error), isJson ? 'json' : 'query', undefined)
  }
  const progress: Progress = {accountId: undefined, dropped: undefined}
  const started = performance.now()
  const record = (error?: ServiceError): void =>
    world.calls.append(makeRecord(world, {request, route, progress, started, error}))
  try {
    const answer = await answerRoute(world, {request, route, progress})
    record()
    return answer
  } catch (thrown) {
    world.violations.answer(thrown)
    const error = toServiceError(thrown)
    record(error)
    return encodeError(error, route.protocol, route.service)
  }
}

/** Which operation of which service, ready to be called. */
interface Route {
  readonly protocol: Service['protocol']
  readonly service: Service | undefined
  readonly operation: string
  readonly payload: Payload
}

async function loadRoute(route: FoundRoute): Promise<Route> {
  if (route.protocol !== 'rest-json') return {...route, service: route.service && (await loadService(route.service))}
  const service = await loadService(route.service)
  return {protocol: route.protocol, service, ...findRestJsonOperation(service, route.request)}
}

const loadService = async (service: Service | DeferredService): Promise<Service> =>
  'load' in service ? service.load() : service

/** What is known of a call so far, for the record. */
interface Progress {
  accountId: string | undefined
  dropped: CallRecord['dropped']
}

interface Incoming {
  readonly request: WireRequest
  readonly route: Route
  readonly progress: Progress
}

async function answerRoute(world: World, incoming: Incoming): Promise<Answer> {
  const target = requireOperation(incoming.route)
  const {service, name, shape} = target
  const begin = (tx: Transaction, faults: readonly Fault[]): Part =>
    doPart(target, (kept) => {
      const {input, call} = admit(world, tx, {...incoming, ...target, faults, kept})
      return target.operation.run(input, call)
    })
  // Mostly none is set, and the transaction that finds none does the work.
  const begun = world.store.transact((tx) => (readSettings(tx).faults.length === 0 ? begin(tx, []) : undefined))
  if (begun !== undefined) return encodeOutput({service, operation: name, shape}, await finish(world, target, begun))
  const faults = world.store.transact((tx) => drawFaults(tx, readSettings(tx), `${service.name}:${name}`))
  if ((await strike(faults, 'before', service)) === 'drop') {
    incoming.progress.dropped = 'before'
    return 'drop'
  }
  const output = await finish(
    world,
    target,
    world.store.transact((tx) => begin(tx, faults)),
  )
  const reply = encodeOutput({service, operation: name, shape}, output)
  if ((await strike(faults, 'after', service)) === 'drop') {
    incoming.progress.dropped = 'after'
    return 'drop'
  }
  return reply
}

/** A part of an operation's work, done in a transaction; what waits for that to be kept is told by `keep`. */
interface Part {
  readonly answered: Answered
  keep(): void
}

function doPart({service, name}: Target, run: (kept: Promise<void>) => Answered): Part {
  let keep = (): void => undefined
  const kept = new Promise<void>((resolve) => {
    keep = resolve
  })
  return {answered: answerAsModelled({service, operation: name}, () => run(kept)), keep}
}

/** Does the rest of the work in as many transactions as it takes; other calls are served between them. */
async function finish(world: World, target: Target, begun: Part): Promise<object> {
  for (let part = begun; ;) {
    part.keep()
    const answered = await part.answered
    if (!(answered instanceof Later)) return answered
    const next = await answered.next()
    part = world.store.transact((tx) => doPart(target, (kept) => next({...callAgain(world, tx, answered.call), kept})))
  }
}

interface Target {
  readonly service: Service
  readonly name: string
  readonly shape: OperationShape
  readonly operation: Behaviour
}

const UNKNOWN = {
  json: 'UnknownOperationException',
  query: 'InvalidAction',
  'rest-xml': 'NotImplemented',
  'rest-json': 'UnknownOperationException',
} as const

/** Never a fake success: what the sandbox does not do, it says so by name. */
function requireOperation({service, operation: name, protocol}: Route): Target {
  const code = UNKNOWN[protocol]
  if (service === undefined)
    throw new ServiceError(code, `awsup's sandbox has no service for the operation ${name}`, {status: 501})
  const operation = findOperation(service, name)
  const shape = findOperationShape(service.sdk, name)
  if (operation === undefined || shape === undefined)
    throw new ServiceError(code, `awsup's sandbox does not implement ${service.name}:${name}`, {status: 501})
  return {service, name, shape, operation}
}

/** Who calls, what for, and whether they may. */
function admit(
  world: World,
  tx: Transaction,
  call: Incoming & Target & {readonly faults: readonly Fault[]; readonly kept: Promise<void>},
): {input: object; call: Call} {
  const {request, route, progress, service, name, shape, operation, faults, kept} = call
  const set = readSettings(tx)
  const own = world.lagMs && {lagMs: world.lagMs}
  const settings = own || set.faults.length > 0 ? {...set, ...own, faults} : set
  const now = sandboxTime(world.clock, settings)
  settleIdentityCenter(tx, now)
  const signed = service.model.findOperation(name)?.unsigned !== true
  // A key that was just made is not known everywhere at once, as all of IAM.
  const known = asSeen(tx, {service: 'iam', operation: 'CreateAccessKey', now, settings})
  const signer = signed ? authenticate(request, {tx, known, service, now}) : undefined
  if (signer) noteKeyUse(tx, signer.caller, {service: service.name, region: signer.region, now})
  progress.accountId = signer?.caller.accountId
  const input = decodeInput(shape, route.payload)
  world.violations.request(call, request, input)
  validate(service, name, input)
  const place =
    signer === undefined
      ? service.locate?.(name, input, tx)
      : {accountId: signer.caller.accountId, region: signer.region}
  // Nothing there that an unsigned call could mean: the operation itself says what is missing.
  const {accountId, region} = place ?? {accountId: '', region: ''}
  progress.accountId = place?.accountId
  const context: Call = {
    tx: asSeen(tx, {service: service.name, operation: name, now, settings}),
    service: service.name,
    operation: name,
    accountId,
    region,
    host: request.headers.get('host'),
    caller: signer?.caller,
    now,
    settings,
    kept,
    functions: world.functions,
    endpoint: request.endpoint,
  }
  // Who may do what is decided by all that there is.
  const whole = wholeOf(context.tx)
  const asked = whole === context.tx ? context : {...context, tx: whole}
  permit(operation, input, {call: asked, prefix: service.signingName ?? service.name})
  return {input, call: context}
}

/** The same call in a later transaction: who calls and whether they may was decided when it came. */
function callAgain(world: World, tx: Transaction, call: Call): Call {
  const now = sandboxTime(world.clock, readSettings(tx))
  const {service, operation, settings} = call
  return {...call, tx: asSeen(tx, {service, operation, now, settings}), now}
}

/** @param prefix what stands before the colon of the service's actions */
function permit(operation: Behaviour, input: object, {call, prefix}: {call: Call; prefix: string}): void {
  const action = 'action' in operation ? operation.action : `${prefix}:${call.operation}`
  if (action === undefined || call.caller === undefined) return
  const resource = operation.resource?.(input, call) ?? '*'
  authorize(call, {action, resource, conditions: operation.conditions?.(input, call) ?? {}})
}

interface Recorded {
  readonly request: WireRequest
  readonly route: Route
  readonly progress: Progress
  readonly started: number
  readonly error: ServiceError | undefined
}

function makeRecord({clock}: World, {request, route, progress, started, error}: Recorded): CallRecord {
  return {
    at: clock(),
    service: route.service?.name ?? 'unknown',
    operation: route.operation.slice(0, 128),
    accountId: progress.accountId,
    mutating: isMutating(route.operation),
    error: error?.name,
    dropped: progress.dropped,
    attempt: attemptOf(request),
    ms: Math.round(performance.now() - started),
  }
}

/** The SDKs number their tries: `attempt=2; max=3`. */
function attemptOf({headers}: WireRequest): number | undefined {
  const attempt = /\battempt=(\d{1,6})\b/.exec(headers.get('amz-sdk-request') ?? '')?.[1]
  return attempt === undefined ? undefined : Number(attempt)
}

/** What no service threw is a fault of the sandbox itself, and says so. */
function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return new ServiceError('InternalFailure', `awsup's sandbox failed: ${detail}`, {status: 500})
}
