import {describe, expect, test} from 'vitest'
import {refusalOf} from '../by-name.js'
import {
  assign,
  assignmentOf,
  makeAccount,
  makeSet,
  openWorld,
  provision,
  reservedRoles,
  unassign,
  type World,
} from './world.js'

const S3 = {Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*'}
const policy = (...Statement: readonly object[]): string => JSON.stringify({Version: '2012-10-17', Statement})

const inlineOf = async ({send, inside}: World, RoleName: string): Promise<unknown> => {
  const {PolicyNames} = await send('iam:ListRolePolicies', {RoleName}, inside)
  return PolicyNames
}

describe('the role of a permission set', () => {
  test('comes with the first assignment, goes with the last, and comes back under another name', async () => {
    const world = await openWorld()
    const PermissionSetArn = await makeSet(world, {SessionDuration: 'PT4H'})
    expect(await reservedRoles(world)).toEqual([])

    expect(await assign(world, {PermissionSetArn})).toMatchObject({Status: 'SUCCEEDED', TargetId: world.dev})
    const [role] = await reservedRoles(world)
    expect(role?.RoleName).toMatch(/^AWSReservedSSO_developer_[0-9a-f]{16}$/)
    expect(role).toMatchObject({
      Path: '/aws-reserved/sso.amazonaws.com/eu-west-1/',
      Arn: `arn:aws:iam::${world.dev}:role/aws-reserved/sso.amazonaws.com/eu-west-1/${role?.RoleName ?? ''}`,
      MaxSessionDuration: 14_400,
    })

    await unassign(world, {PermissionSetArn})
    expect(await reservedRoles(world)).toEqual([])
    await assign(world, {PermissionSetArn})
    const [again] = await reservedRoles(world)
    expect(again?.RoleName).toMatch(/^AWSReservedSSO_developer_[0-9a-f]{16}$/)
    expect(again?.RoleName).not.toBe(role?.RoleName)
  })

  test('stays while another assignment is left', async () => {
    const world = await openWorld()
    const {send, ask, IdentityStoreId} = world
    const GroupId = await ask('identitystore:CreateGroup', {IdentityStoreId, DisplayName: 'staff'}, 'GroupId')
    const PermissionSetArn = await makeSet(world)
    await assign(world, {PermissionSetArn})
    await assign(world, {PermissionSetArn, PrincipalType: 'GROUP', PrincipalId: GroupId})
    const before = await reservedRoles(world)
    await unassign(world, {PermissionSetArn})
    expect(await reservedRoles(world)).toEqual(before)
    await expect(
      send('sso-admin:DeletePermissionSet', {InstanceArn: world.InstanceArn, PermissionSetArn}),
    ).rejects.toMatchObject({name: 'ConflictException'})
  })

  test('has no region in its path where Identity Center is in us-east-1', async () => {
    const world = await openWorld({identityCenter: 'us-east-1'})
    await assign(world, {PermissionSetArn: await makeSet(world)})
    expect(await reservedRoles(world)).toMatchObject([{Path: '/aws-reserved/sso.amazonaws.com/'}])
  })

  test('is as it was provisioned, until it is provisioned again', async () => {
    const world = await openWorld()
    const {send, InstanceArn, dev} = world
    const PermissionSetArn = await makeSet(world)
    await assign(world, {PermissionSetArn})
    const [role] = await reservedRoles(world)
    const stale = {
      InstanceArn,
      PermissionSetArn,
      ProvisioningStatus: 'LATEST_PERMISSION_SET_NOT_PROVISIONED',
    }
    expect(await send('sso-admin:ListAccountsForProvisionedPermissionSet', stale)).toMatchObject({AccountIds: []})

    await send('sso-admin:PutInlinePolicyToPermissionSet', {InstanceArn, PermissionSetArn, InlinePolicy: policy(S3)})
    expect(await inlineOf(world, role?.RoleName ?? '')).toEqual([])
    expect(await send('sso-admin:ListAccountsForProvisionedPermissionSet', stale)).toMatchObject({AccountIds: [dev]})

    expect(await provision(world, PermissionSetArn)).toMatchObject({Status: 'SUCCEEDED'})
    expect(await inlineOf(world, role?.RoleName ?? '')).toEqual(['AwsSSOInlinePolicy'])
    expect(await send('sso-admin:ListAccountsForProvisionedPermissionSet', stale)).toMatchObject({AccountIds: []})
  })

  test('is not for IAM to change, whatever is tried on it', async () => {
    const world = await openWorld()
    const PermissionSetArn = await makeSet(world, {Description: 'people'})
    await assign(world, {PermissionSetArn})
    const [before] = await reservedRoles(world)
    const {RoleName = ''} = before ?? {}
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'
    const tried: readonly (readonly [string, object])[] = [
      ['DeleteRole', {}],
      ['UpdateRole', {MaxSessionDuration: 43_200}],
      ['UpdateRole', {Description: 'mine'}],
      ['UpdateRoleDescription', {Description: 'mine'}],
      ['UpdateAssumeRolePolicy', {PolicyDocument: policy()}],
      ['AttachRolePolicy', {PolicyArn}],
      ['DetachRolePolicy', {PolicyArn}],
      ['PutRolePolicy', {PolicyName: 'more', PolicyDocument: policy(S3)}],
      ['DeleteRolePolicy', {PolicyName: 'AwsSSOInlinePolicy'}],
      ['PutRolePermissionsBoundary', {PermissionsBoundary: PolicyArn}],
      ['DeleteRolePermissionsBoundary', {}],
    ]
    for (const [operation, input] of tried) {
      const refusal = await refusalOf(world.send(`iam:${operation}`, {RoleName, ...input}, world.inside))
      expect([operation, refusal]).toEqual([operation, ['UnmodifiableEntityException', 400]])
    }
    expect(await reservedRoles(world)).toEqual([before])
  })
})

describe('an assignment', () => {
  test('takes its time: until then neither it nor the role is there', async () => {
    const world = await openWorld({provisioningMs: 5000})
    const {send, InstanceArn, dev, clock} = world
    const PermissionSetArn = await makeSet(world)
    expect(await assign(world, {PermissionSetArn})).toMatchObject({Status: 'IN_PROGRESS'})
    const list = () => send('sso-admin:ListAccountAssignments', {InstanceArn, PermissionSetArn, AccountId: dev})
    expect(await list()).toMatchObject({AccountAssignments: []})
    expect(await reservedRoles(world)).toEqual([])
    clock.now += 5000
    // IAM sees it without anybody having asked Identity Center.
    expect(await reservedRoles(world)).toHaveLength(1)
    expect(await list()).toMatchObject({AccountAssignments: [{AccountId: dev, PrincipalId: world.alice}]})
  })

  test('fails with a reason where a policy that the set refers to is missing in the account', async () => {
    const world = await openWorld()
    const {send, InstanceArn, dev, inside} = world
    const PermissionSetArn = await makeSet(world)
    const CustomerManagedPolicyReference = {Name: 'edge', Path: '/awsup/acme/'}
    const reference = {InstanceArn, PermissionSetArn, CustomerManagedPolicyReference}
    await send('sso-admin:AttachCustomerManagedPolicyReferenceToPermissionSet', reference)
    const failed = await assign(world, {PermissionSetArn})
    expect(failed['Status']).toBe('FAILED')
    expect(failed['FailureReason']).toContain(`arn:aws:iam::${dev}:policy/awsup/acme/edge`)
    expect(await reservedRoles(world)).toEqual([])

    const made = {PolicyName: 'edge', Path: '/awsup/acme/', PolicyDocument: policy(S3)}
    await send('iam:CreatePolicy', made, inside)
    expect(await assign(world, {PermissionSetArn})).toMatchObject({Status: 'SUCCEEDED'})
    const [role] = await reservedRoles(world)
    expect(await send('iam:ListAttachedRolePolicies', {RoleName: role?.RoleName ?? ''}, inside)).toMatchObject({
      AttachedPolicies: [{PolicyArn: `arn:aws:iam::${dev}:policy/awsup/acme/edge`}],
    })
  })

  test('that exists already is not refused, and is one', async () => {
    const world = await openWorld()
    const {send, InstanceArn, dev} = world
    const PermissionSetArn = await makeSet(world)
    await assign(world, {PermissionSetArn})
    expect(await assign(world, {PermissionSetArn})).toMatchObject({Status: 'SUCCEEDED'})
    const {AccountAssignments} = await send('sso-admin:ListAccountAssignments', {
      InstanceArn,
      PermissionSetArn,
      AccountId: dev,
    })
    expect(AccountAssignments).toHaveLength(1)
  })

  test('of nobody, in no account of the organization, or of no permission set is refused', async () => {
    const world = await openWorld()
    const PermissionSetArn = await makeSet(world)
    const wrong = [
      {PermissionSetArn, PrincipalId: '11111111-2222-3333-4444-555555555555'},
      {PermissionSetArn, PrincipalType: 'GROUP'},
      {PermissionSetArn, TargetId: '111122223333'},
      {PermissionSetArn: `${PermissionSetArn.slice(0, -16)}${'0'.repeat(16)}`},
    ]
    for (const given of wrong) expect(await refusalOf(assign(world, given))).toEqual(['ResourceNotFoundException', 400])
    expect(await refusalOf(unassign(world, {PermissionSetArn}))).toEqual(['ResourceNotFoundException', 400])
  })

  test('of a person shows also what came through a group', async () => {
    const world = await openWorld()
    const {send, ask, IdentityStoreId, InstanceArn, alice, dev} = world
    const GroupId = await ask('identitystore:CreateGroup', {IdentityStoreId, DisplayName: 'staff'}, 'GroupId')
    await send('identitystore:CreateGroupMembership', {IdentityStoreId, GroupId, MemberId: {UserId: alice}})
    const PermissionSetArn = await makeSet(world)
    await assign(world, {PermissionSetArn, PrincipalType: 'GROUP', PrincipalId: GroupId})
    const asked = {InstanceArn, PrincipalType: 'USER', PrincipalId: alice}
    expect(await send('sso-admin:ListAccountAssignmentsForPrincipal', asked)).toMatchObject({
      AccountAssignments: [{AccountId: dev, PrincipalType: 'GROUP', PrincipalId: GroupId}],
    })
    const elsewhere = {...asked, Filter: {AccountId: world.management}}
    expect(await send('sso-admin:ListAccountAssignmentsForPrincipal', elsewhere)).toMatchObject({
      AccountAssignments: [],
    })
  })

  test('in the management account takes the rights of the caller in IAM', async () => {
    const world = await openWorld()
    const {send, management} = world
    const PermissionSetArn = await makeSet(world)
    await send('iam:CreateUser', {UserName: 'operator'})
    await send('iam:PutUserPolicy', {
      UserName: 'operator',
      PolicyName: 'sso',
      PolicyDocument: policy({Effect: 'Allow', Action: ['sso:*', 'iam:GetSAMLProvider'], Resource: '*'}),
    })
    const {AccessKey} = await send('iam:CreateAccessKey', {UserName: 'operator'})
    const keys = AccessKey as Parameters<World['send']>[2]
    const input = assignmentOf(world, {PermissionSetArn, TargetId: management})
    const begun = await send('sso-admin:CreateAccountAssignment', input, keys)
    const {RequestId} = begun['AccountAssignmentCreationStatus'] as {RequestId: string}
    const {AccountAssignmentCreationStatus: ended} = await send('sso-admin:DescribeAccountAssignmentCreationStatus', {
      InstanceArn: world.InstanceArn,
      AccountAssignmentCreationRequestId: RequestId,
    })
    const {Status, FailureReason} = ended as {Status: string; FailureReason: string}
    expect(Status).toBe('FAILED')
    expect(FailureReason).toContain('is not authorized to perform: iam:CreateRole')
    // In a member account Identity Center acts by itself, and the administrator may do both.
    const here = await send('sso-admin:CreateAccountAssignment', assignmentOf(world, {PermissionSetArn}), keys)
    expect(here['AccountAssignmentCreationStatus']).toMatchObject({Status: 'IN_PROGRESS'})
    expect(await reservedRoles(world)).toHaveLength(1)
    expect(await assign(world, {PermissionSetArn, TargetId: management})).toMatchObject({Status: 'SUCCEEDED'})
  })
})

test('lists of accounts, permission sets and requests cross a page', async () => {
  const world = await openWorld({pageSize: 1})
  const {send, ask, InstanceArn, dev} = world
  const prod = await makeAccount(ask, 'prod')
  const PermissionSetArn = await makeSet(world)
  const other = await makeSet(world, {Name: 'viewer'})
  await assign(world, {PermissionSetArn})
  await assign(world, {PermissionSetArn: other})
  await assign(world, {PermissionSetArn, TargetId: prod})
  const all = async (operation: string, input: object, member: string): Promise<unknown[]> => {
    const found: unknown[] = []
    let NextToken: unknown
    do {
      const answer = await send(`sso-admin:${operation}`, {InstanceArn, ...input, NextToken})
      expect(answer[member]).toHaveLength(1)
      found.push(...(answer[member] as unknown[]))
      NextToken = answer['NextToken']
    } while (NextToken !== undefined)
    return found
  }
  const accounts = await all('ListAccountsForProvisionedPermissionSet', {PermissionSetArn}, 'AccountIds')
  expect(new Set(accounts)).toEqual(new Set([dev, prod]))
  const sets = await all('ListPermissionSetsProvisionedToAccount', {AccountId: dev}, 'PermissionSets')
  expect(new Set(sets)).toEqual(new Set([PermissionSetArn, other]))
  expect(await all('ListPermissionSets', {}, 'PermissionSets')).toHaveLength(2)
  expect(await all('ListAccountAssignmentCreationStatus', {}, 'AccountAssignmentsCreationStatus')).toHaveLength(3)
  const failed = {Filter: {Status: 'FAILED'}}
  expect(await send('sso-admin:ListAccountAssignmentCreationStatus', {InstanceArn, ...failed})).toMatchObject({
    AccountAssignmentsCreationStatus: [],
  })
})
