import {parseAmplifyConfig} from '@aws-amplify/core/internals/utils'
import {Ajv2020} from 'ajv/dist/2020.js'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {renderOutput} from '../../../../src/lib/outputs/formats/registry.js'
import {amplifySchema} from '../amplify-schema.js'
import {anyTold} from '../any.js'
import {amplifyOutputs, toldWith, write} from '../consumer.js'
import {DEV, PROD, SETTINGS, TOLD} from '../samples.js'

const render = (existing?: string, changes = {}, ids = DEV): string =>
  renderOutput(
    {format: 'amplify', path: 'amplify_outputs.json', version: undefined},
    {
      told: {...TOLD, settings: {...SETTINGS, ...changes}},
      ids,
      existing: existing === undefined ? undefined : Buffer.from(existing),
    },
  ).content.toString()
const authOf = (text: string): unknown => (JSON.parse(text) as {auth: unknown}).auth

test('a new file is version 1.5 with all of auth', () => {
  expect(JSON.parse(render())).toEqual({
    version: '1.5',
    auth: {
      aws_region: 'eu-west-1',
      user_pool_id: 'eu-west-1_aaaaaaaaa',
      user_pool_client_id: 'aaaaaaaaaaaaaaaaaaaaaaaaaa',
      identity_pool_id: 'eu-west-1:aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
      password_policy: {
        min_length: 8,
        require_lowercase: true,
        require_uppercase: true,
        require_numbers: true,
        require_symbols: true,
      },
      standard_required_attributes: ['email'],
      username_attributes: ['email'],
      user_verification_types: ['email'],
      unauthenticated_identities_enabled: false,
      mfa_configuration: 'OPTIONAL',
      mfa_methods: ['TOTP'],
      groups: [{admins: {precedence: 1}}],
    },
    custom: {environment: 'dev'},
  })
})

test('dev and prod differ in ids, region and name, and in nothing else', () => {
  const [dev, prod] = [render(), render(undefined, {}, PROD)].map((text) => text.split('\n'))
  const different = dev?.flatMap((line, index) => (line === prod?.[index] ? [] : [line.trim().split('"')[1]]))
  expect(different).toEqual(['aws_region', 'user_pool_id', 'user_pool_client_id', 'identity_pool_id', 'environment'])
})

test('only keys that the schema of Amplify knows are written', () => {
  const known = [
    'aws_region',
    'user_pool_id',
    'user_pool_client_id',
    'identity_pool_id',
    'password_policy',
    'oauth',
    'standard_required_attributes',
    'username_attributes',
    'user_verification_types',
    'unauthenticated_identities_enabled',
    'mfa_configuration',
    'mfa_methods',
    'passwordless',
    'groups',
  ]
  const all = render(undefined, {
    domain: {prefix: 'acme'},
    clients: new Map([['web', {callbackUrls: ['https://a.dev'], logoutUrls: []}]]),
  })
  for (const key of Object.keys(authOf(all) as object)) expect(known).toContain(key)
})

describe('sign-in', () => {
  test('by phone is written in AWS’s word', () => {
    expect(authOf(render(undefined, {signIn: ['phone']}))).toMatchObject({
      username_attributes: ['phone_number'],
      standard_required_attributes: ['phone_number'],
    })
  })

  test('in several ways makes none of them a must', () => {
    expect(authOf(render(undefined, {signIn: ['username', 'email']}))).toMatchObject({
      username_attributes: ['username', 'email'],
      standard_required_attributes: [],
      user_verification_types: ['email'],
    })
  })

  test('without MFA names no methods', () => {
    const auth = authOf(render(undefined, {mfa: 'off'}))
    expect(auth).toMatchObject({mfa_configuration: 'NONE'})
    expect(auth).not.toHaveProperty('mfa_methods')
  })

  test('by the methods that the manifest names, with codes and passkeys without a password', () => {
    const changes = {mfaMethods: ['totp', 'email'], otp: ['email'], passkeys: true, relyingParty: 'app.acme.dev'}
    const expected = {
      mfa_methods: ['TOTP', 'EMAIL'],
      passwordless: {
        email_otp_enabled: true,
        sms_otp_enabled: false,
        web_authn: {relying_party_id: 'app.acme.dev', user_verification: 'preferred'},
      },
    }
    expect(authOf(render(undefined, changes))).toMatchObject(expected)
  })

  test('through the hosted page is there once there is a domain and a place to come back to', () => {
    const clients = new Map([['web', {callbackUrls: ['https://a.dev/in'], logoutUrls: ['https://a.dev/out']}]])
    expect(authOf(render(undefined, {domain: {prefix: 'acme'}, clients}))).toMatchObject({
      oauth: {
        identity_providers: [],
        domain: 'acme.auth.eu-west-1.amazoncognito.com',
        scopes: ['openid', 'email', 'profile'],
        redirect_sign_in_uri: ['https://a.dev/in'],
        redirect_sign_out_uri: ['https://a.dev/out'],
        response_type: 'code',
      },
    })
    expect(authOf(render(undefined, {clients}))).not.toHaveProperty('oauth')
    expect(authOf(render(undefined, {domain: {prefix: 'acme'}}))).not.toHaveProperty('oauth')
  })
})

