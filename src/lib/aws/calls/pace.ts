import type {Call} from './call.js'
import type {Clock} from '../clock.js'
import {makeRates} from './rates.js'

/** Makes calls wait for their turn, so that they stay within AWS's published rates. */
export interface Pace {
  turn(call: Pick<Call, 'service' | 'operation' | 'accountId' | 'region'>, signal?: AbortSignal): Promise<void>
}

/**
 * One token bucket per account, region and API (see rates.ts). Calls go in the order in which they came: each books the
 * first moment at which its bucket has a token again and sleeps until then, so nothing is ever polled.
 */
export function openPace(clock: Clock, rates = makeRates()): Pace {
  /** When the bucket will be full again, ms: all that there is to know about it. */
  const fullAt = new Map<string, number>()
  return {
    turn: async ({service, operation, accountId = '', region}, signal) => {
      const now = clock.now()
      let start = now
      for (const {name, perSecond, burst} of rates.get(`${service}:${operation}`) ?? []) {
        const key = `${accountId} ${region} ${service} ${name}`
        const interval = 1_000 / perSecond
        const full = Math.max(fullAt.get(key) ?? now, now)
        fullAt.set(key, full + interval)
        start = Math.max(start, full - (burst - 1) * interval)
      }
      if (start > now) await clock.sleep(start - now, signal)
    },
  }
}
