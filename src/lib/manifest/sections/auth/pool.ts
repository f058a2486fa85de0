import {LIMITS} from '../../rules/limits.js'
import {STANDARD_ATTRIBUTES} from '../../rules/pool.js'
import {list, mapping} from '../../read/collections.js'
import {optional, section, type Said} from '../../read/keys.js'
import {flag, integer, oneOf} from '../../read/scalars.js'
import {attributes} from './attributes.js'
import {mfa, otp, passkeys} from './mfa.js'
import {email, invitation, recovery, sms, verification} from './pool-mail.js'
import {triggers} from './triggers.js'

const COGNITO = LIMITS['cognito-idp']

const password = mapping({
  /**
   * The least characters of a password.
   * @default 8
   */
  minLength: optional(integer(COGNITO.PasswordPolicyMinLengthType)),
  /**
   * Whether a password needs a lower-case letter.
   * @default true
   */
  lowercase: optional(flag),
  /**
   * Whether a password needs a capital letter.
   * @default true
   */
  uppercase: optional(flag),
  /**
   * Whether a password needs a digit.
   * @default true
   */
  numbers: optional(flag),
  /**
   * Whether a password needs a symbol.
   * @default true
   */
  symbols: optional(flag),
  /**
   * Days for which the temporary password of an invitation works.
   * @default 7
   */
  // AWS takes 0 as well, which its reference gives no meaning: no password that lives no day.
  temporaryDays: optional(integer({...COGNITO.TemporaryPasswordValidityDaysType, min: 1})),
  /** How many earlier passwords a user cannot use again. Needs the tier essentials. Left as it is on AWS without this key. */
  history: optional(integer(COGNITO.PasswordHistorySizeType)),
})

/** Keys of an `auth` section that are settings of the user pool itself. */
export const POOL = {
  /**
   * What users sign in with. With `username`, the others are aliases of it.
   * @default ["email"]
   * @permanent
   */
  signIn: optional(list(oneOf('email', 'phone', 'username'), {min: 1, max: 3, distinct: true})),
  /**
   * Whether Ann and ann are two users.
   * @default false
   * @permanent
   */
  caseSensitive: optional(flag),
  /**
   * Standard attributes that every user must have, by their OIDC names. Their values can change later.
   * @permanent
   * @example ["email", "given_name"]
   */
  requiredAttributes: optional(list(oneOf(...STANDARD_ATTRIBUTES), {max: STANDARD_ATTRIBUTES.length, distinct: true})),
  /**
   * Custom attributes of users, by name, at most 50. More can be added at any time; none is ever changed or removed.
   * @permanent
   */
  attributes: section(attributes),
  /**
   * Whether people can make their own accounts.
   * @default true
   */
  selfSignUp: optional(flag),
  /**
   * Whether users need a second factor: `off`, `optional`, `on`, or `{ mode, methods }`.
   * @default optional
   */
  mfa: optional(mfa),
  /**
   * Whether users can sign in with passkeys: `true`, `false`, or their settings, which mean `true`. Needs a relying party
   * or a `domain`, and the tier essentials.
   * @default false
   */
  passkeys: optional(passkeys),
  /** How one-time codes to sign in with are sent. Needs the tier essentials, not with `mfa: on`. Left as it is on AWS without this key. */
  otp: optional(otp),
  /**
   * Feature plan of the user pool, which decides what it can do and what it costs.
   * @default essentials
   * @value lite The cheapest. No passkeys, one-time codes, MFA by e-mail, password history, or managed login.
   * @value essentials Everything that awsup.yaml can ask for.
   * @value plus Essentials with threat protection.
   */
  tier: optional(oneOf('lite', 'essentials', 'plus')),
  /** What a password must have. */
  password: section(password),
  /**
   * How users get back in who forgot their password, in order: `[email, phone]`, or `admin` for administrators alone. Left
   * as it is on AWS without this key.
   * @example ["email"]
   */
  recovery: optional(recovery),
  /**
   * Addresses that Cognito sends a code to by itself, to prove them. Without this key: what users sign in with or must have;
   * phones only with `sms`.
   */
  autoVerify: optional(list(oneOf('email', 'phone'), {max: 2, distinct: true})),
  /** The message to users who have to prove an address. Left as it is on AWS without this key. */
  verification: section(verification),
  /** The message to users that an administrator made. Left as it is on AWS without this key. */
  invitation: section(invitation),
  /** E-mail through SES. Without it Cognito sends 50 e-mails a day for the account. */
  email: section(email),
  /** Text messages. AWS never removes this setting once it is there. */
  sms: section(sms),
  /** Lambda functions that Cognito calls, by name or `name:alias` (in the environment's account and region), or by ARN. */
  triggers: section(triggers),
}

/** What one `auth` section says of the user pool: only what is written there. */
export type PoolSection = Partial<Said<typeof POOL>>
