import type {PermissionsBoundaryAttachmentType} from '@aws-sdk/client-iam'
import {encodeDocument} from './policies/documents.js'
import {arnOf, groupKind, roleKind, userKind} from './entity.js'
import {policyArn, type Usage} from './policies/managed.js'
import {tagList} from './tags.js'
import type {Group, Policy, Role, User} from './tables.js'

/** What the API answers for a stored thing. Lists show less: no tags, no boundary (API reference, ListRoles). */

/** What AWS answers, which is not what its model lists (beyond-the-model.ts). */
const BOUNDARY: readonly string[] = ['Policy']

const isBoundaryType = (type: string): type is PermissionsBoundaryAttachmentType => type !== ''

const boundaryShape = (arn: string | undefined) =>
  arn === undefined ? undefined : {PermissionsBoundaryType: BOUNDARY.find(isBoundaryType), PermissionsBoundaryArn: arn}

/** Absent rather than empty, as AWS answers. */
const tagsShape = (tags: Readonly<Record<string, string>>) => (Object.keys(tags).length > 0 ? tagList(tags) : undefined)

const bareRole = (role: Role) => ({
  Path: role.path,
  RoleName: role.roleName,
  RoleId: role.roleId,
  Arn: arnOf(roleKind, role),
  CreateDate: new Date(role.createdAt),
  AssumeRolePolicyDocument: encodeDocument(role.trust),
})

/**
 * A role that was just made: without description, longest session, boundary and last use (localstack/localstack,
 * tests/aws/services/iam/test_iam_roles.snapshot.json, recorded from AWS).
 */
export const newRole = (role: Role) => ({...bareRole(role), Tags: tagsShape(role.tags)})

/** A role whose description was just changed: not its longest session either (the same). */
export const describedRole = (role: Role) => ({...bareRole(role), Description: role.description})

/** A role in a list. */
export const listedRole = (role: Role) => ({
  ...bareRole(role),
  Description: role.description,
  MaxSessionDuration: role.maxSessionDuration,
})

/** A role asked for by name. */
export const roleShape = (role: Role) => ({
  ...listedRole(role),
  PermissionsBoundary: boundaryShape(role.permissionsBoundary),
  Tags: tagsShape(role.tags),
  RoleLastUsed: role.lastUsedAt === undefined ? {} : {LastUsedDate: new Date(role.lastUsedAt), Region: 'us-east-1'},
})

/** A user in a list. */
export const listedUser = (user: User) => ({
  Path: user.path,
  UserName: user.userName,
  UserId: user.userId,
  Arn: arnOf(userKind, user),
  CreateDate: new Date(user.createdAt),
})

/** A user asked for by name. */
export const userShape = (user: User) => ({
  ...listedUser(user),
  PermissionsBoundary: boundaryShape(user.permissionsBoundary),
  Tags: tagsShape(user.tags),
})

/** A group. */
export const groupShape = (group: Group) => ({
  Path: group.path,
  GroupName: group.groupName,
  GroupId: group.groupId,
  Arn: arnOf(groupKind, group),
  CreateDate: new Date(group.createdAt),
})

/** A managed policy in a list. */
export const listedPolicy = (policy: Policy, {attachments, boundaries}: Usage) => ({
  PolicyName: policy.policyName,
  PolicyId: policy.policyId,
  Arn: policyArn(policy),
  Path: policy.path,
  DefaultVersionId: policy.defaultVersionId,
  AttachmentCount: attachments,
  PermissionsBoundaryUsageCount: boundaries,
  IsAttachable: true,
  CreateDate: new Date(policy.createdAt),
  UpdateDate: new Date(Math.max(...policy.versions.map(({createdAt}) => createdAt))),
})

/** A managed policy that was just made: without its description (getmoto/moto, tests/test_iam, verified against AWS). */
export const newPolicy = (policy: Policy) => ({
  ...listedPolicy(policy, {attachments: 0, boundaries: 0}),
  Tags: tagsShape(policy.tags),
})

/** A managed policy asked for by ARN; its tags are there even where it has none. */
export const policyShape = (policy: Policy, usage: Usage) => ({
  ...listedPolicy(policy, usage),
  Description: policy.description,
  Tags: tagList(policy.tags),
})

/** A version of a managed policy, without its document. */
export const versionShape = ({versionId, createdAt}: Policy['versions'][number], policy: Policy) => ({
  VersionId: versionId,
  IsDefaultVersion: versionId === policy.defaultVersionId,
  CreateDate: new Date(createdAt),
})
