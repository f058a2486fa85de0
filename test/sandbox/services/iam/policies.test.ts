import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DetachRolePolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListEntitiesForPolicyCommand,
  ListPolicyTagsCommand,
  paginateListPolicies,
  paginateListPolicyVersions,
  SetDefaultPolicyVersionCommand,
  SimulateCustomPolicyCommand,
  TagPolicyCommand,
  type ListPoliciesCommandInput,
} from '@aws-sdk/client-iam'
import {describe, expect, test} from 'vitest'
import {MANAGED_POLICIES} from '../../../../src/sandbox/auth/managed-policies.js'
import {checkIdentityPolicy} from '../../../../src/sandbox/services/iam/policy/check.js'
import {allow, openOtherAccount, openWorld, trustEc2} from './world.js'

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
const document = (statement: object): string => JSON.stringify({Version: '2012-10-17', Statement: statement})

describe('a managed policy', () => {
  test('has up to five versions, of which one counts and can not be deleted', async () => {
    const {client, accountId} = await openWorld()
    const {Policy: policy} = await client.send(
      new CreatePolicyCommand({PolicyName: 'edge', Path: '/p/', PolicyDocument: allow('s3:*'), Description: 'd'}),
    )
    const PolicyArn = `arn:aws:iam::${accountId}:policy/p/edge`
    expect(policy).toMatchObject({Arn: PolicyArn, DefaultVersionId: 'v1', AttachmentCount: 0})
    expect(policy?.PolicyId).toMatch(/^ANPA[A-Z2-7]{17}$/)
    const more = (SetAsDefault: boolean) =>
      client.send(new CreatePolicyVersionCommand({PolicyArn, PolicyDocument: allow('s3:Get*'), SetAsDefault}))
    await more(true)
    await more(false)
    await more(false)
    await more(false)
    await expect(more(false)).rejects.toMatchObject({name: 'LimitExceededException'})

    const listed = []
    for await (const {Versions = []} of paginateListPolicyVersions({client}, {PolicyArn})) listed.push(...Versions)
    expect(listed.map(({VersionId}) => VersionId)).toEqual(['v5', 'v4', 'v3', 'v2', 'v1'])
    expect(listed.filter(({IsDefaultVersion}) => IsDefaultVersion).map(({VersionId}) => VersionId)).toEqual(['v2'])
    await expect(client.send(new DeletePolicyVersionCommand({PolicyArn, VersionId: 'v2'}))).rejects.toThrow(
      'Cannot delete the default version of a policy.',
    )
    await client.send(new SetDefaultPolicyVersionCommand({PolicyArn, VersionId: 'v1'}))
    await client.send(new DeletePolicyVersionCommand({PolicyArn, VersionId: 'v5'}))
    await expect(client.send(new GetPolicyVersionCommand({PolicyArn, VersionId: 'v5'}))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    })
    const {PolicyVersion: next} = await more(false)
    expect(next?.VersionId).toBe('v6')
    const {PolicyVersion: first} = await client.send(new GetPolicyVersionCommand({PolicyArn, VersionId: 'v1'}))
    expect(decodeURIComponent(first?.Document ?? '')).toBe(allow('s3:*'))
  })

  test('is deleted only when detached everywhere and down to one version', async () => {
    const {client, accountId} = await openWorld()
    const PolicyArn = `arn:aws:iam::${accountId}:policy/edge`
    await client.send(new CreatePolicyCommand({PolicyName: 'edge', PolicyDocument: allow('s3:*')}))
    await client.send(new CreateRoleCommand({RoleName: 'r', AssumeRolePolicyDocument: trustEc2}))
    await client.send(new AttachRolePolicyCommand({RoleName: 'r', PolicyArn}))
    await client.send(new CreatePolicyVersionCommand({PolicyArn, PolicyDocument: allow('s3:*')}))
    const remove = () => client.send(new DeletePolicyCommand({PolicyArn}))

    await expect(remove()).rejects.toThrow('Cannot delete a policy attached to entities.')
    const {PolicyRoles: roles} = await client.send(new ListEntitiesForPolicyCommand({PolicyArn}))
    expect(roles?.map(({RoleName}) => RoleName)).toEqual(['r'])
    await client.send(new DetachRolePolicyCommand({RoleName: 'r', PolicyArn}))
    await expect(remove()).rejects.toThrow('This policy has more than one version.')
    await client.send(new DeletePolicyVersionCommand({PolicyArn, VersionId: 'v2'}))
    await remove()
    await expect(client.send(new GetPolicyCommand({PolicyArn}))).rejects.toMatchObject({name: 'NoSuchEntityException'})
    await expect(client.send(new AttachRolePolicyCommand({RoleName: 'r', PolicyArn}))).rejects.toThrow(
      `Policy ${PolicyArn} does not exist or is not attachable.`,
    )
  })

  test('can not be used from another account', async () => {
    const world = await openWorld()
    const other = openOtherAccount(world)
    const PolicyArn = `arn:aws:iam::${world.accountId}:policy/edge`
    await world.client.send(new CreatePolicyCommand({PolicyName: 'edge', PolicyDocument: allow('s3:*')}))
    await other.send(new CreateRoleCommand({RoleName: 'r', AssumeRolePolicyDocument: trustEc2}))

    for (const refused of [
      other.send(new GetPolicyCommand({PolicyArn})),
      other.send(new AttachRolePolicyCommand({RoleName: 'r', PolicyArn})),
      other.send(new DeletePolicyCommand({PolicyArn})),
    ])
      await expect(refused).rejects.toMatchObject({name: 'NoSuchEntityException'})
  })

  test('is listed by scope, by path, and by whether it is in use', async () => {
    const {client} = await openWorld()
    for (const name of ['a', 'b', 'c'])
      await client.send(
        new CreatePolicyCommand({
          PolicyName: name,
          Path: name === 'c' ? '/job-function/' : '/',
          PolicyDocument: allow('s3:*'),
        }),
      )
    const names = async (input: ListPoliciesCommandInput) => {
      const found = []
      for await (const {Policies = []} of paginateListPolicies({client}, input))
        found.push(...Policies.map((policy) => policy.PolicyName))
      return found
    }
    expect(await names({Scope: 'Local'})).toEqual(['a', 'b', 'c'])
    expect(await names({Scope: 'Local', PathPrefix: '/job-function/'})).toEqual(['c'])
    expect(await names({OnlyAttached: true})).toEqual(['AdministratorAccess'])
    const ofAws = await names({Scope: 'AWS', PathPrefix: '/job-function/'})
    expect(ofAws).toContain('ViewOnlyAccess')
    expect(ofAws).not.toContain('c')
    expect(await names({PathPrefix: '/job-function/'})).toEqual(expect.arrayContaining(['c', ...ofAws]))
  })

  test('of AWS can be read and attached, but not changed', async () => {
    const {client} = await openWorld()
    const {Policy: policy} = await client.send(new GetPolicyCommand({PolicyArn: READ_ONLY}))
    expect(policy).toMatchObject({PolicyName: 'ReadOnlyAccess', Arn: READ_ONLY, Path: '/'})
    const {PolicyVersion: version} = await client.send(
      new GetPolicyVersionCommand({PolicyArn: READ_ONLY, VersionId: policy?.DefaultVersionId}),
    )
    expect(JSON.parse(decodeURIComponent(version?.Document ?? ''))).toHaveProperty('Statement')
    await expect(
      client.send(new CreatePolicyVersionCommand({PolicyArn: READ_ONLY, PolicyDocument: allow('*')})),
    ).rejects.toMatchObject({name: 'InvalidInputException'})
    await expect(client.send(new DeletePolicyCommand({PolicyArn: READ_ONLY}))).rejects.toMatchObject({
      name: 'InvalidInputException',
    })
  })

  test('keeps its tags', async () => {
    const {client, accountId} = await openWorld()
    const PolicyArn = `arn:aws:iam::${accountId}:policy/edge`
    await client.send(new CreatePolicyCommand({PolicyName: 'edge', PolicyDocument: allow('s3:*')}))
    await client.send(new TagPolicyCommand({PolicyArn, Tags: [{Key: 'team', Value: 'a'}]}))
    const {Tags: tags} = await client.send(new ListPolicyTagsCommand({PolicyArn}))
    expect(tags).toEqual([{Key: 'team', Value: 'a'}])
  })

  test('may not be larger than 6144 characters, white space left out', async () => {
    const {client} = await openWorld()
    const make = (PolicyName: string, length: number) => {
      const text = allow('s3:*', `arn:aws:s3:::${'x'.repeat(length - allow('s3:*', 'arn:aws:s3:::').length)}`)
      return client.send(new CreatePolicyCommand({PolicyName, PolicyDocument: ` ${text} `}))
    }
    await make('a', 6144)
    await expect(make('b', 6145)).rejects.toThrow('Cannot exceed quota for PolicySize: 6144')
  })

  test('is one of ten at most that an entity has', async () => {
    const {client, accountId} = await openWorld()
    const attach = async (PolicyName: string) => {
      await client.send(new CreatePolicyCommand({PolicyName, PolicyDocument: allow('s3:*')}))
      const PolicyArn = `arn:aws:iam::${accountId}:policy/${PolicyName}`
      await client.send(new AttachUserPolicyCommand({UserName: 'admin', PolicyArn}))
    }
    for (const name of 'abcdefghi') await attach(name)
    await expect(attach('j')).rejects.toThrow('Cannot exceed quota for PoliciesPerUser: 10')
  })
})

