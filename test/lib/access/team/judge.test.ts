import {rmSync} from 'node:fs'
import {SetIdentityPoolRolesCommand} from '@aws-sdk/client-cognito-identity'
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  DetachRolePolicyCommand,
  IAMClient,
  ListRolesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  SimulateCustomPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import {CognitoIdentityClient} from '@aws-sdk/client-cognito-identity'
import {
  CloseAccountCommand,
  OrganizationsClient,
  RemoveAccountFromOrganizationCommand,
} from '@aws-sdk/client-organizations'
import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import {openSandbox} from '../../../../src/sandbox/sandbox.js'
import {openAccessWorld} from '../_helpers/world.js'
import {COLUMNS, requestOf, ROWS, type Column, type Row} from './table.js'
import {accountsOf, ADMINISTRATOR, answer, EVERYTHING, requirePrincipal, TEAM} from './world.js'

const DECISIONS: Readonly<Record<string, string>> = {allowed: 'yes', implicitDeny: 'no', explicitDeny: 'never'}

test.each(COLUMNS)('IAM’s simulator answers what the table says of $name', async (column) => {
  const sandbox = await openSandbox()
  const iam = new IAMClient({
    region: 'us-east-1',
    credentials: sandbox.credentials('admin'),
    requestHandler: requestHandlerFor(sandbox),
  })
  const accounts = accountsOf(TEAM)
  const {policies, boundary} = requirePrincipal(accounts, column.arn)
  const texts = (documents: readonly unknown[]): string[] => documents.map((document) => JSON.stringify(document))
  const wrong: string[] = []
  for (const rows of together(column)) {
    const [first] = rows
    const {resource, context} = requestOf(column, first)
    const {EvaluationResults: results = []} = await iam.send(
      new SimulateCustomPolicyCommand({
        PolicyInputList: texts([...policies.values()]),
        ...(boundary !== undefined && {PermissionsBoundaryPolicyInputList: texts([accounts.policies.get(boundary)])}),
        ActionNames: rows.map(({action}) => action),
        ResourceArns: [resource],
        ContextEntries: Object.entries(context).map(([ContextKeyName, values]) => ({
          ContextKeyName,
          ContextKeyType: 'string',
          ContextKeyValues: [...values],
        })),
        MaxItems: 1000,
      }),
    )
    expect(results).toHaveLength(rows.length)
    for (const [index, row] of rows.entries()) {
      // The sandbox simulates no service control policies.
      const ours = answer({...column.layers, scps: []}, requestOf(column, row))
      const theirs = DECISIONS[results[index]?.EvalDecision ?? '']
      if (ours !== theirs) wrong.push(`${row.action} on ${row.target.name}: ${ours}, simulated ${String(theirs)}`)
    }
  }
  expect(wrong).toEqual([])
})

