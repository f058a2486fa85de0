import {
  CreateIdentityPoolCommand,
  DeleteIdentityPoolCommand,
  DescribeIdentityPoolCommand,
  GetIdCommand,
  GetIdentityPoolRolesCommand,
  GetPrincipalTagAttributeMapCommand,
  ListTagsForResourceCommand,
  paginateListIdentityPools,
  SetIdentityPoolRolesCommand,
  SetPrincipalTagAttributeMapCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateIdentityPoolCommand,
  type CreateIdentityPoolInput,
} from '@aws-sdk/client-cognito-identity'
import fc from 'fast-check'
import {beforeEach, expect, test} from 'vitest'
import {openOtherAccount, openUser, openWorld, type World} from '../cognito-idp/world.js'

let world: World
beforeEach(async () => {
  world = await openWorld()
})

const required = {IdentityPoolName: 'acme', AllowUnauthenticatedIdentities: false}

const makePool = async (settings: Partial<CreateIdentityPoolInput> = {}): Promise<string> => {
  const {IdentityPoolId} = await world.identity.send(new CreateIdentityPoolCommand({...required, ...settings}))
  return IdentityPoolId ?? ''
}

const describePool = async (IdentityPoolId: string) => {
  const {$metadata, ...pool} = await world.identity.send(new DescribeIdentityPoolCommand({IdentityPoolId}))
  expect($metadata.httpStatusCode).toBe(200)
  return pool
}

const userPool = {ProviderName: 'cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abcdefghi', ClientId: 'a'.repeat(26)}

test('a pool has an id of region and uuid, and nothing but what was asked', async () => {
  const id = await makePool({CognitoIdentityProviders: [userPool]})
  expect(id).toMatch(/^eu-west-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  expect(await describePool(id)).toEqual({
    ...required,
    IdentityPoolId: id,
    IdentityPoolTags: {},
    CognitoIdentityProviders: [{...userPool, ServerSideTokenCheck: false}],
  })
})

const member = <T>(value: T) => fc.option(fc.constant(value), {nil: undefined})
const settings = fc.record({
  AllowUnauthenticatedIdentities: fc.boolean(),
  AllowClassicFlow: member(true),
  SupportedLoginProviders: member({'accounts.google.com': 'x.apps.googleusercontent.com'}),
  CognitoIdentityProviders: member([{...userPool, ServerSideTokenCheck: true}]),
  OpenIdConnectProviderARNs: member(['arn:aws:iam::111122223333:oidc-provider/acme.dev']),
  SamlProviderARNs: member(['arn:aws:iam::111122223333:saml-provider/acme']),
  IdentityPoolTags: member({team: 'web'}),
})

test('after an update, whatever it did not send is back at the default', async () => {
  const defaults = new Map<string, unknown>(Object.entries(await describePool(await makePool())))
  await fc.assert(
    fc.asyncProperty(settings, settings, async (first, second) => {
      const id = await makePool(first)
      await world.identity.send(
        new UpdateIdentityPoolCommand({IdentityPoolId: id, IdentityPoolName: 'renamed', ...second}),
      )
      const actual = new Map<string, unknown>(Object.entries(await describePool(id)))
      expect(actual.get('IdentityPoolName')).toBe('renamed')
      for (const [name, sent] of Object.entries(second))
        expect({[name]: actual.get(name)}).toEqual({[name]: sent ?? defaults.get(name)})
    }),
    {numRuns: 60},
  )
})

test('the developer provider name stays for ever', async () => {
  const id = await makePool({DeveloperProviderName: 'login.acme'})
  await world.identity.send(new UpdateIdentityPoolCommand({IdentityPoolId: id, ...required}))
  expect(await describePool(id)).toMatchObject({DeveloperProviderName: 'login.acme'})
  const change = new UpdateIdentityPoolCommand({IdentityPoolId: id, ...required, DeveloperProviderName: 'other'})
  await expect(world.identity.send(change)).rejects.toMatchObject({name: 'InvalidParameterException'})
})

test('creating twice makes two pools of one name; lists cross pages; a deleted pool is gone with all it had', async () => {
  const ids = [await makePool({AllowUnauthenticatedIdentities: true}), await makePool(), await makePool()]
  const [first = ''] = ids
  await world.identity.send(new GetIdCommand({IdentityPoolId: first}))
  const listed = []
  for await (const {IdentityPools = []} of paginateListIdentityPools({client: world.identity}, {MaxResults: 60}))
    listed.push(...IdentityPools.map(({IdentityPoolId}) => IdentityPoolId))
  expect(listed.sort()).toEqual([...ids].sort())
  for (const IdentityPoolId of ids) await world.identity.send(new DeleteIdentityPoolCommand({IdentityPoolId}))
  await expect(describePool(first)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `IdentityPool '${first}' not found.`,
  })
  expect(world.sandbox.world((tx) => tx.entries('cognito-identity/'))).toEqual([])
})

