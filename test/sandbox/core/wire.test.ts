import * as iamSdk from '@aws-sdk/client-iam'
import * as organizationsSdk from '@aws-sdk/client-organizations'
import * as stsSdk from '@aws-sdk/client-sts'
import {QueryShapeSerializer} from '@aws-sdk/core/protocols'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {decodeJson} from '../../../src/sandbox/wire/json.js'
import {decodeQuery, readForm} from '../../../src/sandbox/wire/query.js'
import {
  findErrorShape,
  findOperationShape,
  requiredMembers,
  type OperationShape,
} from '../../../src/sandbox/wire/schemas.js'
import {toyIam} from './toy.js'

const shapeOf = (sdk: object, operation: string): OperationShape => {
  const shape = findOperationShape(sdk, operation)
  if (shape === undefined) throw new Error(`no ${operation}`)
  return shape
}

describe('a query request', () => {
  const serialize = ({input}: OperationShape, value: object): string => {
    const settings = {timestampFormat: {useTrait: true, default: 5}, serializeEmptyLists: true} as const
    const serializer = new QueryShapeSerializer(settings)
    serializer.write(input, value)
    return serializer.flush().toString()
  }

  test('is read back as the SDK wrote it: lists, structures, numbers, empty lists', () => {
    const text = fc.string({unit: 'binary'}).filter((value) => !/\p{Surrogate}/u.test(value))
    const tags = fc.array(fc.record({Key: text, Value: text}), {maxLength: 12})
    const inputs = fc.record({RoleName: text, MaxSessionDuration: fc.integer(), Tags: tags}, {requiredKeys: []})
    const shape = shapeOf(iamSdk, 'CreateRole')
    fc.assert(
      fc.property(inputs, (input) => {
        expect(decodeQuery(shape.input, readForm(serialize(shape, input)))).toEqual(input)
      }),
    )
  })

  test('is read with booleans, nested lists and names of its own', () => {
    const policies = shapeOf(stsSdk, 'AssumeRole')
    const input = {RoleArn: 'a', PolicyArns: [{arn: 'x'}, {arn: 'y'}], DurationSeconds: 900}
    expect(decodeQuery(policies.input, readForm(serialize(policies, input)))).toEqual(input)
    const simulate = shapeOf(iamSdk, 'SimulateCustomPolicy')
    const context = {ContextEntries: [{ContextKeyName: 'k', ContextKeyValues: ['a', 'b']}], ActionNames: []}
    expect(decodeQuery(simulate.input, readForm(serialize(simulate, context)))).toEqual(context)
    const update = shapeOf(iamSdk, 'UpdateLoginProfile')
    expect(decodeQuery(update.input, readForm('PasswordResetRequired=True'))).toEqual({PasswordResetRequired: true})
  })

  test.each(['MaxSessionDuration=soon', 'MaxSessionDuration='])('with %s is refused', (text) => {
    expect(() => decodeQuery(shapeOf(iamSdk, 'CreateRole').input, readForm(text))).toThrow(/MaxSessionDuration/)
  })

  test('can not reach what every object has', () => {
    const input = decodeQuery(shapeOf(iamSdk, 'CreateRole').input, readForm('__proto__.RoleName=x&constructor=y'))
    expect(input).toEqual({})
    expect(Object.getPrototypeOf(input)).toBe(Object.prototype)
  })
})

describe('a JSON request', () => {
  const {input} = shapeOf(organizationsSdk, 'CreateAccount')

  test('loses members that AWS does not know', () => {
    expect(
      decodeJson(input, '{"Email":"a","Other":1,"Tags":[{"Key":"k","Value":"v","x":1}],"__proto__":{"a":1}}'),
    ).toEqual({
      Email: 'a',
      Tags: [{Key: 'k', Value: 'v'}],
    })
    expect(decodeJson(input, '')).toEqual({})
  })

  test.each([
    '{',
    '[]',
    '"a"',
    '{"Email":1}',
    '{"Tags":{}}',
    '{"Tags":[1]}',
    '{"Tags":[{"Key":[]}]}',
    '{"Email":"a"} x',
  ])('of another shape is refused: %s', (text) => {
    expect(() => decodeJson(input, text)).toThrow(expect.objectContaining({name: 'SerializationException'}))
  })
})

describe("the SDK's schemas", () => {
  test('say what is required and how errors look', () => {
    expect(requiredMembers(shapeOf(iamSdk, 'CreateRole').input)).toEqual(['RoleName', 'AssumeRolePolicyDocument'])
    expect(findErrorShape(toyIam, 'NoSuchEntityException')).toMatchObject({
      code: 'NoSuchEntity',
      status: 404,
      fault: 'client',
    })
    expect(findErrorShape(toyIam, 'AccessDenied')).toBeUndefined()
  })

  test.each([
    [organizationsSdk, 63],
    [stsSdk, 11],
    [iamSdk, 180],
  ])('have every operation that the SDK has', (sdk, count) => {
    const names = Object.keys(sdk).flatMap((name) => /^(\w+)Command$/.exec(name)?.[1] ?? [])
    expect(names.length).toBeGreaterThanOrEqual(count)
    expect(names.filter((name) => findOperationShape(sdk, name) === undefined)).toEqual([])
  })
})
