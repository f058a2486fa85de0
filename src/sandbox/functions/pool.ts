import {randomUUID} from 'node:crypto'
import {setTimeout} from 'node:timers/promises'
import {ServiceError} from '../core/errors.js'
import {runCommand} from './processes/command.js'
import type {FunctionDefinition} from './definition.js'
import {environmentOf, type Surroundings} from './processes/environment.js'
import type {Invocation, InvokeRequest} from './functions.js'
import type {Guard} from './processes/guard.js'
import {openCapture, type Capture, type ShowLine} from './processes/log.js'
import {openNodeProcess, type Asked, type NodeProcess} from './processes/node-process.js'
import {toInvocation, type Outcome} from './outcome.js'
import {openGate} from './gate.js'

/** Calls of one function at once, as an account that is new has them in all (Lambda developer guide, "Lambda quotas"). */
const CONCURRENCY = 10
/** Calls that wait for one of them. */
const WAITING = 100
/** How long a process stays that nobody asks, ms. */
const IDLE_MS = 5 * 60_000
/** Half of what its keys are good for, ms. */
const OLDEST_MS = 6 * 3_600_000

/** The processes of one function in one account. */
export interface Pool {
  /** @throws ServiceError TooManyRequestsException where too many calls wait already. */
  invoke(request: InvokeRequest & {readonly arn: string}): Promise<Invocation>
  close(): void
}

interface OpenPool {
  readonly definition: FunctionDefinition
  readonly guard: Guard
  readonly node: string
  readonly show: ShowLine | undefined
  /** Asked for each process. */
  readonly surroundings: () => Omit<Surroundings, 'logStream'>
}

interface Warm {
  readonly process: NodeProcess
  readonly logStream: string
  readonly startedAt: number
  timer?: NodeJS.Timeout
}

/** One call, with what is printed for it. */
interface Ran {
  readonly outcome: Outcome
  readonly capture: Capture
}

