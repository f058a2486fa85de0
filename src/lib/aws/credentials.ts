import type {Report} from '../events.js'
import {type Clock, systemClock} from './clock.js'

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

export interface ManagementSource {
  readonly profile: string | undefined
  readonly region: string
  readonly report: Report
  /** Asks the reader for the six digits of the device `serial`. */
  readonly askMfaCode?: ((serial: string) => Promise<string>) | undefined
}

/**
 * The reader's own credentials, found as every AWS client finds them. With a profile (named, or AWS_PROFILE) only that
 * profile counts: the SDK's chain would go on to the machine's role when the profile is not there, and act elsewhere.
 */
export function openManagementKeys({profile, region, report, askMfaCode}: ManagementSource): () => Promise<Keys> {
  const chosen = profile ?? process.env['AWS_PROFILE']
  if (chosen !== undefined && process.env['AWS_ACCESS_KEY_ID'] !== undefined) {
    report({
      type: 'warning',
      code: 'CREDENTIALS_AMBIGUOUS',
      message: `AWS_ACCESS_KEY_ID is set beside the profile ${chosen}: awsup uses the profile, the AWS CLI may use the keys`,
    })
  }
  return makeKeyCache(async () => {
    const {fromIni, fromNodeProviderChain} = await import('@aws-sdk/credential-providers')
    const options = {clientConfig: {region}, ...(askMfaCode ? {mfaCodeProvider: askMfaCode} : {})}
    return chosen === undefined ? fromNodeProviderChain(options)() : fromIni({...options, profile: chosen})()
  })
}
