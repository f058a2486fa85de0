import {
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeleteUserPermissionsBoundaryCommand,
  GetUserCommand,
  ListUsersCommand,
  PutGroupPolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  TagUserCommand,
} from '@aws-sdk/client-iam'
import {CreateOrganizationCommand, DescribeOrganizationCommand} from '@aws-sdk/client-organizations'
import {expect, test} from 'vitest'
import {MANAGED_POLICIES} from '../../../src/sandbox/auth/managed-policies.js'
import {type Clients, openWorld, policyText, present, type World} from '../services/organizations/world.js'

async function makeAlice({admin, clientsWith}: World): Promise<Clients> {
  await admin.iam.send(new CreateUserCommand({UserName: 'alice'}))
  const {AccessKey} = await admin.iam.send(new CreateAccessKeyCommand({UserName: 'alice'}))
  return clientsWith({
    accessKeyId: present(AccessKey?.AccessKeyId),
    secretAccessKey: present(AccessKey?.SecretAccessKey),
  })
}

const allow = ({admin}: World, document: string) =>
  admin.iam.send(new PutUserPolicyCommand({UserName: 'alice', PolicyName: 'own', PolicyDocument: document}))

test('a query service refuses with AccessDenied, 403, a JSON service with AccessDeniedException, 400', async () => {
  const world = await openWorld()
  const alice = await makeAlice(world)
  const arn = `arn:aws:iam::${world.accountId}:user/alice`
  await expect(alice.iam.send(new ListUsersCommand({}))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringMatching(
      new RegExp(
        `^User: ${arn} is not authorized to perform: iam:ListUsers on resource: .* because no identity-based policy allows the iam:ListUsers action$`,
      ),
    ) as string,
    $metadata: {httpStatusCode: 403},
  })
  await expect(alice.organizations.send(new DescribeOrganizationCommand({}))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    $metadata: {httpStatusCode: 400},
  })
  await allow(world, policyText('Deny', '*'))
  await expect(alice.iam.send(new ListUsersCommand({}))).rejects.toMatchObject({
    message: expect.stringContaining('with an explicit deny in an identity-based policy') as string,
  })
})

test('a user has the policies of its groups', async () => {
  const world = await openWorld()
  const {iam} = world.admin
  const alice = await makeAlice(world)
  await iam.send(new CreateGroupCommand({GroupName: 'readers'}))
  const PolicyDocument = policyText('Allow', 'iam:List*')
  await iam.send(new PutGroupPolicyCommand({GroupName: 'readers', PolicyName: 'read', PolicyDocument}))
  await expect(alice.iam.send(new ListUsersCommand({}))).rejects.toThrow()
  await iam.send(new AddUserToGroupCommand({GroupName: 'readers', UserName: 'alice'}))
  await alice.iam.send(new ListUsersCommand({}))
})

test('a permissions boundary bounds until it is taken away', async () => {
  const world = await openWorld()
  const {iam} = world.admin
  const alice = await makeAlice(world)
  await allow(world, policyText('Allow', '*'))
  const {Policy} = await iam.send(
    new CreatePolicyCommand({PolicyName: 'bounds', PolicyDocument: policyText('Allow', 'sts:*')}),
  )
  await iam.send(new PutUserPermissionsBoundaryCommand({UserName: 'alice', PermissionsBoundary: Policy?.Arn}))
  await expect(alice.iam.send(new ListUsersCommand({}))).rejects.toMatchObject({
    message: expect.stringContaining('because no permissions boundary allows') as string,
  })
  await iam.send(new DeleteUserPermissionsBoundaryCommand({UserName: 'alice'}))
  await alice.iam.send(new ListUsersCommand({}))
})

test('policies see who asks, by which tags, from which region and organization, and when', async () => {
  const world = await openWorld()
  const alice = await makeAlice(world)
  await world.admin.iam.send(new TagUserCommand({UserName: 'alice', Tags: [{Key: 'team', Value: 'blue'}]}))
  const {Organization} = await world.admin.organizations.send(new CreateOrganizationCommand({}))
  const Condition = {
    StringEquals: {
      'aws:username': 'alice',
      'aws:PrincipalArn': `arn:aws:iam::${world.accountId}:user/alice`,
      'aws:PrincipalAccount': world.accountId,
      'aws:PrincipalType': 'User',
      'aws:PrincipalTag/team': 'blue',
      'aws:PrincipalOrgID': Organization?.Id,
      'aws:RequestedRegion': 'us-east-1',
    },
    DateGreaterThan: {'aws:CurrentTime': '2020-01-01T00:00:00Z'},
    Bool: {'aws:SecureTransport': 'true'},
    Null: {'aws:MultiFactorAuthPresent': 'true', 'aws:userid': 'false'},
  }
  const get = () => alice.iam.send(new GetUserCommand({UserName: 'alice'}))
  await allow(world, policyText('Allow', 'iam:GetUser', {Condition}))
  await get()
  for (const [key, value] of Object.entries(Condition.StringEquals)) {
    const other = {...Condition, StringEquals: {...Condition.StringEquals, [key]: `${value ?? ''}x`}}
    await allow(world, policyText('Allow', 'iam:GetUser', {Condition: other}))
    await expect(get()).rejects.toMatchObject({name: 'AccessDenied'})
  }
})

test('every AWS managed policy is one that the evaluator can read', () => {
  const unread = MANAGED_POLICIES.list().filter((policy) => {
    try {
      return MANAGED_POLICIES.documentOf(policy).statements.length === 0
    } catch {
      return true
    }
  })
  expect(unread.map(({arn}) => arn)).toEqual([])
  expect(MANAGED_POLICIES.list().length).toBeGreaterThan(1500)
})
