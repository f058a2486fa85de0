import {
  CreateOrganizationCommand,
  DescribePolicyCommand,
  ListTargetsForPolicyCommand,
} from '@aws-sdk/client-organizations'
import {describe, expect, test} from 'vitest'
import {GUARDRAILS} from '../../../../src/lib/access/policy/guardrails.js'
import {organization} from '../../../../src/lib/resources/organizations/organization.js'
import {serviceControlPolicy} from '../../../../src/lib/resources/organizations/service-control-policy.js'
import {organizationalUnit} from '../../../../src/lib/resources/organizations/unit.js'
import {openRooms} from '../../../_helpers/worlds/rooms.js'

describe('an organization', () => {
  test('that somebody made a moment before is taken, not made again', async () => {
    const {management} = await openRooms()
    const context = await management()
    await context.aws.organizations.send(new CreateOrganizationCommand({FeatureSet: 'ALL'}))
    const made = await organization.create({featureSet: 'ALL'}, context)
    expect(made).toEqual(await organization.read({}, undefined, context))
    expect(made.managementAccountId).toBe(context.aws.accountId)
  })

  test('that another account manages is refused, with both ids and the way out', async () => {
    const {member, sandbox} = await openRooms()
    const context = await member()
    const {accountId} = sandbox.credentials('admin')
    await expect(organization.read({}, undefined, context)).rejects.toMatchObject({
      name: 'AccessError',
      exitCode: 3,
      message: expect.stringMatching(new RegExp(`${context.aws.accountId}.*${accountId}`)) as string,
      hint: expect.stringContaining(accountId) as string,
    })
  })

  test('with consolidated billing only is a conflict that says how to enable all features', async () => {
    const {management} = await openRooms()
    const context = await management()
    await context.aws.organizations.send(new CreateOrganizationCommand({FeatureSet: 'CONSOLIDATED_BILLING'}))
    await expect(organization.read({}, undefined, context)).rejects.toMatchObject({
      code: 'CONSOLIDATED_BILLING_ONLY',
      exitCode: 5,
      hint: expect.stringContaining('enable-all-features') as string,
    })
  })
})

describe('a service control policy', () => {
  const desired = {name: 'acme-guard', ...GUARDRAILS['deny-root-user']}

  test('turns its type on where it is off, and sends its content without spaces, which count', async () => {
    const {management} = await openRooms()
    const context = await management()
    const {rootId} = await organization.create({featureSet: 'ALL'}, context)

    const {id} = await serviceControlPolicy.create({...desired, targetIds: [rootId]}, context)
    const {Policy} = await context.aws.organizations.send(new DescribePolicyCommand({PolicyId: id}))
    expect(Policy?.Content).toBe(JSON.stringify(desired.content))
    const {Targets} = await context.aws.organizations.send(new ListTargetsForPolicyCommand({PolicyId: id}))
    expect(Targets?.map(({TargetId}) => TargetId)).toEqual([rootId])
  })

  test('that another project made under this name is not touched', async () => {
    const {management} = await openRooms()
    const context = await management()
    await organization.create({featureSet: 'ALL'}, context)
    await serviceControlPolicy.create({...desired, targetIds: []}, context)
    const other = await management({project: 'other'})
    await expect(serviceControlPolicy.read(desired, undefined, other)).rejects.toMatchObject({code: 'NOT_OURS'})
  })
})

test('an organizational unit that another project made under this name is not touched', async () => {
  const {management} = await openRooms()
  const context = await management()
  const {rootId: parentId} = await organization.create({featureSet: 'ALL'}, context)
  await organizationalUnit.create({name: 'acme', parentId}, context)
  const other = await management({project: 'other'})
  const key = {name: 'acme', parentId}
  await expect(organizationalUnit.read(key, undefined, other)).rejects.toMatchObject({code: 'NOT_OURS'})
})
