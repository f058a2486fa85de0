/** An app client of a user pool. What is left out is left as it is on AWS. */
export interface AppClientDesired {
  readonly userPoolId: string
  readonly name: string
  /** Made with the client or never; it stays on AWS. */
  readonly secret: boolean
  /** In any order. */
  readonly callbackUrls: readonly string[]
  readonly logoutUrls: readonly string[]
  /** Whether the sign-in pages and the token endpoint know it. */
  readonly oauth: boolean
  readonly flows?: readonly ('code' | 'implicit' | 'client_credentials')[] | undefined
  /** `openid`, …, `<identifier of a resource server>/<scope>` */
  readonly scopes?: readonly string[] | undefined
  /** `COGNITO`, and identity providers of the pool by name. */
  readonly providers?: readonly string[] | undefined
  /** 5 minutes to 1 day. */
  readonly accessTokenMinutes: number
  /** 5 minutes to 1 day. */
  readonly idTokenMinutes: number
  /** 1 hour to 10 years. */
  readonly refreshTokenHours: number
  /** Each refresh token is good once; the one before it for 0–60 seconds more. */
  readonly refreshTokenRotation?: {readonly graceSeconds: number} | false | undefined
  /** False for a program that signs in as itself. */
  readonly signsUsersIn: boolean
  /** Whether users may choose how to sign in: with a passkey, a code… */
  readonly choice: boolean
  readonly authFlows?: readonly ('srp' | 'password' | 'admin' | 'custom')[] | undefined
  readonly readAttributes?: readonly string[] | undefined
  readonly writeAttributes?: readonly string[] | undefined
}
