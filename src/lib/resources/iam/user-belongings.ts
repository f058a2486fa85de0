import {
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteServiceSpecificCredentialCommand,
  DeleteSigningCertificateCommand,
  DeleteSSHPublicKeyCommand,
  DeleteUserPolicyCommand,
  DeleteVirtualMFADeviceCommand,
  ListServiceSpecificCredentialsCommand,
  paginateListAccessKeys,
  paginateListMFADevices,
  paginateListSigningCertificates,
  paginateListSSHPublicKeys,
  paginateListUserPolicies,
} from '@aws-sdk/client-iam'
import {absentWhen} from '../../aws/calls/absent.js'
import type {Context} from '../../base/resource.js'
import {collect} from '../pages.js'

/**
 * Deletes everything that a user can sign in with: password, access keys, certificates, MFA devices and what AWS lists
 * for single services (API reference of IAM, DeleteUser). Throws NoSuchEntityException when there is no such user.
 */
export async function deleteCredentials(userName: string, context: Context): Promise<void> {
  const {iam: client} = context.aws
  const user = {UserName: userName}
  await absentWhen('NoSuchEntityException', () => client.send(new DeleteLoginProfileCommand(user)))

  for (const {AccessKeyId} of await collect(paginateListAccessKeys({client}, user), (page) => page.AccessKeyMetadata)) {
    await absentWhen('NoSuchEntityException', () => client.send(new DeleteAccessKeyCommand({...user, AccessKeyId})))
  }

  await deleteOtherKeys(userName, context)

  for (const {SerialNumber = ''} of await collect(paginateListMFADevices({client}, user), (page) => page.MFADevices)) {
    await absentWhen('NoSuchEntityException', () =>
      client.send(new DeactivateMFADeviceCommand({...user, SerialNumber})),
    )
    // Hardware has a number of its maker's, and stays; a virtual device has an ARN, and would be left over.
    if (!SerialNumber.includes(':mfa/')) continue
    await absentWhen('NoSuchEntityException', () => client.send(new DeleteVirtualMFADeviceCommand({SerialNumber})))
  }
}

/** SSH keys, signing certificates, and passwords for single services: made by hand, and in the way of DeleteUser. */
async function deleteOtherKeys(userName: string, {aws: {iam: client}}: Context): Promise<void> {
  const user = {UserName: userName}
  const keys = await collect(paginateListSSHPublicKeys({client}, user), (page) => page.SSHPublicKeys)
  for (const {SSHPublicKeyId} of keys) {
    await absentWhen('NoSuchEntityException', () =>
      client.send(new DeleteSSHPublicKeyCommand({...user, SSHPublicKeyId})),
    )
  }
  const certificates = await collect(paginateListSigningCertificates({client}, user), (page) => page.Certificates)
  for (const {CertificateId} of certificates) {
    await absentWhen('NoSuchEntityException', () =>
      client.send(new DeleteSigningCertificateCommand({...user, CertificateId})),
    )
  }
  for (let Marker: string | undefined, isMore = true; isMore;) {
    const page = await client.send(new ListServiceSpecificCredentialsCommand({...user, Marker}))
    for (const {ServiceSpecificCredentialId} of page.ServiceSpecificCredentials ?? []) {
      await absentWhen('NoSuchEntityException', () =>
        client.send(new DeleteServiceSpecificCredentialCommand({...user, ServiceSpecificCredentialId})),
      )
    }
    Marker = page.Marker
    isMore = page.IsTruncated === true && Marker !== undefined
  }
}

/** Deletes a user's inline policies. Throws NoSuchEntityException when there is no such user. */
export async function deleteInlinePolicies(userName: string, {aws: {iam: client}}: Context): Promise<void> {
  const user = {UserName: userName}
  for (const PolicyName of await collect(paginateListUserPolicies({client}, user), (page) => page.PolicyNames)) {
    await absentWhen('NoSuchEntityException', () => client.send(new DeleteUserPolicyCommand({...user, PolicyName})))
  }
}
