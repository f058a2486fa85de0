import {
  AttachPolicyCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  DeletePolicyCommand,
  DescribePolicyCommand,
  DetachPolicyCommand,
  DisablePolicyTypeCommand,
  EnableAWSServiceAccessCommand,
  EnablePolicyTypeCommand,
  ListAWSServiceAccessForOrganizationCommand,
  DisableAWSServiceAccessCommand,
  ListDelegatedAdministratorsCommand,
  ListPoliciesCommand,
  ListPoliciesForTargetCommand,
  paginateListTargetsForPolicy,
  UpdatePolicyCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations'
import {CreateUserCommand, ListUsersCommand} from '@aws-sdk/client-iam'
import {describe, expect, test} from 'vitest'
import {enter, makeAccount, openOrganization, openWorld, policyText, present} from './world.js'

const Filter = 'SERVICE_CONTROL_POLICY'
const FULL = 'p-FullAWSAccess'

async function makePolicy(client: OrganizationsClient, name: string, content = policyText('Deny', 'iam:CreateUser')) {
  const {Policy} = await client.send(
    new CreatePolicyCommand({Name: name, Description: '', Content: content, Type: Filter}),
  )
  return present(Policy?.PolicySummary?.Id)
}

const attach = (client: OrganizationsClient, PolicyId: string, TargetId: string) =>
  client.send(new AttachPolicyCommand({PolicyId, TargetId}))
const detach = (client: OrganizationsClient, PolicyId: string, TargetId: string) =>
  client.send(new DetachPolicyCommand({PolicyId, TargetId}))

describe('a service control policy', () => {
  test('restricts members, and never the management account', async () => {
    const world = await openOrganization()
    const {organizations, iam} = world.admin
    const member = await enter(world, await makeAccount(world, 'dev'))
    await member.iam.send(new CreateUserCommand({UserName: 'before'}))
    await attach(organizations, await makePolicy(organizations, 'no-users'), world.rootId)
    await expect(member.iam.send(new CreateUserCommand({UserName: 'after'}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(
        /^User: arn:aws:sts::.* with an explicit deny in a service control policy$/,
      ) as string,
    })
    await iam.send(new CreateUserCommand({UserName: 'after'}))
  })

  test('must allow at every level', async () => {
    const world = await openOrganization()
    const {organizations} = world.admin
    const accountId = await makeAccount(world, 'dev')
    const member = await enter(world, accountId)
    await attach(organizations, await makePolicy(organizations, 'sts', policyText('Allow', 'sts:*')), accountId)
    await member.iam.send(new ListUsersCommand({}))
    await detach(organizations, FULL, accountId)
    await expect(member.iam.send(new ListUsersCommand({}))).rejects.toMatchObject({
      message: expect.stringContaining('because no service control policy allows the iam:ListUsers action') as string,
    })
  })

  test('the last one of an entity can not be taken away', async () => {
    const {admin, rootId} = await openOrganization()
    await expect(detach(admin.organizations, FULL, rootId)).rejects.toMatchObject({
      name: 'ConstraintViolationException',
      Reason: 'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
    })
  })

  test('is attached once, and to ten at most', async () => {
    const {admin, rootId} = await openOrganization()
    const {organizations} = admin
    await expect(attach(organizations, FULL, rootId)).rejects.toMatchObject({
      name: 'DuplicatePolicyAttachmentException',
    })
    await expect(attach(organizations, FULL, '000000000000')).rejects.toMatchObject({name: 'TargetNotFoundException'})
    await expect(attach(organizations, 'p-none0000', rootId)).rejects.toMatchObject({name: 'PolicyNotFoundException'})
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      await attach(organizations, await makePolicy(organizations, `p${n}`), rootId)
    }
    await expect(attach(organizations, await makePolicy(organizations, 'p10'), rootId)).rejects.toMatchObject({
      Reason: 'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
    })
  })

  test('has a name of its own, a size and a form', async () => {
    const {admin} = await openOrganization()
    const {organizations} = admin
    await makePolicy(organizations, 'guard')
    await expect(makePolicy(organizations, 'guard')).rejects.toMatchObject({name: 'DuplicatePolicyException'})
    await expect(makePolicy(organizations, 'form', '{"Statement":[]}')).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
    })
    const large = (size: number): string => policyText('Deny', 'iam:*').padEnd(size)
    await makePolicy(organizations, 'large', large(10_240))
    await expect(makePolicy(organizations, 'larger', large(10_241))).rejects.toMatchObject({
      Reason: 'POLICY_CONTENT_LIMIT_EXCEEDED',
    })
  })

  test('keeps its text as it was sent, and what an update leaves out', async () => {
    const {admin, accountId} = await openOrganization()
    const {organizations} = admin
    const text = ` ${policyText('Deny', 'iam:*')}\n`
    const PolicyId = await makePolicy(organizations, 'guard', text)
    await organizations.send(new UpdatePolicyCommand({PolicyId, Name: 'renamed'}))
    const {Policy} = await organizations.send(new DescribePolicyCommand({PolicyId}))
    expect(Policy).toMatchObject({Content: text, PolicySummary: {Name: 'renamed', AwsManaged: false, Type: Filter}})
    expect(Policy?.PolicySummary?.Arn).toMatch(
      new RegExp(`^arn:aws:organizations::${accountId}:policy/o-[a-z0-9]{10}/service_control_policy/${PolicyId}$`),
    )
  })

  test('is deleted when it is attached nowhere, unless it is AWS’s own', async () => {
    const {admin, rootId} = await openOrganization()
    const {organizations} = admin
    const PolicyId = await makePolicy(organizations, 'guard')
    await attach(organizations, PolicyId, rootId)
    const remove = (id: string) => organizations.send(new DeletePolicyCommand({PolicyId: id}))
    await expect(remove(PolicyId)).rejects.toMatchObject({name: 'PolicyInUseException'})
    await detach(organizations, PolicyId, rootId)
    await expect(detach(organizations, PolicyId, rootId)).rejects.toMatchObject({name: 'PolicyNotAttachedException'})
    await remove(PolicyId)
    await expect(remove(PolicyId)).rejects.toMatchObject({name: 'PolicyNotFoundException'})
    await expect(remove(FULL)).rejects.toMatchObject({name: 'InvalidInputException', Reason: 'IMMUTABLE_POLICY'})
  })

  test('FullAWSAccess is on whatever there is, listed over pages', async () => {
    const world = await openOrganization()
    const {organizations} = world.admin
    const accountId = await makeAccount(world, 'dev')
    const targets: (string | undefined)[] = []
    for await (const {Targets = []} of paginateListTargetsForPolicy({client: organizations}, {PolicyId: FULL})) {
      targets.push(...Targets.map(({TargetId, Type}) => `${Type ?? ''} ${TargetId ?? ''}`))
    }
    expect(targets).toEqual([`ROOT ${world.rootId}`, `ACCOUNT ${world.accountId}`, `ACCOUNT ${accountId}`])
    const {Policies} = await organizations.send(new ListPoliciesForTargetCommand({TargetId: accountId, Filter}))
    expect(Policies).toMatchObject([
      {Id: FULL, AwsManaged: true, Arn: `arn:aws:organizations::aws:policy/service_control_policy/${FULL}`},
    ])
  })
})

