import type {
  CustomDomainConfigType,
  EmailMfaConfigType,
  IdentityProviderTypeType,
  ResourceServerScopeType,
  SchemaAttributeType,
  UpdateUserPoolClientRequest,
  UserStatusType,
  WebAuthnConfigurationType,
} from '@aws-sdk/client-cognito-identity-provider'
import type {DocumentType} from '@smithy/types'
import {table} from '../../store/transaction.js'
import type {Immutables, PoolSettings} from './pools/settings.js'
import type {SrpExchange, SrpVerifier} from './sign-in/srp.js'

/** Dates are milliseconds since 1970. */
interface Dated {
  readonly createdAt: number
  readonly modifiedAt: number
}

export interface UserPool extends Dated, Immutables {
  readonly accountId: string
  readonly region: string
  readonly id: string
  readonly name: string
  readonly settings: PoolSettings
  readonly schema: SchemaAttributeType[]
  readonly mfa: PoolMfa
  /** ARN of the role for text messages, where it existed when it was set. */
  readonly smsRole?: string | undefined
}

type ClientSent = Omit<UpdateUserPoolClientRequest, 'UserPoolId' | 'ClientId' | 'ClientName'>

/** Everything that UpdateUserPoolClient can change, but the name; a member left out does not compile. */
export type ClientSettings = {readonly [K in keyof ClientSent]-?: ClientSent[K] | undefined}

export interface PoolClient extends Dated {
  readonly poolId: string
  readonly id: string
  readonly name: string
  /** The one that DescribeUserPoolClient answers. */
  readonly secret: string | undefined
  /** The ARN of the secret in Secrets Manager that has it, where Cognito keeps it there. */
  readonly secretArn?: string | undefined
  /** All that are good, oldest first; absent as long as there was never a second one. */
  readonly secrets?: readonly ClientSecret[]
  readonly settings: ClientSettings
}

export interface ClientSecret {
  readonly id: string
  readonly value: string
  readonly createdAt: number
}

/** The style of a client's sign-in pages. */
export interface Branding extends Dated {
  readonly poolId: string
  readonly clientId: string
  readonly id: string
  /** Cognito's own style. */
  readonly isDefault: boolean
  readonly settings: DocumentType | undefined
}

export interface PoolGroup extends Dated {
  readonly poolId: string
  readonly name: string
  readonly description: string | undefined
  readonly roleArn: string | undefined
  readonly precedence: number | undefined
}

export type SecondFactor = 'SMS_MFA' | 'EMAIL_OTP' | 'SOFTWARE_TOKEN_MFA'

/** A user's second factors. */
export interface UserMfa {
  readonly enabled: readonly SecondFactor[]
  readonly preferred: SecondFactor | undefined
  /** Of the authenticator that is verified, base32, and the last step a code of it was used for. */
  readonly softwareToken: {readonly seed: string; readonly step: number} | undefined
  /** Of one that is not verified yet. */
  readonly pendingSeed: string | undefined
}

export interface PoolUser extends Dated {
  readonly poolId: string
  readonly username: string
  /** Without `sub`. */
  readonly attributes: Readonly<Record<string, string>>
  readonly sub: string
  /** group names */
  readonly groups: readonly string[]
  readonly enabled: boolean
  readonly status: UserStatusType
  /** scrypt of the password, never the password; `undefined` for a user without one. */
  readonly passwordHash: string | undefined
  /** For sign-in by SRP, set together with the hash. */
  readonly srp?: SrpVerifier | undefined
  readonly mfa?: UserMfa | undefined
  /** Earlier hashes, newest first. */
  readonly passwordHistory: readonly string[]
  /** Until when a temporary password signs in. */
  readonly temporaryUntil: number | undefined
}

export interface PoolDomain {
  readonly accountId: string
  readonly poolId: string
  readonly domain: string
  readonly managedLoginVersion: number
  readonly custom: CustomDomainConfigType | undefined
  readonly cloudFront: string
}

export interface PoolIdentityProvider extends Dated {
  readonly poolId: string
  readonly name: string
  readonly type: IdentityProviderTypeType
  readonly details: Record<string, string>
  readonly attributeMapping: Record<string, string>
  readonly identifiers: string[]
}

export interface PoolResourceServer {
  readonly poolId: string
  readonly identifier: string
  readonly name: string
  readonly scopes: ResourceServerScopeType[]
}

/** What AWS would have sent: kept instead, so that a test (or a developer) can read the code in it. */
export interface Message {
  readonly poolId: string
  readonly username: string
  readonly medium: 'EMAIL' | 'SMS'
  readonly to: string
  /** `mfa` a second factor, `sign-in` a one-time password instead of one. */
  readonly reason: 'invitation' | 'reset' | 'confirmation' | 'verification' | 'mfa' | 'sign-in'
  /** The temporary password or the confirmation code; empty where the message has none. */
  readonly code: string
  /** What a custom message function wrote instead of the pool's own text. */
  readonly subject?: string | undefined
  readonly text?: string | undefined
  readonly sentAt: number
}

/** A code that was sent and waits to come back. */
export interface ConfirmationCode {
  readonly code: string
  readonly attribute: 'email' | 'phone_number'
  /** The address or number that it was sent to, and proves. */
  readonly to: string
  /** Whether that becomes the attribute's value once the code came back; else it has it already. */
  readonly pending: boolean
  readonly expiresAt: number
}

