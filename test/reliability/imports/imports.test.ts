import {
  CreateIdentityPoolCommand,
  DescribeIdentityPoolCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetIdentityPoolRolesCommand,
  GetPrincipalTagAttributeMapCommand,
  ListIdentityPoolsCommand,
  SetIdentityPoolRolesCommand,
  SetPrincipalTagAttributeMapCommand,
  type RoleMapping,
} from '@aws-sdk/client-cognito-identity'
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateGroupCommand,
  CreateIdentityProviderCommand,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DescribeIdentityProviderCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  GetUserPoolMfaConfigCommand,
  InitiateAuthCommand,
  ListGroupsCommand,
  ListResourceServersCommand,
  ListUserPoolClientsCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {CreateRoleCommand, GetAccountAuthorizationDetailsCommand} from '@aws-sdk/client-iam'
import {GetCallerIdentityCommand} from '@aws-sdk/client-sts'
import fc from 'fast-check'
import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {expect, test} from 'vitest'
import type {Found} from '../../../src/lib/import/found.js'
import {readAmplify} from '../../../src/lib/operations/import/amplify.js'
import {foundByHand, requestsFor} from '../../../src/lib/operations/import/requests.js'
import {readTerraform} from '../../../src/lib/operations/import/terraform.js'
import {omit} from '../../../src/lib/resources/omit.js'
import {emptyFolder} from '../../_helpers/cli.js'
import {cases, openTally} from '../../_helpers/proofs/soak.js'
import {openImportWorld, REGION} from '../../lib/operations/import/world.js'
import {anySetUp, type SetUp} from './set-ups.js'

type World = Awaited<ReturnType<typeof openImportWorld>>

const PASSWORD = 'Passw0rd!x'

