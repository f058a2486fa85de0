import type {HttpHandler, HttpResponse} from '@smithy/core/protocols'
import {requireNotCancelled} from '../clock.js'

/**
 * How many requests are on their way at the same time. The SDK opens 50 connections to a host and lets the others wait for
 * one, with the time in which a connection has to be there running: a thousand accounts at once would look unreachable.
 */
export const MOST_AT_ONCE = 48

/** The same handler, which sends so many requests at a time; the others wait for their turn. Nothing is sent after `signal`. */
export function atMost(most: number, handler: HttpHandler, signal: AbortSignal): HttpHandler {
  const waiting: (() => void)[] = []
  let free = most
  const turn = async (): Promise<void> => {
    if (free > 0) {
      free -= 1
      return
    }
    await new Promise<void>((resolve) => waiting.push(resolve))
  }
  const pass = (): void => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  return {
    handle: async (request, options): Promise<{response: HttpResponse}> => {
      await turn()
      try {
        requireNotCancelled(signal)
        return await handler.handle(request, options)
      } finally {
        pass()
      }
    },
    updateHttpClientConfig: (key, value) => handler.updateHttpClientConfig(key, value),
    httpHandlerConfigs: () => handler.httpHandlerConfigs(),
  }
}