/** Opens it; a process is started with the first call, and kept for the next ones where it runs a module. */
export function openPool({definition, guard, node, show, surroundings}: OpenPool): Pool {
  const {name, folder, memory, runs, timeout} = definition
  const gate = openGate(CONCURRENCY, WAITING)
  const idle: Warm[] = []
  let isWarned = false
  const shell = process.env

  const environment = (logStream: string): NodeJS.ProcessEnv =>
    environmentOf(definition, {...surroundings(), logStream}, shell)
  const drop = (warm: Warm): void => {
    clearTimeout(warm.timer)
    const at = idle.indexOf(warm)
    if (at >= 0) idle.splice(at, 1)
    warm.process.kill()
  }
  const keep = (warm: Warm): void => {
    idle.push(warm)
    warm.timer = globalThis.setTimeout(() => drop(warm), IDLE_MS).unref()
  }
  /** A process that can be asked, whose module is loaded; what else becomes of it ends the call. */
  const obtain = async (code: Extract<typeof runs, {handler: string}>, requestId: string): Promise<Warm | Ran> => {
    for (const warm of [...idle].reverse()) {
      if (!warm.process.isFit() || Date.now() - warm.startedAt > OLDEST_MS) drop(warm)
    }
    const known = idle.pop()
    if (known) {
      clearTimeout(known.timer)
      return known
    }
    const logStream = makeLogStream()
    const env = environment(logStream)
    const opened = openNodeProcess({name, folder, memory, code, env, node, guard, show})
    const warm: Warm = {process: opened, logStream, startedAt: Date.now()}
    const outcome = await opened.load(requestId)
    if (outcome === undefined) {
      if (opened.parameters() > 2 && !isWarned) show?.(name, CALLBACK)
      isWarned = true
      return warm
    }
    opened.kill()
    return {outcome, capture: opened.takeLog()}
  }
  const run = async (
    {payload, arn, identity, clientContext}: InvokeRequest & {readonly arn: string},
    requestId: string,
  ): Promise<Ran> => {
    const asked = (logStream: string): Asked => ({
      event: payload,
      timeout,
      deadline: Date.now() + timeout * 1_000,
      context: {
        functionVersion: '$LATEST',
        functionName: name,
        memoryLimitInMB: String(memory),
        logGroupName: `/aws/lambda/${name}`,
        logStreamName: logStream,
        ...(clientContext !== undefined && {clientContext: JSON.parse(clientContext) as unknown}),
        ...(identity && {identity}),
        invokedFunctionArn: arn,
        awsRequestId: requestId,
      },
    })
    if ('command' in runs) {
      const [logStream, capture] = [makeLogStream(), openCapture(name, show)]
      const env = environment(logStream)
      return {outcome: await runCommand({folder, code: runs, env, guard, capture}, asked(logStream)), capture}
    }
    const warm = await obtain(runs, requestId)
    if ('outcome' in warm) return warm
    const outcome = await warm.process.call(asked(warm.logStream))
    const capture = warm.process.takeLog()
    if (warm.process.isFit() && !('thrown' in outcome && isOfProcess(outcome.thrown.errorType))) keep(warm)
    else drop(warm)
    return {outcome, capture}
  }
  const invoke = async (request: InvokeRequest & {readonly arn: string}): Promise<Invocation> => {
    const requestId = randomUUID()
    const leave = await gate.enter()
    const started = performance.now()
    try {
      const {outcome, capture} = await run(request, requestId)
      const text = capture.end()
      if ('thrown' in outcome) show?.(name, `${outcome.thrown.errorType}: ${outcome.thrown.errorMessage}`)
      return toInvocation(outcome, logOf(text, outcome, {requestId, ms: performance.now() - started, memory}))
    } finally {
      leave()
    }
  }
  return {
    async invoke(request) {
      if (gate.isFull()) throw throttled()
      const answering = invoke(request)
      if (request.deadlineMs === undefined) return answering
      const over = new AbortController()
      // What is late goes on, and nobody hears of it.
      const late = setTimeout(request.deadlineMs, {status: 'late'} as const, {signal: over.signal}).catch(() => ({
        status: 'late' as const,
      }))
      answering.catch(() => undefined)
      const first = await Promise.race([answering, late])
      over.abort()
      return first
    },
    close() {
      for (const warm of [...idle]) drop(warm)
    },
  }
}

/** Source: Lambda developer guide, "Define Lambda function handler in Node.js": Runtime.CallbackHandlerDeprecated. */
const CALLBACK = 'this handler has three parameters: Lambda refuses callbacks from Node 24 on; make it async'

/** Errors after which a process is gone, or about to go. */
const isOfProcess = (errorType: string): boolean =>
  ['Sandbox.Timedout', 'Runtime.ExitError', 'Runtime.UnhandledPromiseRejection'].includes(errorType)

const throttled = (): ServiceError =>
  new ServiceError('TooManyRequestsException', 'Rate Exceeded.', {
    Reason: 'ConcurrentInvocationLimitExceeded',
    Type: 'User',
  })

/** `2026/11/30/[$LATEST]6c1d…`, one for each process. */
const makeLogStream = (): string =>
  `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomUUID().replaceAll('-', '')}`

/** What was printed, between the lines that Lambda writes. */
function logOf(
  printed: string,
  outcome: Outcome,
  {requestId, ms, memory}: {readonly requestId: string; readonly ms: number; readonly memory: number},
): string {
  const isLate = 'thrown' in outcome && outcome.thrown.errorType === 'Sandbox.Timedout'
  const late = isLate
    ? `${new Date().toISOString()} ${requestId} ${outcome.thrown.errorMessage.replace(/^.*Error: /, '')}\n`
    : ''
  const end = printed === '' || printed.endsWith('\n') ? '' : '\n'
  return [
    `START RequestId: ${requestId} Version: $LATEST\n`,
    printed,
    end,
    late,
    `END RequestId: ${requestId}\n`,
    `REPORT RequestId: ${requestId}\tDuration: ${ms.toFixed(2)} ms\tBilled Duration: ${Math.ceil(ms)} ms\tMemory Size: ${memory} MB\t\n`,
  ].join('')
}
