import {
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteUserPolicyCommand,
  DeleteVirtualMFADeviceCommand,
  paginateListAccessKeys,
  paginateListMFADevices,
  paginateListUserPolicies,
} from '@aws-sdk/client-iam'
import {absentWhen} from '../../aws/absent.js'
import type {Context} from '../../resource.js'
import {collect} from '../pages.js'

/**
 * Deletes everything that a user can sign in with: password, access keys, MFA devices. Throws NoSuchEntityException
 * when there is no such user.
 */
export async function deleteCredentials(userName: string, {aws: {iam: client}}: Context): Promise<void> {
  const user = {UserName: userName}
  await absentWhen('NoSuchEntityException', () => client.send(new DeleteLoginProfileCommand(user)))

  for (const {AccessKeyId} of await collect(paginateListAccessKeys({client}, user), (page) => page.AccessKeyMetadata)) {
    await absentWhen('NoSuchEntityException', () => client.send(new DeleteAccessKeyCommand({...user, AccessKeyId})))
  }

  for (const {SerialNumber = ''} of await collect(paginateListMFADevices({client}, user), (page) => page.MFADevices)) {
    await absentWhen('NoSuchEntityException', () =>
      client.send(new DeactivateMFADeviceCommand({...user, SerialNumber})),
    )
    // Hardware has a number of its maker's, and stays; a virtual device has an ARN, and would be left over.
    if (!SerialNumber.includes(':mfa/')) continue
    await absentWhen('NoSuchEntityException', () => client.send(new DeleteVirtualMFADeviceCommand({SerialNumber})))
  }
}

/** Deletes a user's inline policies. Throws NoSuchEntityException when there is no such user. */
export async function deleteInlinePolicies(userName: string, {aws: {iam: client}}: Context): Promise<void> {
  const user = {UserName: userName}
  for (const PolicyName of await collect(paginateListUserPolicies({client}, user), (page) => page.PolicyNames)) {
    await absentWhen('NoSuchEntityException', () => client.send(new DeleteUserPolicyCommand({...user, PolicyName})))
  }
}
