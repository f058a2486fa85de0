import {CancelledError} from '../../base/errors.js'

/** A signal that follows another one, later. */
export interface Grace {
  /** Aborted so much later than the other. */
  readonly signal: AbortSignal
  close(): void
}

/** The time that is left once `asked` aborts, ms. The timer holds up no end of the process. */
export function openGrace(asked: AbortSignal, ms: number): Grace {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const begin = (): void => {
    timer = setTimeout(() => {
      controller.abort(new CancelledError(`${ms / 1000} seconds after Ctrl-C`))
    }, ms).unref()
  }
  if (asked.aborted) begin()
  else asked.addEventListener('abort', begin, {once: true})
  return {
    signal: controller.signal,
    close: () => {
      clearTimeout(timer)
      asked.removeEventListener('abort', begin)
    },
  }
}
