import {
  CreateIdentityPoolCommand,
  DescribeIdentityPoolCommand,
  GetIdentityPoolRolesCommand,
  SetIdentityPoolRolesCommand,
} from '@aws-sdk/client-cognito-identity'
import {
  CreateGroupCommand,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  TagResourceCommand,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import {CreateRoleCommand} from '@aws-sdk/client-iam'
import {describe, expect, test} from 'vitest'
import {changesOf} from '../../../../src/lib/engine/plan/plan.js'
import {parseManifest} from '../../../../src/lib/manifest/parse.js'
import {read, write} from '../../../_helpers/cli.js'
import {openImportWorld, request, REGION} from './world.js'

type World = Awaited<ReturnType<typeof openImportWorld>>

/** What an application of some years has: clients of several sorts, an API, a domain, groups, roles made by another tool. */
async function makeApplication({management: {cognito, identity, iam}}: Pick<World, 'management'>) {
  const {UserPool} = await cognito.send(
    new CreateUserPoolCommand({PoolName: 'acme customers', DeletionProtection: 'ACTIVE'}),
  )
  const UserPoolId = UserPool?.Id ?? ''
  await cognito.send(
    new CreateResourceServerCommand({
      UserPoolId,
      Identifier: 'https://api.acme.dev',
      Name: 'Acme API',
      Scopes: [{ScopeName: 'read', ScopeDescription: 'Read things'}],
    }),
  )
  const clientOf = async (input: Partial<ConstructorParameters<typeof CreateUserPoolClientCommand>[0]>) => {
    const command = new CreateUserPoolClientCommand({UserPoolId, ClientName: 'x', ...input})
    return (await cognito.send(command)).UserPoolClient?.ClientId ?? ''
  }
  const oauth = {AllowedOAuthFlowsUserPoolClient: true, SupportedIdentityProviders: ['COGNITO']}
  const clients = {
    web: await clientOf({
      ClientName: 'acme web (2019)'.replace(/[()]/g, '+'),
      ...oauth,
      AllowedOAuthFlows: ['code', 'implicit'],
      AllowedOAuthScopes: ['openid', 'https://api.acme.dev/read'],
      CallbackURLs: ['https://app.acme.dev/in'],
      LogoutURLs: ['https://app.acme.dev/bye'],
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      AccessTokenValidity: 15,
      TokenValidityUnits: {AccessToken: 'minutes'},
    }),
    jobs: await clientOf({
      ClientName: 'jobs',
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['https://api.acme.dev/read'],
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    }),
    pages: await clientOf({
      ClientName: 'pages',
      ...oauth,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      CallbackURLs: ['https://pages.acme.dev/in'],
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    }),
    idle: await clientOf({
      ClientName: 'idle',
      CallbackURLs: ['https://old.acme.dev'],
      AllowedOAuthScopes: ['email'],
      GenerateSecret: true,
    }),
    choosing: await clientOf({
      ClientName: 'choosing',
      ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  }
  await cognito.send(new CreateUserPoolDomainCommand({UserPoolId, Domain: 'acme-customers'}))
  await cognito.send(
    new CreateGroupCommand({UserPoolId, GroupName: 'admins', Precedence: 1, Description: 'They may all'}),
  )
  const ProviderName = `cognito-idp.${REGION}.amazonaws.com/${UserPoolId}`
  const {IdentityPoolId = ''} = await identity.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'acme identities',
      AllowUnauthenticatedIdentities: false,
      AllowClassicFlow: true,
      CognitoIdentityProviders: [{ProviderName, ClientId: clients.web, ServerSideTokenCheck: false}],
      SupportedLoginProviders: {'accounts.google.com': '123.apps.googleusercontent.com'},
    }),
  )
  const roleOf = async (RoleName: string): Promise<string> => {
    const Statement = [
      {
        Effect: 'Allow',
        Principal: {Federated: 'cognito-identity.amazonaws.com'},
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {StringEquals: {'cognito-identity.amazonaws.com:aud': IdentityPoolId}},
      },
    ]
    const AssumeRolePolicyDocument = JSON.stringify({Version: '2012-10-17', Statement})
    const made = await iam.send(new CreateRoleCommand({RoleName, Path: '/service-role/', AssumeRolePolicyDocument}))
    return made.Role?.Arn ?? ''
  }
  const Roles = {authenticated: await roleOf('acme-authRole'), unauthenticated: await roleOf('acme-unauthRole')}
  await identity.send(new SetIdentityPoolRolesCommand({IdentityPoolId, Roles}))
  return {UserPoolId, IdentityPoolId, Roles, clients}
}

