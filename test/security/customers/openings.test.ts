import {
  DescribeIdentityPoolCommand,
  GetIdentityPoolRolesCommand,
  SetIdentityPoolRolesCommand,
  SetPrincipalTagAttributeMapCommand,
  UpdateIdentityPoolCommand,
} from '@aws-sdk/client-cognito-identity'
import {
  CreateGroupCommand,
  CreateIdentityProviderCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolDomainCommand,
  DeleteGroupCommand,
  DeleteIdentityProviderCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolDomainCommand,
  UpdateIdentityProviderCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {GetItemCommand, PutItemCommand} from '@aws-sdk/client-dynamodb'
import {AttachRolePolicyCommand, CreateRoleCommand} from '@aws-sdk/client-iam'
import {beforeAll, describe, expect, test} from 'vitest'
import type {AccessTest} from '../../../src/lib/operations/access/test-result.js'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {openDev} from './customers.js'

const SECTIONS = `
auth:
  signIn: [email]
  mfa: "off"
  guests: true
  attributes: { tenant: { type: string, maxLength: 64 } }
  groups: { admins: { precedence: 1 } }
  clients: { web: { callbackUrls: ["http://localhost:5173"], authFlows: [admin] } }
access:
  authenticated:
    - dynamodb: { table: invoices, owner: "custom:tenant" }
    - statement:
        actions: ["s3:GetObject"]
        resources: ["arn:aws:s3:::acme-{env}-plan/\${aws:PrincipalTag/plan}/*"]
  groups:
    admins:
      - dynamodb: { table: news, owner: none, actions: read }
`

let dev: Awaited<ReturnType<typeof openDev>>
beforeAll(async () => {
  dev = await openDev((await makeTemplate())(), SECTIONS)
  await dev.table('invoices')
})

interface Found {
  readonly subject: string
  readonly problem: string
  readonly accepted?: string | undefined
}

/** What each of the three that look at the pools says; `access test --deployed` as (exit code, openings). */
async function look() {
  const {project} = dev
  const [deployed, plan, doctor] = await Promise.all([
    awsupJson(project, ['access', 'test', '--deployed', '--env', 'dev']),
    awsup(project, ['plan', '--env', 'dev']),
    awsup(project, ['env', 'doctor', 'dev']),
  ])
  const {tests = []} = deployed.result as unknown as {tests?: readonly AccessTest[]}
  const openings: readonly Found[] = tests.flatMap(({openings: found = []}) => found)
  return {code: deployed.code, openings, plan: plan.stdout + plan.stderr, doctor: doctor.stdout}
}

const expectFound = async (subject: string, problem: RegExp): Promise<void> => {
  const {code, openings, plan, doctor} = await look()
  expect(openings).toEqual([expect.objectContaining({subject, problem: expect.stringMatching(problem) as string})])
  expect(code).toBe(10)
  expect(plan).toContain(subject)
  expect(doctor).toContain(subject)
}

test('pools that are as awsup.yaml says open nothing more', async () => {
  const {code, openings, plan} = await look()
  expect({code, openings}).toEqual({code: 0, openings: []})
  expect(plan).not.toContain('OPENS_MORE')
})

test.each([
  ['AccessDeniedException', 'User is not authorized to perform: cognito-idp:ListIdentityProviders', 400],
  ['InternalErrorException', 'trouble', 500],
])('a plan does not fail where AWS does not let awsup look (%s), and says so', async (name, message, status) => {
  const sandbox = await sandboxOf(dev.project)
  const effect = {type: 'error', name, message, status} as const
  sandbox.configure({faults: [{operation: 'cognito-idp:ListIdentityProviders', when: 'before', effect}]})
  const {code, stderr} = await awsup(dev.project, ['plan', '--env', 'dev', '--check'])
  sandbox.configure({faults: []})
  expect(code, stderr).toBe(0)
  expect(stderr).toContain('dev: what opens more than the access rules was not looked for')
})

describe('what customers could use, and awsup.yaml does not know, fails --deployed, and is a line of plan and doctor:', () => {
  test('an app client that may write the claim that rules go by', async () => {
    const {admin, ids, customer} = dev
    const {userPoolId: UserPoolId} = ids
    const {UserPoolClient: legacy} = await admin.cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'legacy',
        WriteAttributes: ['email', 'custom:tenant'],
        ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      }),
    )
    const ClientId = legacy?.ClientId ?? ''
    // The attack that it is about: written through the one client, it counts with the other.
    const Item = {pk: {S: 'victimcorp'}, secret: {S: 'theirs'}}
    await admin.dynamodb.send(new PutItemCommand({TableName: 'invoices', Item}))
    const mallory = await customer('mallory')
    const UserAttributes = [{Name: 'custom:tenant', Value: 'victimcorp'}]
    const {accessToken: AccessToken} = await mallory.tokens(ClientId)
    await admin.cognito.send(new UpdateUserAttributesCommand({AccessToken, UserAttributes}))
    const {dynamodb} = await mallory.signIn()
    const get = new GetItemCommand({TableName: 'invoices', Key: {pk: {S: 'victimcorp'}}})
    expect((await dynamodb.send(get)).Item?.['secret']).toEqual({S: 'theirs'})

    await expectFound(`client ${ClientId}`, /legacy.*lets users write custom:tenant/)
    await admin.cognito.send(new DeleteUserPoolClientCommand({UserPoolId, ClientId}))
  })

  test('an app client without a list of its own writes the standard attributes, and no rule goes by those', async () => {
    const {admin, ids} = dev
    const {userPoolId: UserPoolId} = ids
    const made = await admin.cognito.send(new CreateUserPoolClientCommand({UserPoolId, ClientName: 'plain'}))
    expect((await look()).openings).toEqual([])
    const {ClientId} = made.UserPoolClient ?? {}
    await admin.cognito.send(new DeleteUserPoolClientCommand({UserPoolId, ClientId}))
  })

  test('a group with a role', async () => {
    const {admin, ids} = dev
    const {userPoolId: UserPoolId} = ids
    const RoleArn = await powerfulRole()
    await admin.cognito.send(new CreateGroupCommand({UserPoolId, GroupName: 'supers', RoleArn}))
    await expectFound('group supers', /super/)

    // Whoever means it says so, with the reason, which is shown.
    const before = read(dev.project, 'awsup.yaml')
    write(dev.project, 'awsup.yaml', `${before}  accepted: { "group supers": the support team }\n`)
    const {code, openings, plan} = await look()
    expect({code, openings}).toMatchObject({
      code: 0,
      openings: [{subject: 'group supers', accepted: 'the support team'}],
    })
    expect(plan).not.toContain('group supers')
    const people = await awsup(dev.project, ['access', 'test', '--deployed', '--env', 'dev'])
    expect(people.stdout).toMatch(/accepted: group supers .*the support team/)
    write(dev.project, 'awsup.yaml', before)
    await admin.cognito.send(new DeleteGroupCommand({UserPoolId, GroupName: 'supers'}))
  })

  test('a rule of a role mapping', async () => {
    const {admin, ids} = dev
    const {identityPoolId: IdentityPoolId} = ids
    const {Roles, RoleMappings = {}} = await admin.identity.send(new GetIdentityPoolRolesCommand({IdentityPoolId}))
    const provider = `cognito-idp.us-east-1.amazonaws.com/${ids.userPoolId}:0123456789abcdefghijklmnop`
    const rule = {Claim: 'nickname', MatchType: 'Equals' as const, Value: 'root', RoleARN: await powerfulRole()}
    const theirs = {
      Type: 'Rules' as const,
      AmbiguousRoleResolution: 'AuthenticatedRole' as const,
      RulesConfiguration: {Rules: [rule]},
    }
    const mappings = {...RoleMappings, [provider]: theirs}
    await admin.identity.send(new SetIdentityPoolRolesCommand({IdentityPoolId, Roles, RoleMappings: mappings}))
    await expectFound(`role mapping ${provider}`, /nickname Equals root/)
    await admin.identity.send(new SetIdentityPoolRolesCommand({IdentityPoolId, Roles, RoleMappings}))
  })

  test('an identity provider of the identity pool', async () => {
    const {admin, ids} = dev
    const {identityPoolId: IdentityPoolId} = ids
    const before = await admin.identity.send(new DescribeIdentityPoolCommand({IdentityPoolId}))
    const SupportedLoginProviders = {'accounts.google.com': '123.apps.googleusercontent.com'}
    await admin.identity.send(new UpdateIdentityPoolCommand({...before, SupportedLoginProviders}))
    await expectFound('identity provider accounts.google.com', /whom awsup.yaml does not know/)
    await admin.identity.send(new UpdateIdentityPoolCommand(before))
  })

  test('an identity provider of the user pool, above all one that sets the claim that rules go by', async () => {
    const {admin, ids} = dev
    const {userPoolId: UserPoolId} = ids
    const details = {client_id: '1', client_secret: '2', authorize_scopes: 'openid'}
    const google = {UserPoolId, ProviderName: 'Google', ProviderType: 'Google' as const, ProviderDetails: details}
    await admin.cognito.send(new CreateIdentityProviderCommand({...google, AttributeMapping: {email: 'email'}}))
    expect((await look()).openings).toMatchObject([
      {subject: 'provider Google', problem: expect.stringContaining('signs in people') as string},
    ])
    // Nobody signs in through it where the pool has no pages: a plan that is only shown does not look, all others do.
    expect((await awsup(dev.project, ['plan'])).stderr).not.toContain('provider Google')
    expect((await awsup(dev.project, ['plan', '--check'])).stderr).toContain('provider Google')
    expect((await awsup(dev.project, ['apply', '--yes'])).stderr).toContain('provider Google')
    const AttributeMapping = {email: 'email', 'custom:tenant': 'hd'}
    await admin.cognito.send(new UpdateIdentityProviderCommand({...google, AttributeMapping}))
    const pages = {UserPoolId, Domain: 'acme-by-hand'}
    await admin.cognito.send(new CreateUserPoolDomainCommand(pages))
    await expectFound('provider Google', /sets custom:tenant/)
    await admin.cognito.send(new DeleteUserPoolDomainCommand(pages))
    await admin.cognito.send(new DeleteIdentityProviderCommand({UserPoolId, ProviderName: 'Google'}))
  })

  test('a session tag that somebody mapped by hand, of a claim that users write', async () => {
    const {admin, ids} = dev
    const map = {
      IdentityPoolId: ids.identityPoolId,
      IdentityProviderName: `cognito-idp.us-east-1.amazonaws.com/${ids.userPoolId}`,
      UseDefaults: false,
    }
    const tags = {tenant: 'custom:tenant', plan: 'nickname'}
    await admin.identity.send(new SetPrincipalTagAttributeMapCommand({...map, PrincipalTags: tags}))
    const {code, openings} = await look()
    expect(code).toBe(10)
    // The client that awsup.yaml declares may write nickname, too: both ends of it are named.
    expect(openings.map(({subject}) => subject)).toContain('session tag plan')
    await admin.identity.send(
      new SetPrincipalTagAttributeMapCommand({...map, PrincipalTags: {tenant: 'custom:tenant'}}),
    )
  })

  test('the classic flow, which is drift as well, and which apply switches off', async () => {
    const {admin, ids, project} = dev
    const {identityPoolId: IdentityPoolId} = ids
    const before = await admin.identity.send(new DescribeIdentityPoolCommand({IdentityPoolId}))
    await admin.identity.send(new UpdateIdentityPoolCommand({...before, AllowClassicFlow: true}))
    await expectFound('classic flow', /pick any role/)
    expect(await awsupJson(project, ['drift', '--env', 'dev', '--check'])).toMatchObject({
      code: 10,
      result: {drifted: [{address: 'dev.identity-pool', changes: [{field: 'classicFlow', from: true, to: false}]}]},
    })
    expect((await awsup(project, ['apply', '--env', 'dev', '--yes'])).code).toBe(0)
    const after = await admin.identity.send(new DescribeIdentityPoolCommand({IdentityPoolId}))
    expect(after.AllowClassicFlow).toBe(false)
    expect((await look()).openings).toEqual([])
  })
})

/** The ARN of a role that everybody of the identity pool may take, and in which they may do anything. */
async function powerfulRole(): Promise<string> {
  const {admin, ids} = dev
  const statement = {
    Effect: 'Allow',
    Principal: {Federated: 'cognito-identity.amazonaws.com'},
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {StringEquals: {'cognito-identity.amazonaws.com:aud': ids.identityPoolId}},
  }
  const RoleName = `super-${Math.random().toString(36).slice(2, 8)}`
  const AssumeRolePolicyDocument = JSON.stringify({Version: '2012-10-17', Statement: [statement]})
  const {Role} = await admin.iam.send(new CreateRoleCommand({RoleName, AssumeRolePolicyDocument}))
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'
  await admin.iam.send(new AttachRolePolicyCommand({RoleName, PolicyArn}))
  return Role?.Arn ?? ''
}
