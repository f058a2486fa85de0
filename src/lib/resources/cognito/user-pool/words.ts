import type {PasswordPolicyType} from '@aws-sdk/client-cognito-identity-provider'
import type {Tier, UserPoolDesired} from './desired.js'

type Password = UserPoolDesired['password']

/** The manifest's words, and AWS's. */
export const TIER = {lite: 'LITE', essentials: 'ESSENTIALS', plus: 'PLUS'} as const

/** From what has least to what has most. */
const TIERS: readonly Tier[] = ['lite', 'essentials', 'plus']

/** Of two tiers the one that has more. */
export const higher = (one: Tier, other: Tier): Tier => (TIERS.indexOf(one) > TIERS.indexOf(other) ? one : other)

/** Attributes that users sign in with. */
export const ATTRIBUTE = {email: 'email', phone: 'phone_number'} as const

/** Rules for passwords in AWS's words. */
export const passwordPolicy = (password: Password): PasswordPolicyType => ({
  MinimumLength: password.minLength,
  RequireLowercase: password.lowercase,
  RequireUppercase: password.uppercase,
  RequireNumbers: password.numbers,
  RequireSymbols: password.symbols,
  TemporaryPasswordValidityDays: password.temporaryDays,
  ...(password.history !== undefined && {PasswordHistorySize: password.history}),
})

/** The same, read; AWS does not show a history of none. */
export const toPassword = (policy: PasswordPolicyType = {}): Password => ({
  minLength: policy.MinimumLength ?? 8,
  lowercase: policy.RequireLowercase ?? false,
  uppercase: policy.RequireUppercase ?? false,
  numbers: policy.RequireNumbers ?? false,
  symbols: policy.RequireSymbols ?? false,
  temporaryDays: policy.TemporaryPasswordValidityDays ?? 7,
  history: policy.PasswordHistorySize ?? 0,
})

/** The word for what AWS answers. */
export const keyOf = <K extends string>(
  table: Readonly<Record<K, string>>,
  value: string | undefined,
): K | undefined => {
  for (const key in table) if (table[key] === value) return key
  return undefined
}