describe('a policy document', () => {
  test('of AWS itself is never refused', () => {
    for (const {text} of MANAGED_POLICIES.list()) expect(() => checkIdentityPolicy(text), text).not.toThrow()
  })

  test.each([
    ['is not JSON', '{"Version":', 'Syntax errors in policy.'],
    ['has no version', '{"Statement":{"Effect":"Allow"}}', 'Policy document must be version 2012-10-17 or greater.'],
    ['has no statement', '{"Version":"2012-10-17"}', 'Syntax errors in policy.'],
    ['has an unknown effect', document({Effect: 'Permit', Action: 's3:*', Resource: '*'}), 'Syntax errors in policy.'],
    ['has no action', document({Effect: 'Allow', Resource: '*'}), 'Policy statement must contain actions.'],
    ['has no resource', document({Effect: 'Allow', Action: 's3:*'}), 'Policy statement must contain resources.'],
    [
      'names a principal',
      document({Effect: 'Allow', Action: 's3:*', Resource: '*', Principal: '*'}),
      'Policy document should not specify a principal.',
    ],
    [
      'has an action without its service',
      document({Effect: 'Allow', Action: 'Get*', Resource: '*'}),
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    [
      'has a resource that is no ARN',
      document({Effect: 'Allow', Action: 's3:*', Resource: 'bucket'}),
      'Resource bucket must be in ARN format or "*".',
    ],
    [
      'has a statement id twice',
      document(['a', 'a'].map((Sid) => ({Sid, Effect: 'Allow', Action: 's3:*', Resource: '*'}))),
      'Statement IDs (SID) in a single policy must be unique.',
    ],
  ])('is refused when it %s', async (_title, PolicyDocument, message) => {
    const {client} = await openWorld()
    const refused = client.send(new CreatePolicyCommand({PolicyName: 'p', PolicyDocument}))
    await expect(refused).rejects.toMatchObject({name: 'MalformedPolicyDocumentException', message})
  })
})

test('the authorization details of an account name everybody and everything in use, page by page', async () => {
  const {client} = await openWorld()
  await client.send(new CreateRoleCommand({RoleName: 'r', AssumeRolePolicyDocument: trustEc2}))
  await client.send(new CreatePolicyCommand({PolicyName: 'p', PolicyDocument: allow('s3:*')}))

  const first = await client.send(new GetAccountAuthorizationDetailsCommand({}))
  const second = await client.send(new GetAccountAuthorizationDetailsCommand({Marker: first.Marker}))

  expect(first.UserDetailList?.map(({UserName}) => UserName)).toEqual(['admin'])
  expect(first.UserDetailList?.[0]?.AttachedManagedPolicies?.[0]?.PolicyName).toBe('AdministratorAccess')
  expect(first.RoleDetailList?.map(({RoleName}) => RoleName)).toEqual(['r'])
  expect(second.Policies?.map(({PolicyName}) => PolicyName)).toEqual(['p', 'AdministratorAccess'])
  expect(second.IsTruncated).toBe(false)
})

describe('the policy simulator', () => {
  test('decides as every call is decided: boundary, deny and condition keys', async () => {
    const {client} = await openWorld()
    const owned = {StringEquals: {'aws:PrincipalTag/team': 'a'}}
    const {EvaluationResults: results} = await client.send(
      new SimulateCustomPolicyCommand({
        PolicyInputList: [
          allow('s3:*'),
          document([
            {Effect: 'Deny', Action: 's3:Delete*', Resource: '*'},
            {Effect: 'Allow', Action: 'sqs:*', Resource: '*', Condition: owned},
          ]),
        ],
        PermissionsBoundaryPolicyInputList: [allow('s3:*'), allow('sqs:*')],
        ActionNames: ['s3:DeleteObject', 'sqs:SendMessage'],
        ContextEntries: [{ContextKeyName: 'aws:PrincipalTag/team', ContextKeyType: 'string', ContextKeyValues: ['a']}],
      }),
    )
    expect(results?.map(({EvalDecision}) => EvalDecision)).toEqual(['explicitDeny', 'allowed'])
  })

  test('refuses what it does not simulate', async () => {
    const {client} = await openWorld()
    const ResourcePolicy = allow('s3:*')
    await expect(
      client.send(
        new SimulateCustomPolicyCommand({PolicyInputList: [allow('*')], ActionNames: ['s3:GetObject'], ResourcePolicy}),
      ),
    ).rejects.toMatchObject({name: 'InvalidInputException'})
  })
})