describe('the app client', () => {
  const two = {
    mobile: {callbackUrls: [], logoutUrls: []},
    web: {callbackUrls: [], logoutUrls: []},
  }

  test('is the one named web, else the manifest’s first', () => {
    const ids = {...DEV, userPoolClientIds: {mobile: 'mobileid', tv: 'tvid', web: 'webid'}}
    expect(authOf(render(undefined, {clients: new Map(Object.entries(two))}, ids))).toMatchObject({
      user_pool_client_id: 'webid',
    })
    expect(
      authOf(
        render(
          undefined,
          {
            clients: new Map([
              ['tv', two.web],
              ['mobile', two.mobile],
            ]),
          },
          ids,
        ),
      ),
    ).toMatchObject({
      user_pool_client_id: 'tvid',
    })
  })

  test('that is in the manifest and not made yet is a conflict', () => {
    expect(() => render(undefined, {clients: new Map(Object.entries(two))})).toThrow(
      'dev.app-client.mobile is not made yet',
    )
  })
})

describe('a file that exists', () => {
  const existing = JSON.stringify({
    $schema: 's',
    storage: {bucket_name: 'b'},
    auth: {old: true},
    version: '1.4',
    custom: {a: [1, {b: null}]},
  })

  test('keeps what others wrote, in its order; auth is replaced', () => {
    const found = JSON.parse(render(existing)) as Record<string, unknown>
    expect(Object.keys(found)).toEqual(['$schema', 'storage', 'auth', 'version', 'custom'])
    expect(found).toMatchObject({storage: {bucket_name: 'b'}, custom: {a: [1, {b: null}]}, version: '1.5'})
    expect(found.auth).not.toHaveProperty('old')
  })

  test.each([
    ['with nothing else', {values: {todosTable: 'todos'}}, {environment: 'dev'}],
    ['beside what others wrote', {a: 1, values: {todosTable: 'todos'}}, {a: 1, environment: 'dev'}],
    [
      'but not what is not as awsup writes it',
      {values: {todosTable: 1}},
      {values: {todosTable: 1}, environment: 'dev'},
    ],
    ['but not what others wrote', {a: 1}, {a: 1, environment: 'dev'}],
    ['nor what they call by the same name', {environment: {stage: 1}}, {environment: {stage: 1}}],
  ])('loses values that awsup.yaml no longer has, %s', (_, custom, left) => {
    expect((JSON.parse(render(JSON.stringify({custom}))) as {custom: unknown}).custom).toEqual(left)
  })

  test('is the same after switching there and back', () => {
    const dev = render(existing)
    expect(render(render(dev, {}, PROD))).toBe(dev)
  })

  test('keeps a version that is newer', () => {
    expect(JSON.parse(render('{"version": "1.12"}'))).toMatchObject({version: '1.12'})
    expect(JSON.parse(render('{"version": "junk"}'))).toMatchObject({version: '1.5'})
  })

  test('with a key named __proto__ keeps it as a key', () => {
    expect(render('{"__proto__": {"polluted": true}}')).toContain('"__proto__": {')
    expect({}).not.toHaveProperty('polluted')
  })

  test.each(['{', '[]', '"text"', 'null'])('that is no JSON object is a conflict: %s', (text) => {
    expect(() => render(text)).toThrow(expect.objectContaining({code: 'DAMAGED', exitCode: 5}) as Error)
  })
})

describe('amplify_outputs.json', () => {
  test.each(['1', '1.1', '1.2', '1.3', '1.4', '1.5'])('of version %s keeps the schema of that version', (version) => {
    const validate = new Ajv2020({strict: false}).compile(amplifySchema(version))
    fc.assert(
      fc.property(anyTold, (any) => {
        validate(JSON.parse(write(amplifyOutputs(version), any)))
        expect(validate.errors).toBeNull()
      }),
      {numRuns: 40},
    )
  })

  test('says to Amplify’s own parser which pools there are', () => {
    expect(parseAmplifyConfig(JSON.parse(write(amplifyOutputs(), toldWith(new Map()))) as object)).toMatchObject({
      Auth: {
        Cognito: {
          userPoolId: PROD.userPoolId,
          userPoolClientId: PROD.userPoolClientIds.web,
          identityPoolId: PROD.identityPoolId,
          loginWith: {email: true, phone: false, username: false},
          mfa: {status: 'optional', totpEnabled: true},
        },
      },
    })
  })
})
