import {template} from '../../rules/placeholders.js'
import {either, list, made, mapping} from '../../read/collections.js'
import {optional} from '../../read/keys.js'
import {flag, oneOf, text} from '../../read/scalars.js'

const mode = oneOf('off', 'optional', 'on')

/** `auth.mfa`: one word, or a mapping with the methods beside it. */
export const mfa = either(
  made(mode, (word) => ({mode: word, methods: undefined})),
  mapping({
    /**
     * Whether users need a second factor.
     * @default optional
     * @value off No second factor.
     * @value optional Users may add one.
     * @value on Every user needs one.
     */
    mode: optional(mode),
    /**
     * Second factors that users can have. `sms` needs `auth.sms`; `email` needs `auth.email` and the tier essentials.
     * @value totp Codes of an authenticator app.
     * @value sms Codes by text message.
     * @value email Codes by e-mail.
     */
    methods: optional(list(oneOf('totp', 'sms', 'email'), {min: 1, max: 3, distinct: true})),
  }),
)

/** `auth.passkeys`: true or false, or a mapping with their settings, which means true. */
export const passkeys = either(
  made(flag, (on) => ({on, relyingParty: undefined, userVerification: undefined})),
  mapping(
    {
      /**
       * The site that passkeys belong to. When it changes, registered passkeys stop working. Without this key: the `domain`.
       * @example app.acme.dev
       */
      relyingParty: optional(text(template)),
      /**
       * Whether a passkey must prove who uses the device, with a PIN or a fingerprint. Left as it is on AWS without this key.
       * @value required Always. With `mfa: on` a passkey then counts as two factors.
       * @value preferred Where the device can.
       */
      userVerification: optional(oneOf('required', 'preferred')),
    },
    (said) => ({on: true, ...said}),
  ),
)

/** `auth.otp`: what one-time codes are sent by. */
export const otp = list(oneOf('email', 'sms'), {max: 2, distinct: true})
