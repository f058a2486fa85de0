import * as cognitoIdentitySdk from '@aws-sdk/client-cognito-identity'
import * as cognitoSdk from '@aws-sdk/client-cognito-identity-provider'
import * as iamSdk from '@aws-sdk/client-iam'
import * as organizationsSdk from '@aws-sdk/client-organizations'
import * as stsSdk from '@aws-sdk/client-sts'
import {describe, expect, test} from 'vitest'
import {constraintsOf, type Constraint} from '../../../src/sandbox/constraints.js'
import {defineService, type Service} from '../../../src/sandbox/service.js'
import {validate} from '../../../src/sandbox/validate.js'
import {findOperationShape} from '../../../src/sandbox/wire/schemas.js'
import {toyIam} from './toy.js'

const cognito: Service = defineService({
  name: 'cognito-idp',
  validationError: 'InvalidParameterException',
  protocol: 'json',
  target: 'AWSCognitoIdentityProviderService',
  sdk: cognitoSdk,
  operations: {},
})

const refusal = (service: Service, operation: string, input: object): string => {
  try {
    validate(service, operation, input)
    return 'fine'
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'what?'
  }
}

describe('an input', () => {
  test('that keeps to the limits passes', () => {
    expect(refusal(toyIam, 'CreateRole', {RoleName: 'dev', AssumeRolePolicyDocument: '{}', Path: '/a/'})).toBe('fine')
  })

  test.each([
    [
      {},
      "Value null at 'roleName' failed to satisfy constraint: Member must not be null; Value null at 'assumeRolePolicyDocument'",
    ],
    [
      {RoleName: 'a'.repeat(65), AssumeRolePolicyDocument: '{}'},
      "at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64",
    ],
    [{RoleName: '', AssumeRolePolicyDocument: '{}'}, '2 validation errors detected'],
    [{RoleName: 'a\n', AssumeRolePolicyDocument: '{}'}, 'Member must satisfy regular expression pattern: [\\w+=,.@-]+'],
    [
      {RoleName: 'a', AssumeRolePolicyDocument: '{}', MaxSessionDuration: 60},
      "Value '60' at 'maxSessionDuration' failed to satisfy constraint: Member must have value greater than or equal to 3600",
    ],
    [
      {RoleName: 'a', AssumeRolePolicyDocument: '{}', Tags: [{Key: '', Value: ''}]},
      "Value '' at 'tags.1.member.key' failed",
    ],
    [{RoleName: 'a', AssumeRolePolicyDocument: '{}', Tags: [{Key: 'a'}]}, "Value null at 'tags.1.member.value' failed"],
    [
      {RoleName: 'a', AssumeRolePolicyDocument: '{}', Tags: Array(51).fill({Key: 'a', Value: ''})},
      'length less than or equal to 50',
    ],
  ])('that breaks one is refused (%#)', (input, message) => {
    expect(refusal(toyIam, 'CreateRole', input)).toContain(message)
  })

  test('is refused for values that no enumeration has', () => {
    const input = {PoolName: 'p', MfaConfiguration: 'MAYBE'}
    expect(refusal(cognito, 'CreateUserPool', input)).toBe(
      "InvalidParameterException: 1 validation error detected: Value 'MAYBE' at 'mfaConfiguration' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [OFF, ON, OPTIONAL]',
    )
  })

  test('is never read back where AWS calls it sensitive', () => {
    const password = 'hunter 2 '.repeat(100)
    const message = refusal(cognito, 'AdminSetUserPassword', {
      UserPoolId: 'eu-west-1_abc',
      Username: 'a',
      Password: password,
    })
    expect(message).toContain("Value at 'password' failed")
    expect(message).not.toContain('hunter')
  })
})

describe('the constraints', () => {
  const patterns = (constraint: Constraint): string[] => [
    ...(constraint.pattern === undefined ? [] : [constraint.pattern]),
    ...[constraint.item, constraint.key, constraint.value].flatMap((part) =>
      part === undefined ? [] : patterns(part),
    ),
  ]
  const sdks: [string, object][] = [
    ['organizations', organizationsSdk],
    ['sts', stsSdk],
    ['iam', iamSdk],
    ['cognito-idp', cognitoSdk],
    ['cognito-identity', cognitoIdentitySdk],
  ]

  test.each(sdks)('of %s have patterns that JavaScript understands', (name) => {
    const all = Object.values(constraintsOf(name).structures).flatMap((members) =>
      Object.values(members).flatMap(patterns),
    )
    expect(all.length).toBeGreaterThan(0)
    for (const pattern of all) expect(() => new RegExp(`^(?:${pattern})$`, 'u')).not.toThrow()
  })

  test.each(sdks)('of %s name structures and operations that the SDK knows', (name, sdk) => {
    const {structures, unsigned} = constraintsOf(name)
    expect(Object.keys(structures).filter((structure) => !(`${structure}$` in sdk))).toEqual([])
    expect(unsigned.filter((operation) => findOperationShape(sdk, operation) === undefined)).toEqual([])
  })

  test('say which operations AWS takes unsigned', () => {
    expect(constraintsOf('sts').unsigned).toEqual(['AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'])
    expect(constraintsOf('cognito-idp').unsigned).toContain('InitiateAuth')
    expect(constraintsOf('cognito-idp').unsigned).not.toContain('AdminInitiateAuth')
    expect(constraintsOf('cognito-identity').unsigned).toContain('GetId')
    expect(constraintsOf('s3').unsigned).toEqual([])
  })
})