describe('policy types', () => {
  test('lose their attachments when disabled, and begin again with full access', async () => {
    const {admin, rootId, accountId} = await openOrganization()
    const {organizations} = admin
    await attach(organizations, await makePolicy(organizations, 'guard'), rootId)
    const type = {RootId: rootId, PolicyType: Filter} as const
    await expect(organizations.send(new EnablePolicyTypeCommand(type))).rejects.toMatchObject({
      name: 'PolicyTypeAlreadyEnabledException',
    })
    await organizations.send(new DisablePolicyTypeCommand(type))
    await expect(attach(organizations, FULL, rootId)).rejects.toMatchObject({name: 'PolicyTypeNotEnabledException'})
    await organizations.send(new EnablePolicyTypeCommand(type))
    for (const TargetId of [rootId, accountId]) {
      const {Policies} = await organizations.send(new ListPoliciesForTargetCommand({TargetId, Filter}))
      expect(Policies?.map(({Id}) => Id)).toEqual([FULL])
    }
  })

  test('do not exist under consolidated billing', async () => {
    const {admin} = await openWorld()
    await admin.organizations.send(new CreateOrganizationCommand({FeatureSet: 'CONSOLIDATED_BILLING'}))
    await expect(makePolicy(admin.organizations, 'guard')).rejects.toMatchObject({
      name: 'PolicyTypeNotAvailableForOrganizationException',
    })
    const {Policies} = await admin.organizations.send(new ListPoliciesCommand({Filter}))
    expect(Policies).toEqual([])
  })

  test('that the sandbox does not evaluate as AWS does are refused by name', async () => {
    const {admin, rootId} = await openOrganization()
    const enable = new EnablePolicyTypeCommand({RootId: rootId, PolicyType: 'RESOURCE_CONTROL_POLICY'})
    await expect(admin.organizations.send(enable)).rejects.toThrow(/RESOURCE_CONTROL_POLICY/)
  })
})

describe('trusted access', () => {
  test('is enabled and disabled per service, any number of times', async () => {
    const {organizations} = (await openOrganization()).admin
    for (const name of ['sso', 'iam', 'account', 'iam']) {
      await organizations.send(new EnableAWSServiceAccessCommand({ServicePrincipal: `${name}.amazonaws.com`}))
    }
    await organizations.send(new DisableAWSServiceAccessCommand({ServicePrincipal: 'sso.amazonaws.com'}))
    const {EnabledServicePrincipals} = await organizations.send(new ListAWSServiceAccessForOrganizationCommand({}))
    expect(EnabledServicePrincipals?.map(({ServicePrincipal}) => ServicePrincipal)).toEqual([
      'account.amazonaws.com',
      'iam.amazonaws.com',
    ])
    const wrong = new EnableAWSServiceAccessCommand({ServicePrincipal: 'acme.dev'})
    await expect(organizations.send(wrong)).rejects.toMatchObject({Reason: 'UNRECOGNIZED_SERVICE_PRINCIPAL'})
    const {DelegatedAdministrators} = await organizations.send(new ListDelegatedAdministratorsCommand({}))
    expect(DelegatedAdministrators).toEqual([])
  })
})
