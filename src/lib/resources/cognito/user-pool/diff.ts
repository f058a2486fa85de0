import {same, type Change, type Diff} from '../../../base/resource.js'
import {type Effect} from '../../../base/action.js'
import {sameUnordered} from '../../unordered.js'
import {attributeChanges} from './attributes.js'
import type {UserPoolDesired} from './desired.js'

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
  autoVerify: 'update',
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
  const asked = Object.entries(rest).filter(([field]) => field !== 'mfaMethods' || !textsAnyway(desired, actual))
  const changes = asked.flatMap(([field, to]) =>
    changesOf(field, now.get(field), to).map((change): Change => ({...change, effect: effectOf(field)})),
  )
  return [...changes.map(noted), ...attributeChanges(attributes, actual.attributes)]
}

/**
 * Source: Cognito developer guide, "Authentication flow methods": after a change of the relying party id users must
 * register their passkeys again.
 */
const noted = (change: Change): Change =>
  change.field === 'relyingParty' && change.from !== undefined
    ? {...change, note: 'passkeys that users registered stop working: they must register new ones'}
    : change

/**
 * AWS may keep text messages as a second factor once a pool can send them: then what is asked and what it has never
 * become equal. Source: Cognito developer guide, "SMS and email message MFA"; aws-amplify/amplify-backend#1481.
 */
const textsAnyway = ({mfaMethods: to, sms}: UserPoolDesired, {mfaMethods: from = []}: UserPoolDesired): boolean =>
  sms !== undefined && to?.includes('sms') === false && sameUnordered([...to, 'sms'], from)

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
