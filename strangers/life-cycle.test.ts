import {afterAll, beforeAll, expect, test} from 'vitest'
import {serveProject, type Served} from './served.js'
import {aws, enter, tryAws, type Keys} from './stranger.js'

let served: Served
let dev: Keys
beforeAll(async () => {
  served = await serveProject()
  dev = await enter(served, served.dev.accountId)
})
afterAll(() => served.stop())

const iam = (...args: readonly string[]) => aws(dev, 'iam', ...args)
const pools = (...args: readonly string[]) => aws(dev, 'cognito-idp', ...args)
const identities = (...args: readonly string[]) => aws(dev, 'cognito-identity', ...args)
const organizations = (...args: readonly string[]) => aws(served, 'organizations', ...args)

/** The document that lets an account's own principals in, or lets a role read. */
const document = (statement: object): string =>
  JSON.stringify({Version: '2012-10-17', Statement: [{Effect: 'Allow', ...statement}]})

const idIn = (answer: Record<string, unknown>, thing: string, field: string): string =>
  (answer[thing] as Record<string, string>)[field] ?? ''

test('a user lives from creation to deletion by the AWS CLI alone', async () => {
  const bob = ['--user-name', 'bob']
  await iam('create-user', ...bob, '--tags', 'Key=team,Value=blue')
  expect(await iam('get-user', ...bob)).toMatchObject({User: {UserName: 'bob', Tags: [{Key: 'team', Value: 'blue'}]}})
  await iam('add-user-to-group', ...bob, '--group-name', 'developers')
  const {AccessKey} = await iam('create-access-key', ...bob)
  await iam('update-user', ...bob, '--new-path', '/ops/')
  expect(await iam('get-user', ...bob)).toMatchObject({User: {Path: '/ops/'}})

  // Whoever has keys or groups is not deleted.
  expect((await tryAws(dev, 'iam', 'delete-user', ...bob)).stderr).toContain('(DeleteConflict)')
  await iam('delete-access-key', ...bob, '--access-key-id', (AccessKey as {AccessKeyId: string}).AccessKeyId)
  await iam('remove-user-from-group', ...bob, '--group-name', 'developers')
  await iam('delete-user', ...bob)
  expect((await tryAws(dev, 'iam', 'get-user', ...bob)).stderr).toContain('(NoSuchEntity)')
})

test('a role and the policy attached to it live from creation to deletion by the AWS CLI alone', async () => {
  const role = ['--role-name', 'reader']
  const trust = document({Action: 'sts:AssumeRole', Principal: {AWS: served.dev.accountId}})
  await iam('create-role', ...role, '--assume-role-policy-document', trust)
  const read = document({Action: 'iam:Get*', Resource: '*'})
  const made = await iam('create-policy', '--policy-name', 'read', '--policy-document', read)
  const policy = ['--policy-arn', idIn(made, 'Policy', 'Arn')]
  await iam('attach-role-policy', ...role, ...policy)
  await iam('wait', 'policy-exists', ...policy)
  await iam('update-role', ...role, '--description', 'Reads.', '--max-session-duration', '7200')
  expect(await iam('get-role', ...role)).toMatchObject({Role: {Description: 'Reads.', MaxSessionDuration: 7200}})
  expect(await iam('list-attached-role-policies', ...role)).toMatchObject({AttachedPolicies: [{PolicyName: 'read'}]})

  const more = document({Action: ['iam:Get*', 'iam:List*'], Resource: '*'})
  await iam('create-policy-version', ...policy, '--policy-document', more, '--set-as-default')
  expect(await iam('get-policy-version', ...policy, '--version-id', 'v2')).toMatchObject({
    PolicyVersion: {IsDefaultVersion: true, Document: {Statement: [{Action: ['iam:Get*', 'iam:List*']}]}},
  })
  await iam('delete-policy-version', ...policy, '--version-id', 'v1')

  expect((await tryAws(dev, 'iam', 'delete-policy', ...policy)).stderr).toContain('(DeleteConflict)')
  await iam('detach-role-policy', ...role, ...policy)
  await iam('delete-policy', ...policy)
  await iam('delete-role', ...role)
  expect((await tryAws(dev, 'iam', 'get-role', ...role)).stderr).toContain('(NoSuchEntity)')
})

