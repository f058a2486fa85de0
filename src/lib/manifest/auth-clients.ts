import type {ProviderSection} from './sections/auth/providers.js'

/** What uses a client: a page, an app on a device, a server that keeps a secret, a program that signs in as itself. */
export type ClientType = 'web' | 'native' | 'server' | 'machine'

/** One app client; `undefined` is left as it is on AWS. */
export interface AppClient {
  /** What Cognito calls it; `undefined`: as awsup.yaml does. */
  readonly name: string | undefined
  readonly type: ClientType
  readonly callbackUrls: readonly string[]
  readonly logoutUrls: readonly string[]
  readonly accessTokenMinutes: number
  readonly idTokenMinutes: number
  readonly refreshTokenHours: number
  readonly refreshTokenRotation: {readonly graceSeconds: number} | false | undefined
  /** An empty one: users sign in on the sign-in pages alone. */
  readonly authFlows: readonly (AuthFlow | 'choice')[] | undefined
  /** An empty one: the sign-in pages do not know it, whatever its URLs are there for. */
  readonly flows: readonly ('code' | 'implicit')[] | undefined
  /** `openid`, …, or `<resource server>/<scope>` by the names of awsup.yaml. */
  readonly scopes: readonly string[] | undefined
  /** `cognito` and names below `providers`. */
  readonly providers: readonly string[] | undefined
  readonly readAttributes: readonly string[] | undefined
  readonly writeAttributes: readonly string[] | undefined
  /** Whether the identity pool takes its tokens. */
  readonly identities: boolean
}

export type AuthFlow = 'srp' | 'password' | 'admin' | 'custom'

/** An API with OAuth scopes of its own. */
export interface ResourceServer {
  readonly name: string
  /** Often the API's URL. */
  readonly identifier: string
  /** Name → description. */
  readonly scopes: ReadonlyMap<string, string>
}

/** A prefix of Cognito's own domain, or a domain of one's own with the ARN of its certificate (in us-east-1). */
export type Domain = {readonly prefix: string} | {readonly name: string; readonly certificate: string}

export type ProviderType = 'google' | 'facebook' | 'apple' | 'amazon' | 'oidc' | 'saml'

/** An identity provider that a pool lets people in from: what is written of it. */
export type Provider = ProviderSection
