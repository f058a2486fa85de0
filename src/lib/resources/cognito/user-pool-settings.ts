import type {
  AuthFactorType,
  CreateUserPoolCommandInput,
  GetUserPoolMfaConfigCommandOutput,
  PasswordPolicyType,
  UpdateUserPoolCommandInput,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider'
import type {OwnerTags} from '../../resource.js'
import {omit} from '../omit.js'
import {MFA} from './user-pool-mfa.js'
import type {UserPoolDesired} from './user-pool.js'

type Password = UserPoolDesired['password']
type SignIn = UserPoolDesired['signIn'][number]

const TIER = {lite: 'LITE', essentials: 'ESSENTIALS', plus: 'PLUS'} as const
const ATTRIBUTE = {email: 'email', phone: 'phone_number'} as const

/** What a pool is made with. Safe where AWS's own default is not: protected from deletion, names without case. */
export function createInput(desired: UserPoolDesired, owner: OwnerTags): CreateUserPoolCommandInput {
  const attributes = desired.signIn.flatMap((way) => (way === 'username' ? [] : [ATTRIBUTE[way]]))
  const byUsername = desired.signIn.includes('username')
  return {
    PoolName: desired.name,
    DeletionProtection: protection(desired),
    UserPoolTier: TIER[desired.tier],
    Policies: {
      PasswordPolicy: passwordPolicy(desired.password),
      ...(desired.passkeys ? {SignInPolicy: {AllowedFirstAuthFactors: firstFactors([], true)}} : {}),
    },
    AdminCreateUserConfig: {AllowAdminCreateUserOnly: !desired.selfSignUp},
    // With user names, e-mail and phone are aliases of them; without, they are the user names.
    ...(attributes.length === 0 ? {} : byUsername ? {AliasAttributes: attributes} : {UsernameAttributes: attributes}),
    ...(attributes.includes('email') ? {AutoVerifiedAttributes: ['email']} : {}),
    UsernameConfiguration: {CaseSensitive: false},
    UserPoolTags: {...owner},
  }
}

/** What the pool says now, as UpdateUserPool takes it: everything but what that call does not know (botocore model, UserPoolType against UpdateUserPoolRequest). */
export function unchanged(id: string, pool: UserPoolType): UpdateUserPoolCommandInput {
  const {Name} = pool
  const {AdminCreateUserConfig, ...rest} = omit(
    pool,
    'AliasAttributes',
    'Arn',
    'CreationDate',
    'CustomDomain',
    'Domain',
    'EmailConfigurationFailure',
    'EstimatedNumberOfUsers',
    'Id',
    'LastModifiedDate',
    'Name',
    'SchemaAttributes',
    'SmsConfigurationFailure',
    'Status',
    'UsernameAttributes',
    'UsernameConfiguration',
  )
  return {
    ...rest,
    UserPoolId: id,
    PoolName: Name,
    // AWS refuses the older field beside TemporaryPasswordValidityDays, although it answers both.
    ...(AdminCreateUserConfig && {AdminCreateUserConfig: omit(AdminCreateUserConfig, 'UnusedAccountValidityDays')}),
  }
}

/** What the pool says now, with the manifest's settings on top. MFA goes by a call of its own. */
export function updateInput(id: string, pool: UserPoolType, desired: UserPoolDesired): UpdateUserPoolCommandInput {
  const kept = unchanged(id, pool)
  const factors = pool.Policies?.SignInPolicy?.AllowedFirstAuthFactors
  return {
    ...kept,
    PoolName: desired.name,
    DeletionProtection: protection(desired),
    UserPoolTier: TIER[desired.tier],
    Policies: {
      ...kept.Policies,
      PasswordPolicy: {...kept.Policies?.PasswordPolicy, ...passwordPolicy(desired.password)},
      // Left out where there is nothing to say: the Lite tier knows no sign-in policy.
      ...(factors || desired.passkeys
        ? {SignInPolicy: {AllowedFirstAuthFactors: firstFactors(factors ?? [], desired.passkeys)}}
        : {}),
    },
    AdminCreateUserConfig: {...kept.AdminCreateUserConfig, AllowAdminCreateUserOnly: !desired.selfSignUp},
  }
}

/** What the pool says now, in the manifest's words. */
export function toSettings(pool: UserPoolType, mfa: GetUserPoolMfaConfigCommandOutput): UserPoolDesired {
  const factors = pool.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? []
  return {
    name: pool.Name ?? '',
    signIn: toSignIn(pool),
    selfSignUp: pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true,
    mfa: keyOf(MFA, mfa.MfaConfiguration) ?? 'off',
    passkeys: factors.includes('WEB_AUTHN') && mfa.WebAuthnConfiguration !== undefined,
    tier: keyOf(TIER, pool.UserPoolTier) ?? 'essentials',
    password: toPassword(pool.Policies?.PasswordPolicy),
    deletionProtection: pool.DeletionProtection === 'ACTIVE',
  }
}

function toSignIn({UsernameAttributes = [], AliasAttributes = []}: UserPoolType): readonly SignIn[] {
  const named = (attributes: readonly string[]): SignIn[] =>
    (['email', 'phone'] as const).filter((way) => attributes.includes(ATTRIBUTE[way]))
  return UsernameAttributes.length > 0 ? named(UsernameAttributes) : ['username', ...named(AliasAttributes)]
}

const protection = ({deletionProtection}: UserPoolDesired) => (deletionProtection ? 'ACTIVE' : 'INACTIVE')

const firstFactors = (now: readonly AuthFactorType[], passkeys: boolean): AuthFactorType[] => {
  const others = now.filter((factor) => factor !== 'PASSWORD' && factor !== 'WEB_AUTHN')
  return ['PASSWORD', ...others, ...(passkeys ? ['WEB_AUTHN' as const] : [])]
}

const passwordPolicy = (password: Password): PasswordPolicyType => ({
  MinimumLength: password.minLength,
  RequireLowercase: password.lowercase,
  RequireUppercase: password.uppercase,
  RequireNumbers: password.numbers,
  RequireSymbols: password.symbols,
  TemporaryPasswordValidityDays: password.temporaryDays,
})

const toPassword = (policy: PasswordPolicyType = {}): Password => ({
  minLength: policy.MinimumLength ?? 8,
  lowercase: policy.RequireLowercase ?? false,
  uppercase: policy.RequireUppercase ?? false,
  numbers: policy.RequireNumbers ?? false,
  symbols: policy.RequireSymbols ?? false,
  temporaryDays: policy.TemporaryPasswordValidityDays ?? 7,
})

const keyOf = <K extends string>(table: Readonly<Record<K, string>>, value: string | undefined): K | undefined => {
  for (const key in table) if (table[key] === value) return key
  return undefined
}
