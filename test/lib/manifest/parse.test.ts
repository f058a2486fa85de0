import {describe, expect, test} from 'vitest'
import {parseManifest} from '../../../src/lib/manifest/parse.js'
import {manifest, SAMPLE} from './samples.js'

describe('the sample of the design', () => {
  test('reads as it is written', () => {
    const found = parseManifest(SAMPLE)

    expect(found.project).toBe('acme')
    expect(found.target).toBeUndefined()
    expect([...found.environments.keys()]).toEqual(['dev', 'prod'])
    expect(found.environments.get('dev')).toMatchObject({
      region: 'eu-west-1',
      protected: false,
      email: 'aws+dev@acme.dev',
    })
    expect(found.environments.get('prod')).toMatchObject({protected: true, email: 'aws+prod@acme.dev'})
    expect(found.access.authenticated).toEqual([
      {
        dynamodb: {
          table: 'todos',
          indexes: [],
          owner: 'identity',
          actions: ['get', 'query', 'put', 'update', 'delete'],
          attributes: [],
        },
      },
      {
        s3: {
          bucket: 'acme-{env}-uploads',
          prefix: '{owner}',
          owner: 'identity',
          actions: ['get', 'list', 'put', 'delete'],
        },
      },
      {lambda: {function: 'resize'}},
    ])
    expect(found.users.get('alice')).toEqual({environments: ['dev'], groups: ['developers'], machine: false})
    expect(found.outputs).toEqual([
      {format: 'amplify', path: 'src/amplify_outputs.json'},
      {format: 'dotenv', path: '.env.local', prefix: 'VITE_', expands: true},
    ])
  })

  test('has every setting of auth filled in', () => {
    expect(parseManifest(SAMPLE).environments.get('dev')?.auth).toEqual({
      signIn: ['email'],
      caseSensitive: false,
      attributes: {},
      selfSignUp: true,
      mfa: 'optional',
      passkeys: true,
      relyingParty: 'acme.dev',
      tier: 'essentials',
      password: {minLength: 8, lowercase: true, uppercase: true, numbers: true, symbols: true, temporaryDays: 7},
      clients: new Map([
        [
          'web',
          {
            identities: true,
            type: 'web',
            callbackUrls: ['http://localhost:5173'],
            logoutUrls: ['http://localhost:5173'],
            accessTokenMinutes: 60,
            idTokenMinutes: 60,
            refreshTokenHours: 720,
          },
        ],
      ]),
      groups: new Map([['admins', {precedence: 1, description: undefined}]]),
      resourceServers: new Map(),
      domain: undefined,
      managedLogin: undefined,
      providers: new Map(),
      guests: false,
      identityPool: {
        roles: {},
        serverSideTokenCheck: true,
        otherClients: [],
        roleMapping: undefined,
        ambiguous: 'authenticated',
        principalTags: new Map(),
      },
    })
  })

  test('reads the same with a byte order mark, Windows line ends, and no last line end', () => {
    const expected = parseManifest(SAMPLE)
    expect(parseManifest(`\uFEFF${SAMPLE}`)).toEqual(expected)
    expect(parseManifest(SAMPLE.replaceAll('\n', '\r\n'))).toEqual(expected)
    expect(parseManifest(SAMPLE.trimEnd())).toEqual(expected)
  })
})

describe('what is not written', () => {
  test('has its default', () => {
    const found = parseManifest(manifest())

    expect(found.organization?.guardrails).toEqual(['deny-leave-organization', 'deny-root-user'])
    expect(found.outputs).toEqual([{format: 'amplify', path: 'amplify_outputs.json'}])
    expect([...(found.environments.get('dev')?.auth.clients.keys() ?? [])]).toEqual(['web'])
    expect(found.userGroups.get('viewers')).toEqual(['arn:aws:iam::aws:policy/ReadOnlyAccess'])
    expect(found.users.size).toBe(0)
  })

  test('may be a key with nothing behind it, where a section is meant', () => {
    const found = parseManifest(manifest({users: '', auth: '', access: '', userGroups: ''}))
    expect(found).toEqual(parseManifest(manifest()))
  })

  test.each([
    ['s3://acme-awsup', {bucket: 'acme-awsup', prefix: ''}],
    ['s3://acme-awsup/', {bucket: 'acme-awsup', prefix: ''}],
    ['s3://acme.awsup/team-a/records_1/', {bucket: 'acme.awsup', prefix: 'team-a/records_1'}],
  ])('records can be kept in %s', (records, place) => {
    expect(parseManifest(manifest({records})).records).toEqual(place)
  })

  test('no outputs and no guardrails can be asked for', () => {
    const found = parseManifest(
      manifest({organization: '{ email: "aws+{env}@acme.dev", guardrails: [] }', outputs: '[]'}),
    )
    expect(found.outputs).toEqual([])
    expect(found.organization?.guardrails).toEqual([])
  })
})