async function makePool({management: {cognito, iam}}: World, setUp: SetUp) {
  const {UserPool} = await cognito.send(new CreateUserPoolCommand({PoolName: 'app', ...setUp.pool}))
  const UserPoolId = UserPool?.Id ?? ''
  if (setUp.totp) {
    const SoftwareTokenMfaConfiguration = {Enabled: true}
    await cognito.send(
      new SetUserPoolMfaConfigCommand({UserPoolId, SoftwareTokenMfaConfiguration, MfaConfiguration: 'OPTIONAL'}),
    )
  }
  if (setUp.domain) await cognito.send(new CreateUserPoolDomainCommand({UserPoolId, ...setUp.domain}))
  for (const [Identifier, names] of Object.entries(setUp.servers)) {
    const Scopes = names.map((ScopeName) => ({ScopeName, ScopeDescription: `May ${ScopeName}`}))
    await cognito.send(new CreateResourceServerCommand({UserPoolId, Identifier, Name: 'The API', Scopes}))
  }
  for (const provider of setUp.providers)
    await cognito.send(new CreateIdentityProviderCommand({UserPoolId, ...provider}))
  const clients: string[] = []
  for (const client of setUp.clients) {
    const made = await cognito.send(new CreateUserPoolClientCommand({UserPoolId, ...client}))
    clients.push(made.UserPoolClient?.ClientId ?? '')
  }
  const isAddress = (setUp.pool.UsernameAttributes?.length ?? 0) > 0
  const Username = isAddress ? 'ann@acme.dev' : 'ann'
  const UserAttributes = [
    {Name: 'email', Value: 'ann@acme.dev'},
    {Name: 'email_verified', Value: 'true'},
    {Name: 'custom:tenant', Value: 'acme'},
  ]
  await cognito.send(new AdminCreateUserCommand({UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS'}))
  await cognito.send(new AdminSetUserPasswordCommand({UserPoolId, Username, Password: PASSWORD, Permanent: true}))
  const roleOf = async (RoleName: string, aud: string, amr: string): Promise<string> => {
    const Condition = {
      StringEquals: {'cognito-identity.amazonaws.com:aud': aud},
      'ForAnyValue:StringLike': {'cognito-identity.amazonaws.com:amr': amr},
    }
    const Principal = {Federated: 'cognito-identity.amazonaws.com'}
    const Action = ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession']
    const Statement = [{Effect: 'Allow', Principal, Action, Condition}]
    const AssumeRolePolicyDocument = JSON.stringify({Version: '2012-10-17', Statement})
    return (await iam.send(new CreateRoleCommand({RoleName, AssumeRolePolicyDocument}))).Role?.Arn ?? ''
  }
  return {UserPoolId, clients, Username, roleOf}
}

async function make(world: World, setUp: SetUp) {
  const {cognito, identity} = world.management
  const {UserPoolId, clients, Username, roleOf} = await makePool(world, setUp)
  const withIdentities = setUp.trusted !== 'none'
  const ProviderName = `cognito-idp.${REGION}.amazonaws.com/${UserPoolId}`
  const trusted = setUp.trusted === 'all' ? clients : clients.slice(0, 1)
  const others = withIdentities && setUp.second ? [await makeSecond(world)] : []
  const {IdentityPoolId} = withIdentities
    ? await identity.send(
        new CreateIdentityPoolCommand({
          IdentityPoolName: 'app',
          AllowUnauthenticatedIdentities: setUp.guests,
          CognitoIdentityProviders: [
            ...others,
            ...trusted.map((ClientId) => ({ProviderName, ClientId, ServerSideTokenCheck: setUp.check})),
          ],
          ...setUp.identities,
        }),
      )
    : {IdentityPoolId: undefined}
  for (const {name: GroupName, role, precedence: Precedence} of setUp.groups) {
    const RoleArn = role
      ? await roleOf(`app-${GroupName.replaceAll(/[^a-z]/gi, '-')}`, IdentityPoolId ?? 'none', 'authenticated')
      : undefined
    await cognito.send(new CreateGroupCommand({UserPoolId, GroupName, RoleArn, Precedence}))
    if (setUp.member) await cognito.send(new AdminAddUserToGroupCommand({UserPoolId, Username, GroupName}))
  }
  const made = {UserPoolId, clients, Username, IdentityPoolId, ProviderName}
  if (IdentityPoolId === undefined) return made
  const rolesOf = async (who: readonly string[]): Promise<Record<string, string>> => {
    const roles: Record<string, string> = {}
    for (const one of who) roles[one] = await roleOf(`app-${one}`, IdentityPoolId, one)
    return roles
  }
  const Roles = await rolesOf(setUp.guests ? ['authenticated', 'unauthenticated'] : ['authenticated'])
  const mapped = [
    [`${ProviderName}:${clients[0] ?? ''}`, setUp.mapping],
    ...Object.keys(setUp.identities.SupportedLoginProviders ?? {}).map((name) => [name, setUp.social] as const),
  ] as const
  const RoleMappings = Object.fromEntries(
    mapped.flatMap(([name, mapping]) => (mapping ? [[name, withRules(mapping, Roles['authenticated'] ?? '')]] : [])),
  )
  await identity.send(new SetIdentityPoolRolesCommand({IdentityPoolId, Roles, RoleMappings}))
  if (setUp.tags !== 'none') {
    const tags = {
      UseDefaults: setUp.tags === 'default',
      ...(setUp.tags === 'own' && {PrincipalTags: {tenant: 'custom:tenant'}}),
    }
    await identity.send(
      new SetPrincipalTagAttributeMapCommand({IdentityPoolId, IdentityProviderName: ProviderName, ...tags}),
    )
  }
  return made
}

/** The rules that a mapping by rules has. */
function withRules(mapping: NonNullable<SetUp['mapping']>, RoleARN: string): RoleMapping {
  if (mapping.Type !== 'Rules') return {...mapping, Type: 'Token'}
  const Rules = [{Claim: 'email', MatchType: 'StartsWith' as const, Value: 'ann', RoleARN}]
  return {...mapping, Type: 'Rules', RulesConfiguration: {Rules}}
}

/** A client of another user pool, as an identity pool trusts it. */
async function makeSecond({management: {cognito}}: World) {
  const {UserPool: {Id: UserPoolId = ''} = {}} = await cognito.send(new CreateUserPoolCommand({PoolName: 'staff'}))
  const {UserPoolClient} = await cognito.send(new CreateUserPoolClientCommand({UserPoolId, ClientName: 'web'}))
  const ProviderName = `cognito-idp.${REGION}.amazonaws.com/${UserPoolId}`
  return {ProviderName, ClientId: UserPoolClient?.ClientId, ServerSideTokenCheck: true}
}

type Made = Awaited<ReturnType<typeof make>>

/** What the tool leaves behind: its file, and what awsup reads of it. */
async function leave(by: SetUp['by'], {UserPoolId, clients, IdentityPoolId}: Made): Promise<Found> {
  const folder = emptyFolder()
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), {recursive: true})
    writeFileSync(join(folder, path), text)
  }
  const [client = ''] = clients
  switch (by) {
    case 'amplify':
      put(
        'src/aws-exports.js',
        `const awsmobile = {\n  aws_user_pools_id: '${UserPoolId}', // pool\n  aws_user_pools_web_client_id: '${client}',\n}\nexport default awsmobile\n`,
      )
      return readAmplify(folder, folder)
    case 'flutter': {
      const awsCognitoAuthPlugin = {CognitoUserPool: {Default: {PoolId: UserPoolId, AppClientId: client}}}
      const json = JSON.stringify({auth: {plugins: {awsCognitoAuthPlugin}}})
      put('lib/amplifyconfiguration.dart', `const amplifyconfig = '''${json}''';\n`)
      return readAmplify(folder, folder)
    }
    case 'terraform 0.11': {
      const primary = {id: UserPoolId, attributes: {id: UserPoolId}}
      const resources = {'aws_cognito_user_pool.a': {type: 'aws_cognito_user_pool', primary}}
      put('terraform.tfstate', JSON.stringify({version: 3, modules: [{path: ['root'], resources}]}))
      return readTerraform(folder)
    }
    case 'terraform': {
      const managed = (type: string, all: readonly object[]): object => ({
        mode: 'managed',
        type,
        name: 'a',
        instances: all.map((attributes, index_key) => ({index_key, attributes})),
      })
      const resources = [
        managed('aws_cognito_user_pool', [{id: UserPoolId}]),
        managed(
          'aws_cognito_user_pool_client',
          clients.map((id, index) => ({id, name: `client ${index}`, user_pool_id: UserPoolId})),
        ),
        ...(IdentityPoolId === undefined ? [] : [managed('aws_cognito_identity_pool', [{id: IdentityPoolId}])]),
      ]
      put('terraform.tfstate', JSON.stringify({version: 4, resources}))
      return readTerraform(folder)
    }
    case 'console':
    case 'cdk':
      return foundByHand(UserPoolId)
  }
}