test('an application of some years is taken in: nothing on AWS changes, and the plan has tags to add and nothing else', async () => {
  const world = await openImportWorld()
  const {cognito, identity} = world.management
  const {UserPoolId, IdentityPoolId, Roles, clients} = await makeApplication(world)
  const everything = async () => ({
    clients: await Promise.all(
      Object.values(clients).map(async (ClientId) => {
        const {UserPoolClient} = await cognito.send(new DescribeUserPoolClientCommand({UserPoolId, ClientId}))
        return {...UserPoolClient, LastModifiedDate: undefined}
      }),
    ),
    identities: {
      ...(await identity.send(new DescribeIdentityPoolCommand({IdentityPoolId}))),
      $metadata: undefined,
      IdentityPoolTags: undefined,
    },
    roles: (await identity.send(new GetIdentityPoolRolesCommand({IdentityPoolId}))).Roles,
  })
  const [before, mutations] = [await everything(), world.mutations()]

  const importing = await world.take([
    request(UserPoolId, {identityPoolId: IdentityPoolId, clients: {web: clients.web}}),
  ])

  expect(world.mutations()).toBe(mutations)
  expect(importing.plan.steps.flatMap(({address, changes}) => changes.map(({field}) => `${address} ${field}`))).toEqual(
    ['dev.user-pool tagged', 'dev.identity-pool tagged'],
  )
  expect(changesOf(importing.plan).map(({action}) => action)).toEqual(['update', 'update'])
  const auth = parseManifest(read(world.root, 'awsup.yaml')).environments.get('dev')?.auth
  expect([...(auth?.clients.keys() ?? [])].sort()).toEqual(['choosing', 'idle', 'jobs', 'pages', 'web'])
  expect(auth).toMatchObject({domain: {prefix: 'acme-customers'}, guests: false, userPoolName: 'acme customers'})
  expect(read(world.root, 'awsup.yaml')).not.toMatch(/secret: |clientSecret/i)
  const secrets = before.clients.flatMap(({ClientSecret}) => ClientSecret ?? [])
  expect(secrets).toHaveLength(2)
  for (const secret of secrets) expect(read(world.root, '.awsup/sandbox/environments/dev.json')).not.toContain(secret)

  await world.apply()
  expect(await everything()).toEqual(before)
  expect(before.roles).toEqual(Roles)
  expect(changesOf(await world.plan())).toEqual([])
})

