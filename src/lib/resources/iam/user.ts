import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateUserCommand,
  DeleteUserCommand,
  DetachUserPolicyCommand,
  GetUserCommand,
  paginateListAttachedUserPolicies,
  paginateListGroupsForUser,
  PutUserPermissionsBoundaryCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam'
import {absentWhen} from '../../aws/calls/absent.js'
import type {Context, Resource} from '../../base/resource.js'
import {requireOurs, tagList, tagRecord} from '../owner.js'
import {collect} from '../pages.js'
import {present} from '../present.js'
import {untilFree} from '../../aws/calls/until-free.js'
import {compareUnordered} from '../unordered.js'
import {DENY_ALL} from './deny-all.js'
import {difference} from './difference.js'
import {leavingUnasked, placementOf, type Bounded} from './placement.js'
import {deleteCredentials, deleteInlinePolicies} from './user-belongings.js'

/** An IAM user. Passwords and keys are not settings: they are made when asked for, and shown once. */
export interface IamUserDesired extends Bounded {
  readonly name: string
  /** Names of IAM groups, in any order. */
  readonly groups: readonly string[]
  /** ARNs, in any order. */
  readonly managedPolicies: readonly string[]
}

/** The id is the user's name. */
export interface IamUserActual extends IamUserDesired {
  readonly id: string
  readonly arn: string
  /**
   * Whether somebody disabled it: AWSDenyAll is attached. It is none of `managedPolicies`, so that no plan takes it away:
   * awsup.yaml does not say who is disabled, and to let somebody in again is asked for by name (`user enable`).
   */
  readonly disabled?: true
}

export const iamUser: Resource<IamUserDesired, IamUserActual, 'name'> = {
  kind: 'iam-user',
  actions: [
    'iam:GetUser',
    'iam:ListGroupsForUser',
    'iam:ListAttachedUserPolicies',
    'iam:CreateUser',
    'iam:TagUser',
    'iam:PutUserPermissionsBoundary',
    'iam:AddUserToGroup',
    'iam:RemoveUserFromGroup',
    'iam:AttachUserPolicy',
    'iam:DetachUserPolicy',
    'iam:DeleteLoginProfile',
    'iam:ListAccessKeys',
    'iam:DeleteAccessKey',
    'iam:ListSSHPublicKeys',
    'iam:DeleteSSHPublicKey',
    'iam:ListSigningCertificates',
    'iam:DeleteSigningCertificate',
    'iam:ListServiceSpecificCredentials',
    'iam:DeleteServiceSpecificCredential',
    'iam:ListMFADevices',
    'iam:DeactivateMFADevice',
    'iam:DeleteVirtualMFADevice',
    'iam:ListUserPolicies',
    'iam:DeleteUserPolicy',
    'iam:DeleteUser',
  ],
  key: ['name'],
  loses: 'its password, access keys and MFA devices',
  diff: leavingUnasked(
    compareUnordered<IamUserDesired>({
      name: 'replace',
      path: 'replace',
      boundary: 'update',
      groups: 'update',
      managedPolicies: 'update',
    }),
  ),

  async read({name}, id, context) {
    const answer = await absentWhen('NoSuchEntityException', () =>
      context.aws.iam.send(new GetUserCommand({UserName: id ?? name})),
    )
    if (!answer) return undefined
    const found = present(answer.User, 'User')
    const userName = present(found.UserName, 'UserName')
    requireOurs(`IAM user ${userName}`, tagRecord(found.Tags), context.owner)
    const attached = await listManagedPolicies(userName, context)
    return {
      id: userName,
      arn: present(found.Arn, 'User.Arn'),
      name: userName,
      ...placementOf(found),
      groups: await listGroups(userName, context),
      managedPolicies: attached.filter((arn) => arn !== DENY_ALL),
      ...(attached.includes(DENY_ALL) ? {disabled: true} : {}),
    }
  },

  async create(desired, context) {
    const {name, path, boundary} = desired
    const command = new CreateUserCommand({
      UserName: name,
      Path: path,
      PermissionsBoundary: boundary,
      Tags: tagList(context.owner),
    })
    const answer = await context.aws.iam.send(command)
    const arn = present(answer.User?.Arn, 'User.Arn')
    return iamUser.update(desired, {...desired, id: name, arn, groups: [], managedPolicies: []}, context)
  },

  async update({boundary, groups, managedPolicies}, actual, context) {
    const {iam} = context.aws
    const UserName = actual.id
    // Before what it may do grows.
    if (boundary !== undefined && boundary !== actual.boundary) {
      await iam.send(new PutUserPermissionsBoundaryCommand({UserName, PermissionsBoundary: boundary}))
    }
    // Policies before groups: the one that asks for MFA is there before anything that it guards.
    const policies = difference(managedPolicies, actual.managedPolicies)
    for (const arn of policies.added) await iam.send(new AttachUserPolicyCommand({UserName, PolicyArn: arn}))
    const memberships = difference(groups, actual.groups)
    for (const name of memberships.added) await iam.send(new AddUserToGroupCommand({UserName, GroupName: name}))
    for (const name of memberships.removed) await leave(UserName, name, context)
    for (const arn of policies.removed) await detach(UserName, arn, context)
    return {...actual, ...(boundary === undefined ? {} : {boundary}), groups, managedPolicies}
  },

  // Credentials first: from then on nobody can use it. AWS deletes a user only once nothing is left.
  async delete({id}, context) {
    const remove = async (): Promise<void> => {
      await deleteCredentials(id, context)
      await deleteInlinePolicies(id, context)
      for (const arn of await listManagedPolicies(id, context)) await detach(id, arn, context)
      for (const name of await listGroups(id, context)) await leave(id, name, context)
      await context.aws.iam.send(new DeleteUserCommand({UserName: id}))
    }
    await absentWhen('NoSuchEntityException', () => untilFree(`IAM user ${id}`, remove, context))
  },
}

async function listGroups(userName: string, {aws}: Context): Promise<string[]> {
  const pages = paginateListGroupsForUser({client: aws.iam}, {UserName: userName})
  return (await collect(pages, ({Groups}) => Groups)).map(({GroupName}) => present(GroupName, 'GroupName'))
}

async function listManagedPolicies(userName: string, {aws}: Context): Promise<string[]> {
  const pages = paginateListAttachedUserPolicies({client: aws.iam}, {UserName: userName})
  const attached = await collect(pages, ({AttachedPolicies}) => AttachedPolicies)
  return attached.map(({PolicyArn}) => present(PolicyArn, 'PolicyArn'))
}

async function leave(userName: string, groupName: string, {aws}: Context): Promise<void> {
  await absentWhen('NoSuchEntityException', () =>
    aws.iam.send(new RemoveUserFromGroupCommand({UserName: userName, GroupName: groupName})),
  )
}

async function detach(userName: string, arn: string, {aws}: Context): Promise<void> {
  await absentWhen('NoSuchEntityException', () =>
    aws.iam.send(new DetachUserPolicyCommand({UserName: userName, PolicyArn: arn})),
  )
}
