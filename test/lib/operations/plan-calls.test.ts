import {GetIdentityPoolRolesCommand, SetIdentityPoolRolesCommand} from '@aws-sdk/client-cognito-identity'
import {
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {CreateRoleCommand} from '@aws-sdk/client-iam'
import {beforeAll, describe, expect, test} from 'vitest'
import type {Clients} from '../../../src/lib/aws/clients/clients.js'
import type {Event} from '../../../src/lib/base/events.js'
import {applyChanges, changesOf, openSession, planChanges} from '../../../src/lib/index.js'
import {makeProject} from '../../../src/lib/project/load/from-text.js'
import type {Sandbox} from '../../../src/sandbox/sandbox.js'
import {sandboxOf, write} from '../../_helpers/cli.js'
import {memoryFolder} from '../../_helpers/worlds/virtual.js'
import {manifest} from '../manifest/samples.js'

const REGION = 'eu-west-1'
const TEXT = manifest({environments: `{ dev: { region: ${REGION} } }`})

let root: string
let sandbox: Sandbox
let aws: Clients
let ids: {userPoolId: string; identityPoolId: string}

/** What a plan of `text` comes to, as `plan` shows it or as `apply` makes it: a session of its own each time. */
async function look(how: 'shown' | 'applied', text = TEXT) {
  const events: Event[] = []
  const project = makeProject(text, {root, target: 'sandbox'})
  const options = {report: (event: Event) => void events.push(event), signal: new AbortController().signal}
  const session = await openSession(project, options)
  sandbox.resetCalls()
  const plan = await planChanges(session, {preview: how === 'shown'})
  const asked = sandbox.calls().map(({service, operation}) => `${service}:${operation}`)
  session.door.close()
  const warned = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []))
  return {plan, asked, warned: warned.join('\n')}
}

beforeAll(async () => {
  root = memoryFolder()
  sandbox = await sandboxOf(root)
  sandbox.configure({accountCreationMs: 0, roleDelayMs: 0, newRoleDelayMs: 0})
  write(root, 'awsup.yaml', TEXT)
  const project = makeProject(TEXT, {root, target: 'sandbox'})
  const session = await openSession(project, {report: () => undefined, signal: new AbortController().signal})
  await applyChanges(session, await planChanges(session, {}))
  const idOf = async (address: string): Promise<string> => (await session.engine.records.load(address))?.id ?? ''
  aws = await session.door.member(await idOf('dev.account'), REGION)
  ids = {userPoolId: await idOf('dev.user-pool'), identityPoolId: await idOf('dev.identity-pool')}
  // A new account is asked more: whether its services answer yet.
  sandbox.world((tx) => {
    for (const [key, account] of tx.entries('organizations/accounts/')) {
      const {createdAt, joinedAt} = account as {createdAt: number; joinedAt: number}
      const month = 30 * 86_400_000
      tx.put(key, {...(account as object), createdAt: createdAt - month, joinedAt: joinedAt - month})
    }
  })
})

test('an empty plan that is only shown reads each resource of an environment, and asks nothing more in it', async () => {
  const {plan, asked} = await look('shown')
  expect(changesOf(plan)).toEqual([])
  expect(asked.filter((call) => !call.startsWith('organizations:')).sort()).toEqual([
    'cognito-identity:DescribeIdentityPool',
    'cognito-identity:GetIdentityPoolRoles',
    'cognito-idp:DescribeUserPool',
    'cognito-idp:DescribeUserPoolClient',
    'cognito-idp:GetUserPoolMfaConfig',
    'iam:GetRole',
    'iam:ListAttachedRolePolicies',
    'iam:ListRolePolicies',
    'sts:AssumeRole',
  ])
  const {asked: more} = await look('applied')
  expect(more).toEqual(
    expect.arrayContaining([
      'cognito-idp:ListUserPools',
      'cognito-idp:ListUserPoolClients',
      'cognito-identity:ListIdentityPools',
      'cognito-idp:ListGroups',
      'cognito-idp:ListIdentityProviders',
    ]),
  )
})

describe('and it still finds what it is there to find:', () => {
  test('another client of the same name, once anything in the environment would change', async () => {
    const {userPoolId: UserPoolId} = ids
    const made = await aws.cognito.send(new CreateUserPoolClientCommand({UserPoolId, ClientName: 'web'}))
    const double = made.UserPoolClient?.ClientId ?? ''
    expect((await look('shown')).warned).not.toContain(double)
    expect((await look('applied')).warned).toContain(double)
    await aws.cognito.send(new UpdateUserPoolCommand({UserPoolId, DeletionProtection: 'INACTIVE'}))
    expect((await look('shown')).warned).toContain(double)
  })

  test('the role of a group that somebody made, as soon as the identity pool gives it to anybody', async () => {
    const {userPoolId: UserPoolId, identityPoolId: IdentityPoolId} = ids
    const trust = {Effect: 'Allow', Principal: {Service: 'lambda.amazonaws.com'}, Action: 'sts:AssumeRole'}
    const AssumeRolePolicyDocument = JSON.stringify({Version: '2012-10-17', Statement: [trust]})
    const {Role} = await aws.iam.send(new CreateRoleCommand({RoleName: 'super', AssumeRolePolicyDocument}))
    await aws.cognito.send(new CreateGroupCommand({UserPoolId, GroupName: 'supers', RoleArn: Role?.Arn}))
    expect((await look('shown')).warned).not.toContain('supers')
    expect((await look('applied')).warned).toContain('group supers')

    const {Roles} = await aws.identity.send(new GetIdentityPoolRolesCommand({IdentityPoolId}))
    const provider = `cognito-idp.${REGION}.amazonaws.com/${UserPoolId}:0123456789abcdefghijklmnop`
    const RoleMappings = {[provider]: {Type: 'Token', AmbiguousRoleResolution: 'AuthenticatedRole'}} as const
    await aws.identity.send(new SetIdentityPoolRolesCommand({IdentityPoolId, Roles, RoleMappings}))
    expect((await look('shown')).warned).toContain('group supers')
  })

  test('a pool that was made again by hand, and two of them', async () => {
    const {cognito} = aws
    const {UserPool} = await cognito.send(new DescribeUserPoolCommand({UserPoolId: ids.userPoolId}))
    const again = {PoolName: 'again', UserPoolTags: UserPool?.UserPoolTags}
    const first = await cognito.send(new CreateUserPoolCommand(again))
    await cognito.send(new DeleteUserPoolCommand({UserPoolId: ids.userPoolId}))
    // Its own record is of what is gone.
    const found = await look('shown').catch((error: unknown) => error)
    expect(JSON.stringify(found)).toContain(first.UserPool?.Id)
    const second = await cognito.send(new CreateUserPoolCommand(again))
    const error = await look('shown').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'AMBIGUOUS',
      message: expect.stringContaining(second.UserPool?.Id ?? '') as string,
    })
  })
})