test('another account, and another region, see nothing of a pool', async () => {
  const IdentityPoolId = await makePool()
  const strangers = [world.identityWith(openOtherAccount(world)), world.identityWith(world.admin, 'us-east-1')]
  for (const stranger of strangers) {
    await expect(stranger.send(new DescribeIdentityPoolCommand({IdentityPoolId}))).rejects.toThrow('not found')
    for await (const {IdentityPools} of paginateListIdentityPools({client: stranger}, {MaxResults: 60}))
      expect(IdentityPools).toEqual([])
  }
})

test('setting roles replaces roles and mappings as a whole', async () => {
  const IdentityPoolId = await makePool()
  const role = (name: string) => `arn:aws:iam::${world.accountId}:role/${name}`
  const provider = `${userPool.ProviderName}:${userPool.ClientId}`
  const Roles = {authenticated: role('a'), unauthenticated: role('g')}
  const RoleMappings = {[provider]: {Type: 'Token' as const, AmbiguousRoleResolution: 'Deny' as const}}
  await world.identity.send(new SetIdentityPoolRolesCommand({IdentityPoolId, Roles, RoleMappings}))
  const read = async () => world.identity.send(new GetIdentityPoolRolesCommand({IdentityPoolId}))
  expect(await read()).toMatchObject({IdentityPoolId, Roles, RoleMappings})
  await world.identity.send(new SetIdentityPoolRolesCommand({IdentityPoolId, Roles: {authenticated: role('b')}}))
  const after = await read()
  expect(after.Roles).toEqual({authenticated: role('b')})
  expect(after).not.toHaveProperty('RoleMappings')
})

test.each<[string, string, string]>([
  ['no ARN of a role', 'authenticated', 'arn:aws:iam::111122223333:user/alice'],
  ['another sort of role', 'guest', 'arn:aws:iam::111122223333:role/guest'],
  ['another account', 'authenticated', 'arn:aws:iam::000000000042:role/web'],
])('roles are refused: %s', async (_why, type, arn) => {
  const IdentityPoolId = await makePool()
  const set = new SetIdentityPoolRolesCommand({IdentityPoolId, Roles: {[type]: arn}})
  await expect(world.identity.send(set)).rejects.toMatchObject({
    name: expect.stringMatching(/InvalidParameter|Validation|AccessDenied/) as string,
  })
})

test('permission is asked for on the ARN of the pool, and to pass the roles on', async () => {
  const [mine, other] = [await makePool(), await makePool()]
  const Resource = `arn:aws:cognito-identity:eu-west-1:${world.accountId}:identitypool/${mine}`
  const keys = openUser(world, {Effect: 'Allow', Action: ['cognito-identity:*', 'iam:PassRole'], Resource})
  const operator = world.identityWith(keys)
  await expect(operator.send(new DescribeIdentityPoolCommand({IdentityPoolId: mine}))).resolves.toBeDefined()
  const denied = {name: 'AccessDeniedException'}
  await expect(operator.send(new DescribeIdentityPoolCommand({IdentityPoolId: other}))).rejects.toMatchObject(denied)
  const set = (Roles: Record<string, string>) =>
    operator.send(new SetIdentityPoolRolesCommand({IdentityPoolId: mine, Roles}))
  await expect(set({})).resolves.toBeDefined()
  await expect(set({authenticated: `arn:aws:iam::${world.accountId}:role/web`})).rejects.toThrow('iam:PassRole')
})

test('claims become session tags, by default or by name', async () => {
  const pool = {IdentityPoolId: await makePool(), IdentityProviderName: userPool.ProviderName}
  const read = async () => world.identity.send(new GetPrincipalTagAttributeMapCommand(pool))
  expect(await read()).toMatchObject({UseDefaults: false, PrincipalTags: {}})
  await world.identity.send(new SetPrincipalTagAttributeMapCommand({...pool, UseDefaults: true}))
  expect(await read()).toMatchObject({UseDefaults: true, PrincipalTags: {username: 'sub', client: 'aud'}})
  await world.identity.send(new SetPrincipalTagAttributeMapCommand({...pool, PrincipalTags: {tenant: 'custom:tenant'}}))
  expect(await read()).toMatchObject({UseDefaults: false, PrincipalTags: {tenant: 'custom:tenant'}})
})

test('tags go by ARN and show in the pool', async () => {
  const id = await makePool({IdentityPoolTags: {a: '1', b: '2'}})
  const ResourceArn = `arn:aws:cognito-identity:eu-west-1:${world.accountId}:identitypool/${id}`
  await world.identity.send(new TagResourceCommand({ResourceArn, Tags: {c: '3'}}))
  await world.identity.send(new UntagResourceCommand({ResourceArn, TagKeys: ['a']}))
  expect((await world.identity.send(new ListTagsForResourceCommand({ResourceArn}))).Tags).toEqual({b: '2', c: '3'})
  expect(await describePool(id)).toMatchObject({IdentityPoolTags: {b: '2', c: '3'}})
})
