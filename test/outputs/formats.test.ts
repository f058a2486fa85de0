import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {openCodeReader} from '../../src/lib/code/parse.js'
import type {Output} from '../../src/lib/manifest/manifest.js'
import {renderOutput} from '../../src/lib/outputs/render.js'
import {anyTold} from './any.js'
import {DEV, PROD, SETTINGS, TOLD} from './samples.js'

const readCode = await openCodeReader()
const endpoint = undefined
const OUTPUTS: Readonly<Record<string, Output>> = {
  amplify: {format: 'amplify', path: 'amplify_outputs.json', version: undefined},
  'aws-exports': {format: 'aws-exports', path: 'aws-exports.js'},
  amplifyconfiguration: {format: 'amplifyconfiguration', path: 'amplifyconfiguration.json'},
  'amplifyconfiguration-dart': {format: 'amplifyconfiguration-dart', path: 'amplifyconfiguration.dart'},
  'amplify-ts': {format: 'amplify-ts', path: 'amplify.ts', endpoint},
  dotenv: {format: 'dotenv', path: '.env', prefix: 'VITE_', expands: true},
  typescript: {format: 'typescript', path: 'awsup.ts', endpoint},
  json: {format: 'json', path: 'config.json', endpoint},
  tfvars: {format: 'tfvars', path: 'terraform.tfvars'},
  'tfvars in JSON': {format: 'tfvars', path: 'terraform.tfvars.json'},
  shell: {format: 'shell', path: 'env.sh', prefix: 'APP_'},
}
/** The longest first: one may be part of another. */
const IDS = [DEV, PROD]
  .flatMap(({environment, accountId, region, userPoolId, identityPoolId, userPoolClientIds}) => [
    identityPoolId,
    userPoolId,
    ...Object.values(userPoolClientIds),
    accountId,
    region,
    environment,
  ])
  .sort((a, b) => b.length - a.length)
const ALL = Object.entries(OUTPUTS)
const find = (name: string): Output => OUTPUTS[name] ?? {format: 'tfvars', path: name}
const render = (
  output: Output,
  {existing, ids = DEV, told = TOLD}: {existing?: Buffer; ids?: typeof DEV; told?: typeof TOLD} = {},
): Buffer => renderOutput(output, {told, ids, existing, readCode}).content

describe('every format', () => {
  test.each(ALL)('%s: there and back gives the first bytes again', (_, output) => {
    fc.assert(
      fc.property(anyTold, (told) => {
        const dev = render(output, {told})
        const prod = render(output, {told, ids: PROD, existing: dev})
        expect(prod.equals(dev)).toBe(false)
        expect(render(output, {told, existing: prod}).equals(dev)).toBe(true)
      }),
      {numRuns: 30},
    )
  })

  test.each(ALL)('%s: says the name of the environment, also in a file that had another', (_, output) => {
    const called = (environment: string) => ({...DEV, environment})
    const first = render(output, {ids: called('staging-7')})
    const second = render(output, {ids: called('preview-8'), existing: first})
    expect(first.toString()).toContain('staging-7')
    expect(second.toString()).toContain('preview-8')
    expect(second.toString()).not.toContain('staging-7')
  })

  test.each(ALL)('%s: dev and prod differ in ids and region, and in nothing else', (_, output) => {
    const withoutIds = (content: Buffer): string =>
      IDS.reduce((text, id) => text.replaceAll(id, '<id>'), content.toString())
    expect(withoutIds(render(output, {ids: PROD}))).toBe(withoutIds(render(output)))
  })

  test.each(ALL)('%s: tells the app client and both pools', (_, output) => {
    const text = render(output).toString()
    for (const id of [DEV.userPoolId, DEV.identityPoolId, DEV.userPoolClientIds.web]) expect(text).toContain(id)
  })
})

describe('a file of code is awsup’s from its first line to its last', () => {
  test.each(['aws-exports', 'amplifyconfiguration-dart', 'amplify-ts', 'typescript'])('%s', (name) => {
    const output = find(name)
    const ours = render(output)
    expect(render(output, {existing: ours, ids: PROD}).toString()).toContain(PROD.userPoolId)
    expect(render(output, {existing: Buffer.from(' \n')}).equals(ours)).toBe(true)
    expect(() => render(output, {existing: Buffer.from('export const mine = 1\n')})).toThrow(
      expect.objectContaining({
        message: `${output.path} was not written by awsup`,
        code: 'NOT_OURS',
        exitCode: 5,
        hint: expect.stringContaining('move yours away') as unknown,
      }) as Error,
    )
  })
})

