import {spawn} from 'node:child_process'
import {randomUUID} from 'node:crypto'
import {once} from 'node:events'
import {statSync} from 'node:fs'
import {setTimeout} from 'node:timers/promises'
import type {HandlerCode} from '../definition.js'
import type {Guard} from './guard.js'
import {openCapture, type Capture, type ShowLine} from './log.js'
import {NODE_SCRIPT} from './node-script.js'
import {exited, notStarted, timedOut, tooLarge, type Outcome, type Thrown} from '../outcome.js'
import {watchMarks} from './streams.js'

/** Seconds that a module may take to load (Lambda developer guide, "Understanding the Lambda execution environment lifecycle"). */
const LOAD_S = 10
/** How long what was printed may take to arrive after an answer, ms. */
const FLUSH_MS = 1_000

/** One process with a module in it, that answers one call at a time. */
export interface NodeProcess {
  /** Loads the module, first; `undefined` once it is loaded, else how that ended. */
  load(requestId: string): Promise<Outcome | undefined>
  call(asked: Asked): Promise<Outcome>
  /** What was printed since it was asked last. */
  takeLog(): Capture
  /** Whether it can be asked again: it runs, and no file that it loaded has changed. */
  isFit(): boolean
  /** Number of parameters of the handler; known once it is loaded. */
  parameters(): number
  kill(): void
}

/** One call, as a process is asked. */
export interface Asked {
  readonly event: string
  readonly context: Readonly<Record<string, unknown>> & {readonly awsRequestId: string}
  /** ms since 1970. */
  readonly deadline: number
  /** Seconds, for the message. */
  readonly timeout: number
}

interface Opened {
  readonly name: string
  readonly folder: string
  readonly memory: number
  readonly code: HandlerCode
  readonly env: NodeJS.ProcessEnv
  /** The Node that runs it. */
  readonly node: string
  readonly guard: Guard
  readonly show: ShowLine | undefined
}

type FileMark = readonly [path: string, mtimeMs: number, size: number]

/** What comes from the process. */
interface Message {
  readonly ready?: {readonly parameters: number}
  readonly failed?: Thrown
  readonly answer?: string
  readonly tooLarge?: true
  readonly thrown?: Thrown
  /** It ends after this. */
  readonly exits?: true
  readonly files?: readonly FileMark[]
}

/** Starts a process for a handler; nothing of the module runs before `load`. */
export function openNodeProcess({name, folder, memory, code, env, node, guard, show}: Opened): NodeProcess {
  const mark = `\u001e${randomUUID()}\u001e`
  const child = spawn(node, [`--max-old-space-size=${memory}`, '--enable-source-maps', '-e', NODE_SCRIPT], {
    cwd: folder,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const end = guard.watch(child)
  let capture = openCapture(name, show)
  const marks = (['stdout', 'stderr'] as const).flatMap((stream) => {
    const printed = child[stream]
    return printed ? [watchMarks(printed, mark, (chunk) => capture.write(chunk, stream))] : []
  })
  let files: readonly FileMark[] = []
  let parameters = 0
  /** How often it was asked, and so has to mark the end of what it printed. */
  let asked = 0
  let ended: ((requestId: string) => Outcome) | undefined
  let answer: ((message: Message | undefined) => void) | undefined

  const finish = (how: (requestId: string) => Outcome): void => {
    ended ??= how
    // What it started goes with it.
    end()
    answer?.(undefined)
  }
  child.once('error', (error) => finish((requestId) => notStarted(requestId, error.message)))
  child.once('exit', (status, signal) => finish((requestId) => exited(requestId, status, signal)))
  child.on('message', (message: Message) => {
    if (message.files) files = message.files
    answer?.(message)
  })

  /** What it answers next; `undefined` once it has ended or the time is over. */
  async function ask(message: object, deadline: number): Promise<Message | 'late' | undefined> {
    if (ended) return undefined
    asked += 1
    const over = new AbortController()
    const answered = new Promise<Message | undefined>((resolve) => {
      answer = resolve
    })
    child.send(message, () => undefined)
    const late = setTimeout(Math.max(0, deadline - Date.now()), 'late' as const, {signal: over.signal}).catch(
      () => 'late' as const,
    )
    const first = await Promise.race([answered, late])
    answer = undefined
    over.abort()
    if (first === 'late') {
      child.kill('SIGKILL')
      end()
    }
    await Promise.race([Promise.all(marks.map((flushed) => flushed(asked))), setTimeout(FLUSH_MS)])
    return first
  }

  return {
    async load(requestId) {
      const message = await ask({load: {...code, mark}}, Date.now() + LOAD_S * 1_000)
      if (message === 'late') return timedOut(requestId, LOAD_S)
      if (message?.failed) return {thrown: message.failed}
      parameters = message?.ready?.parameters ?? 0
      return message === undefined ? (ended?.(requestId) ?? exited(requestId, 1, null)) : undefined
    },
    async call({event, context, deadline, timeout}) {
      const requestId = context.awsRequestId
      const message = await ask({call: {event, context, deadline}}, deadline)
      if (message === 'late') return timedOut(requestId, timeout)
      if (message?.exits && !ended) await Promise.race([once(child, 'exit'), setTimeout(FLUSH_MS)])
      if (message?.thrown) return {thrown: message.thrown}
      if (message?.tooLarge) return tooLarge()
      return message?.answer === undefined
        ? (ended?.(requestId) ?? exited(requestId, 1, null))
        : {payload: message.answer}
    },
    takeLog() {
      const taken = capture
      capture = openCapture(name, show)
      return taken
    },
    isFit: () => ended === undefined && files.every(isUnchanged),
    parameters: () => parameters,
    kill: () => {
      child.kill('SIGKILL')
      end()
    },
  }
}

function isUnchanged([path, mtimeMs, size]: FileMark): boolean {
  const found = statSync(path, {throwIfNoEntry: false})
  return found?.mtimeMs === mtimeMs && found.size === size
}
