import {
  CreateIdentityPoolCommand,
  DescribeIdentityPoolCommand,
  ListIdentityPoolsCommand,
  type CognitoIdentityProvider,
} from '@aws-sdk/client-cognito-identity'
import {
  CreateIdentityProviderCommand,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {describe, expect, test} from 'vitest'
import {read} from '../../../_helpers/cli.js'
import {openImportWorld, request, REGION} from './world.js'

type World = Awaited<ReturnType<typeof openImportWorld>>
type ClientInput = Partial<ConstructorParameters<typeof CreateUserPoolClientCommand>[0]>

const oauth = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code' as const],
  AllowedOAuthScopes: ['openid'],
  SupportedIdentityProviders: ['COGNITO'],
}

const MACHINE: ClientInput = {
  ClientName: 'machine',
  GenerateSecret: true,
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['client_credentials'],
  AllowedOAuthScopes: ['api/read'],
  ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
}

/** A user pool whose clients an identity pool trusts, as another tool made them. */
async function makeSetUp({management: {cognito, identity}}: Pick<World, 'management'>, inputs: readonly ClientInput[]) {
  const {UserPool} = await cognito.send(new CreateUserPoolCommand({PoolName: 'app', DeletionProtection: 'ACTIVE'}))
  const UserPoolId = UserPool?.Id ?? ''
  await cognito.send(new CreateUserPoolDomainCommand({UserPoolId, Domain: 'acme-customers'}))
  const Scopes = [{ScopeName: 'read', ScopeDescription: 'May read'}]
  await cognito.send(new CreateResourceServerCommand({UserPoolId, Identifier: 'api', Name: 'api', Scopes}))
  await cognito.send(
    new CreateIdentityProviderCommand({
      UserPoolId,
      ProviderName: 'Google',
      ProviderType: 'Google',
      ProviderDetails: {client_id: '123', client_secret: 'a-secret', authorize_scopes: 'openid email'},
    }),
  )
  const clients: string[] = []
  for (const input of inputs) {
    const command = new CreateUserPoolClientCommand({UserPoolId, ClientName: 'app', ...input})
    clients.push((await cognito.send(command)).UserPoolClient?.ClientId ?? '')
  }
  const ProviderName = `cognito-idp.${REGION}.amazonaws.com/${UserPoolId}`
  const trusted = clients.map((ClientId) => ({ProviderName, ClientId, ServerSideTokenCheck: false}))
  const makeIdentityPool = async (CognitoIdentityProviders: CognitoIdentityProvider[] = trusted): Promise<string> => {
    const settings = {IdentityPoolName: 'app', AllowUnauthenticatedIdentities: false, CognitoIdentityProviders}
    return (await identity.send(new CreateIdentityPoolCommand(settings))).IdentityPoolId ?? ''
  }
  return {UserPoolId, clients, makeIdentityPool}
}

const trustedBy = async ({management: {identity}}: World, IdentityPoolId: string): Promise<readonly string[]> => {
  const pool = await identity.send(new DescribeIdentityPoolCommand({IdentityPoolId}))
  return (pool.CognitoIdentityProviders ?? []).map(({ClientId = ''}) => ClientId).sort()
}

const identityPoolsOf = async ({management: {identity}}: World): Promise<readonly string[]> => {
  const {IdentityPools = []} = await identity.send(new ListIdentityPoolsCommand({MaxResults: 60}))
  return IdentityPools.map(({IdentityPoolId = ''}) => IdentityPoolId)
}