/** Everything that users and applications hang on, without what awsup says it changes: its tags and the protection. */
async function look(world: World, {UserPoolId, IdentityPoolId, ProviderName}: Made, setUp: SetUp) {
  const {cognito, identity, iam} = world.management
  const {UserPool} = await cognito.send(new DescribeUserPoolCommand({UserPoolId}))
  const pool = omit(UserPool ?? {}, 'DeletionProtection', 'LastModifiedDate')
  const mfa = omit(await cognito.send(new GetUserPoolMfaConfigCommand({UserPoolId})), '$metadata')
  const {UserPoolClients = []} = await cognito.send(new ListUserPoolClientsCommand({UserPoolId, MaxResults: 60}))
  const clients = await Promise.all(
    UserPoolClients.map(async ({ClientId}) => {
      const found = await cognito.send(new DescribeUserPoolClientCommand({UserPoolId, ClientId}))
      return omit(found.UserPoolClient ?? {}, 'LastModifiedDate')
    }),
  )
  const {Groups = []} = await cognito.send(new ListGroupsCommand({UserPoolId}))
  const {ResourceServers} = await cognito.send(new ListResourceServersCommand({UserPoolId, MaxResults: 50}))
  const providers = await Promise.all(
    setUp.providers.map(async ({ProviderName: name}) => {
      const found = await cognito.send(new DescribeIdentityProviderCommand({UserPoolId, ProviderName: name}))
      return omit(found.IdentityProvider ?? {}, 'LastModifiedDate')
    }),
  )
  const {Domain} = setUp.domain ?? {}
  const domain =
    Domain === undefined
      ? undefined
      : (await cognito.send(new DescribeUserPoolDomainCommand({Domain}))).DomainDescription
  const {RoleDetailList = []} = await iam.send(new GetAccountAuthorizationDetailsCommand({Filter: ['Role']}))
  const around = {
    pool: {...pool, UserPoolTags: theirs(pool.UserPoolTags)},
    mfa,
    clients,
    groups: Groups.map((group) => omit(group, 'LastModifiedDate')),
    ResourceServers,
    providers,
    domain,
    // Where there was no identity pool, awsup makes one with a role of its own: docs/guide/import.md.
    iam: RoleDetailList.filter(({Tags = []}) => !Tags.some(({Key = ''}) => Key.startsWith('awsup:'))),
  }
  if (IdentityPoolId === undefined) return around
  const described = await identity.send(new DescribeIdentityPoolCommand({IdentityPoolId}))
  const {AllowClassicFlow = false, CognitoIdentityProviders: trusted = [], IdentityPoolTags, ...rest} = described
  const identities = {
    ...omit(rest, '$metadata'),
    AllowClassicFlow,
    tags: theirs(IdentityPoolTags),
    // Their order means nothing.
    trusted: trusted.toSorted((a, b) => ((a.ClientId ?? '') < (b.ClientId ?? '') ? -1 : 1)),
  }
  const roles = omit(await identity.send(new GetIdentityPoolRolesCommand({IdentityPoolId})), '$metadata')
  const mapped = {IdentityPoolId, IdentityProviderName: ProviderName}
  const tags = omit(await identity.send(new GetPrincipalTagAttributeMapCommand(mapped)), '$metadata')
  const {IdentityPools = []} = await identity.send(new ListIdentityPoolsCommand({MaxResults: 60}))
  return {...around, identities, roles, tags, identityPools: IdentityPools.length}
}

