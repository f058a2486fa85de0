import {
  CreateIdentityProviderCommand,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  DeleteIdentityProviderCommand,
  DeleteResourceServerCommand,
  DeleteUserPoolClientCommand,
  DescribeIdentityProviderCommand,
  DescribeResourceServerCommand,
  DescribeUserPoolClientCommand,
  paginateListIdentityProviders,
  paginateListResourceServers,
  paginateListUserPoolClients,
  UpdateIdentityProviderCommand,
  UpdateResourceServerCommand,
  UpdateUserPoolClientCommand,
  type CreateUserPoolClientRequest,
  type UpdateUserPoolClientRequest,
  type UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider'
import fc from 'fast-check'
import {beforeEach, expect, test} from 'vitest'
import {makeClient, makePool, openWorld, type World} from './world.js'

let world: World
let UserPoolId: string
beforeEach(async () => {
  world = await openWorld()
  UserPoolId = await makePool(world)
})

const describeClient = async (ClientId: string): Promise<UserPoolClientType> =>
  (await world.idp.send(new DescribeUserPoolClientCommand({UserPoolId, ClientId}))).UserPoolClient ?? {}

const create = async (sent: Partial<CreateUserPoolClientRequest>) =>
  world.idp.send(new CreateUserPoolClientCommand({UserPoolId, ClientName: 'web', ...sent}))

test('a client made with a name alone has the defaults of the API and no secret', async () => {
  const id = await makeClient(world, UserPoolId)
  expect(id).toMatch(/^[0-9a-z]{26}$/)
  const client = await describeClient(id)
  expect(client).toMatchObject({
    ClientName: 'web',
    RefreshTokenValidity: 30,
    TokenValidityUnits: {},
    AllowedOAuthFlowsUserPoolClient: false,
    EnableTokenRevocation: true,
    EnablePropagateAdditionalUserContextData: false,
    AuthSessionValidity: 3,
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
  })
  expect(client).not.toHaveProperty('ClientSecret')
  expect(client).not.toHaveProperty('PreventUserExistenceErrors')
})

const member = <T>(value: T) => fc.option(fc.constant(value), {nil: undefined})
const settings = fc.record<Omit<UpdateUserPoolClientRequest, 'UserPoolId' | 'ClientId'>>({
  RefreshTokenValidity: member(7),
  AccessTokenValidity: member(2),
  ReadAttributes: member(['email']),
  WriteAttributes: member(['name']),
  ExplicitAuthFlows: member(['ALLOW_USER_AUTH' as const]),
  SupportedIdentityProviders: member(['COGNITO']),
  CallbackURLs: member(['https://acme.dev/in']),
  LogoutURLs: member(['http://localhost:5173']),
  PreventUserExistenceErrors: member('ENABLED'),
  EnableTokenRevocation: member(false),
  AuthSessionValidity: member(5),
})

test('after an update, whatever it did not send is back at the default', async () => {
  const defaults = new Map<string, unknown>(Object.entries(await describeClient(await makeClient(world, UserPoolId))))
  await fc.assert(
    fc.asyncProperty(settings, settings, async (first, second) => {
      const ClientId = await makeClient(world, UserPoolId, first)
      await world.idp.send(new UpdateUserPoolClientCommand({UserPoolId, ClientId, ...second}))
      const actual = new Map<string, unknown>(Object.entries(await describeClient(ClientId)))
      for (const [name, sent] of Object.entries<unknown>(second))
        expect({[name]: actual.get(name)}).toEqual({[name]: sent ?? defaults.get(name)})
    }),
    {numRuns: 60},
  )
})

test('an update keeps name and secret', async () => {
  const ClientId = await makeClient(world, UserPoolId, {GenerateSecret: true})
  const {ClientSecret} = await describeClient(ClientId)
  expect(ClientSecret).toMatch(/^[0-9a-z]{51}$/)
  await world.idp.send(new UpdateUserPoolClientCommand({UserPoolId, ClientId}))
  expect(await describeClient(ClientId)).toMatchObject({ClientSecret, ClientName: 'web'})
})

test.each<[string, Partial<CreateUserPoolClientRequest>]>([
  ['a callback over http that is not this machine', {CallbackURLs: ['http://acme.dev']}],
  ['a default redirect that is no callback', {DefaultRedirectURI: 'https://acme.dev'}],
  ['a provider that does not exist', {SupportedIdentityProviders: ['Google']}],
  ['an attribute that does not exist', {ReadAttributes: ['custom:nope']}],
  ['flows of both generations', {ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ADMIN_NO_SRP_AUTH']}],
  ['access tokens for more than a day', {AccessTokenValidity: 24, TokenValidityUnits: {AccessToken: 'days'}}],
  ['OAuth flows without scopes', {AllowedOAuthFlows: ['code']}],
])('refused: %s', async (_why, sent) => {
  await expect(create(sent)).rejects.toMatchObject({name: 'InvalidParameterException'})
})

test('client_credentials stands alone and needs a secret', async () => {
  const AllowedOAuthScopes = ['openid']
  const refused = {name: 'InvalidOAuthFlowException'}
  await expect(create({AllowedOAuthFlows: ['client_credentials'], AllowedOAuthScopes})).rejects.toMatchObject(refused)
  await expect(
    create({AllowedOAuthFlows: ['client_credentials', 'code'], AllowedOAuthScopes, GenerateSecret: true}),
  ).rejects.toMatchObject(refused)
})

test('clients are listed page by page, and a deleted one is gone', async () => {
  const ids = [
    await makeClient(world, UserPoolId),
    await makeClient(world, UserPoolId),
    await makeClient(world, UserPoolId),
  ]
  const [first = ''] = ids
  const list = async () => {
    const found = []
    for await (const {UserPoolClients = []} of paginateListUserPoolClients({client: world.idp}, {UserPoolId}))
      found.push(...UserPoolClients.map(({ClientId}) => ClientId))
    return found.sort()
  }
  expect(await list()).toEqual([...ids].sort())
  await world.idp.send(new DeleteUserPoolClientCommand({UserPoolId, ClientId: first}))
  expect(await list()).toEqual(ids.slice(1).sort())
  await expect(describeClient(first)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `User pool client ${first} does not exist.`,
  })
})

test('identity providers and resource servers: made once, listed, changed, deleted', async () => {
  const {idp} = world
  const google = {UserPoolId, ProviderName: 'Google'}
  const ProviderDetails = {client_id: 'a', client_secret: 'b', authorize_scopes: 'openid'}
  const made = {...google, ProviderType: 'Google' as const, ProviderDetails}
  await idp.send(new CreateIdentityProviderCommand(made))
  await expect(idp.send(new CreateIdentityProviderCommand(made))).rejects.toMatchObject({
    name: 'DuplicateProviderException',
  })
  await idp.send(new UpdateIdentityProviderCommand({...google, AttributeMapping: {email: 'email'}}))
  const {IdentityProvider} = await idp.send(new DescribeIdentityProviderCommand(google))
  expect(IdentityProvider).toMatchObject({ProviderDetails, AttributeMapping: {email: 'email'}})
  for await (const {Providers} of paginateListIdentityProviders({client: idp}, {UserPoolId}))
    expect(Providers).toMatchObject([{ProviderName: 'Google', ProviderType: 'Google'}])

  const server = {UserPoolId, Identifier: 'https://api.acme.dev'}
  const Scopes = [{ScopeName: 'read', ScopeDescription: 'read it'}]
  await idp.send(new CreateResourceServerCommand({...server, Name: 'api', Scopes}))
  const scoped = {AllowedOAuthFlows: ['code' as const], AllowedOAuthFlowsUserPoolClient: true}
  await create({...scoped, AllowedOAuthScopes: ['https://api.acme.dev/read'], SupportedIdentityProviders: ['Google']})
  await expect(create({...scoped, AllowedOAuthScopes: ['https://api.acme.dev/write']})).rejects.toMatchObject({
    name: 'ScopeDoesNotExistException',
  })
  await idp.send(new UpdateResourceServerCommand({...server, Name: 'API'}))
  const {ResourceServer} = await idp.send(new DescribeResourceServerCommand(server))
  expect(ResourceServer).toEqual({...server, Name: 'API', Scopes: []})
  for await (const {ResourceServers} of paginateListResourceServers({client: idp}, {UserPoolId, MaxResults: 50}))
    expect(ResourceServers).toHaveLength(1)

  await idp.send(new DeleteIdentityProviderCommand(google))
  await idp.send(new DeleteResourceServerCommand(server))
  await expect(idp.send(new DescribeIdentityProviderCommand(google))).rejects.toThrow('Google does not exist')
  await expect(idp.send(new DescribeResourceServerCommand(server))).rejects.toThrow('does not exist')
})
