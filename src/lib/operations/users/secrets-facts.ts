import type {Clients} from '../../aws/clients/clients.js'
import type {Engine} from '../../engine/engine.js'
import type {Intent} from '../../records/records.js'
import type {Errand} from '../changes/errands.js'

/** Shown only once, or written to a file that only its owner can read; awsup does not store it. */
export interface UserSecrets {
  readonly user: string
  readonly environment: string
  readonly accountId: string
  /** Where to sign in. */
  readonly signInUrl?: string
  /** Must be changed at the first sign-in. */
  readonly password?: string
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
}

/** The secrets to make in one environment. Both are one errand: they are shown together, and so they end together. */
export interface Wanted {
  readonly engine: Engine
  readonly errand: Errand
  readonly aws: Clients
  readonly environment: string
  readonly accountId: string
  readonly console: boolean
  readonly accessKey: boolean
  readonly anotherKey: boolean
  /**
   * What this run announced, or an earlier one left that died before it showed this. Its receipt has `password`, and
   * `keys`: ids of those that existed before, with `keysSince`: when it was about to make one, ISO 8601.
   */
  readonly begun: Intent | undefined
}

/** Which secrets to make for a user. */
export interface SecretRequest {
  readonly name: string
  readonly environments: readonly string[]
  readonly console: boolean
  readonly accessKey: boolean
  /** Whether to make a key where the user has one. */
  readonly anotherKey: boolean
}
