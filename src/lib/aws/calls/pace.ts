import type {Call} from './call.js'
import type {Clock} from '../clock.js'
import {makeRates} from './rates.js'
import type {Waiting} from './wait.js'

/** Makes calls wait for their turn, so that they stay within AWS's published rates. */
export interface Pace {
  turn(call: Pick<Call, 'service' | 'operation' | 'accountId' | 'region'>, waiting?: Waiting): Promise<void>
}

/** Shorter turns are over before anybody could read of them, ms. */
const TOLD_MS = 1_000

/**
 * One token bucket per account, region and API (see rates.ts). Calls go in the order in which they came: each books the
 * first moment at which its bucket has a token again and sleeps until then, so nothing is ever polled.
 */
export function openPace(clock: Clock, rates = makeRates()): Pace {
  /** When the bucket will be full again, ms: all that there is to know about it. */
  const fullAt = new Map<string, number>()
  return {
    turn: async ({service, operation, accountId = '', region}, waiting) => {
      const now = clock.now()
      let start = now
      for (const {name, perSecond, burst} of rates.get(`${service}:${operation}`) ?? []) {
        const key = `${accountId} ${region} ${service} ${name}`
        const interval = 1_000 / perSecond
        const full = Math.max(fullAt.get(key) ?? now, now)
        fullAt.set(key, full + interval)
        start = Math.max(start, full - (burst - 1) * interval)
      }
      const ms = start - now
      if (ms >= TOLD_MS) waiting?.report({type: 'pacing', service, operation, ms})
      if (ms > 0) await clock.sleep(ms, waiting?.signal)
    },
  }
}
