import {LIMITS} from '../../rules/limits.js'
import {STANDARD_ATTRIBUTES} from '../../rules/pool.js'
import {fields, list, type Fields} from '../../read/collections.js'
import {flag, integer, oneOf} from '../../read/scalars.js'
import type {Spot} from '../../read/spot.js'
import {attributes} from './attributes.js'
import {mfa, otp, passkeys} from './mfa.js'
import {email, invitation, recovery, sms, verification} from './pool-mail.js'
import {triggers} from './triggers.js'

const COGNITO = LIMITS['cognito-idp']

/** Keys of an `auth` section that are settings of the user pool itself. */
export const POOL_KEYS = [
  'signIn',
  'caseSensitive',
  'requiredAttributes',
  'attributes',
  'selfSignUp',
  'mfa',
  'passkeys',
  'otp',
  'tier',
  'password',
  'recovery',
  'autoVerify',
  'verification',
  'invitation',
  'email',
  'sms',
  'triggers',
] as const

/** What one `auth` section says of the user pool: only what is written there. */
export type PoolSection = Partial<ReturnType<typeof pool>>

/** The settings of the user pool in an `auth` section. */
export function pool({optional, section}: Fields<(typeof POOL_KEYS)[number]>) {
  return {
    signIn: optional('signIn', list(oneOf('email', 'phone', 'username'), {min: 1, max: 3, distinct: true})),
    caseSensitive: optional('caseSensitive', flag),
    requiredAttributes: optional(
      'requiredAttributes',
      list(oneOf(...STANDARD_ATTRIBUTES), {max: STANDARD_ATTRIBUTES.length, distinct: true}),
    ),
    attributes: section('attributes', attributes),
    selfSignUp: optional('selfSignUp', flag),
    mfa: optional('mfa', mfa),
    passkeys: optional('passkeys', passkeys),
    otp: optional('otp', otp),
    tier: optional('tier', oneOf('lite', 'essentials', 'plus')),
    password: section('password', password),
    recovery: optional('recovery', recovery),
    autoVerify: optional('autoVerify', list(oneOf('email', 'phone'), {max: 2, distinct: true})),
    verification: section('verification', verification),
    invitation: section('invitation', invitation),
    email: section('email', email),
    sms: section('sms', sms),
    triggers: section('triggers', triggers),
  }
}

function password(spot: Spot) {
  const keys = ['minLength', 'lowercase', 'uppercase', 'numbers', 'symbols', 'temporaryDays', 'history'] as const
  const {optional} = fields(spot, keys)
  return {
    minLength: optional('minLength', integer(COGNITO.PasswordPolicyMinLengthType)),
    lowercase: optional('lowercase', flag),
    uppercase: optional('uppercase', flag),
    numbers: optional('numbers', flag),
    symbols: optional('symbols', flag),
    // AWS takes 0 as well, which its reference gives no meaning: no password that lives no day.
    temporaryDays: optional('temporaryDays', integer({...COGNITO.TemporaryPasswordValidityDaysType, min: 1})),
    history: optional('history', integer(COGNITO.PasswordHistorySizeType)),
  }
}
