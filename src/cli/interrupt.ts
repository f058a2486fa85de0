import {setMaxListeners} from 'node:events'

/** Ctrl-C, once and twice. */
export interface Interrupt {
  /** Its reason is an AbortError whose message is the signal's name. */
  readonly signal: AbortSignal
  close(): void
}

/**
 * The first Ctrl-C (or SIGTERM) asks the work to end: what is under way is finished and put on record. The second one
 * does not wait.
 */
export function listenForInterrupt(tell: () => void): Interrupt {
  const controller = new AbortController()
  // Every call that waits listens to it; by default Node warns on stderr of more than ten.
  setMaxListeners(0, controller.signal)
  const onSignal = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(130)
    tell()
    controller.abort(new DOMException(name, 'AbortError'))
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  return {
    signal: controller.signal,
    close: () => {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
    },
  }
}