test('a user pool with client, group and user lives from creation to deletion by the AWS CLI alone', async () => {
  const pool = ['--user-pool-id', idIn(await pools('create-user-pool', '--pool-name', 'other'), 'UserPool', 'Id')]
  const made = await pools('create-user-pool-client', ...pool, '--client-name', 'phone', '--generate-secret')
  const client = [...pool, '--client-id', idIn(made, 'UserPoolClient', 'ClientId')]
  const group = [...pool, '--group-name', 'staff']
  const user = [...pool, '--username', 'carol']
  await pools('create-group', ...group, '--precedence', '1')
  await pools('admin-create-user', ...user, '--message-action', 'SUPPRESS')
  await pools('admin-add-user-to-group', ...user, '--group-name', 'staff')
  expect(await pools('list-users-in-group', ...group)).toMatchObject({Users: [{Username: 'carol'}]})

  await pools('update-user-pool', ...pool, '--deletion-protection', 'ACTIVE')
  await pools('update-user-pool-client', ...client, '--client-name', 'tablet')
  await pools('update-group', ...group, '--description', 'Who works here')
  expect(await pools('describe-user-pool', ...pool)).toMatchObject({UserPool: {DeletionProtection: 'ACTIVE'}})
  expect(await pools('describe-user-pool-client', ...client)).toMatchObject({UserPoolClient: {ClientName: 'tablet'}})
  expect(await pools('get-group', ...group)).toMatchObject({Group: {Description: 'Who works here', Precedence: 1}})

  await pools('admin-delete-user', ...user)
  await pools('delete-group', ...group)
  await pools('delete-user-pool-client', ...client)
  expect((await tryAws(dev, 'cognito-idp', 'delete-user-pool', ...pool)).code).not.toBe(0)
  await pools('update-user-pool', ...pool, '--deletion-protection', 'INACTIVE')
  await pools('delete-user-pool', ...pool)
  const gone = await tryAws(dev, 'cognito-idp', 'describe-user-pool', ...pool)
  expect(gone.stderr).toContain('(ResourceNotFoundException)')
})

test('an identity pool lives from creation to deletion by the AWS CLI alone', async () => {
  const made = await identities(
    'create-identity-pool',
    '--identity-pool-name',
    'a',
    '--no-allow-unauthenticated-identities',
  )
  const pool = ['--identity-pool-id', String(made['IdentityPoolId'])]
  await identities('update-identity-pool', ...pool, '--identity-pool-name', 'b', '--allow-unauthenticated-identities')
  const role = `arn:aws:iam::${served.dev.accountId}:role/acme-dev-authenticated`
  await identities('set-identity-pool-roles', ...pool, '--roles', `authenticated=${role}`)
  expect(await identities('describe-identity-pool', ...pool)).toMatchObject({
    IdentityPoolName: 'b',
    AllowUnauthenticatedIdentities: true,
  })
  expect(await identities('get-identity-pool-roles', ...pool)).toMatchObject({Roles: {authenticated: role}})
  await identities('delete-identity-pool', ...pool)
  const gone = await tryAws(dev, 'cognito-identity', 'describe-identity-pool', ...pool)
  expect(gone.stderr).toContain('(ResourceNotFoundException)')
})

test('an organizational unit lives from creation to deletion by the AWS CLI alone', async () => {
  const {Roots} = await organizations('list-roots')
  const root = (Roots as {Id: string}[])[0]?.Id ?? ''
  const made = await organizations('create-organizational-unit', '--parent-id', root, '--name', 'labs')
  const unit = ['--organizational-unit-id', idIn(made, 'OrganizationalUnit', 'Id')]
  await organizations('update-organizational-unit', ...unit, '--name', 'research')
  expect(await organizations('describe-organizational-unit', ...unit)).toMatchObject({
    OrganizationalUnit: {Name: 'research'},
  })
  await organizations('delete-organizational-unit', ...unit)
  const gone = await tryAws(served, 'organizations', 'describe-organizational-unit', ...unit)
  expect(gone.stderr).toContain('(OrganizationalUnitNotFoundException)')
})
