import {poolGroupName} from '../rules/names.js'
import {template} from '../rules/placeholders.js'
import {fields, list, record} from '../read/collections.js'
import {flag, integer, oneOf, text, type Rule} from '../read/scalars.js'
import {isNothing, type Spot} from '../read/spot.js'
import {clients} from './clients.js'

/** What one `auth` section says: only what is written there. */
export type AuthSection = Partial<ReturnType<typeof auth>>

/** `auth`, or `environments.<env>.auth`. */
export function auth(spot: Spot) {
  const keys = [
    'signIn',
    'selfSignUp',
    'mfa',
    'passkeys',
    'tier',
    'password',
    'clients',
    'groups',
    'domain',
    'guests',
  ] as const
  const {optional, section} = fields(spot, keys)
  return {
    signIn: optional('signIn', list(oneOf('email', 'phone', 'username'), {min: 1, max: 3, distinct: true})),
    selfSignUp: optional('selfSignUp', flag),
    mfa: optional('mfa', oneOf('off', 'optional', 'on')),
    passkeys: optional('passkeys', flag),
    tier: optional('tier', oneOf('lite', 'essentials', 'plus')),
    password: section('password', password),
    clients: section('clients', clients),
    groups: section('groups', record({name: poolGroupName, read: group, max: 1000})),
    domain: optional('domain', text(template)),
    guests: optional('guests', flag),
  }
}

function password(spot: Spot) {
  const {optional} = fields(spot, ['minLength', 'lowercase', 'uppercase', 'numbers', 'symbols', 'temporaryDays'])
  return {
    minLength: optional('minLength', integer({min: 6, max: 99})),
    lowercase: optional('lowercase', flag),
    uppercase: optional('uppercase', flag),
    numbers: optional('numbers', flag),
    symbols: optional('symbols', flag),
    temporaryDays: optional('temporaryDays', integer({min: 1, max: 365})),
  }
}

function group(spot: Spot) {
  if (isNothing(spot)) return {}
  const {optional} = fields(spot, ['precedence', 'description'])
  return {
    precedence: optional('precedence', integer({min: 0, max: 2 ** 31 - 1})),
    description: optional('description', text(description)),
  }
}

const description: Rule = (value) =>
  value.length <= 2048 && !/[\u0000-\u001f\u007f]/.test(value)
    ? undefined
    : {must: 'be one line of at most 2048 characters'}
