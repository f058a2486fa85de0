import {UsageError} from '../../base/errors.js'
import {requireNotCancelled} from '../clock.js'

/** How long a reply may take, from the first byte that is sent to the last that is received, ms. */
const REPLY_MS = 30_000

/** How long a new account may take until it answers, ms. */
const READY_MS = 600_000

/** A day: more is a mistake, and more than a timer of Node can count. */
const LONGEST_S = 86_400

/**
 * How long AWS may take for a whole reply, ms: AWSUP_REPLY_TIMEOUT in seconds, or 30 seconds. Throws UsageError when it
 * is not a number above zero.
 */
export const replyTimeoutMs = (setting = process.env['AWSUP_REPLY_TIMEOUT']): number =>
  readSeconds({name: 'AWSUP_REPLY_TIMEOUT', setting, otherwise: REPLY_MS, example: 60})

/**
 * How long a new account may take until its services answer, ms: AWSUP_READY_TIMEOUT in seconds, or ten minutes. Throws
 * UsageError when it is not a number above zero.
 */
export const readyTimeoutMs = (setting = process.env['AWSUP_READY_TIMEOUT']): number =>
  readSeconds({name: 'AWSUP_READY_TIMEOUT', setting, otherwise: READY_MS, example: 900})

/**
 * How long the search for credentials may take, ms: the time of four replies (two minutes). A `credential_process` may
 * open a browser, and an SSO sign-in asks two servers.
 */
export const credentialsTimeoutMs = (replyMs: number): number => 4 * replyMs

interface Setting {
  readonly name: string
  readonly setting: string | undefined
  /** Milliseconds where nothing is set. */
  readonly otherwise: number
  readonly example: number
}

/** A variable of the shell that holds seconds, as ms. Throws UsageError when it is not a number above zero. */
export function readSeconds({name, setting, otherwise, example}: Setting): number {
  if (setting === undefined || setting === '') return otherwise
  const seconds = Number(setting)
  if (seconds > 0 && seconds <= LONGEST_S) return seconds * 1_000
  throw new UsageError(`${name} is ${JSON.stringify(setting)}, which is no number of seconds`, {
    hint: `Set it to seconds, for example ${name}=${example}, or unset it.`,
  })
}

/** 30000 → "30 seconds", for sentences. */
export const renderSeconds = (ms: number): string =>
  ms === 1_000 ? '1 second' : `${Math.round(ms / 100) / 10} seconds`

export interface Deadline {
  readonly timeoutMs: number
  /** Ctrl-C: nothing is waited for any more. */
  readonly signal: AbortSignal
  /** What is thrown when the time is over. */
  readonly late: () => Error
}

/** Stops the clock while a person answers a question. */
export type Pause = <T>(ask: () => Promise<T>) => Promise<T>

/**
 * Does work that itself knows no deadline. Throws what `late` makes when the time is over, CancelledError on Ctrl-C, and
 * what `work` throws. Whatever the work still does then is not waited for.
 */
export async function beforeDeadline<T>(work: (pause: Pause) => Promise<T>, deadline: Deadline): Promise<T> {
  const {timeoutMs, signal, late} = deadline
  let reject: (error: unknown) => void = () => undefined
  const over = new Promise<never>((_, refuse) => (reject = refuse))
  let timer: NodeJS.Timeout | undefined
  const start = (): void => void (timer = setTimeout(() => reject(late()), timeoutMs))
  const pause: Pause = async (ask) => {
    clearTimeout(timer)
    try {
      return await ask()
    } finally {
      start()
    }
  }
  const onCancel = (): void => {
    try {
      requireNotCancelled(signal)
    } catch (error) {
      reject(error)
    }
  }
  signal.addEventListener('abort', onCancel, {once: true})
  start()
  try {
    requireNotCancelled(signal)
    return await Promise.race([work(pause), over])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onCancel)
  }
}
