import {
  CreateIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  DescribeUserPoolDomainCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {CreateSecretCommand, SecretsManagerClient} from '@aws-sdk/client-secrets-manager'
import {PutParameterCommand, SSMClient} from '@aws-sdk/client-ssm'
import fc from 'fast-check'
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import type {Context} from '../../../../src/lib/base/resource.js'
import {appClient} from '../../../../src/lib/resources/cognito/app-client/app-client.js'
import {branding} from '../../../../src/lib/resources/cognito/user-pool/branding.js'
import {userPoolDomain} from '../../../../src/lib/resources/cognito/user-pool/domain.js'
import {identityProvider} from '../../../../src/lib/resources/cognito/identity-provider/identity-provider.js'
import {type IdentityProviderDesired} from '../../../../src/lib/resources/cognito/identity-provider/desired.js'
import {resourceServer} from '../../../../src/lib/resources/cognito/user-pool/resource-server.js'
import {userPool} from '../../../../src/lib/resources/cognito/user-pool/user-pool.js'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import {clientOf, poolDesired} from '../../../_helpers/worlds/desired.js'
import {expectLaws, openRooms} from '../../../_helpers/worlds/rooms.js'

const SECRET = 'the-secret-of-google-4711'
const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/0f1c2d3e-aaaa-bbbb-cccc-0123456789ab'

let rooms: Awaited<ReturnType<typeof openRooms>>
let context: Context
let userPoolId: string
beforeEach(async () => {
  rooms = await openRooms()
  context = await rooms.management()
  const pool = await userPool.create(poolDesired(), context)
  userPoolId = pool.id
  vi.stubEnv('GOOGLE_SECRET', SECRET)
})
afterEach(() => vi.unstubAllEnvs())

const google = (changes: Partial<IdentityProviderDesired> = {}): IdentityProviderDesired => ({
  userPoolId,
  name: 'Google',
  type: 'Google',
  details: {client_id: 'web.apps.googleusercontent.com'},
  secret: {env: 'GOOGLE_SECRET'},
  attributes: {email: 'email'},
  ...changes,
})

const describeProvider = async (ProviderName: string) => {
  const input = {UserPoolId: userPoolId, ProviderName}
  const {IdentityProvider} = await context.aws.cognito.send(new DescribeIdentityProviderCommand(input))
  if (!IdentityProvider) throw new Error('no provider')
  return IdentityProvider
}

describe('the laws of rooms hold for a', () => {
  test('resource server', async () => {
    const identifier = 'https://api.acme.dev'
    const read = {name: 'read', description: 'Read things'}
    const desired = {userPoolId, identifier, name: 'api', scopes: [read]}
    const changed = {...desired, name: 'API two', scopes: [{name: 'write', description: 'Write'}, read]}
    await expectLaws(resourceServer, {desired, changed, keyOf: () => ({userPoolId, identifier})}, context)
  })

  const OIDC = {client_id: 'x', oidc_issuer: 'https://id.acme.dev', attributes_request_method: 'GET'}
  const SAML = {MetadataURL: 'https://id.acme.dev/saml', IDPSignout: 'true'}
  const APPLE = {client_id: 'dev.acme', team_id: 'T', key_id: 'K'}
  const kinds: [string, Partial<IdentityProviderDesired>][] = [
    ['Google', {}],
    ['Facebook', {name: 'Facebook', type: 'Facebook', details: {client_id: 'x', api_version: 'v17.0'}}],
    ['Amazon', {name: 'LoginWithAmazon', type: 'LoginWithAmazon'}],
    ['Apple', {name: 'SignInWithApple', type: 'SignInWithApple', details: APPLE}],
    ['OIDC', {name: 'okta', type: 'OIDC', details: OIDC, identifiers: ['acme.dev']}],
    ['SAML', {name: 'corp', type: 'SAML', details: SAML, secret: undefined, attributes: {email: 'urn:mail'}}],
  ]
  test.each(kinds)('provider: %s', async (_, kind) => {
    const desired = google(kind)
    const {name, secret} = desired
    const changed = {...desired, attributes: {...desired.attributes, name: 'name'}}
    await expectLaws(identityProvider, {desired, changed, keyOf: () => ({userPoolId, name, secret})}, context)
  })

  test('style of sign-in pages', async () => {
    const {id: clientId} = await appClient.create(clientOf(userPoolId), context)
    const desired = {userPoolId, clientId}
    await expectLaws(branding, {desired, keyOf: () => desired}, context)
  })

  test.each([
    ['prefix', {domain: 'acme-dev'}],
    ["domain of one's own", {domain: 'auth.acme.dev', certificate: CERTIFICATE}],
  ])('domain: %s', async (_, name) => {
    const desired = {userPoolId, ...name, managedLogin: true}
    const changed = {...desired, managedLogin: false}
    await expectLaws(userPoolDomain, {desired, changed, keyOf: ({domain}) => ({userPoolId, domain})}, context)
  })
})

describe("a provider's secret", () => {
  const sources = (): ConstructorParameters<typeof SSMClient>[0] & object => ({
    region: context.aws.region,
    credentials: rooms.sandbox.credentials('admin'),
    requestHandler: requestHandlerFor(rooms.sandbox),
  })

  test('comes from a parameter, a secret, a field of one, or the environment', async () => {
    const ssm = new SSMClient(sources())
    await ssm.send(new PutParameterCommand({Name: '/acme/google', Value: `${SECRET}\n`, Type: 'SecureString'}))
    const manager = new SecretsManagerClient(sources())
    await manager.send(new CreateSecretCommand({Name: 'acme/google', SecretString: SECRET}))
    await manager.send(new CreateSecretCommand({Name: 'acme/all', SecretString: JSON.stringify({google: SECRET})}))
    const references = [
      {ssm: '/acme/google'},
      {secretsManager: 'acme/google'},
      {secretsManager: 'acme/all', key: 'google'},
      {env: 'GOOGLE_SECRET'},
    ]
    for (const reference of references) expect(await context.aws.readSecret(reference)).toBe(SECRET)
  })

  test.each([
    [{ssm: '/acme/none'}, 'there is no parameter /acme/none'],
    [{secretsManager: 'acme/none'}, 'there is no secret acme/none'],
    [{env: 'NONE'}, 'the environment variable NONE is not set'],
  ])('that does not exist is refused before a provider is made: %j', async (secret, message) => {
    await expect(identityProvider.create(google({secret}), context)).rejects.toMatchObject({
      code: 'NO_SECRET',
      exitCode: 2,
      message,
    })
    expect(rooms.calls('cognito-idp:CreateIdentityProvider')).toBe(0)
  })

  test('is compared with what AWS has, and never part of an answer or a message', async () => {
    const desired = google()
    const key = {userPoolId, name: 'Google', secret: desired.secret}
    const made = await identityProvider.create(desired, context)
    expect((await describeProvider('Google')).ProviderDetails?.['client_secret']).toBe(SECRET)
    const read = await identityProvider.read(key, undefined, context)
    expect(read && identityProvider.diff(desired, read)).toEqual([])

    vi.stubEnv('GOOGLE_SECRET', 'a-newer-one')
    const stale = await identityProvider.read(key, undefined, context)
    const changes = stale ? identityProvider.diff(desired, stale) : []
    expect(changes).toMatchObject([{field: 'secret', from: 'another secret', to: {env: 'GOOGLE_SECRET'}}])
    const updated = await identityProvider.update(desired, made, context)
    expect((await describeProvider('Google')).ProviderDetails?.['client_secret']).toBe('a-newer-one')

    const said = JSON.stringify([made, read, stale, changes, updated, rooms.events])
    expect(said).not.toContain(SECRET)
    expect(said).not.toContain('a-newer-one')
  })

  test('that cannot be had now stays as AWS has it, and that is said', async () => {
    const made = await identityProvider.create(google(), context)
    vi.stubEnv('GOOGLE_SECRET', '')
    const after = await identityProvider.update(google({attributes: {email: 'mail'}}), made, context)
    expect(after.attributes).toMatchObject({email: 'mail'})
    expect((await describeProvider('Google')).ProviderDetails?.['client_secret']).toBe(SECRET)
    expect(rooms.events).toContainEqual({
      type: 'warning',
      code: 'SECRET_NOT_READ',
      message:
        'identity provider Google keeps the secret that AWS has: the environment variable GOOGLE_SECRET is not set',
    })
  })

  test("of Apple, which AWS never answers, stays through an update that cannot read it, and a new key's id brings the new one", async () => {
    const details = {client_id: 'dev.acme', team_id: 'T', key_id: 'K1'}
    const apple = google({name: 'SignInWithApple', type: 'SignInWithApple', details})
    const made = await identityProvider.create(apple, context)
    const next = {...apple, details: {...details, key_id: 'K2'}}
    expect(identityProvider.diff(next, made).map(({field}) => field)).toEqual(['details'])
    vi.stubEnv('GOOGLE_SECRET', '')
    expect(identityProvider.diff(next, await identityProvider.update(next, made, context))).toEqual([])
  })
})

test('whatever somebody set by hand on a provider survives a change of something else', {timeout: 30_000}, async () => {
  const input = {
    UserPoolId: userPoolId,
    ProviderName: 'okta',
    ProviderType: 'OIDC' as const,
    ProviderDetails: {
      client_id: 'x',
      client_secret: SECRET,
      oidc_issuer: 'https://id.acme.dev',
      attributes_request_method: 'GET',
      authorize_scopes: 'openid',
    },
  }
  await context.aws.cognito.send(new CreateIdentityProviderCommand(input))
  const word = fc.stringMatching(/^[a-z]{1,12}$/)
  const byHand = fc.record({
    details: fc.record({authorize_scopes: word, attributes_url: word.map((host) => `https://${host}.dev`)}),
    IdpIdentifiers: fc.uniqueArray(word, {maxLength: 3}),
    username: word,
  })
  await fc.assert(
    fc.asyncProperty(byHand, word, async ({details, IdpIdentifiers, username}, mail) => {
      await context.aws.cognito.send(
        new UpdateIdentityProviderCommand({
          UserPoolId: userPoolId,
          ProviderName: 'okta',
          ProviderDetails: {...input.ProviderDetails, ...details},
          AttributeMapping: {username, email: 'old'},
          IdpIdentifiers,
        }),
      )
      const desired = google({name: 'okta', type: 'OIDC', details: {client_id: 'x'}, attributes: {email: mail}})
      const before = await identityProvider.read(desired, undefined, context)
      if (!before) throw new Error('no provider')
      const after = await identityProvider.update(desired, before, context)
      expect(identityProvider.diff(desired, after)).toEqual([])
      expect(await describeProvider('okta')).toMatchObject({
        ProviderDetails: {...input.ProviderDetails, ...details},
        AttributeMapping: {username, email: mail},
        IdpIdentifiers,
      })
    }),
    {numRuns: 50},
  )
})

test("the certificate of a domain of one's own is renewed in place, and its pages stay what they are", async () => {
  const desired = {userPoolId, domain: 'auth.acme.dev', certificate: CERTIFICATE}
  const made = await userPoolDomain.create({...desired, managedLogin: true}, context)
  expect(made.pointTo).toMatch(/cloudfront\.net$/)
  const certificate = CERTIFICATE.replace('0f1c', 'ffff')
  const after = await userPoolDomain.update({...desired, certificate}, made, context)
  expect(after).toMatchObject({certificate, managedLogin: true})
  const {DomainDescription} = await context.aws.cognito.send(
    new DescribeUserPoolDomainCommand({Domain: 'auth.acme.dev'}),
  )
  expect(DomainDescription?.ManagedLoginVersion).toBe(2)
})
