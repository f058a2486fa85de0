import type {SchemaAttributeType} from '@aws-sdk/client-cognito-identity-provider'
import {invalid} from '../checks.js'

const standard = (Name: string, more: Partial<SchemaAttributeType> = {}): SchemaAttributeType => ({
  Name,
  AttributeDataType: 'String',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
  ...((more.AttributeDataType ?? 'String') === 'String' && {
    StringAttributeConstraints: {MinLength: '0', MaxLength: '2048'},
  }),
  ...more,
})

/** The attributes that every pool has, in the order in which DescribeUserPool lists them. */
const STANDARD: readonly SchemaAttributeType[] = [
  standard('sub', {
    Mutable: false,
    Required: true,
    StringAttributeConstraints: {MinLength: '1', MaxLength: '2048'},
  }),
  standard('name'),
  standard('given_name'),
  standard('family_name'),
  standard('middle_name'),
  standard('nickname'),
  standard('preferred_username'),
  standard('profile'),
  standard('picture'),
  standard('website'),
  standard('email'),
  standard('email_verified', {AttributeDataType: 'Boolean'}),
  standard('gender'),
  standard('birthdate', {StringAttributeConstraints: {MinLength: '10', MaxLength: '10'}}),
  standard('zoneinfo'),
  standard('locale'),
  standard('phone_number'),
  standard('phone_number_verified', {AttributeDataType: 'Boolean'}),
  standard('address'),
  standard('updated_at', {AttributeDataType: 'Number', NumberAttributeConstraints: {MinValue: '0'}}),
]

const MAX_CUSTOM_ATTRIBUTES = 50

const isStandard = ({Name}: SchemaAttributeType): boolean => STANDARD.some((known) => known.Name === Name)

function custom(sent: SchemaAttributeType): SchemaAttributeType {
  if (sent.Required === true) throw invalid('Required custom attributes are not supported currently.')
  const type = sent.AttributeDataType ?? 'String'
  checkLimits(sent)
  return {
    ...sent,
    Name: `${sent.DeveloperOnlyAttribute === true ? 'dev:' : ''}custom:${sent.Name ?? ''}`,
    AttributeDataType: type,
    DeveloperOnlyAttribute: sent.DeveloperOnlyAttribute ?? false,
    Mutable: sent.Mutable ?? true,
    Required: false,
    ...(type === 'String' && {StringAttributeConstraints: sent.StringAttributeConstraints ?? {}}),
    ...(type === 'Number' && {NumberAttributeConstraints: sent.NumberAttributeConstraints ?? {}}),
  }
}

/** A value has at most 2,048 characters (AttributeType `Value`), and no limits leave room for none. */
function checkLimits({
  Name = '',
  StringAttributeConstraints: text,
  NumberAttributeConstraints: number,
}: SchemaAttributeType): void {
  const {MinLength = '0', MaxLength = '2048'} = text ?? {}
  const {MinValue = '-Infinity', MaxValue = 'Infinity'} = number ?? {}
  const ordered = Number(MinLength) <= Number(MaxLength) && Number(MinValue) <= Number(MaxValue)
  if (!ordered || Number(MaxLength) > 2048) throw invalid(`Invalid attribute constraints for ${Name}.`)
}

function override(known: SchemaAttributeType, sent: SchemaAttributeType): SchemaAttributeType {
  const changesType = sent.AttributeDataType !== undefined && sent.AttributeDataType !== known.AttributeDataType
  if (changesType || sent.DeveloperOnlyAttribute === true) {
    throw invalid(
      `You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${known.Name ?? ''}`,
    )
  }
  return {
    ...known,
    ...sent,
    // What is named becomes immutable unless it says otherwise; what is not named stays mutable (aws/aws-cdk#8624).
    Mutable: sent.Mutable ?? false,
    AttributeDataType: known.AttributeDataType,
    DeveloperOnlyAttribute: false,
  }
}

/**
 * A new pool's attributes: the standard ones as changed by `sent`, then the custom ones under their `custom:` names.
 *
 * @throws ServiceError InvalidParameterException for a required custom attribute or a standard one of another type.
 */
export function makeSchema(sent: readonly SchemaAttributeType[]): SchemaAttributeType[] {
  const base = STANDARD.map((known) => {
    const change = sent.find(({Name}) => Name === known.Name)
    return change ? override(known, change) : known
  })
  return addCustomAttributes(
    base,
    sent.filter((attribute) => !isStandard(attribute)),
  )
}

/**
 * The schema with more custom attributes; AWS never takes one away.
 *
 * @throws ServiceError InvalidParameterException for a name that is taken, or more than 50 custom attributes.
 */
export function addCustomAttributes(
  schema: readonly SchemaAttributeType[],
  sent: readonly SchemaAttributeType[],
): SchemaAttributeType[] {
  const all = [...schema]
  for (const attribute of sent.map(custom)) {
    const name = attribute.Name ?? ''
    if (all.some(({Name}) => Name === name)) {
      throw invalid(`${name}: Existing attribute already has name ${name}.`)
    }
    all.push(attribute)
  }
  if (all.length - STANDARD.length > MAX_CUSTOM_ATTRIBUTES) {
    throw invalid(`A user pool can have at most ${MAX_CUSTOM_ATTRIBUTES} custom attributes.`)
  }
  return all
}
