import type {SchemaAttributeType} from '@aws-sdk/client-cognito-identity-provider'
import {same} from '../../../base/resource.js'
import type {Block} from '../hcl.js'
import {blockOf} from '../parts.js'

const TEXT = {MinLength: '0', MaxLength: '2048'}

const TEXTS = [
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'email',
  'gender',
  'zoneinfo',
  'locale',
  'phone_number',
  'address',
]

/**
 * What every pool has (Cognito developer guide, "Working with user attributes"; limits as DescribeUserPool answers
 * them). Terraform's provider leaves those out of what it reads, and so does a file: written down, they would be new.
 */
const STANDARD: readonly SchemaAttributeType[] = [
  ...TEXTS.map((Name) => ({Name, AttributeDataType: 'String' as const, StringAttributeConstraints: TEXT})),
  {Name: 'birthdate', AttributeDataType: 'String', StringAttributeConstraints: {MinLength: '10', MaxLength: '10'}},
  {Name: 'email_verified', AttributeDataType: 'Boolean'},
  {Name: 'phone_number_verified', AttributeDataType: 'Boolean'},
  {Name: 'updated_at', AttributeDataType: 'Number', NumberAttributeConstraints: {MinValue: '0'}},
  {Name: 'identities', AttributeDataType: 'String', StringAttributeConstraints: {}},
]

const isStandard = (attribute: SchemaAttributeType): boolean =>
  attribute.Name === 'sub' ||
  STANDARD.some((known) =>
    same({DeveloperOnlyAttribute: false, Mutable: true, Required: false, ...known}, {...attribute}),
  )

/** Custom attributes, and standard ones that everybody must have or whose rules are this pool's own. */
export const writeSchema = (attributes: readonly SchemaAttributeType[] = []): readonly Block[] =>
  attributes
    .filter((attribute) => !isStandard(attribute))
    .map(({Name = '', ...attribute}) => {
      const {StringAttributeConstraints: text, NumberAttributeConstraints: number} = attribute
      return {
        type: 'schema',
        arguments: {
          name: Name.replace(/^(dev:)?custom:/, ''),
          attribute_data_type: attribute.AttributeDataType,
          developer_only_attribute: attribute.DeveloperOnlyAttribute,
          mutable: attribute.Mutable,
          required: attribute.Required,
        },
        blocks: [
          ...(text
            ? [
                {
                  type: 'string_attribute_constraints',
                  arguments: {min_length: text.MinLength, max_length: text.MaxLength},
                },
              ]
            : []),
          ...blockOf('number_attribute_constraints', {min_value: number?.MinValue, max_value: number?.MaxValue}),
        ],
      }
    })
