import {isMap} from 'yaml'
import type {MfaMode} from '../../../resources/cognito/user-pool/desired.js'
import {template} from '../../rules/placeholders.js'
import {fields, list} from '../../read/collections.js'
import {flag, oneOf, text} from '../../read/scalars.js'
import type {Spot} from '../../read/spot.js'

const mode = oneOf('off', 'optional', 'on')

/** `auth.mfa`: one word, or a mapping with the methods beside it. */
export function mfa(spot: Spot) {
  if (!isMap(spot.node)) return {mode: mode(spot)}
  const {optional} = fields(spot, ['mode', 'methods'])
  const found: MfaMode | undefined = optional('mode', mode)
  return {
    mode: found,
    methods: optional('methods', list(oneOf('totp', 'sms', 'email'), {min: 1, max: 3, distinct: true})),
  }
}

/** `auth.passkeys`: true or false, or a mapping with their settings, which means true. */
export function passkeys(spot: Spot) {
  if (!isMap(spot.node)) return {on: flag(spot)}
  const {optional} = fields(spot, ['relyingParty', 'userVerification'])
  return {
    on: true,
    relyingParty: optional('relyingParty', text(template)),
    userVerification: optional('userVerification', oneOf('required', 'preferred')),
  }
}

/** `auth.otp`: what one-time codes are sent by. */
export const otp = list(oneOf('email', 'sms'), {max: 2, distinct: true})
