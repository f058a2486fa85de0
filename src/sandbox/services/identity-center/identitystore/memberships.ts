import type * as sdk from '@aws-sdk/client-identitystore'
import type {Call, Operations} from '../../../core/service.js'
import {duplicate, notFound} from './refusals.js'
import {arnOf, idIn, newResource, pageOf, read, requireIn, timesOf, write} from './scope.js'
import {groups, groupsOf, type Membership, memberships, users} from './tables.js'

/** A member is a user; groups hold no groups. */
const memberIn = (member: sdk.MemberId | undefined): string => idIn(member && 'UserId' in member ? member.UserId : '')

const identityOf = ({storeId, id}: Membership) => ({
  IdentityStoreId: storeId,
  MembershipId: id,
  MembershipArn: arnOf('GROUP_MEMBERSHIP', id),
})

const shapeOf = (membership: Membership) => ({
  ...identityOf(membership),
  GroupId: membership.groupId,
  MemberId: {UserId: membership.userId},
  ...timesOf(membership),
})

const find = (storeId: string, {groupId, userId}: Pick<Membership, 'groupId' | 'userId'>, {tx}: Call) =>
  memberships.list(tx, [storeId]).find((one) => one.groupId === groupId && one.userId === userId)

/** Who is in which group. */
export const membershipOperations = {
  CreateGroupMembership: write((storeId, {GroupId, MemberId}: sdk.CreateGroupMembershipCommandInput, call) => {
    const {id: groupId} = requireIn(groups, {storeId, sort: 'GROUP', id: GroupId}, call)
    const {id: userId} = requireIn(users, {storeId, sort: 'USER', id: memberIn(MemberId)}, call)
    if (find(storeId, {groupId, userId}, call)) throw duplicate('GroupMembership')
    const membership = {...newResource(storeId, call), groupId, userId}
    memberships.put(call.tx, [storeId, membership.id], membership)
    return identityOf(membership)
  }),

  DescribeGroupMembership: read((storeId, {MembershipId}: sdk.DescribeGroupMembershipCommandInput, call) =>
    shapeOf(requireIn(memberships, {storeId, sort: 'GROUP_MEMBERSHIP', id: MembershipId}, call)),
  ),

  GetGroupMembershipId: read((storeId, {GroupId, MemberId}: sdk.GetGroupMembershipIdCommandInput, call) => {
    const found = find(storeId, {groupId: idIn(GroupId), userId: memberIn(MemberId)}, call)
    if (!found) throw notFound('GROUP_MEMBERSHIP')
    return identityOf(found)
  }),

  ListGroupMemberships: read((storeId, input: sdk.ListGroupMembershipsCommandInput, call) => {
    const {id} = requireIn(groups, {storeId, sort: 'GROUP', id: input.GroupId}, call)
    const all = memberships.list(call.tx, [storeId]).filter(({groupId}) => groupId === id)
    const {items, next} = pageOf(all, input, call)
    return {GroupMemberships: items.map(shapeOf), NextToken: next}
  }),

  ListGroupMembershipsForMember: read((storeId, input: sdk.ListGroupMembershipsForMemberCommandInput, call) => {
    const {id} = requireIn(users, {storeId, sort: 'USER', id: memberIn(input.MemberId)}, call)
    const all = memberships.list(call.tx, [storeId]).filter(({userId}) => userId === id)
    const {items, next} = pageOf(all, input, call)
    return {GroupMemberships: items.map(shapeOf), NextToken: next}
  }),

  IsMemberInGroups: read((storeId, {MemberId, GroupIds = []}: sdk.IsMemberInGroupsCommandInput, call) => {
    const {id} = requireIn(users, {storeId, sort: 'USER', id: memberIn(MemberId)}, call)
    const memberOf = groupsOf(call.tx, storeId, id)
    const Results = GroupIds.map((GroupId) => ({
      GroupId,
      MemberId: {UserId: id},
      MembershipExists: memberOf.includes(requireIn(groups, {storeId, sort: 'GROUP', id: GroupId}, call).id),
    }))
    return {Results}
  }),

  DeleteGroupMembership: write((storeId, {MembershipId}: sdk.DeleteGroupMembershipCommandInput, call) => {
    const {id} = requireIn(memberships, {storeId, sort: 'GROUP_MEMBERSHIP', id: MembershipId}, call)
    memberships.delete(call.tx, [storeId, id])
    return {}
  }),
} satisfies Operations<typeof sdk>
