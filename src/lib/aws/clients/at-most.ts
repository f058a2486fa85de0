import type {HttpHandler, HttpResponse} from '@smithy/core/protocols'
import {openTurns} from '../../base/turns.js'
import {requireNotCancelled} from '../clock.js'

/**
 * How many requests are on their way at the same time. The SDK opens 50 connections to a host and lets the others wait for
 * one, with the time in which a connection has to be there running: a thousand accounts at once would look unreachable.
 */
export const MOST_AT_ONCE = 48

/** The same handler, which sends so many requests at a time; the others wait for their turn. Nothing is sent after `signal`. */
export function atMost(most: number, handler: HttpHandler, signal: AbortSignal): HttpHandler {
  const turn = openTurns(most, 'oldest')
  return {
    handle: (request, options): Promise<{response: HttpResponse}> =>
      turn(async () => {
        requireNotCancelled(signal)
        return handler.handle(request, options)
      }),
    updateHttpClientConfig: (key, value) => handler.updateHttpClientConfig(key, value),
    httpHandlerConfigs: () => handler.httpHandlerConfigs(),
  }
}
