import {expect, test} from 'vitest'
import {openByName, refusalOf} from '../../by-name.js'

/** A sandbox with a role that Auto Scaling has made for itself. */
async function openWithRole() {
  const world = await openByName()
  const {Role} = await world.send('iam:CreateServiceLinkedRole', {
    AWSServiceName: 'autoscaling.amazonaws.com',
    CustomSuffix: 'acme',
  })
  const {RoleName, Arn} = Role as {RoleName: string; Arn: string}
  return {
    ...world,
    role: (operation: string, input: object = {}) => world.send(`iam:${operation}`, {RoleName, ...input}),
    Arn,
  }
}

test("of a service's own role description and tags are everybody's, and nothing else", async () => {
  const {role, Arn} = await openWithRole()
  expect(Arn).toMatch(/:role\/aws-service-role\/autoscaling\.amazonaws\.com\/AWSServiceRoleForAutoScaling_acme$/)
  await role('UpdateRole', {Description: 'Ours'})
  await role('TagRole', {Tags: [{Key: 'team', Value: 'blue'}]})
  expect(await role('GetRole')).toMatchObject({Role: {Description: 'Ours', Tags: [{Key: 'team', Value: 'blue'}]}})
  const longer = role('UpdateRole', {MaxSessionDuration: 7200})
  expect(await refusalOf(longer)).toEqual(['UnmodifiableEntityException', 400])
  expect(await refusalOf(role('DeleteRole'))).toEqual(['UnmodifiableEntityException', 400])
})

test("a service's own role is deleted by a task, which says when it is done", async () => {
  const {send, role} = await openWithRole()
  const {DeletionTaskId} = await role('DeleteServiceLinkedRole')
  const status = (id: unknown) => send('iam:GetServiceLinkedRoleDeletionStatus', {DeletionTaskId: id})
  expect(await status(DeletionTaskId)).toMatchObject({Status: 'SUCCEEDED'})
  expect(await refusalOf(role('GetRole'))).toEqual(['NoSuchEntityException', 404])
  expect(await refusalOf(role('DeleteServiceLinkedRole'))).toEqual(['NoSuchEntityException', 404])
  expect(await refusalOf(status(`${String(DeletionTaskId)}x`))).toEqual(['NoSuchEntityException', 404])
})

test('an MFA device is tagged and untagged', async () => {
  const {send} = await openByName()
  const {VirtualMFADevice} = await send('iam:CreateVirtualMFADevice', {
    VirtualMFADeviceName: 'phone',
    Tags: [{Key: 'a', Value: '1'}],
  })
  const {SerialNumber} = VirtualMFADevice as {SerialNumber: string}
  await send('iam:TagMFADevice', {SerialNumber, Tags: [{Key: 'b', Value: '2'}]})
  await send('iam:UntagMFADevice', {SerialNumber, TagKeys: ['a']})
  expect(await send('iam:ListMFADeviceTags', {SerialNumber})).toMatchObject({Tags: [{Key: 'b', Value: '2'}]})
})
