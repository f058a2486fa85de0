import {authenticate} from '../auth/authenticate.js'
import {noteKeyUse} from '../auth/keys.js'
import {authorize} from '../auth/authorize.js'
import {answerAsModelled} from '../check/check-answer.js'
import {isMutating, type CallLog, type CallRecord} from './calls.js'
import {sandboxTime, type Clock} from '../clock.js'
import {ServiceError} from './errors.js'
import {drawFaults, strike} from './faults.js'
import {asSeen, wholeOf} from './lag.js'
import {findOperation, type Behaviour, type Call, type DeferredService, type Service} from './service.js'
import type {Fault, Lag} from '../settings.js'
import type {Store, Transaction} from '../store/transaction.js'
import {readSettings} from '../stored-settings.js'
import {validate} from './validate.js'
import type {ViolationLog} from '../check/violation-log.js'
import {normalizeRequest, type SandboxReply, type SandboxRequest, type WireRequest} from '../wire/http.js'
import {decodeInput, encodeError, encodeOutput} from '../wire/protocol.js'
import {type Payload} from '../wire/payload.js'
import {resolveRestJson} from '../wire/rest-json.js'
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

async function loadRoute({service: found, ...route}: FoundRoute): Promise<Route> {
  const service = found !== undefined && 'load' in found ? await found.load() : found
  const {payload, operation} = route
  const resolved = service && payload.type === 'rest-json' ? resolveRestJson(service, payload, operation) : undefined
  return {...route, ...resolved, service}
}

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
  const faults = world.store.transact((tx) => drawFaults(tx, readSettings(tx), `${service.name}:${name}`))
  if ((await strike(faults, 'before', service)) === 'drop') {
    incoming.progress.dropped = 'before'
    return 'drop'
  }
  const output = await world.store.transact((tx) =>
    answerAsModelled({service, operation: name}, () => perform(world, tx, {...incoming, ...target, faults})),
  )
  const reply = encodeOutput({service, operation: name, shape}, output)
  if ((await strike(faults, 'after', service)) === 'drop') {
    incoming.progress.dropped = 'after'
    return 'drop'
  }
  return reply
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

/** One call, all or nothing: who, what, whether it may, then the work itself. */
function perform(
  world: World,
  tx: Transaction,
  call: Incoming & Target & {faults: readonly Fault[]},
): object | Promise<object> {
  const {request, route, progress, service, name, shape, operation, faults} = call
  const settings = {...readSettings(tx), ...(world.lagMs && {lagMs: world.lagMs}), faults}
  const now = sandboxTime(world.clock, settings)
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
    caller: signer?.caller,
    now,
    settings,
    endpoint: request.endpoint,
  }
  // Who may do what is decided by all that there is.
  permit(operation, input, {...context, tx: wholeOf(context.tx)})
  return operation.run(input, context)
}

function permit(operation: Behaviour, input: object, call: Call): void {
  const action = 'action' in operation ? operation.action : `${call.service}:${call.operation}`
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
