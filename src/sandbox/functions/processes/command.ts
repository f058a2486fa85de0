import {spawn} from 'node:child_process'
import {setTimeout} from 'node:timers/promises'
import type {CommandCode} from '../definition.js'
import type {Guard} from './guard.js'
import type {Capture} from './log.js'
import type {Asked} from './node-process.js'
import {ANSWER_LIMIT, exited, noJson, notStarted, timedOut, tooLarge, type Outcome, type Thrown} from '../outcome.js'

interface Started {
  readonly folder: string
  readonly code: CommandCode
  readonly env: NodeJS.ProcessEnv
  readonly guard: Guard
  readonly capture: Capture
}

/**
 * Runs a program for one call: the event is its stdin, what it writes to stdout ends with the answer as JSON, on the last line or on
 * all of them, and stderr is its log. A program that ends with another code than 0 has failed; with what error it says as Lambda's
 * runtimes do, `{"errorType": …, "errorMessage": …}`.
 */
export async function runCommand({folder, code, env, guard, capture}: Started, asked: Asked): Promise<Outcome> {
  const {event, context, deadline, timeout} = asked
  const requestId = context.awsRequestId
  const [program, ...args] = code.command
  const child = spawn(program, args, {
    cwd: folder,
    env: {...env, AWSUP_CONTEXT: JSON.stringify({...context, deadlineMs: deadline})},
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  })
  const end = guard.watch(child)
  const written: Buffer[] = []
  let length = 0
  child.stdout.on('data', (chunk: Buffer) => {
    length += chunk.length
    // Beyond what an answer may have, it is only counted.
    if (length <= 2 * ANSWER_LIMIT) written.push(chunk)
  })
  child.stderr.on('data', (chunk: Buffer) => capture.write(chunk, 'stderr'))
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => undefined)
  const over = new AbortController()
  const ending = new Promise<Outcome | undefined>((resolve) => {
    child.once('error', (error) => resolve(notStarted(requestId, error.message)))
    // What it started goes with it, and holds no stream open.
    child.once('exit', end)
    child.once('close', (status, signal) =>
      resolve(status === 0 ? undefined : (thrownIn(written) ?? exited(requestId, status, signal))),
    )
  })
  child.stdin.end(event)
  const late = setTimeout(Math.max(0, deadline - Date.now()), timedOut(requestId, timeout), {
    signal: over.signal,
  }).catch(() => undefined)
  const outcome = await Promise.race([ending, late])
  over.abort()
  end()
  return outcome ?? answerIn(written, length, {requestId, capture})
}

/** The last line, where it is JSON, or all of it. */
function answerIn(
  written: readonly Buffer[],
  length: number,
  {requestId, capture}: {readonly requestId: string; readonly capture: Capture},
): Outcome {
  if (length > ANSWER_LIMIT) return tooLarge()
  const text = Buffer.concat(written).toString('utf8').trim()
  if (text === '') return {payload: 'null'}
  if (isJson(text)) return {payload: text}
  const at = text.lastIndexOf('\n')
  const last = text.slice(at + 1)
  capture.write(Buffer.from(`${isJson(last) ? text.slice(0, Math.max(0, at)) : text}\n`), 'stdout')
  return isJson(last) ? {payload: last} : noJson(requestId)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** What a program that failed says of it. */
function thrownIn(written: readonly Buffer[]): Outcome | undefined {
  const last = Buffer.concat(written).toString('utf8').trim().split('\n').at(-1) ?? ''
  if (!isJson(last)) return undefined
  const said: unknown = JSON.parse(last)
  if (typeof said !== 'object' || said === null) return undefined
  const {errorType, errorMessage} = said as Partial<Thrown>
  return typeof errorType === 'string' && typeof errorMessage === 'string'
    ? {thrown: {...said, errorType, errorMessage}}
    : undefined
}