const theirs = (tags: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(tags).filter(([name]) => !name.startsWith('awsup:')))

/** The identity and the role of a user who signs in by the first client. */
async function signIn({management: {cognito, identity}, as}: World, made: Made) {
  const {UserPoolId, clients, IdentityPoolId, Username: USERNAME} = made
  const AuthParameters = {USERNAME, PASSWORD}
  const answer = await cognito.send(
    new InitiateAuthCommand({AuthFlow: 'USER_PASSWORD_AUTH', ClientId: clients[0], AuthParameters}),
  )
  const token = answer.AuthenticationResult?.IdToken ?? ''
  expect(token).not.toBe('')
  if (IdentityPoolId === undefined) return undefined
  const Logins = {[`cognito-idp.${REGION}.amazonaws.com/${UserPoolId}`]: token}
  const {IdentityId} = await identity.send(new GetIdCommand({IdentityPoolId, Logins}))
  const {Credentials} = await identity.send(new GetCredentialsForIdentityCommand({IdentityId, Logins}))
  const {sts} = as({
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretKey ?? '',
    ...(Credentials?.SessionToken !== undefined && {sessionToken: Credentials.SessionToken}),
  })
  const {Arn} = await sts.send(new GetCallerIdentityCommand({}))
  return {IdentityId, Arn}
}

test('whatever was set up, by whichever tool: after import and apply it is as before, and users keep identity and credentials', async () => {
  const {run, passed, print} = openTally('imports')
  try {
    await fc.assert(
      fc.asyncProperty(anySetUp, async (setUp) => {
        run()
        const world = await openImportWorld()
        const made = await make(world, setUp)
        const [before, signedIn] = [await look(world, made, setUp), await signIn(world, made)]

        await world.take(requestsFor(await leave(setUp.by, made), {environments: ['dev']}))
        await world.apply()

        expect(await look(world, made, setUp)).toEqual(before)
        expect(await signIn(world, made)).toEqual(signedIn)
        expect((await world.plan()).steps.filter(({action}) => action !== 'no-op')).toEqual([])
        passed()
      }),
      {numRuns: cases(20, 300), endOnFailure: true},
    )
  } finally {
    print()
  }
}, 1_800_000)
