import {table} from '../../store/transaction.js'

/** Dates are milliseconds since 1970, policy documents JSON texts as they were sent. */
export interface Entity {
  readonly accountId: string
  readonly path: string
  readonly createdAt: number
  readonly tags: Readonly<Record<string, string>>
}

export interface PolicyHolder {
  /** name → JSON text */
  readonly inlinePolicies: Readonly<Record<string, string>>
  /** ARNs in order of attachment */
  readonly attachedPolicies: readonly string[]
}

export interface Role extends Entity, PolicyHolder {
  readonly roleName: string
  readonly roleId: string
  readonly trust: string
  readonly description: string | undefined
  readonly maxSessionDuration: number
  readonly permissionsBoundary: string | undefined
  /** From when on it can be assumed. */
  readonly assumableAt: number
  readonly lastUsedAt?: number | undefined
}

export interface User extends Entity, PolicyHolder {
  readonly userName: string
  readonly userId: string
  readonly permissionsBoundary: string | undefined
  /** group names */
  readonly groups: readonly string[]
}

export interface Group extends Entity, PolicyHolder {
  readonly groupName: string
  readonly groupId: string
}

export interface Policy extends Entity {
  readonly policyName: string
  readonly policyId: string
  readonly description: string | undefined
  readonly defaultVersionId: string
  readonly versions: readonly {readonly versionId: string; readonly document: string; readonly createdAt: number}[]
  readonly nextVersion: number
}

export interface AccessKey {
  readonly accountId: string
  /** `undefined` for the root user's keys. */
  readonly userName: string | undefined
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly status: 'Active' | 'Inactive'
  readonly createdAt: number
  readonly lastUsed?: {readonly at: number; readonly service: string; readonly region: string} | undefined
}

export interface LoginProfile {
  readonly accountId: string
  readonly userName: string
  /** scrypt of the password; never the password. */
  readonly passwordHash: string
  readonly passwordResetRequired: boolean
  readonly createdAt: number
  /** Hashes of the passwords before, newest first, for PasswordReusePrevention. */
  readonly previousHashes?: readonly string[] | undefined
}

/** An SSH public key, a signing certificate, or a password for one service. */
export interface OtherCredential {
  readonly accountId: string
  readonly userName: string
  readonly sort: 'ssh-key' | 'certificate' | 'service'
  readonly id: string
  /** What is public: the key, the certificate, the name of the service. */
  readonly body: string
  readonly status: 'Active' | 'Inactive'
  readonly createdAt: number
}

/** A virtual MFA device: RFC 6238, six digits, 30 seconds. */
export interface MfaDevice extends Entity {
  readonly serialNumber: string
  /** Base32. AWS shows it once, at creation. */
  readonly seed: string
  /** Whose it is once enabled. */
  readonly userName: string | undefined
  readonly enabledAt: number | undefined
  /** Step of the newest code that was used with STS. */
  readonly usedStep?: number
}

/** Trust in an issuer of OpenID Connect tokens. */
export interface OidcProvider {
  readonly accountId: string
  /** Without `https://`, as ARNs and condition keys have it. */
  readonly url: string
  readonly clientIds: readonly string[]
  readonly thumbprints: readonly string[]
  readonly createdAt: number
  readonly tags: Readonly<Record<string, string>>
}

export interface PasswordPolicy {
  readonly accountId: string
  readonly minimumLength: number
  readonly requireSymbols: boolean
  readonly requireNumbers: boolean
  readonly requireUppercase: boolean
  readonly requireLowercase: boolean
  readonly allowUsersToChangePassword: boolean
  /** Days. */
  readonly maxAge: number | undefined
  readonly reusePrevention: number | undefined
  readonly hardExpiry: boolean | undefined
}

export interface AccountAlias {
  readonly accountId: string
  readonly alias: string
}

/** The deletion of a service-linked role, which is over. */
export interface RoleDeletion {
  readonly accountId: string
  readonly taskId: string
}

/** Keys: [accountId, lower-case name]: IAM's names are unique without regard to case. */
export const roles = table<Role>('iam/roles')
export const users = table<User>('iam/users')
export const groups = table<Group>('iam/groups')
/** Customer managed policies; key [accountId, ARN]. */
export const policies = table<Policy>('iam/policies')
/** Key [accessKeyId], across accounts: it is how a signature finds its account. */
export const accessKeys = table<AccessKey>('iam/access-keys')
export const loginProfiles = table<LoginProfile>('iam/login-profiles')
/** Key [accountId, id]. */
export const otherCredentials = table<OtherCredential>('iam/other-credentials')
/** Key [accountId, serial number]. */
export const mfaDevices = table<MfaDevice>('iam/mfa-devices')
/** Key [accountId]. */
export const passwordPolicies = table<PasswordPolicy>('iam/password-policies')
/** Key [alias], across accounts: an alias is unique in all of AWS. */
export const accountAliases = table<AccountAlias>('iam/account-aliases')
/** Key [accountId, task id]. */
export const roleDeletions = table<RoleDeletion>('iam/role-deletions')
/** Key [accountId, ARN]. */
export const oidcProviders = table<OidcProvider>('iam/oidc-providers')
