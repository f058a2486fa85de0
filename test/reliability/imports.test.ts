import {
  CreateIdentityPoolCommand,
  DescribeIdentityPoolCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetIdentityPoolRolesCommand,
  ListIdentityPoolsCommand,
  SetIdentityPoolRolesCommand,
} from '@aws-sdk/client-cognito-identity'
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  ListUserPoolClientsCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import {CreateRoleCommand} from '@aws-sdk/client-iam'
import fc from 'fast-check'
import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {expect, test} from 'vitest'
import type {Found} from '../../src/lib/import/found.js'
import {readAmplify} from '../../src/lib/operations/import/amplify.js'
import {foundByHand, requestsFor} from '../../src/lib/operations/import/requests.js'
import {readTerraform} from '../../src/lib/operations/import/terraform.js'
import {omit} from '../../src/lib/resources/omit.js'
import {emptyFolder} from '../_helpers/cli.js'
import {cases, openTally} from '../_helpers/soak.js'
import {openImportWorld, REGION} from '../operations/import/world.js'

type World = Awaited<ReturnType<typeof openImportWorld>>

/** What somebody set up, and with what. */
interface SetUp {
  readonly by: 'amplify' | 'flutter' | 'terraform 0.11' | 'terraform' | 'console'
  readonly pool: Omit<CreateUserPoolCommandInput, 'PoolName'>
  readonly clients: readonly Omit<CreateUserPoolClientCommandInput, 'UserPoolId'>[]
  /** Which of the clients the identity pool trusts; none where there is no identity pool. */
  readonly trusted: 'all' | 'first' | 'none'
  readonly check: boolean
  readonly guests: boolean
}

const PASSWORD = 'Passw0rd!x'
const USER = 'ann@acme.dev'

const anyClient = fc.record(
  {
    ClientName: fc.constantFrom('app_client', 'app_clientWeb', 'web', 'mobile', 'CDK-Client1A2B'),
    CallbackURLs: fc.constantFrom<string[]>(
      ['https://app.acme.dev/'],
      ['myapp://'],
      ['http://localhost:3000/', 'com.acme.app:/in'],
    ),
    RefreshTokenValidity: fc.integer({min: 1, max: 60}),
    PreventUserExistenceErrors: fc.constantFrom('ENABLED' as const, 'LEGACY' as const),
    EnableTokenRevocation: fc.boolean(),
  },
  {requiredKeys: ['ClientName']},
)

const anySetUp: fc.Arbitrary<SetUp> = fc.record({
  by: fc.constantFrom('amplify', 'flutter', 'terraform 0.11', 'terraform', 'console'),
  pool: fc.record(
    {
      UsernameAttributes: fc.constant<'email'[]>(['email']),
      AutoVerifiedAttributes: fc.constantFrom<'email'[]>([], ['email']),
      UsernameConfiguration: fc.record({CaseSensitive: fc.boolean()}),
      DeletionProtection: fc.constantFrom('ACTIVE' as const, 'INACTIVE' as const),
      AdminCreateUserConfig: fc.record({AllowAdminCreateUserOnly: fc.boolean()}),
    },
    {requiredKeys: ['UsernameAttributes']},
  ),
  // Two of one name are renamed by the plan, with a reason: docs/import.md.
  clients: fc.uniqueArray(anyClient, {minLength: 1, maxLength: 3, selector: ({ClientName}) => ClientName}),
  trusted: fc.constantFrom('all', 'first', 'all', 'none'),
  check: fc.boolean(),
  guests: fc.boolean(),
})

async function make({management: {cognito, identity, iam}}: World, setUp: SetUp) {
  const {UserPool} = await cognito.send(new CreateUserPoolCommand({PoolName: 'app', ...setUp.pool}))
  const UserPoolId = UserPool?.Id ?? ''
  const clients: string[] = []
  for (const client of setUp.clients) {
    const command = new CreateUserPoolClientCommand({
      UserPoolId,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      ...client,
    })
    clients.push((await cognito.send(command)).UserPoolClient?.ClientId ?? '')
  }
  await cognito.send(new AdminCreateUserCommand({UserPoolId, Username: USER, MessageAction: 'SUPPRESS'}))
  await cognito.send(new AdminSetUserPasswordCommand({UserPoolId, Username: USER, Password: PASSWORD, Permanent: true}))
  if (setUp.trusted === 'none') return {UserPoolId, clients, IdentityPoolId: undefined}
  const ProviderName = `cognito-idp.${REGION}.amazonaws.com/${UserPoolId}`
  const trusted = setUp.trusted === 'all' ? clients : clients.slice(0, 1)
  const {IdentityPoolId = ''} = await identity.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'app',
      AllowUnauthenticatedIdentities: setUp.guests,
      CognitoIdentityProviders: trusted.map((ClientId) => ({
        ProviderName,
        ClientId,
        ServerSideTokenCheck: setUp.check,
      })),
    }),
  )
  const roles: Record<string, string> = {}
  for (const who of setUp.guests ? ['authenticated', 'unauthenticated'] : ['authenticated']) {
    const Condition = {
      StringEquals: {'cognito-identity.amazonaws.com:aud': IdentityPoolId},
      'ForAnyValue:StringLike': {'cognito-identity.amazonaws.com:amr': who},
    }
    const Principal = {Federated: 'cognito-identity.amazonaws.com'}
    const Statement = [{Effect: 'Allow', Principal, Action: 'sts:AssumeRoleWithWebIdentity', Condition}]
    const AssumeRolePolicyDocument = JSON.stringify({Version: '2012-10-17', Statement})
    const made = await iam.send(new CreateRoleCommand({RoleName: `app-${who}`, AssumeRolePolicyDocument}))
    roles[who] = made.Role?.Arn ?? ''
  }
  await identity.send(new SetIdentityPoolRolesCommand({IdentityPoolId, Roles: roles}))
  return {UserPoolId, clients, IdentityPoolId}
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
      return foundByHand(UserPoolId)
  }
}

