import * as organizations from '@aws-sdk/client-organizations'
import * as iam from '@aws-sdk/client-iam'
import * as cognito from '@aws-sdk/client-cognito-identity-provider'
import * as sts from '@aws-sdk/client-sts'
import {expect, test} from 'vitest'
import {meaningKeys} from '../../src/lib/aws/meanings.js'
import {explain} from '../../src/lib/aws/refusals.js'
import {ManifestError} from '../../src/lib/errors.js'
import type {Fault} from '../../src/sandbox/settings.js'
import {makeMember, openWorld} from './world.js'

test('the catalogue speaks only of errors and reasons that AWS has', () => {
  const names = new Set([
    ...Object.keys(organizations),
    ...Object.keys(iam),
    ...Object.keys(cognito),
    ...Object.keys(sts),
  ])
  const reasons = new Set<string>([
    ...Object.values(organizations.ConstraintViolationExceptionReason),
    ...Object.values(organizations.InvalidInputExceptionReason),
  ])
  for (const [name = '', reason] of meaningKeys().map((key) => key.split('/'))) {
    expect(names).toContain(name)
    if (reason !== undefined) expect(reasons).toContain(reason)
  }
})

test("an account too many is refused in AWS's words, with what they mean and what to do", async () => {
  const effect: Fault['effect'] = {
    type: 'error',
    name: 'ConstraintViolationException',
    message: 'You have exceeded the allowed number of AWS accounts.',
    status: 400,
    fields: {Reason: 'ACCOUNT_NUMBER_LIMIT_EXCEEDED'},
  }
  const world = await openWorld({
    settings: {faults: [{operation: 'organizations:CreateAccount', when: 'before', effect}]},
  })
  const explained = explain(await makeMember(world).catch((failure: unknown) => failure))
  expect(explained).toMatchObject({
    exitCode: 4,
    message:
      'AWS refused organizations:CreateAccount: You have exceeded the allowed number of AWS accounts ' +
      '(ConstraintViolationException, ACCOUNT_NUMBER_LIMIT_EXCEEDED)',
    hint: expect.stringMatching(/as many accounts as it may.*Service Quotas/) as string,
    details: {
      awsCode: 'ConstraintViolationException',
      reason: 'ACCOUNT_NUMBER_LIMIT_EXCEEDED',
      call: 'organizations:CreateAccount',
      requestId: expect.any(String) as string,
      attempts: 1,
    },
  })
  expect(world.calls('organizations:CreateAccount')).toBe(1)
})

test('an error of ours stays what it is, and a bug is not dressed up', () => {
  const ours = new ManifestError('no')
  expect(explain(ours)).toBe(ours)
  expect(explain(new TypeError('x is not a function'))).toBeUndefined()
  expect(explain('text')).toBeUndefined()
})

test("control characters in AWS's words do not reach the terminal", () => {
  const error = Object.assign(new Error('bad\u001b[31m name\n.'), {name: 'InvalidInputException', $fault: 'client'})
  expect(explain(error)?.message).toBe('AWS refused a call to AWS: bad [31m name (InvalidInputException)')
})

test.each<[string, string, string]>([
  ['CredentialsProviderError', 'Could not load credentials from any providers', 'NO_CREDENTIALS'],
  [
    'CredentialsProviderError',
    'Could not resolve credentials using profile: [acme] in configuration/credentials file(s).',
    'NO_PROFILE',
  ],
  [
    'CredentialsProviderError',
    'Profile acme requires multi-factor authentication, but no MFA code callback was provided.',
    'MFA_NEEDED',
  ],
  [
    'CredentialsProviderError',
    'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login',
    'EXPIRED',
  ],
  [
    'CredentialsProviderError',
    'Failed to load a token for session x, please re-authenticate using aws login',
    'EXPIRED',
  ],
  ['ExpiredTokenException', 'The security token included in the request is expired', 'EXPIRED'],
  ['SignatureDoesNotMatch', 'The request signature we calculated does not match', 'WRONG_SECRET'],
  ['UnrecognizedClientException', 'The security token included in the request is invalid.', 'UNKNOWN_KEY'],
])('%s "%s" is %s, exit 3, with a way out', (name, message, code) => {
  const explained = explain(Object.assign(new Error(message), {name, $fault: 'client'}))
  expect(explained).toMatchObject({code, exitCode: 3})
  expect(explained?.hint).toMatch(/aws login|aws configure/)
})

test.each<[string, RegExp]>([
  [
    'User: arn:aws:iam::111111111111:user/bob is not authorized to perform: iam:CreateRole on resource: * with an explicit deny in a service control policy',
    /A service control policy of the organization denies iam:CreateRole/,
  ],
  [
    'User: arn:aws:iam::111111111111:user/bob is not authorized to perform: iam:CreateRole on resource: * because no identity-based policy allows the iam:CreateRole action',
    /Allow arn:aws:iam::111111111111:user\/bob the IAM action iam:CreateRole/,
  ],
])('a denial names who, what and why: %s', (message, hint) => {
  const explained = explain(Object.assign(new Error(message), {name: 'AccessDenied', $fault: 'client'}))
  expect(explained).toMatchObject({
    exitCode: 3,
    details: {action: 'iam:CreateRole', identity: 'arn:aws:iam::111111111111:user/bob'},
    hint: expect.stringMatching(hint) as string,
  })
})