describe('every client that the identity pool trusted is trusted after import and apply, and none is made:', () => {
  test.each<[string, readonly ClientInput[]]>([
    ['a scheme and nothing else', [{...oauth, CallbackURLs: ['myapp://'], LogoutURLs: ['myapp://']}]],
    ['a scheme with an empty host', [{...oauth, CallbackURLs: ['myapp:///in']}]],
    ['a scheme and a path', [{...oauth, CallbackURLs: ['com.acme.app:/oauth2redirect']}]],
    ['the way back of installed apps', [{...oauth, CallbackURLs: ['urn:ietf:wg:oauth:2.0:oob']}]],
    ['a scheme for the way out alone', [{...oauth, CallbackURLs: ['https://a.dev'], LogoutURLs: ['myapp://out']}]],
    ['a scheme and a secret', [{...oauth, GenerateSecret: true, CallbackURLs: ['myapp://']}]],
    ['two clients of one name', [{ClientName: 'app'}, {ClientName: 'app'}]],
    [
      'what awsup.yaml has no words for',
      [{ClientName: 'app', CallbackURLs: ['javascript:alert(1)']}, {ClientName: 'b'}],
    ],
    [
      'a client of the name web that awsup.yaml has no words for, and no other',
      [{ClientName: 'web', GenerateSecret: true, CallbackURLs: ['javascript:alert(1)']}],
    ],
    ['a client of a machine', [{ClientName: 'web'}, MACHINE]],
    ['no provider for the pages of sign-in, where the pool has one', [{...oauth, SupportedIdentityProviders: []}]],
  ])('%s', async (_, inputs) => {
    const world = await openImportWorld()
    const {UserPoolId, clients, makeIdentityPool} = await makeSetUp(world, inputs)
    const identityPoolId = await makeIdentityPool()
    const described = () =>
      Promise.all(
        clients.map(async (ClientId) => {
          const command = new DescribeUserPoolClientCommand({UserPoolId, ClientId})
          const {CallbackURLs = [], SupportedIdentityProviders} =
            (await world.management.cognito.send(command)).UserPoolClient ?? {}
          return {CallbackURLs, SupportedIdentityProviders}
        }),
      )
    const before = await described()

    await world.take([request(UserPoolId, {identityPoolId})])
    await world.apply()

    expect(await trustedBy(world, identityPoolId)).toEqual([...clients].sort())
    expect(await described()).toEqual(before)
    const {UserPoolClients = []} = await world.management.cognito.send(
      new ListUserPoolClientsCommand({UserPoolId, MaxResults: 60}),
    )
    expect(UserPoolClients.map(({ClientId}) => ClientId).sort()).toEqual([...clients].sort())
    expect((await world.plan()).steps.filter(({action}) => action !== 'no-op')).toEqual([])
  })
})

describe('the identity pool that takes tokens of an imported user pool', () => {
  test('is found where nobody names it, imported with it, and never doubled', async () => {
    const world = await openImportWorld()
    const {UserPoolId, makeIdentityPool} = await makeSetUp(world, [{ClientName: 'web'}])
    const identityPoolId = await makeIdentityPool()
    // Others of the account, which have nothing to do with it.
    await makeIdentityPool([])

    const importing = await world.take([request(UserPoolId)])
    expect(importing.environments).toMatchObject([{identityPoolId}])
    expect(importing.notes).toContainEqual(expect.stringContaining(identityPoolId))
    await world.apply()

    expect(await identityPoolsOf(world)).toHaveLength(2)
    expect(read(world.root, '.awsup/sandbox/environments/dev.json')).toContain(identityPoolId)
  })

  test('is asked for where several do, with nothing written', async () => {
    const world = await openImportWorld()
    const {UserPoolId, makeIdentityPool} = await makeSetUp(world, [{ClientName: 'web'}])
    const ids = [await makeIdentityPool(), await makeIdentityPool()]
    const before = world.mutations()
    await expect(world.prepare([request(UserPoolId)])).rejects.toMatchObject({
      code: 'SEVERAL_IDENTITY_POOLS',
      exitCode: 2,
      message: expect.stringMatching(new RegExp(ids.slice().sort().join('.*|'))) as string,
      hint: expect.stringContaining('--identity-pool') as string,
    })
    expect(world.mutations()).toBe(before)
    const importing = await world.take([request(UserPoolId, {identityPoolId: ids[1]})])
    expect(importing.environments).toMatchObject([{identityPoolId: ids[1]}])
  })

  test('is not the one where a new one is asked for by name', async () => {
    const world = await openImportWorld()
    const {UserPoolId, makeIdentityPool} = await makeSetUp(world, [{ClientName: 'web'}])
    await makeIdentityPool()
    const importing = await world.take([request(UserPoolId, {identityPoolId: 'new'})])
    expect(importing.environments).toMatchObject([{identityPoolId: undefined}])
    await world.apply()
    expect(await identityPoolsOf(world)).toHaveLength(2)
  })
})
