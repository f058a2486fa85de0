import * as organizations from '@aws-sdk/client-organizations'
import * as iam from '@aws-sdk/client-iam'
import * as identity from '@aws-sdk/client-cognito-identity'
import * as cognito from '@aws-sdk/client-cognito-identity-provider'
import * as sts from '@aws-sdk/client-sts'
import {expect, test} from 'vitest'
import {meaningKeys} from '../../../src/lib/aws/calls/meanings.js'
import {explain} from '../../../src/lib/aws/calls/refusals.js'
import {ManifestError} from '../../../src/lib/base/errors.js'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import type {Fault} from '../../../src/sandbox/settings.js'
import {makeMember, openWorld} from './world.js'

test('the catalogue speaks only of errors and reasons that AWS has', () => {
  // What every service may answer is in none of their models (IAM API reference, "Common Error Types").
  const common = ['ValidationException', 'ValidationError']
  const names = new Set([
    ...Object.keys(organizations),
    ...Object.keys(iam),
    ...Object.keys(cognito),
    ...Object.keys(sts),
    ...common,
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

/** What a refusal is told as that a client other than awsup's met: awsup itself sends nothing that breaks a model. */
async function told<C>(
  Client: new (config: object) => C,
  call: (client: C) => Promise<unknown>,
): Promise<ReturnType<typeof explain>> {
  const {sandbox} = await openWorld()
  const requestHandler = requestHandlerFor(sandbox)
  const client = new Client({requestHandler, credentials: sandbox.credentials('admin'), region: 'eu-west-1'})
  return explain(
    await call(client).then(
      () => 'accepted',
      (failure: unknown) => failure,
    ),
  )
}

test("a value whose form AWS does not accept is told in AWS's words, with where to look", async () => {
  const explained = await told(organizations.OrganizationsClient, (client) =>
    client.send(new organizations.CreateOrganizationalUnitCommand({ParentId: 'no root', Name: 'apps'})),
  )
  expect(explained?.message).toContain(
    'You provided a value that does not match the required pattern (InvalidInputException, INVALID_PATTERN)',
  )
  expect(explained?.hint).toMatch(/a form that AWS does not accept.*names, e-mail addresses, ids and tags/)
})

test('a reason that says what it is about means the same', () => {
  const error = Object.assign(new Error('You provided a value that does not match the required pattern.'), {
    name: 'InvalidInputException',
    Reason: 'INVALID_PATTERN:RESOURCE_ID',
    $fault: 'client',
  })
  expect(explain(error)).toMatchObject({
    message: expect.stringContaining('INVALID_PATTERN:RESOURCE_ID') as string,
    hint: expect.stringMatching(/a form that AWS does not accept/) as string,
  })
})

test.each([
  [
    'ValidationException',
    () =>
      told(identity.CognitoIdentityClient, (client) =>
        client.send(
          new identity.CreateIdentityPoolCommand({IdentityPoolName: 'acme/dev', AllowUnauthenticatedIdentities: false}),
        ),
      ),
  ],
  [
    'ValidationError',
    () => told(iam.IAMClient, (client) => client.send(new iam.CreateGroupCommand({GroupName: 'no spaces'}))),
  ],
] as const)('%s, which no model of AWS lists, is explained as well', async (name, refused) => {
  const explained = await refused()
  expect(explained).toMatchObject({exitCode: 4, details: {awsCode: name}})
  expect(explained?.hint).toMatch(/AWS does not accept one of the values.*awsup\.yaml/)
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
