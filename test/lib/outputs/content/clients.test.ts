import {parseAmplifyConfig} from '@aws-amplify/core/internals/utils'
import {describe, expect, test} from 'vitest'
import type {Output} from '../../../../src/lib/outputs/output.js'
import {parseManifest} from '../../../../src/lib/manifest/parse.js'
import {renderOutput} from '../../../../src/lib/outputs/formats/registry.js'
import type {ClientSettings, OutputSettings} from '../../../../src/lib/outputs/content/settings.js'
import {manifest} from '../../manifest/samples.js'
import {DEV, SETTINGS} from '../samples.js'
import {importModule} from '../typescript.js'

const none = {callbackUrls: [], logoutUrls: []}
const clients = (types: Readonly<Record<string, ClientSettings['type']>>): OutputSettings => ({
  ...SETTINGS,
  clients: new Map(Object.entries(types).map(([name, type]) => [name, {...none, ...(type ? {type} : {})}])),
})

const render = (output: Output, settings: OutputSettings, existing?: string): string => {
  const ids = {
    ...DEV,
    userPoolClientIds: Object.fromEntries([...settings.clients.keys()].map((name) => [name, `${name}Id`])),
  }
  const told = {settings, values: new Map<string, string>()}
  return renderOutput(output, {
    told,
    ids,
    existing: existing === undefined ? undefined : Buffer.from(existing),
  }).content.toString()
}
const amplify: Output = {format: 'amplify', path: 'amplify_outputs.json', version: undefined}
const amplifyTs: Output = {format: 'amplify-ts', path: 'amplify.ts', endpoint: undefined}
const dotenv: Output = {format: 'dotenv', path: '.env', prefix: '', expands: false}
const json: Output = {format: 'json', path: 'config.json', endpoint: undefined}
const tfvars: Output = {format: 'tfvars', path: 'a.tfvars.json'}
const parsed = (text: string): unknown => parseAmplifyConfig(JSON.parse(text) as object)
const cognito = (what: object): object => ({Auth: {Cognito: what}})

describe('the app client of front ends', () => {
  test.each([
    ['the one named web', {shop: 'web', web: 'web'}, 'webId'],
    ['the first web one where none is named so', {api: 'server', phone: 'native', shop: 'web', blog: 'web'}, 'shopId'],
    ['a web one before a native one named web', {web: 'native', shop: 'web'}, 'shopId'],
    ['a native one where there is no other', {web: 'server', cron: 'machine', phone: 'native'}, 'phoneId'],
  ] as const)('is %s', (_, types, expected) => {
    expect(parsed(render(amplify, clients(types)))).toMatchObject(cognito({userPoolClientId: expected}))
    expect(render(dotenv, clients(types))).toContain(`\nUSER_POOL_CLIENT_ID=${expected}\n`)
  })

  const appIdOf = (output: Output, settings: OutputSettings): unknown => {
    const text = render(output, settings)
    return /"(?:AppClientId|user_pool_client_id)": "(\w+)"/.exec(text)?.[1]
  }
  const NATIVE: readonly Output[] = [
    {format: 'amplifyconfiguration', path: 'amplifyconfiguration.json'},
    {format: 'amplifyconfiguration-dart', path: 'lib/amplifyconfiguration.dart'},
    {format: 'amplify', path: 'android/app/src/main/res/raw/amplify_outputs.json', version: undefined},
  ]

  test.each([
    ['the native one', clients({web: 'web', phone: 'native'}), 'phoneId'],
    ['the native one of several that is named so', clients({web: 'web', tv: 'native', native: 'native'}), 'nativeId'],
    ['the web one where nothing tells which of several', clients({web: 'web', tv: 'native', phone: 'native'}), 'webId'],
    ['the web one where there is no other', clients({web: 'web', api: 'server'}), 'webId'],
    [
      'the one of several that comes back by a scheme of its own',
      {
        ...SETTINGS,
        clients: new Map<string, ClientSettings>([
          ['web', {...none, type: 'web'}],
          ['tv', {...none, type: 'native', callbackUrls: ['https://tv.acme.dev']}],
          ['phone', {...none, type: 'native', callbackUrls: ['myapp://']}],
        ]),
      },
      'phoneId',
    ],
  ] as const)('in a file of applications on devices is %s', (_, settings, expected) => {
    for (const output of NATIVE) expect(appIdOf(output, settings)).toBe(expected)
    expect(appIdOf(amplify, settings)).toBe('webId')
  })

  test('is none that keeps a secret: files of front ends are refused, others name each by its name', () => {
    const backend = clients({web: 'server', cron: 'machine'})
    expect(() => render(amplify, backend)).toThrow('dev has no app client for front ends')
    expect(render(dotenv, backend)).not.toContain('USER_POOL_CLIENT_ID=')
    expect(render(dotenv, backend)).toContain('USER_POOL_CLIENT_ID_CRON=cronId')
    for (const output of [json, tfvars]) {
      const before = render(output, clients({web: 'web', cron: 'machine'}))
      const now = JSON.parse(render(output, backend, before)) as object
      expect(Object.values(now)).not.toContain('webId')
      expect(Object.values(now)).toContainEqual({web: 'webId', cron: 'cronId'})
    }
  })

  test('is not missed by a project that declares no files', () => {
    const auth =
      '{ resourceServers: { api: { scopes: { read: Read } } }, clients: { cron: { type: machine, scopes: [api/read] } } }'
    expect(parseManifest(manifest({auth})).outputs).toHaveLength(1)
  })
})