describe('an awsup.yaml that exists', () => {
  const YAML = `# ours
version: 1
project: acme
organization: { email: "aws+{env}@acme.dev" } # one each
environments:
  # the first
  staging: { region: ${REGION}, account: management }
auth:
  mfa: off # for now
  groups: { admins: {} }
`

  test('keeps every line of its own, and says only what its shared settings do not', async () => {
    const world = await openImportWorld()
    write(world.root, 'awsup.yaml', YAML)
    const {UserPoolId} = await makeApplication(world)

    await world.take([request(UserPoolId)])

    const text = read(world.root, 'awsup.yaml')
    for (const line of YAML.trimEnd().split('\n')) expect(text).toContain(line)
    const own = text.slice(text.indexOf('  dev:'), text.indexOf('\nauth:'))
    expect(own).toContain('signIn: [username]')
    expect(own).not.toContain('mfa')
    expect(own).toContain('admins: { precedence: 1, description: "They may all" }')
  })

  test('is written from one line to the next where its environments are on one', async () => {
    const world = await openImportWorld()
    write(
      world.root,
      'awsup.yaml',
      `version: 1\nproject: acme\nenvironments: { dev: { region: ${REGION}, account: management } }\n`,
    )
    const {UserPoolId} = await makeApplication(world)

    await world.take([request(UserPoolId)])

    expect(read(world.root, 'awsup.yaml').split('\n')).toHaveLength(4)
    expect(parseManifest(read(world.root, 'awsup.yaml')).environments.get('dev')?.auth.signIn).toEqual(['username'])
  })

  test('what it says of the environment already stays, and the plan shows how AWS differs', async () => {
    const world = await openImportWorld()
    const own = `  dev:\n    region: ${REGION}\n    account: management\n    auth: { selfSignUp: false }\n`
    write(world.root, 'awsup.yaml', `version: 1\nproject: acme\nenvironments:\n${own}`)
    const {UserPoolId} = await makeApplication(world)

    const {plan, reasons} = await world.take([request(UserPoolId)])

    expect(read(world.root, 'awsup.yaml')).toContain('selfSignUp: false')
    const changes = plan.steps.find(({address}) => address === 'dev.user-pool')?.changes
    expect(changes).toContainEqual(expect.objectContaining({field: 'selfSignUp', from: true, to: false}))
    expect(reasons.find(({field}) => field === 'selfSignUp')?.reason).toContain('awsup.yaml asks for it')
  })

  test('where it has access rules, the role of awsup’s own takes the place of the one that was there, and says so', async () => {
    const world = await openImportWorld()
    write(
      world.root,
      'awsup.yaml',
      `version: 1\nproject: acme\nenvironments:\n  old: { region: ${REGION}, account: management }\naccess: { authenticated: [{ lambda: { function: resize } }] }\n`,
    )
    const {UserPoolId, IdentityPoolId} = await makeApplication(world)

    const {reasons} = await world.take([request(UserPoolId, {identityPoolId: IdentityPoolId})])

    const reason = reasons.find(({address}) => address === 'dev.identity-pool-roles')
    expect(reason).toMatchObject({field: 'authenticated'})
    expect(reason?.reason).toContain('what the previous role allowed in addition ends')
    expect(read(world.root, 'awsup.yaml')).toContain('roles: { guests: service-role/acme-unauthRole }')
  })
})

test('importing again what is imported changes nothing, and the identity pool can come later', async () => {
  const world = await openImportWorld()
  const {UserPoolId, IdentityPoolId} = await makeApplication(world)
  const without = {identityPoolId: 'new'}
  await world.take([request(UserPoolId, without)])
  const text = read(world.root, 'awsup.yaml')

  const again = await world.take([request(UserPoolId, without)])
  expect(again.records).toEqual([])
  expect(read(world.root, 'awsup.yaml')).toBe(text)

  const later = await world.take([request(UserPoolId, {identityPoolId: IdentityPoolId})])
  expect(later.records.map(({address}) => address)).toContain('dev.identity-pool')
})

test('a pool of a member account is entered by its role, and its account is written', async () => {
  const world = await openImportWorld()
  write(
    world.root,
    'awsup.yaml',
    `version: 1\nproject: acme\norganization: { email: "aws+{env}@acme.dev" }\nenvironments:\n  prod: { region: ${REGION} }\n`,
  )
  await world.apply()
  const account = JSON.parse(read(world.root, '.awsup/sandbox/environments/prod.json')) as {
    resources: {account: {id: string}}
  }
  const {id} = account.resources.account
  const {cognito} = await world.enter(id)
  const {UserPool} = await cognito.send(new CreateUserPoolCommand({PoolName: 'theirs'}))

  await world.take([request(UserPool?.Id ?? '', {environment: 'legacy', accountId: id})])

  expect(read(world.root, 'awsup.yaml')).toContain(`account: "${id}"`)
  expect(changesOf(await world.plan()).map(({address}) => address)).not.toContain('legacy.account')
})

