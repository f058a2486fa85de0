import {type Clock, systemClock} from '../clock.js'

/** What signs a call. */
export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  /** Absent on long-term keys. */
  readonly expiration?: Date
}

/** Short-lived keys of a role. */
export type AwsCredentials = Required<Keys>

/** Refreshed when less is left, ms (as the SDK does). */
const MARGIN_MS = 300_000

/** Loads keys once for all who ask at the same time, and again when they are about to expire. A failure is not kept. */
export function makeKeyCache<K extends Keys>(load: () => Promise<K>, clock: Clock = systemClock): () => Promise<K> {
  let cached: Promise<K> | undefined
  const renew = (): Promise<K> => {
    const loading = load()
    cached = loading
    loading.catch(() => {
      if (cached === loading) cached = undefined
    })
    return loading
  }
  return async () => {
    const used = cached
    if (used === undefined) return renew()
    const keys = await used
    const left = keys.expiration === undefined ? Infinity : keys.expiration.getTime() - clock.now()
    if (left > MARGIN_MS) return keys
    // Another who waited may have renewed them meanwhile.
    return cached === undefined || cached === used ? renew() : cached
  }
}