/** Everything that users and applications hang on, without what awsup says it changes: its tags and the protection. */
async function look({management: {cognito, identity}}: World, {UserPoolId, IdentityPoolId}: Made) {
  const {UserPool} = await cognito.send(new DescribeUserPoolCommand({UserPoolId}))
  const pool = omit(UserPool ?? {}, 'UserPoolTags', 'DeletionProtection', 'LastModifiedDate')
  const {UserPoolClients = []} = await cognito.send(new ListUserPoolClientsCommand({UserPoolId, MaxResults: 60}))
  const clients = await Promise.all(
    UserPoolClients.map(async ({ClientId}) => {
      const found = await cognito.send(new DescribeUserPoolClientCommand({UserPoolId, ClientId}))
      return omit(found.UserPoolClient ?? {}, 'LastModifiedDate')
    }),
  )
  if (IdentityPoolId === undefined) return {pool, clients}
  const described = await identity.send(new DescribeIdentityPoolCommand({IdentityPoolId}))
  const {AllowClassicFlow = false, CognitoIdentityProviders: trusted = [], ...rest} = described
  const identities = {
    ...omit(rest, 'IdentityPoolTags', '$metadata'),
    AllowClassicFlow,
    // Their order means nothing.
    trusted: trusted.toSorted((a, b) => ((a.ClientId ?? '') < (b.ClientId ?? '') ? -1 : 1)),
  }
  const {Roles} = await identity.send(new GetIdentityPoolRolesCommand({IdentityPoolId}))
  const {IdentityPools = []} = await identity.send(new ListIdentityPoolsCommand({MaxResults: 60}))
  return {pool, clients, identities, roles: Roles, identityPools: IdentityPools.length}
}

/** The identity of a user who signs in by the first client, whom AWS gives credentials. */
async function signIn({management: {cognito, identity}}: World, made: Made): Promise<string | undefined> {
  const {UserPoolId, clients, IdentityPoolId} = made
  const AuthParameters = {USERNAME: USER, PASSWORD}
  const answer = await cognito.send(
    new InitiateAuthCommand({AuthFlow: 'USER_PASSWORD_AUTH', ClientId: clients[0], AuthParameters}),
  )
  const token = answer.AuthenticationResult?.IdToken ?? ''
  expect(token).not.toBe('')
  if (IdentityPoolId === undefined) return undefined
  const Logins = {[`cognito-idp.${REGION}.amazonaws.com/${UserPoolId}`]: token}
  const {IdentityId} = await identity.send(new GetIdCommand({IdentityPoolId, Logins}))
  const {Credentials} = await identity.send(new GetCredentialsForIdentityCommand({IdentityId, Logins}))
  expect(Credentials?.AccessKeyId).toBeDefined()
  return IdentityId
}

test('whatever was set up, by whichever tool: after import and apply it is as before, and users keep identity and credentials', async () => {
  const {run, passed, print} = openTally('imports')
  try {
    await fc.assert(
      fc.asyncProperty(anySetUp, async (setUp) => {
        run()
        const world = await openImportWorld()
        const made = await make(world, setUp)
        const [before, identityId] = [await look(world, made), await signIn(world, made)]

        await world.take(requestsFor(await leave(setUp.by, made), {environments: ['dev']}))
        await world.apply()

        const after = await look(world, made)
        expect(after).toEqual(before)
        expect(await signIn(world, made)).toBe(identityId)
        expect((await world.plan()).steps.filter(({action}) => action !== 'no-op')).toEqual([])
        passed()
      }),
      {numRuns: cases(20, 300), endOnFailure: true},
    )
  } finally {
    print()
  }
}, 1_800_000)