describe('an environment’s own auth', () => {
  const found = parseManifest(
    manifest({
      environments: `
  dev: { region: eu-west-1 }
  prod:
    region: us-east-1
    auth:
      mfa: on
      password: { minLength: 14 }
      clients: { web: { callbackUrls: ["https://acme.dev/"] }, mobile: { refreshTokenDays: 90 } }
      groups: { admins: { description: The few } }`.replace('mfa: on', 'mfa: "on"'),
      auth: `
  password: { symbols: false }
  domain: "{project}-{env}"
  clients: { web: { callbackUrls: ["http://localhost:5173"], accessTokenMinutes: 5 } }
  groups: { admins: { precedence: 1 } }`,
    }),
  )

  test('lies on top of the shared one, field by field', () => {
    expect(found.environments.get('prod')?.auth).toMatchObject({
      mfa: 'on',
      password: {minLength: 14, symbols: false, numbers: true},
      domain: {prefix: 'acme-prod'},
    })
    expect(found.environments.get('prod')?.auth.clients.get('web')).toMatchObject({
      callbackUrls: ['https://acme.dev/'],
      accessTokenMinutes: 5,
    })
    expect(found.environments.get('prod')?.auth.clients.get('mobile')).toMatchObject({refreshTokenHours: 2160})
    expect(found.environments.get('prod')?.auth.groups.get('admins')).toEqual({precedence: 1, description: 'The few'})
  })

  test('changes nothing in the others', () => {
    const auth = found.environments.get('dev')?.auth
    expect(auth).toMatchObject({
      mfa: 'optional',
      password: {minLength: 8, symbols: false},
      domain: {prefix: 'acme-dev'},
    })
    expect([...(auth?.clients.keys() ?? [])]).toEqual(['web'])
  })
})

test('a value is one text for all, or one for each environment, and what an environment says itself comes first', () => {
  const {environments} = parseManifest(
    manifest({
      environments: '{ dev: { region: eu-west-1, values: { stage: play } }, prod: { region: eu-west-1 } }',
      values:
        '{ table: "todos-{env}", api: { dev: "https://a.acme.dev", prod: "https://b.acme.dev/{env}" }, stage: real }',
    }),
  )
  expect(Object.fromEntries(environments.get('dev')?.values ?? [])).toEqual({
    ...{table: 'todos-dev', api: 'https://a.acme.dev', stage: 'play'},
  })
  expect(Object.fromEntries(environments.get('prod')?.values ?? [])).toEqual({
    ...{table: 'todos-prod', api: 'https://b.acme.dev/prod', stage: 'real'},
  })
})

test('anchors are followed', () => {
  const found = parseManifest(
    manifest({
      environments: '{ dev: &one { region: eu-west-1 }, prod: *one }',
      users: '{ alice: { environments: &all [dev, prod] }, bob: { environments: *all } }',
    }),
  )
  expect(found.environments.get('prod')?.region).toBe('eu-west-1')
  expect(found.users.get('bob')?.environments).toEqual(['dev', 'prod'])
})

test('words that YAML takes for something else are names where a name stands', () => {
  const found = parseManifest(
    manifest({users: '{ 007: { environments: [dev] }, null: { environments: [dev] }, no: { environments: [dev] } }'}),
  )
  expect([...found.users.keys()]).toEqual(['007', 'null', 'no'])
})

test('a user pool that was there keeps any name that AWS takes, be it one that JavaScript knows', () => {
  const text = `version: 1\nproject: acme\nenvironments:\n  dev: { region: eu-west-1, account: management, auth: { userPoolName: constructor } }\n`
  expect(parseManifest(text).environments.get('dev')?.auth.userPoolName).toBe('constructor')
})
