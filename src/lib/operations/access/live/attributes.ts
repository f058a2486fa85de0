import type {AttributeType, SchemaAttributeType} from '@aws-sdk/client-cognito-identity-provider'
import {UsageError} from '../../../base/errors.js'
import {MARK} from './mark.js'

/** What a user who is made for a test is known by. */
export interface AskedAttributes {
  /** Of this user alone: hexadecimal digits. */
  readonly id: string
  readonly email: string
  /** E.164 */
  readonly phone: string
  /** Whether people sign in with the phone number. */
  readonly byPhone: boolean
  /** Custom attributes that own data. */
  readonly claims: readonly string[]
  /** Kept with the user, for the run that finds it. */
  readonly note: string | undefined
}

/** Attributes that the pool takes, and the one value that all claims have. */
export interface MadeAttributes {
  readonly attributes: AttributeType[]
  readonly claim: string
}

/** Where a test notes what belongs to it and has no name of its own: every pool has this standard attribute. */
export const NOTE = 'nickname'

/**
 * Attributes for a user of a pool with this schema: what marks it, what the pool requires, what owns data. Throws
 * UsageError where the pool takes none of the values that a test could give. Pure.
 */
export function makeAttributes(schema: readonly SchemaAttributeType[], asked: AskedAttributes): MadeAttributes {
  const required = schema
    .filter(({Name = '', Required = false}) => Required && Name !== 'sub')
    .map(({Name = ''}) => Name)
  const values = new Map([
    ...required.map((name) => [name, standardValue(name, asked)] as const),
    ['name', MARK] as const,
    ['email', asked.email] as const,
    ['email_verified', 'true'] as const,
    ...(asked.byPhone || required.includes('phone_number')
      ? [['phone_number', asked.phone] as const, ['phone_number_verified', 'true'] as const]
      : []),
    ...(asked.note === undefined ? [] : [[NOTE, asked.note] as const]),
  ])
  for (const [name, value] of values) {
    if (value === undefined || !takes(find(schema, name), value)) throw unfit(name)
  }
  const claims = asked.claims.filter((claim) => claim.startsWith('custom:'))
  const claim = claimValue(schema, claims, asked.id)
  return {
    attributes: [...values, ...claims.map((name) => [name, claim] as const)].map(([Name, Value]) => ({Name, Value})),
    claim,
  }
}

/** One value for all, of this user alone: policies compare texts, so whatever the attributes take will do. */
function claimValue(schema: readonly SchemaAttributeType[], claims: readonly string[], id: string): string {
  const own = claims.map((claim) => find(schema, claim))
  const shortest = Math.max(0, ...own.map((attribute) => Number(attribute?.StringAttributeConstraints?.MinLength ?? 0)))
  // Numbers are written without leading zeroes, and keep within what a double holds exactly.
  const digits = String(10 ** 9 + (Number.parseInt(id.slice(0, 7), 16) % 10 ** 9))
  const candidates = [`${MARK}-${id}`.padEnd(shortest, 'x'), id, digits, digits.slice(0, 6)]
  const fitting = candidates.find((value) => own.every((attribute) => takes(attribute, value)))
  if (fitting !== undefined) return fitting
  throw unfit(claims.join(', '))
}

/** Values of the standard attributes that OpenID Connect Core 5.1 names, in the formats that it asks for. */
function standardValue(name: string, {id, email, phone}: AskedAttributes): string | undefined {
  switch (name) {
    case 'email':
      return email
    case 'phone_number':
      return phone
    case 'birthdate':
      return '2000-01-01'
    case 'locale':
      return 'en-US'
    case 'zoneinfo':
      return 'Etc/UTC'
    case 'updated_at':
      return '946684800'
    case 'picture':
    case 'profile':
    case 'website':
      return 'https://example.com/'
    case 'preferred_username':
      return `${MARK}-${id}`
    case 'address':
    case 'family_name':
    case 'gender':
    case 'given_name':
    case 'middle_name':
    case 'name':
    case 'nickname':
      return MARK
    default:
      return undefined
  }
}

const find = (schema: readonly SchemaAttributeType[], name: string): SchemaAttributeType | undefined =>
  schema.find(({Name}) => Name === name)

/** Whether a value keeps to what the schema says of the attribute; of one that it does not name it says nothing. */
function takes(attribute: SchemaAttributeType | undefined, value: string): boolean {
  const {
    AttributeDataType: type = 'String',
    StringAttributeConstraints: length,
    NumberAttributeConstraints: size,
  } = attribute ?? {}
  if (type === 'Number') {
    const number = Number(value)
    return /^\d+$/.test(value) && within(number, [size?.MinValue, size?.MaxValue])
  }
  if (type === 'Boolean') return value === 'true' || value === 'false'
  return type === 'String' && within(value.length, [length?.MinLength, length?.MaxLength])
}

const within = (size: number, [least, most]: readonly [string | undefined, string | undefined]): boolean =>
  size >= Number(least ?? -Infinity) && size <= Number(most ?? Infinity)

const unfit = (names: string): UsageError =>
  new UsageError(`the user pool takes no value for ${names} that a test could give a user`, {
    code: 'CANNOT_MAKE_USER',
    hint: 'Nothing was made. Try --deployed, which needs no users.',
    details: {flag: '--live', attribute: names},
  })
