import type {Auth} from '../manifest.js'

/** A setting that the cheapest tier lacks. */
export interface Gate {
  readonly path: readonly string[]
  /** How the setting reads where it is used: `is true`; `undefined` where it is not. */
  readonly used: (auth: Auth) => string | undefined
}

/**
 * What AWS has from Essentials on (Cognito developer guide, "User pool feature plans"; API reference,
 * PasswordPolicyType, SignInPolicyType, EmailMfaConfigType). Nothing that awsup.yaml can ask for needs Plus.
 */
export const ESSENTIALS: readonly Gate[] = [
  {path: ['passkeys'], used: ({passkeys}) => (passkeys ? 'is true' : undefined)},
  {path: ['otp'], used: ({otp = []}) => (otp.length > 0 ? `has ${otp.join(' and ')}` : undefined)},
  {path: ['mfa', 'methods'], used: ({mfaMethods = []}) => (mfaMethods.includes('email') ? 'has email' : undefined)},
  {path: ['password', 'history'], used: ({password: {history = 0}}) => (history > 0 ? `is ${history}` : undefined)},
  {
    path: ['triggers', 'preTokenVersion'],
    used: ({triggers: {preTokenVersion = 1} = {}}) => (preTokenVersion > 1 ? `is ${preTokenVersion}` : undefined),
  },
]