/** Rows that differ in their action alone, which are one call. */
function together(column: Column): readonly (readonly [Row, ...Row[]])[] {
  const groups = new Map<string, [Row, ...Row[]]>()
  for (const row of ROWS) {
    const {resource, context} = requestOf(column, row)
    const key = JSON.stringify([resource, context])
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return [...groups.values()]
}

describe('calls of a developer’s session in the sandbox are answered as the table says', () => {
  const REFUSED = {name: expect.stringMatching(/^AccessDenied/) as string}
  const TRUST = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{Effect: 'Allow', Principal: {Service: 'lambda.amazonaws.com'}, Action: 'sts:AssumeRole'}],
  })
  const ALL = JSON.stringify(EVERYTHING)
  let world: Awaited<ReturnType<typeof openAccessWorld>>
  let dev: Awaited<ReturnType<typeof world.apply>>
  let iam: IAMClient
  let sts: STSClient
  let options: {readonly region: string}
  let boundary: string
  const role = (name: string): string => `arn:aws:iam::${dev.accountId}:role/${name}`

  beforeAll(async () => {
    world = await openAccessWorld()
    const users = '{ jane: { roles: { dev: developer } }, kim: { roles: { dev: admin } } }'
    dev = await world.apply({users, access: '{ authenticated: [{ dynamodb: { table: todos } }] }'})
    boundary = `arn:aws:iam::${dev.accountId}:policy/awsup/acme/acme-dev-boundary`
    const assume = async (as: object, RoleArn: string) => {
      const command = new AssumeRoleCommand({RoleArn, RoleSessionName: 'test'})
      const {Credentials: keys} = await new STSClient(as).send(command)
      return world.options({
        accessKeyId: keys?.AccessKeyId,
        secretAccessKey: keys?.SecretAccessKey,
        sessionToken: keys?.SessionToken,
      })
    }
    const administrator = world.options(world.sandbox.credentials('admin'))
    const inside = await assume(administrator, role('OrganizationAccountAccessRole'))
    options = await assume(inside, role('awsup/acme/acme-dev-developer'))
    iam = new IAMClient(options)
    sts = new STSClient(options)
  })

  afterAll(() => rmSync(world.root, {recursive: true, force: true}))

  test('roles under /app/ with the boundary are developers’ own, from the first to the last call', async () => {
    const RoleName = 'web'
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: '/app/',
        AssumeRolePolicyDocument: TRUST,
        PermissionsBoundary: boundary,
      }),
    )
    await iam.send(new PutRolePolicyCommand({RoleName, PolicyName: 'all', PolicyDocument: ALL}))
    await iam.send(new AttachRolePolicyCommand({RoleName, PolicyArn: ADMINISTRATOR}))
    await iam.send(new DetachRolePolicyCommand({RoleName, PolicyArn: ADMINISTRATOR}))
    await iam.send(new ListRolesCommand({}))
    const unbind = new DeleteRolePermissionsBoundaryCommand({RoleName})
    await expect(iam.send(unbind)).rejects.toMatchObject(REFUSED)
    const rebind = new PutRolePermissionsBoundaryCommand({RoleName, PermissionsBoundary: ADMINISTRATOR})
    await expect(iam.send(rebind)).rejects.toMatchObject(REFUSED)
  })

  test('no role without the boundary, or in another place', async () => {
    const create = (Path: string, bound: object) =>
      iam.send(new CreateRoleCommand({RoleName: 'new', Path, AssumeRolePolicyDocument: TRUST, ...bound}))
    await expect(create('/app/', {})).rejects.toMatchObject(REFUSED)
    await expect(create('/app/', {PermissionsBoundary: ADMINISTRATOR})).rejects.toMatchObject(REFUSED)
    await expect(create('/', {PermissionsBoundary: boundary})).rejects.toMatchObject(REFUSED)
    await expect(create('/awsup/acme/', {PermissionsBoundary: boundary})).rejects.toMatchObject(REFUSED)
  })

  test.each(['acme-dev-developer', 'acme-dev-admin', 'acme-dev-authenticated', 'OrganizationAccountAccessRole'])(
    'nothing is changed in %s',
    async (RoleName) => {
      const put = new PutRolePolicyCommand({RoleName, PolicyName: 'all', PolicyDocument: ALL})
      await expect(iam.send(put)).rejects.toMatchObject(REFUSED)
      const attach = new AttachRolePolicyCommand({RoleName, PolicyArn: ADMINISTRATOR})
      await expect(iam.send(attach)).rejects.toMatchObject(REFUSED)
      const open = new UpdateAssumeRolePolicyCommand({RoleName, PolicyDocument: TRUST})
      await expect(iam.send(open)).rejects.toMatchObject(REFUSED)
      const unbind = new DeleteRolePermissionsBoundaryCommand({RoleName})
      await expect(iam.send(unbind)).rejects.toMatchObject(REFUSED)
    },
  )

  test('the boundary itself stays what it is', async () => {
    const version = new CreatePolicyVersionCommand({PolicyArn: boundary, PolicyDocument: ALL, SetAsDefault: true})
    await expect(iam.send(version)).rejects.toMatchObject(REFUSED)
    await expect(iam.send(new DeletePolicyCommand({PolicyArn: boundary}))).rejects.toMatchObject(REFUSED)
  })

  test('no users, no keys, no change to the organization', async () => {
    await expect(iam.send(new CreateUserCommand({UserName: 'new'}))).rejects.toMatchObject(REFUSED)
    await expect(iam.send(new CreateAccessKeyCommand({UserName: 'new'}))).rejects.toMatchObject(REFUSED)
    const organizations = new OrganizationsClient({...options, region: 'us-east-1'})
    const remove = new RemoveAccountFromOrganizationCommand({AccountId: dev.accountId})
    await expect(organizations.send(remove)).rejects.toMatchObject(REFUSED)
    const close = new CloseAccountCommand({AccountId: dev.accountId})
    await expect(organizations.send(close)).rejects.toMatchObject(REFUSED)
  })

  test.each(['OrganizationAccountAccessRole', 'awsup/acme/acme-dev-admin', 'acme-dev-authenticated'])(
    'no session of %s',
    async (name) => {
      const assume = new AssumeRoleCommand({RoleArn: role(name), RoleSessionName: 'me'})
      await expect(sts.send(assume)).rejects.toMatchObject(REFUSED)
    },
  )

  test('identity pools are handed developers’ own roles alone', async () => {
    const identity = new CognitoIdentityClient(options)
    const IdentityPoolId = await dev.idOf('dev.identity-pool')
    const set = (authenticated: string) =>
      identity.send(new SetIdentityPoolRolesCommand({IdentityPoolId, Roles: {authenticated}}))
    await expect(set(role('OrganizationAccountAccessRole'))).rejects.toMatchObject(REFUSED)
    await expect(set(role('awsup/acme/acme-dev-admin'))).rejects.toMatchObject(REFUSED)
    await expect(set(role('app/web'))).resolves.toBeDefined()
  })
})
