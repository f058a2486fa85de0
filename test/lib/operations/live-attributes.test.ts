import type {SchemaAttributeType} from '@aws-sdk/client-cognito-identity-provider'
import {describe, expect, test} from 'vitest'
import {makeAttributes} from '../../../src/lib/operations/access/live/attributes.js'
import {MARK} from '../../../src/lib/operations/access/live/mark.js'
import {STANDARD_ATTRIBUTES} from '../../../src/lib/manifest/rules/pool.js'

const asked = {
  id: '0123456789ab',
  email: 'one@example.com',
  phone: '+15551234567',
  byPhone: false,
  claims: [],
  note: undefined,
}
const required = (Name: string, more: SchemaAttributeType = {}): SchemaAttributeType => ({
  Name,
  AttributeDataType: 'String',
  Required: true,
  ...more,
})
const custom = (name: string, more: SchemaAttributeType): SchemaAttributeType => ({Name: `custom:${name}`, ...more})
const valuesOf = (schema: readonly SchemaAttributeType[], more: object = {}) =>
  Object.fromEntries(makeAttributes(schema, {...asked, ...more}).attributes.map(({Name = '', Value}) => [Name, Value]))

describe('attributes of a user who is made for a test', () => {
  test.each(STANDARD_ATTRIBUTES.filter((name) => !name.endsWith('_verified')))(
    '%s is filled where a pool requires it',
    (name) => {
      const type = name === 'updated_at' ? 'Number' : 'String'
      expect(valuesOf([required(name, {AttributeDataType: type})])[name]).toMatch(/./)
    },
  )

  test('are few where a pool requires none, and always have the mark', () => {
    expect(valuesOf([])).toEqual({name: MARK, email: asked.email, email_verified: 'true'})
  })

  test('keep to what formats ask for: a birthdate has ten characters, a time is a number', () => {
    const birthdate = required('birthdate', {StringAttributeConstraints: {MinLength: '10', MaxLength: '10'}})
    const time = required('updated_at', {AttributeDataType: 'Number', NumberAttributeConstraints: {MinValue: '0'}})
    const values = valuesOf([birthdate, time])
    expect(values['birthdate']).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(Number(values['updated_at'])).toBeGreaterThan(0)
  })

  test.each<[string, SchemaAttributeType, RegExp]>([
    ['a text', {AttributeDataType: 'String'}, /^awsup-access-test-0123456789ab$/],
    ['a short text', {AttributeDataType: 'String', StringAttributeConstraints: {MaxLength: '12'}}, /^0123456789ab$/],
    ['a long text', {AttributeDataType: 'String', StringAttributeConstraints: {MinLength: '64'}}, /^awsup-.*x{34}$/],
    ['a number', {AttributeDataType: 'Number'}, /^1\d{9}$/],
    ['a small number', {AttributeDataType: 'Number', NumberAttributeConstraints: {MaxValue: '999999'}}, /^1\d{5}$/],
  ])('a claim that owns data and is %s has a value of its own', (_, type, value) => {
    const {claim, attributes} = makeAttributes([custom('tenant', type)], {...asked, claims: ['custom:tenant', 'sub']})
    expect(claim).toMatch(value)
    expect(attributes).toContainEqual({Name: 'custom:tenant', Value: claim})
    expect(attributes.map(({Name}) => Name)).not.toContain('sub')
  })

  test.each<{why: string; schema: readonly SchemaAttributeType[]; more?: object; name: string}>([
    {why: 'requires what no standard names', schema: [required('badge')], name: 'badge'},
    {
      why: 'has no room for the mark',
      schema: [{Name: 'name', StringAttributeConstraints: {MaxLength: '8'}}],
      name: 'name',
    },
    {
      why: 'has no room for the note',
      schema: [{Name: 'nickname', StringAttributeConstraints: {MaxLength: '8'}}],
      more: {note: 'us-east-1:01234567-89ab-cdef-0123-456789abcdef'},
      name: 'nickname',
    },
    {
      why: 'owns data by yes or no',
      schema: [custom('admin', {AttributeDataType: 'Boolean'})],
      more: {claims: ['custom:admin']},
      name: 'custom:admin',
    },
    {
      why: 'owns data by a date',
      schema: [custom('day', {AttributeDataType: 'DateTime'})],
      more: {claims: ['custom:day']},
      name: 'custom:day',
    },
  ])('a pool that $why is refused by the attribute’s name', ({schema, more, name}) => {
    expect(() => makeAttributes(schema, {...asked, ...more})).toThrow(`takes no value for ${name} `)
  })
})
