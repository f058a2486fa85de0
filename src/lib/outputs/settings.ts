import type {Environment} from '../manifest/manifest.js'

type Auth = Environment['auth']

/** What an output's file needs of the manifest's `auth`. */
export type OutputSettings = Pick<
  Auth,
  | 'signIn'
  | 'requiredAttributes'
  | 'mfa'
  | 'mfaMethods'
  | 'passkeys'
  | 'relyingParty'
  | 'userVerification'
  | 'otp'
  | 'groups'
  | 'domain'
  | 'guests'
> & {
  readonly password: Pick<Auth['password'], 'minLength' | 'lowercase' | 'uppercase' | 'numbers' | 'symbols'>
  readonly clients: ReadonlyMap<
    string,
    {
      /** A web client when absent. */
      readonly type?: 'web' | 'native' | 'server' | 'machine'
      readonly callbackUrls: readonly string[]
      readonly logoutUrls: readonly string[]
    }
  >
}

/** All that goes into a file beside the ids; it comes from awsup.yaml alone. */
export interface Told {
  readonly settings: OutputSettings
  /** Names of tables, buckets… */
  readonly values: ReadonlyMap<string, string>
}