describe('what cannot be taken in is refused before anything is written', () => {
  test.each([
    ['a pool that does not exist', {userPoolId: 'us-east-1_AbCdEfGhI'}, 'NOT_THERE'],
    ['a pool of another account', {accountId: '210987654321'}, 'NOT_A_MEMBER'],
    ['an identity pool elsewhere', {identityPoolId: 'eu-west-1:01234567-89ab-cdef-0123-456789abcdef'}, 'CONFLICT'],
  ])('%s', async (_title, more, code) => {
    const world = await openImportWorld()
    const {UserPoolId} = await makeApplication(world)
    await expect(world.prepare([request(UserPoolId, more)])).rejects.toThrow()
    const error: unknown = await world.prepare([request(UserPoolId, more)]).catch((failure: unknown) => failure)
    if (code !== 'NOT_A_MEMBER') expect(error).toMatchObject({code})
    expect(() => read(world.root, 'awsup.yaml')).toThrow()
  })

  test('a pool where the environment has another, one that another has, and one of another project', async () => {
    const world = await openImportWorld()
    const {cognito, sts} = world.management
    const [first, second, third] = await Promise.all(
      ['one', 'two', 'three'].map(
        async (PoolName) => (await cognito.send(new CreateUserPoolCommand({PoolName}))).UserPool,
      ),
    )
    await world.take([request(first?.Id ?? '')])
    await expect(world.prepare([request(second?.Id ?? '')])).rejects.toMatchObject({code: 'HAS_A_POOL'})
    await expect(world.prepare([request(first?.Id ?? '', {environment: 'prod'})])).rejects.toMatchObject({
      code: 'ON_RECORD',
    })
    await cognito.send(new TagResourceCommand({ResourceArn: third?.Arn, Tags: {'awsup:project': 'zeta'}}))
    await expect(world.prepare([request(third?.Id ?? '', {environment: 'prod'})])).rejects.toMatchObject({
      code: 'NOT_OURS',
    })
    expect(sts).toBeDefined()
  })
})

describe('addresses that the pool verifies by itself', () => {
  test.each<[string, Partial<CreateUserPoolCommandInput>, string | undefined]>([
    ['user names, and e-mail verified', {AutoVerifiedAttributes: ['email']}, 'autoVerify: [email]'],
    ['e-mail to sign in, and nothing verified', {UsernameAttributes: ['email']}, 'autoVerify: []'],
    ['what a pool of awsup has', {UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email']}, undefined],
  ])('%s: written where awsup means another, and changed by awsup.yaml alone', async (_title, input, line) => {
    const world = await openImportWorld()
    const {cognito} = world.management
    const {UserPool} = await cognito.send(new CreateUserPoolCommand({PoolName: 'app', ...input}))
    const UserPoolId = UserPool?.Id ?? ''
    const verified = async () =>
      (await cognito.send(new DescribeUserPoolCommand({UserPoolId}))).UserPool?.AutoVerifiedAttributes ?? []

    await world.take([request(UserPoolId)])
    const text = read(world.root, 'awsup.yaml')
    if (line === undefined) expect(text).not.toContain('autoVerify')
    else expect(text).toContain(line)
    await world.apply()
    expect(await verified()).toEqual(input.AutoVerifiedAttributes ?? [])

    const other = input.AutoVerifiedAttributes ? '[]' : '[email]'
    const changed = text.includes('autoVerify:')
      ? text.replace(/autoVerify: \[.*?\]/, `autoVerify: ${other}`)
      : text.replace(/^(\s*)signIn:/m, `$1autoVerify: ${other}\n$1signIn:`)
    write(world.root, 'awsup.yaml', changed)
    expect((await world.plan()).steps.flatMap(({changes}) => changes.map(({field}) => field))).toEqual(['autoVerify'])
    await world.apply()
    expect(await verified()).toEqual(input.AutoVerifiedAttributes ? [] : ['email'])
  })
})
