import {spawn, type ChildProcess} from 'node:child_process'
import {randomUUID} from 'node:crypto'
import {once} from 'node:events'
import {join} from 'node:path'
import {Socket} from 'node:net'

/** A command line of the built binary, and where it runs. */
export interface CommandLine {
  readonly binary: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** After so long its process is killed, ms. */
  readonly timeout?: number | undefined
}

/** What it came to. `code` is `null` where its process was killed. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A process that runs one command line at a time (runner.mjs). */
interface Runner {
  readonly binary: string
  readonly process: ChildProcess
  /** Sockets of what it prints: stdout, stderr. */
  readonly printed: readonly [Socket, Socket]
}

/** What a runner says when a run has ended. */
interface Report {
  readonly code: number
  /** Bytes of memory that it takes. */
  readonly memory: number
}

/** What a runner may take before another one takes its place, bytes. */
const MOST_MEMORY = 500e6

/** As many run at the same time: a test that starts forty commands would else start forty runners, each for one of them. */
const AT_ONCE = 4

/** Those that have nothing to do. They end with this process. */
const idle: Runner[] = []
/** Who waits until one has. */
const waiting: (() => void)[] = []
let busy = 0

/**
 * Runs a command line in a process that ran others before and that is free now: of two at the same time each has its own.
 * The binary's own start is not repeated, nor what V8 compiled; all else is as in a new process.
 */
export async function runInRunner(line: CommandLine): Promise<Ended> {
  if (busy >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else busy += 1
  try {
    return await runNow(line)
  } finally {
    const next = waiting.shift()
    if (next === undefined) busy -= 1
    else next()
  }
}

async function runNow({binary, timeout, ...line}: CommandLine): Promise<Ended> {
  const free = idle.findIndex((runner) => runner.binary === binary)
  const [runner = startRunner(binary)] = free < 0 ? [] : idle.splice(free, 1)
  hold(runner, 'ref')
  const mark = `\0${randomUUID()}\0`
  const texts = Promise.all([textUntil(runner.printed[0], mark), textUntil(runner.printed[1], mark)])
  const over = endOf(runner.process)
  runner.process.send({...line, mark})
  const timer = timeout === undefined ? undefined : setTimeout(() => runner.process.kill('SIGKILL'), timeout)
  const {code, isFree} = await over
  clearTimeout(timer)
  const [stdout, stderr] = await texts
  hold(runner, 'unref')
  if (isFree) idle.push(runner)
  else runner.process.kill()
  return {code, stdout, stderr}
}

function startRunner(binary: string): Runner {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'runner.mjs'), binary], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {AWSUP_TEST_TIMES: process.env['AWSUP_TEST_TIMES']},
  })
  const {stdout, stderr} = child
  if (!(stdout instanceof Socket && stderr instanceof Socket)) throw new Error('a runner prints to sockets')
  for (const stream of [stdout, stderr]) stream.setEncoding('utf8')
  return {binary, process: child, printed: [stdout, stderr]}
}

/** Whether this process waits for a runner before it ends. */
function hold({process: child, printed}: Runner, how: 'ref' | 'unref'): void {
  child[how]()
  child.channel?.[how]()
  for (const stream of printed) stream[how]()
}

/** What comes until the mark, or until nothing comes any more. */
function textUntil(stream: Socket, mark: string): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const onData = (part: string): void => {
      text += part
      if (text.endsWith(mark)) settle(text.slice(0, -mark.length))
    }
    const onClose = (): void => settle(text)
    const settle = (whole: string): void => {
      stream.off('data', onData).off('close', onClose)
      resolve(whole)
    }
    stream.on('data', onData).on('close', onClose)
  })
}

/** The run ended, or its process with it: by `process.exit`, by an error that nobody caught, by a signal. */
async function endOf(runner: ChildProcess): Promise<{code: number | null; isFree: boolean}> {
  const stop = new AbortController()
  const {signal} = stop
  const closed = once(runner, 'close', {signal}) as Promise<[number | null]>
  const reported = once(runner, 'message', {signal}) as Promise<[Report]>
  try {
    return await Promise.race([
      closed.then(([code]) => ({code, isFree: false})),
      reported.then(([{code, memory}]) => ({code, isFree: memory < MOST_MEMORY})),
    ])
  } finally {
    stop.abort()
    await Promise.allSettled([closed, reported])
  }
}
