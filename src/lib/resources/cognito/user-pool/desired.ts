/** What users sign in with. */
export type SignIn = 'email' | 'phone' | 'username'
export type MfaMode = 'off' | 'optional' | 'on'
export type MfaMethod = 'totp' | 'sms' | 'email'
export type Tier = 'lite' | 'essentials' | 'plus'

/** A custom attribute. AWS never changes or removes one that exists. */
export interface CustomAttribute {
  readonly type: 'string' | 'number' | 'date' | 'boolean'
  /** Whether its value can change once a user has one. */
  readonly mutable: boolean
  /** Characters, for strings. */
  readonly minLength?: number | undefined
  readonly maxLength?: number | undefined
  /** For numbers. */
  readonly min?: number | undefined
  readonly max?: number | undefined
  /** Only ever read: awsup.yaml asked for it once, which the pool's tags say. */
  readonly declared?: true
}

/** Functions that Cognito calls, by ARN. */
export interface Triggers {
  readonly preSignUp?: string | undefined
  readonly postConfirmation?: string | undefined
  readonly preAuthentication?: string | undefined
  readonly postAuthentication?: string | undefined
  readonly customMessage?: string | undefined
  readonly defineAuthChallenge?: string | undefined
  readonly createAuthChallenge?: string | undefined
  readonly verifyAuthChallenge?: string | undefined
  readonly userMigration?: string | undefined
  readonly preTokenGeneration?: string | undefined
  /** Version of its event: from 2 on it may change access tokens. */
  readonly preTokenVersion?: 1 | 2 | 3 | undefined
  /** These get codes encrypted with `kmsKey`. */
  readonly customEmailSender?: string | undefined
  readonly customSmsSender?: string | undefined
  readonly kmsKey?: string | undefined
}

/**
 * A Cognito user pool. What may be `undefined` is then not asked for: it stays as it is on AWS, whoever set it. The
 * same holds for the single settings of a section.
 */
export interface UserPoolDesired {
  /** 1–128 characters; not unique. */
  readonly name: string
  /** In any order; `username` with others makes those aliases. AWS never changes it. */
  readonly signIn: readonly SignIn[]
  /** Whether `Ann` and `ann` are two users. AWS never changes it. */
  readonly caseSensitive: boolean
  /** Standard attributes that everybody must have, by their OIDC names. AWS never changes it. */
  readonly requiredAttributes?: readonly string[] | undefined
  /** By name, without the `custom:` that AWS puts before it. */
  readonly attributes: Readonly<Record<string, CustomAttribute>>
  readonly selfSignUp: boolean
  readonly mfa: MfaMode
  readonly mfaMethods?: readonly MfaMethod[] | undefined
  readonly passkeys: boolean
  /** Domain that passkeys are bound to; AWS's default is the pool's own domain. */
  readonly relyingParty?: string | undefined
  readonly userVerification?: 'required' | 'preferred' | undefined
  /** One-time codes that sign in without a password. */
  readonly otp?: readonly ('email' | 'sms')[] | undefined
  readonly tier: Tier
  readonly password: {
    /** 6–99 */
    readonly minLength: number
    readonly lowercase: boolean
    readonly uppercase: boolean
    readonly numbers: boolean
    readonly symbols: boolean
    /** Days that a temporary password lives, 1–365. */
    readonly temporaryDays: number
    /** How many earlier passwords may not come back, 0–24. */
    readonly history?: number | undefined
  }
  /** In the order in which they are tried; `admin` stands alone. */
  readonly recovery?: readonly ('email' | 'phone' | 'admin')[] | undefined
  /** Addresses that AWS sends a code to by itself; where nothing is said, a new pool has what `verifiedBy` answers. */
  readonly autoVerify?: readonly ('email' | 'phone')[] | undefined
  /** What a user gets to prove an address: `emailSubject` and `emailMessage` are those of `by`. */
  readonly verification?:
    | {
        readonly by: 'code' | 'link'
        readonly emailSubject?: string | undefined
        readonly emailMessage?: string | undefined
        readonly smsMessage?: string | undefined
      }
    | undefined
  /** What somebody gets whom an administrator made a user of. */
  readonly invitation?:
    | {
        readonly emailSubject?: string | undefined
        readonly emailMessage?: string | undefined
        readonly smsMessage?: string | undefined
      }
    | undefined
  /** E-mail through SES. Otherwise Cognito sends it, at most 50 a day and account (Cognito quotas). */
  readonly email?:
    | {
        readonly sourceArn: string
        readonly from?: string | undefined
        readonly replyTo?: string | undefined
        readonly configurationSet?: string | undefined
      }
    | undefined
  /** The role in which Cognito sends text messages. */
  readonly sms?:
    | {
        readonly roleArn: string
        readonly externalId?: string | undefined
        readonly region?: string | undefined
      }
    | undefined
  readonly triggers?: Triggers | undefined
  /** AWS then refuses to delete it; switched off by hand, it is switched on again. */
  readonly deletionProtection: boolean
  /** Whether its tags say whose it is: what finds it when no id is on record. */
  readonly tagged?: boolean | undefined
}

export interface UserPoolActual extends UserPoolDesired {
  readonly id: string
  readonly arn: string
  /** `cognito-idp.<region>.amazonaws.com/<id>`, as identity pools name it. */
  readonly providerName: string
}
