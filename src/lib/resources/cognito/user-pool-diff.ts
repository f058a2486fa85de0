import {same, type Change, type Diff, type Effect} from '../../resource.js'
import {sameUnordered} from '../unordered.js'
import {attributeChanges} from './user-pool-attributes.js'
import type {UserPoolDesired} from './user-pool-desired.js'

/** A field left out does not compile. */
const EFFECTS: Readonly<Record<keyof UserPoolDesired, Effect>> = {
  name: 'update',
  signIn: 'refuse',
  caseSensitive: 'refuse',
  requiredAttributes: 'refuse',
  attributes: 'update',
  selfSignUp: 'update',
  mfa: 'update',
  mfaMethods: 'update',
  passkeys: 'update',
  relyingParty: 'update',
  userVerification: 'update',
  otp: 'update',
  tier: 'update',
  password: 'update',
  recovery: 'update',
  verification: 'update',
  invitation: 'update',
  email: 'update',
  sms: 'update',
  triggers: 'update',
  deletionProtection: 'update',
  tagged: 'update',
}

/**
 * What the manifest asks for and AWS has not, setting by setting (`password.minLength`). What is not asked for is
 * nobody's difference: it stays as it is.
 */
export const diffUserPool: Diff<UserPoolDesired> = (desired, actual) => {
  const {attributes, ...rest} = desired
  const now = new Map<string, unknown>(Object.entries(actual))
  const changes = Object.entries(rest).flatMap(([field, to]) =>
    changesOf(field, now.get(field), to).map((change): Change => ({...change, effect: effectOf(field)})),
  )
  return [...changes, ...attributeChanges(attributes, actual.attributes)]
}

type Fields = {readonly [K in string]?: unknown}

const effectOf = (field: string): Effect => new Map<string, Effect>(Object.entries(EFFECTS)).get(field) ?? 'update'

function changesOf(field: string, from: unknown, to: unknown): readonly Omit<Change, 'effect'>[] {
  if (to === undefined) return []
  if (isSection(to)) {
    const now = isSection(from) ? from : {}
    return Object.entries(to).flatMap(([name, part]) => changesOf(`${field}.${name}`, now[name], part))
  }
  // Users are sent to the first way back in; elsewhere the order of a list means nothing.
  const equal = field === 'recovery' ? same(from, to) : sameUnordered(from, to)
  return equal ? [] : [{field, from, to}]
}

const isSection = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