/** RS256 private keys, PEM; AWS signs id and access tokens with different ones. */
export interface PoolKeys {
  readonly id: SigningKey
  readonly access: SigningKey
}

export interface SigningKey {
  readonly kid: string
  readonly pem: string
}

/** What a sign-in can wait for. The last two are no challenges of AWS: a sign-up, unconfirmed and confirmed. */
export type Challenge =
  | 'NEW_PASSWORD_REQUIRED'
  | 'PASSWORD_VERIFIER'
  | SecondFactor
  | 'SELECT_MFA_TYPE'
  | 'MFA_SETUP'
  | 'SELECT_CHALLENGE'
  | 'PASSWORD'
  | 'PASSWORD_SRP'
  | 'SMS_OTP'
  | 'CUSTOM_CHALLENGE'
  | 'SIGN_UP'
  | 'SIGNED_UP'

/** What came of a challenge, as functions see it. */
export interface ChallengeResult {
  readonly challengeName: string
  readonly challengeResult: boolean
  readonly challengeMetadata?: string | undefined
}

/** A sign-in whose challenges functions decide on. */
export interface CustomSignIn {
  readonly history: readonly ChallengeResult[]
  /** CUSTOM_CHALLENGE: what the function kept for its check, and how it calls the challenge. */
  readonly hidden?: Readonly<Record<string, string>> | undefined
  readonly metadata?: string | undefined
}

/** A sign-in that waits for the answer to a challenge. */
export interface ChallengeSession {
  readonly poolId: string
  readonly clientId: string
  readonly username: string
  readonly challenge: Challenge
  readonly expiresAt: number
  /** PASSWORD_VERIFIER */
  readonly srp?: SrpExchange | undefined
  /** SMS_MFA, EMAIL_OTP, SMS_OTP: what was sent. */
  readonly code?: string | undefined
  /** EMAIL_OTP, SMS_OTP: whether it stands in for a password, and not beside one. */
  readonly first?: boolean | undefined
  /** EMAIL_OTP: the address that the user is setting up as a second factor. */
  readonly email?: string | undefined
  /** MFA_SETUP: the secret handed out, and whether its first code was right. */
  readonly softwareToken?: {readonly seed: string; readonly step?: number | undefined} | undefined
  /** CUSTOM_AUTH, in whatever challenge it is. */
  readonly custom?: CustomSignIn | undefined
}

/** A user who is signed in; its tokens are good as long as it is there. */
export interface UserSession {
  readonly poolId: string
  readonly clientId: string
  readonly sub: string
  readonly originJti: string
  readonly refreshToken: string
  /** Refresh tokens that others took the place of, and until when they work all the same. */
  readonly retired?: readonly {readonly token: string; readonly until: number}[] | undefined
  readonly authenticatedAt: number
  /** When the refresh token ends. */
  readonly expiresAt: number
}

/** Key [accountId, region, poolId]. */
export const pools = table<UserPool>('cognito-idp/pools')
/** Where a pool or a client lives, for calls that name nothing else; key [poolId or clientId]. */
export const owners = table<{accountId: string; region: string; poolId: string}>('cognito-idp/owners')
/** Key [poolId, clientId]. */
export const clients = table<PoolClient>('cognito-idp/clients')
/** Key [poolId, group name]. */
export const groups = table<PoolGroup>('cognito-idp/groups')
/** Key [poolId, username, in lower case where the pool does not tell case apart]. */
export const users = table<PoolUser>('cognito-idp/users')
/** Which user (its key) a `sub`, e-mail address, … belongs to; key [poolId, attribute, value]. */
export const aliases = table<string>('cognito-idp/aliases')
/** Key [region, domain]: prefixes are unique across all accounts. */
export const domains = table<PoolDomain>('cognito-idp/domains')
/** Key [poolId, provider name]. */
export const identityProviders = table<PoolIdentityProvider>('cognito-idp/identity-providers')
/** Key [poolId, id]. */
export const brandings = table<Branding>('cognito-idp/brandings')
/** Key [poolId, identifier]. */
export const resourceServers = table<PoolResourceServer>('cognito-idp/resource-servers')
/** The last messages of a pool, oldest first; key [poolId]. */
export const outbox = table<readonly Message[]>('cognito-idp/outbox')
/** Key [poolId]; made at the first sign-in, because an RSA key takes a while. */
export const poolKeys = table<PoolKeys>('cognito-idp/keys')
/** Key [poolId, sub, what for]. */
export const confirmationCodes = table<ConfirmationCode>('cognito-idp/codes')
/** Key [poolId, session]. */
export const challengeSessions = table<ChallengeSession>('cognito-idp/challenges')
/** Key [poolId, originJti], which is also how a refresh token begins. */
export const userSessions = table<UserSession>('cognito-idp/sessions')
/** The factors that SetUserPoolMfaConfig sets, and that UpdateUserPool leaves alone. */
export interface PoolMfa {
  /** Text messages, which a create or update that switches MFA on also turns on; a pool may text for other reasons. */
  readonly sms: boolean
  readonly softwareToken: boolean
  readonly email: EmailMfaConfigType | undefined
  readonly webAuthn: WebAuthnConfigurationType | undefined
}
