import type {AttributeType, SchemaAttributeType} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import {invalid} from '../checks.js'
import type {PoolUser, UserPool} from '../tables.js'
import {takenAlias} from './access.js'

const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/
const PHONE = /^\+[1-9]\d{1,14}$/

export const isEmail = (text: string): boolean => EMAIL.test(text)
export const isPhoneNumber = (text: string): boolean => PHONE.test(text)

const nonconforming = (words: string): ServiceError => invalid(`Attributes did not conform to the schema: ${words}`)

function checkValue(name: string, value: string, rule: SchemaAttributeType): void {
  if (name === 'email' && !isEmail(value)) throw invalid('Invalid email address format.')
  if (name === 'phone_number' && !isPhoneNumber(value)) throw invalid('Invalid phone number format.')
  const {MinLength = '0', MaxLength = '2048'} = rule.StringAttributeConstraints ?? {}
  if (rule.AttributeDataType === 'String' && value.length > Number(MaxLength)) {
    throw nonconforming(`${name}: String must not be longer than ${MaxLength} characters\n`)
  }
  if (rule.AttributeDataType === 'String' && value.length < Number(MinLength)) {
    throw nonconforming(`${name}: String must be longer than ${MinLength} characters\n`)
  }
  if (rule.AttributeDataType === 'Boolean' && !['true', 'false'].includes(value.toLowerCase())) {
    throw nonconforming(`${name}: Could not parse "${value}" as a boolean\n`)
  }
  if (rule.AttributeDataType === 'Number' && !/^-?\d+$/.test(value)) {
    throw nonconforming(`${name}: Could not parse "${value}" as a number\n`)
  }
}

/**
 * Attributes that were sent, as a record, each as the pool's schema allows.
 *
 * @throws ServiceError InvalidParameterException for an unknown name, a value of another type, `sub`.
 */
export function readAttributes(sent: readonly AttributeType[], pool: UserPool): Record<string, string> {
  const entries = sent.map(({Name = '', Value = ''}) => {
    const rule = pool.schema.find((attribute) => attribute.Name === Name)
    if (!rule) throw nonconforming(`Type for attribute {${Name}} could not be determined`)
    if (Name === 'sub') throw invalid('Cannot modify the non-mutable attribute sub')
    checkValue(Name, Value, rule)
    return [Name, rule.AttributeDataType === 'Boolean' ? Value.toLowerCase() : Value] as const
  })
  return Object.fromEntries(entries)
}

/** @throws ServiceError InvalidParameterException for the first attribute that every user of the pool must have. */
export function checkRequired(attributes: Readonly<Record<string, string>>, pool: UserPool): void {
  for (const {Name = '', Required} of pool.schema) {
    if (Required && Name !== 'sub' && attributes[Name] === undefined) {
      throw nonconforming(`${Name}: The attribute is required\n`)
    }
  }
}

interface In {
  readonly pool: UserPool
  readonly call: Call
}

/** A new address or number is unproven, unless the same call says otherwise. */
const unproven = (user: PoolUser, sent: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    ['email', 'phone_number']
      .filter((name) => sent[name] !== undefined && sent[name] !== user.attributes[name])
      .map((name) => [`${name}_verified`, 'false'] as const),
  )

/**
 * The user with attributes set; an empty value takes one away.
 *
 * @throws ServiceError InvalidParameterException, AliasExistsException
 */
export function withAttributes(user: PoolUser, sent: Readonly<Record<string, string>>, {pool, call}: In): PoolUser {
  const frozen = Object.keys(sent).find((name) =>
    pool.schema.some(({Name, Mutable}) => Name === name && Mutable === false),
  )
  if (frozen) throw invalid(`Cannot modify an already provided immutable attribute: ${frozen}`)
  const attributes = Object.fromEntries(
    Object.entries({...user.attributes, ...unproven(user, sent), ...sent}).filter(([, value]) => value !== ''),
  )
  checkRequired(attributes, pool)
  const changed = {...user, attributes, modifiedAt: call.now}
  const taken = takenAlias(changed, pool, call.tx)
  if (taken) throw new ServiceError('AliasExistsException', `An account with the given ${taken} already exists.`)
  return changed
}

/**
 * The user without some attributes.
 *
 * @throws ServiceError InvalidParameterException
 */
export function withoutAttributes(user: PoolUser, names: readonly string[], {pool, call}: In): PoolUser {
  checkNames(names, pool)
  const attributes = Object.fromEntries(Object.entries(user.attributes).filter(([name]) => !names.includes(name)))
  checkRequired(attributes, pool)
  return {...user, attributes, modifiedAt: call.now}
}

function checkNames(names: readonly string[], pool: UserPool): void {
  for (const name of names) {
    const rule = pool.schema.find(({Name}) => Name === name)
    if (!rule) throw nonconforming(`Type for attribute {${name}} could not be determined`)
    if (name === 'sub') throw invalid('Cannot modify the non-mutable attribute sub')
  }
}
