/** Who signed a call. */
export type Caller = RootCaller | UserCaller | RoleCaller

interface CallerBase {
  readonly accountId: string
  /** As `GetCallerIdentity` answers it. */
  readonly arn: string
  readonly userId: string
  readonly accessKeyId: string
  /** Whether the session was opened with MFA; `undefined` for long-term keys, where AWS leaves the key out. */
  readonly mfa: boolean | undefined
  /** When the code was given, ms since 1970. */
  readonly mfaAt?: number
}

export interface RootCaller extends CallerBase {
  readonly type: 'root'
}

export interface UserCaller extends CallerBase {
  readonly type: 'user'
  readonly userName: string
  /** Signed in to the console: temporary credentials that may call IAM without MFA. */
  readonly console?: boolean
}

/** An assumed role; bound to the role's unique id, so a role that is deleted and made again kills its old sessions. */
export interface RoleCaller extends CallerBase {
  readonly type: 'role'
  readonly roleName: string
  readonly roleId: string
  readonly sessionName: string
  /** Inline session policies (JSON texts) that narrow what the role may do. */
  readonly sessionPolicies: readonly string[]
  /** Condition keys of a web identity session: `cognito-identity.amazonaws.com:sub` and the like. */
  readonly context: Readonly<Record<string, readonly string[]>>
  readonly principalTags: Readonly<Record<string, string>>
  /** Taken with a session instead of long-term keys ("role chaining"). */
  readonly chained?: true
}
