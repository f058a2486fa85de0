import type {Environment} from '../../manifest/manifest.js'

type Auth = Environment['auth']
type ValueOf<M> = M extends ReadonlyMap<string, infer Value> ? Value : never
type AppClient = ValueOf<Auth['clients']>
export type ProviderType = NonNullable<ValueOf<Auth['providers']>['type']>

/** What an output's file needs of the manifest's `auth`. */
export type OutputSettings = Pick<
  Auth,
  | 'signIn'
  | 'requiredAttributes'
  | 'sms'
  | 'autoVerify'
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
  readonly clients: ReadonlyMap<string, ClientSettings>
  /** Name → provider; none when absent. */
  readonly providers?: ReadonlyMap<string, {readonly type?: ProviderType | undefined}>
  /** Name → what scopes begin with on AWS, and the scopes. */
  readonly resourceServers?: ReadonlyMap<
    string,
    {readonly identifier: string; readonly scopes?: ReadonlyMap<string, string>}
  >
}

/** An app client as outputs read it: `flows`, `scopes` and `providers` in the words of awsup.yaml. */
export interface ClientSettings extends Partial<Pick<AppClient, 'flows' | 'scopes' | 'providers'>> {
  /** A web client when absent. */
  readonly type?: AppClient['type']
  readonly callbackUrls: readonly string[]
  readonly logoutUrls: readonly string[]
}

/** Where an API is called. */
export interface ApiFact {
  /** Without a slash at the end. */
  readonly endpoint: string
  readonly region: string
}

/** All that goes into a file beside the ids; it comes from awsup.yaml alone. */
export interface Told {
  readonly settings: OutputSettings
  /** Names of tables, buckets… */
  readonly values: ReadonlyMap<string, string>
  /** Name → API, of those to which awsup.yaml gives one; none when absent. */
  readonly apis?: ReadonlyMap<string, ApiFact> | undefined
  /** Names of the tables and buckets that awsup.yaml declares; none when absent. */
  readonly data?: {readonly tables: readonly string[]; readonly buckets: readonly string[]} | undefined
}