describe('what others wrote stays', () => {
  test.each(['shell', 'tfvars', 'dotenv'])('%s: every line outside of the block', (name) => {
    const output = find(name)
    const mine = '# mine\r\nA = "\u00e9"\r\n'
    const dev = render(output, {existing: Buffer.from(mine)})
    expect(dev.toString().startsWith(mine)).toBe(true)
    expect(dev.toString().split('\r\n').length).toBe(dev.toString().split('\n').length)
    expect(render(output, {existing: dev}).equals(dev)).toBe(true)
  })

  test('tfvars in JSON: every other variable; a domain that is gone goes', () => {
    const existing = Buffer.from('{"instances": 3, "user_pool_domain": "old", "aws_region": "old"}')
    const found = JSON.parse(render(find('tfvars in JSON'), {existing}).toString()) as object
    expect(found).toMatchObject({instances: 3, aws_region: 'eu-west-1'})
    expect(found).not.toHaveProperty('user_pool_domain')
  })

  test('amplifyconfiguration: other plugins and categories, and what others have in the plugin of Cognito', () => {
    const existing = Buffer.from(
      JSON.stringify({
        api: {plugins: {a: 1}},
        auth: {plugins: {awsCognitoAuthPlugin: {old: 1}, other: 2}},
        Version: '1.0',
      }),
    )
    const found = JSON.parse(render(find('amplifyconfiguration'), {existing}).toString()) as object
    expect(found).toMatchObject({api: {plugins: {a: 1}}, auth: {plugins: {other: 2, awsCognitoAuthPlugin: {old: 1}}}})
  })

  test('amplify: what is under custom beside values', () => {
    const told = {...TOLD, values: new Map([['uploads', 'acme-dev-uploads']])}
    const existing = Buffer.from('{"custom": {"events": {"url": "u"}, "values": {"old": "x"}}}')
    expect(JSON.parse(render(find('amplify'), {existing, told}).toString())).toMatchObject({
      custom: {events: {url: 'u'}, values: {uploads: 'acme-dev-uploads'}},
    })
  })
})

describe('amplifyconfiguration as native libraries read it', () => {
  test('names the pools, and the way back into the application before a web page', () => {
    const clients = new Map([
      ['web', {callbackUrls: ['http://localhost:5173', 'myapp://in'], logoutUrls: ['myapp://out']}],
    ])
    const told = {...TOLD, settings: {...SETTINGS, clients, domain: {prefix: 'acme-dev'}}}
    expect(JSON.parse(render(find('amplifyconfiguration'), {told}).toString())).toEqual({
      UserAgent: 'aws-amplify-cli/2.0',
      Version: '1.0',
      environment: 'dev',
      auth: {
        plugins: {
          awsCognitoAuthPlugin: {
            IdentityManager: {Default: {}},
            CredentialsProvider: {
              CognitoIdentity: {Default: {PoolId: DEV.identityPoolId, Region: 'eu-west-1'}},
            },
            CognitoUserPool: {
              Default: {PoolId: DEV.userPoolId, AppClientId: DEV.userPoolClientIds.web, Region: 'eu-west-1'},
            },
            Auth: {
              Default: {
                authenticationFlowType: 'USER_SRP_AUTH',
                OAuth: {
                  WebDomain: 'acme-dev.auth.eu-west-1.amazoncognito.com',
                  AppClientId: DEV.userPoolClientIds.web,
                  SignInRedirectURI: 'myapp://in',
                  SignOutRedirectURI: 'myapp://out',
                  Scopes: ['openid', 'email', 'profile'],
                },
                socialProviders: [],
                usernameAttributes: ['EMAIL'],
                signupAttributes: ['EMAIL'],
                verificationMechanisms: ['EMAIL'],
                passwordProtectionSettings: {
                  passwordPolicyMinLength: 8,
                  passwordPolicyCharacters: [
                    'REQUIRES_LOWERCASE',
                    'REQUIRES_UPPERCASE',
                    'REQUIRES_NUMBERS',
                    'REQUIRES_SYMBOLS',
                  ],
                },
                mfaConfiguration: 'OPTIONAL',
                mfaTypes: ['TOTP'],
              },
            },
          },
        },
      },
    })
  })

  test('in Dart is the same JSON in a raw string, whatever the values', () => {
    fc.assert(
      fc.property(anyTold, (told) => {
        const dart = render(find('amplifyconfiguration-dart'), {told}).toString()
        const inside = /^const amplifyconfig = r'''([^]*)''';\n$/m.exec(dart)?.[1] ?? ''
        expect(inside).not.toContain("'")
        expect(JSON.parse(inside)).toEqual(JSON.parse(render(find('amplifyconfiguration'), {told}).toString()))
      }),
    )
  })
})