describe('people who come from elsewhere', () => {
  const settings = (client: Partial<ClientSettings> = {}): OutputSettings => ({
    ...SETTINGS,
    domain: {prefix: 'acme'},
    providers: new Map([
      ['google', {type: 'google'}],
      ['meta', {type: 'facebook'}],
      ['amazon', {type: 'amazon'}],
      ['apple', {type: 'apple'}],
      ['okta', {type: 'oidc'}],
      ['corp', {type: 'saml'}],
    ]),
    resourceServers: new Map([['api', {identifier: 'https://api.acme.dev'}]]),
    clients: new Map([['web', {callbackUrls: ['https://a.dev'], logoutUrls: [], ...client}]]),
  })
  const oauth = (what: object): object => cognito({loginWith: {oauth: what}})
  const social = ['Google', 'Facebook', 'Amazon', 'Apple']

  test('are told to Amplify by name, those of OIDC and SAML where there is a word for them', async () => {
    expect(parsed(render(amplify, settings()))).toMatchObject(oauth({providers: social}))
    const {resourcesConfig} = await importModule(render(amplifyTs, settings()))
    expect(resourcesConfig).toMatchObject(oauth({providers: [...social, {custom: 'okta'}, {custom: 'corp'}]}))
    const gen1 = await importModule(render({format: 'aws-exports', path: 'aws-exports.js'}, settings()))
    expect(parseAmplifyConfig(gen1.default as object)).toMatchObject(oauth({providers: social}))
    const mobile = render({format: 'amplifyconfiguration', path: 'a.json'}, settings())
    expect(mobile.replaceAll(/\s/g, '')).toContain('"socialProviders":["GOOGLE","FACEBOOK","AMAZON","APPLE"]')
  })

  test('come through the providers, scopes and flows that the client names', async () => {
    const own = settings({providers: ['cognito', 'apple', 'corp'], scopes: ['openid', 'api/read'], flows: ['implicit']})
    const expected = {scopes: ['openid', 'https://api.acme.dev/read'], responseType: 'token'}
    expect(parsed(render(amplify, own))).toMatchObject(oauth({...expected, providers: ['Apple']}))
    const {resourcesConfig} = await importModule(render(amplifyTs, own))
    expect(resourcesConfig).toMatchObject(oauth({...expected, providers: ['Apple', {custom: 'corp'}]}))
  })
})
