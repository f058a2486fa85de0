import {expect, test} from 'vitest'
import {makeDesired} from '../../../../src/lib/manifest/desired/desired.js'
import {parseManifest} from '../../../../src/lib/manifest/parse.js'
import {text, type Node} from '../../../../src/lib/base/resource.js'
import {ref} from '../../../../src/lib/resources/nodes.js'
import {manifest} from '../samples.js'

const AUTH = `
  passkeys: true
  attributes: { tenant: { mutable: false }, nick: {} }
  domain: "acme-{env}"
  managedLogin: true
  resourceServers: { api: { identifier: "https://api-{env}.acme.dev", scopes: { read: Read things } } }
  providers:
    google: { clientId: g, clientSecret: { ssm: "/acme/{env}/google" }, scopes: [openid, email], attributes: { email: email } }
    corp: { type: saml, metadataUrl: "https://id.acme.dev/saml", signOut: true, attributes: { email: "urn:mail" } }
  clients:
    web: { callbackUrls: ["https://acme.dev/in"], scopes: [openid, api/read] }
    phone: { type: native, callbackUrls: ["acme://in"], providers: [cognito, google] }
    site: { type: server }
    jobs: { type: machine, scopes: [api/read] }`

const nodes = (yaml: string): ReadonlyMap<string, Node> =>
  new Map(makeDesired(parseManifest(yaml)).map((node) => [node.address, node]))
const found = nodes(
  manifest({auth: AUTH, access: '{ authenticated: [{ dynamodb: { table: todos, owner: custom:tenant } }] }'}),
)
const desiredOf = (address: string): object => found.get(address)?.desired ?? {}

test('a page and an app keep no secret; a server and a machine have one', () => {
  const secrets = ['web', 'phone', 'site', 'jobs'].map((name) => desiredOf(`dev.app-client.${name}`))
  expect(secrets).toMatchObject([{secret: false}, {secret: false}, {secret: true}, {secret: true}])
})

test('what was there keeps its names, its roles and what its clients were made for', () => {
  const AS_IT_WAS = `
  userPoolName: "Acme users ({env})"
  identityPool: { name: "acme_{env}", roles: { authenticated: "service-role/app-{env}", guests: nobody } }
  groups: { admins: {} }
  clients:
    web: { name: Acme web, callbackUrls: ["https://acme.dev/in"], flows: [], authFlows: [srp, choice] }
    pages: { callbackUrls: ["https://acme.dev/in"], authFlows: [], identities: false }`
  const there = nodes(manifest({auth: AS_IT_WAS.replace('({env})', '{env}')}))
  const role = (name: string): unknown => text`arn:${'aws'}:iam::${ref('dev.account')}:role/${name}`

  expect(there.get('dev.user-pool')?.desired).toMatchObject({name: 'Acme users dev'})
  expect(there.get('dev.identity-pool')?.desired).toMatchObject({
    name: 'acme_dev',
    providers: [{clientId: ref('dev.app-client.web')}],
  })
  expect(there.get('dev.identity-pool-roles')?.desired).toMatchObject({
    authenticated: role('service-role/app-dev'),
    guest: role('nobody'),
  })
  expect([...there.keys()].filter((address) => address.startsWith('dev.role.'))).toEqual([])
  expect(there.get('dev.app-client.web')?.desired).toMatchObject({
    name: 'Acme web',
    oauth: false,
    flows: undefined,
    scopes: undefined,
    choice: true,
    authFlows: ['srp'],
  })
  expect(there.get('dev.app-client.pages')?.desired).toMatchObject({oauth: true, signsUsersIn: false, choice: false})
})

test('a machine signs in as itself: client credentials for scopes of its own, no users, no identities', () => {
  expect(desiredOf('dev.app-client.jobs')).toMatchObject({
    flows: ['client_credentials'],
    scopes: [text`${ref('dev.resource-server.api')}/${'read'}`],
    signsUsersIn: false,
    choice: false,
    oauth: true,
  })
  expect(JSON.stringify(desiredOf('dev.identity-pool'))).not.toContain('app-client.jobs')
  expect(JSON.stringify(desiredOf('dev.identity-pool'))).toContain('app-client.web')
})

test('passkeys belong to the domain where no relying party is named, and the pool says so', () => {
  expect(desiredOf('dev.user-pool')).toMatchObject({relyingParty: 'acme-dev.auth.eu-west-1.amazoncognito.com'})
  expect(desiredOf('prod.user-pool')).toMatchObject({relyingParty: 'acme-prod.auth.eu-west-1.amazoncognito.com'})
})

test('users choose how to sign in where there are passkeys', () => {
  expect(desiredOf('dev.app-client.web')).toMatchObject({choice: true, signsUsersIn: true})
})

test('all providers are those of a client that names none, and a client waits for its own', () => {
  expect(desiredOf('dev.app-client.web')).toMatchObject({
    providers: ['COGNITO', ref('dev.provider.google'), ref('dev.provider.corp')],
  })
  expect(desiredOf('dev.app-client.phone')).toMatchObject({providers: ['COGNITO', ref('dev.provider.google')]})
})

test('a provider is told in the words of Cognito, with where its secret is kept and no secret', () => {
  expect(desiredOf('prod.provider.google')).toEqual({
    userPoolId: ref('prod.user-pool'),
    name: 'Google',
    type: 'Google',
    details: {client_id: 'g', authorize_scopes: 'openid email'},
    secret: {ssm: '/acme/prod/google'},
    attributes: {email: 'email'},
    identifiers: undefined,
  })
  expect(desiredOf('prod.provider.corp')).toMatchObject({
    name: 'corp',
    type: 'SAML',
    details: {MetadataURL: 'https://id.acme.dev/saml', IDPSignout: 'true'},
    secret: undefined,
  })
})

test('names hold the environment', () => {
  expect(desiredOf('prod.resource-server.api')).toMatchObject({identifier: 'https://api-prod.acme.dev'})
  expect(desiredOf('prod.domain')).toMatchObject({domain: 'acme-prod', managedLogin: true})
})

test('users cannot write the attribute that access goes by, and can write all others', () => {
  const {writeAttributes = []} = desiredOf('dev.app-client.web') as {writeAttributes?: readonly string[]}
  expect(writeAttributes).toContain('custom:nick')
  expect(writeAttributes).toContain('email')
  expect(writeAttributes).not.toContain('custom:tenant')
  const trusting = nodes(manifest({auth: AUTH})).get('dev.app-client.web')?.desired
  expect(trusting).toMatchObject({writeAttributes: undefined})
})

test('a style is made for each client with a page, and goes before the domain, which goes before the clients', () => {
  const styled = [...found.keys()].filter((address) => address.startsWith('dev.branding.'))
  expect(styled).toEqual(['dev.branding.web', 'dev.branding.phone'])
  expect(found.get('dev.branding.web')?.after).toEqual(['dev.domain'])
  expect(found.get('dev.domain')?.after).toContain('dev.app-client.web')
})
