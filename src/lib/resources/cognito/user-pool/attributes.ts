import type {SchemaAttributeType, UserPoolType} from '@aws-sdk/client-cognito-identity-provider'
import {same, type Change} from '../../../base/resource.js'
import type {CustomAttribute, UserPoolDesired} from './desired.js'

type Attributes = UserPoolDesired['attributes']

const TYPE = {string: 'String', number: 'Number', date: 'DateTime', boolean: 'Boolean'} as const
const PREFIX = 'custom:'
// AWS never removes an attribute, so only a mark can tell one that left awsup.yaml from one that somebody made by hand.
const TAG = 'awsup:attributes'
/** Characters in the value of a tag. */
const LONGEST_TAG = 256

/** AWS takes so many in one AddCustomAttributes. */
export const AT_ONCE = 25

/** What AddCustomAttributes and CreateUserPool take. */
export const toSchema = (attributes: Attributes): SchemaAttributeType[] =>
  Object.entries(attributes).map(([Name, {type, mutable, minLength, maxLength, min, max}]) => ({
    Name,
    AttributeDataType: TYPE[type],
    Mutable: mutable,
    ...(type === 'string' && {StringAttributeConstraints: limits('Length', minLength, maxLength)}),
    ...(type === 'number' && {NumberAttributeConstraints: limits('Value', min, max)}),
  }))

const limits = (
  sort: 'Length' | 'Value',
  min: number | undefined,
  max: number | undefined,
): Record<string, string> => ({
  ...(min !== undefined && {[`Min${sort}`]: String(min)}),
  ...(max !== undefined && {[`Max${sort}`]: String(max)}),
})

/** The custom attributes that a pool has, whoever made them. */
export function toAttributes({SchemaAttributes = [], UserPoolTags = {}}: UserPoolType): Attributes {
  const declared = declaredNames(UserPoolTags)
  const own = SchemaAttributes.flatMap((attribute): [string, CustomAttribute][] => {
    const {Name = '', Mutable = false} = attribute
    const type = typeOf(attribute)
    if (!Name.startsWith(PREFIX) || !type) return []
    const name = Name.slice(PREFIX.length)
    return [[name, {type, mutable: Mutable, ...limitsOf(attribute), ...(declared.has(name) && {declared: true})}]]
  })
  return Object.fromEntries(own)
}

/** Standard attributes that this pool asks of everybody; `sub` AWS gives itself. */
export const toRequired = ({SchemaAttributes = []}: UserPoolType): readonly string[] =>
  SchemaAttributes.flatMap(({Name = '', Required = false}) =>
    Required && Name !== 'sub' && !Name.includes(':') ? [Name] : [],
  )

/**
 * What adding to a pool's attributes would take. One that exists stays as it is for ever: neither changed nor
 * removed, and one that only AWS knows is somebody else's business.
 */
export function attributeChanges(desired: Attributes, actual: Attributes): readonly Change[] {
  const asked = Object.entries(desired).flatMap(([name, to]): Change[] => {
    const from = actual[name]
    if (from === undefined) return [{field: `attributes.${name}`, from, to, effect: 'update'}]
    const comparable = Object.fromEntries(Object.entries(from).filter(([key]) => key in to))
    if (!same(to, comparable)) return [{field: `attributes.${name}`, from: comparable, to, effect: 'refuse'}]
    return from.declared
      ? []
      : [{field: `attributes.${name}`, from: 'made by hand', to: 'in awsup.yaml', effect: 'update'}]
  })
  const gone = Object.entries(actual).filter(([name, {declared}]) => declared && !(name in desired))
  return [
    ...asked,
    ...gone.map(([name, from]): Change => ({field: `attributes.${name}`, from, to: undefined, effect: 'refuse'})),
  ]
}

/** Tags that name what awsup.yaml asks for, beside those that do so already; as many as it takes. */
export function attributeTags(
  attributes: Attributes,
  tags: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const names = [...new Set([...declaredNames(tags), ...Object.keys(attributes)])]
  const values: string[] = []
  for (const name of names) {
    const last = values.at(-1)
    if (last === undefined || last.length + 1 + name.length > LONGEST_TAG) values.push(name)
    else values[values.length - 1] = `${last} ${name}`
  }
  return Object.fromEntries(values.map((value, index) => [index === 0 ? TAG : `${TAG}-${index + 1}`, value]))
}

const declaredNames = (tags: Readonly<Record<string, string>>): ReadonlySet<string> =>
  new Set(
    Object.entries(tags)
      .filter(([key]) => key.startsWith(TAG))
      .flatMap(([, value]) => value.split(' ')),
  )

const typeOf = ({AttributeDataType}: SchemaAttributeType): CustomAttribute['type'] | undefined =>
  (['string', 'number', 'date', 'boolean'] as const).find((type) => TYPE[type] === AttributeDataType)

function limitsOf(attribute: SchemaAttributeType): Partial<CustomAttribute> {
  const {MinLength, MaxLength} = attribute.StringAttributeConstraints ?? {}
  const {MinValue, MaxValue} = attribute.NumberAttributeConstraints ?? {}
  return {
    ...(MinLength !== undefined && {minLength: Number(MinLength)}),
    ...(MaxLength !== undefined && {maxLength: Number(MaxLength)}),
    ...(MinValue !== undefined && {min: Number(MinValue)}),
    ...(MaxValue !== undefined && {max: Number(MaxValue)}),
  }
}
