import {
  CreateGroupMembershipResponse$,
  CreateGroupResponse$,
  CreateUserResponse$,
  DeleteGroupRequest$,
  DeleteUserRequest$,
  DescribeGroupMembershipResponse$,
  DescribeGroupResponse$,
  DescribeUserResponse$,
  GetGroupIdResponse$,
  GetGroupMembershipIdResponse$,
  GetUserIdResponse$,
  Group$,
  GroupMembership$,
  UpdateGroupRequest$,
  UpdateGroupResponse$,
  UpdateUserRequest$,
  UpdateUserResponse$,
  User$,
} from '@aws-sdk/client-identitystore'
import {addMember, TEXT} from '../../../wire/newer-members.js'

/** Sent where a change is meant for one state alone. */
export interface Conditional {
  readonly Revision?: string | undefined
}

/** Source: botocore 1.44.8, identitystore. */
export function learnNewerMembers(): void {
  const users = [CreateUserResponse$, DescribeUserResponse$, UpdateUserResponse$, User$]
  const groups = [CreateGroupResponse$, DescribeGroupResponse$, UpdateGroupResponse$, Group$]
  const memberships = [
    CreateGroupMembershipResponse$,
    DescribeGroupMembershipResponse$,
    GetGroupMembershipIdResponse$,
    GroupMembership$,
  ]
  for (const name of ['IdentityStoreId', 'UserId']) addMember(UpdateUserResponse$, name, TEXT)
  for (const name of ['IdentityStoreId', 'GroupId']) addMember(UpdateGroupResponse$, name, TEXT)
  for (const shape of [...users, GetUserIdResponse$]) addMember(shape, 'UserArn', TEXT)
  for (const shape of [...groups, GetGroupIdResponse$]) addMember(shape, 'GroupArn', TEXT)
  for (const shape of memberships) addMember(shape, 'MembershipArn', TEXT)
  const requests = [UpdateUserRequest$, DeleteUserRequest$, UpdateGroupRequest$, DeleteGroupRequest$]
  for (const shape of [...users, ...groups, ...requests]) addMember(shape, 'Revision', TEXT)
}
