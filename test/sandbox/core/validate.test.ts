import {describe, expect, test} from 'vitest'
import {cognitoIdp as cognito} from '../../../src/sandbox/services/cognito-idp/service.js'
import type {Service} from '../../../src/sandbox/core/service.js'
import {validate} from '../../../src/sandbox/core/validate.js'
import {toyIam} from './toy.js'

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
