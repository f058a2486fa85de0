import type * as sdk from '@aws-sdk/client-iam'
import {uniqueId} from '../../../core/ids.js'
import type {Call, Operations} from '../../../core/service.js'
import {
  addEntity,
  entitiesBelow,
  groupKind,
  listKey,
  removeEntity,
  requireEntity,
  saveEntity,
  userKind,
  whole,
} from '../entity.js'
import {pageOf, required} from '../input.js'
import {listArn, newArn, operationsOn} from '../operation.js'
import {attachmentOperations, inlineOperations, requireNoPolicies} from '../policies/permissions.js'
import {deleteConflict, limitExceeded, noSuchEntity} from '../refusals.js'
import {groupShape, listedUser} from '../shapes.js'
import {type Group, type User, users} from '../tables.js'

/** IAM user guide, "IAM and AWS STS quotas". */
const GROUPS_PER_USER = 10

interface GroupInput {
  GroupName: string | undefined
}

const builders = operationsOn(groupKind, ({GroupName}: GroupInput) => required(GroupName, 'GroupName'))
const {on} = builders
const inline = inlineOperations(groupKind, builders, ({groupName}) => ({GroupName: groupName}))
const attached = attachmentOperations(groupKind, builders)

const membersOf = ({accountId, groupName}: Group, {tx}: Call): User[] =>
  users.list(tx, [accountId]).filter(({groups}) => groups.includes(groupName))

const requireUser = (name: string | undefined, call: Call): User =>
  requireEntity(userKind, required(name, 'UserName'), call)

/** Groups, their members and policies. */
export const groupOperations: Operations<typeof sdk> = {
  CreateGroup: {
    resource: ({Path = '/', GroupName = ''}, call) => newArn('group', `${Path}${GroupName}`, call),
    run: ({Path = '/', GroupName}, call) => {
      const group = addEntity(
        groupKind,
        {
          accountId: call.accountId,
          path: Path,
          groupName: required(GroupName, 'GroupName'),
          groupId: uniqueId('AGPA'),
          createdAt: call.now,
          tags: {},
          inlinePolicies: {},
          attachedPolicies: [],
        },
        call,
      )
      return {Group: groupShape(group)}
    },
  },

  GetGroup: on((group, input, call) => {
    const {items, rest} = pageOf(membersOf(group, call), {...input, key: listKey(userKind)}, call)
    return {Group: groupShape(group), Users: items.map(listedUser), ...rest}
  }),

  ListGroups: {
    resource: listArn('group'),
    run: (input, call) => {
      const {items, rest} = pageOf(
        entitiesBelow(groupKind, input.PathPrefix, call),
        {...input, key: listKey(groupKind)},
        call,
      )
      return {Groups: items.map(groupShape), ...rest}
    },
  },

  UpdateGroup: on((group, {NewGroupName, NewPath}, call) => {
    const renamed = {...group, groupName: NewGroupName ?? group.groupName, path: NewPath ?? group.path}
    const members = membersOf(group, whole(call))
    removeEntity(groupKind, group, call)
    addEntity(groupKind, renamed, call)
    for (const user of members) {
      const groups = user.groups.map((name) => (name === group.groupName ? renamed.groupName : name))
      saveEntity(userKind, {...user, groups}, call)
    }
    return {}
  }),

  DeleteGroup: on((group, _input, call) => {
    if (membersOf(group, whole(call)).length > 0)
      throw deleteConflict('Cannot delete entity, must remove users from group first.')
    requireNoPolicies(group)
    removeEntity(groupKind, group, call)
    return {}
  }),

  AddUserToGroup: on(({groupName}, {UserName}, call) => {
    const user = requireUser(UserName, call)
    if (user.groups.includes(groupName)) return {}
    if (user.groups.length >= GROUPS_PER_USER)
      throw limitExceeded(`Cannot exceed quota for GroupsPerUser: ${GROUPS_PER_USER}`)
    saveEntity(userKind, {...user, groups: [...user.groups, groupName]}, call)
    return {}
  }),

  RemoveUserFromGroup: on(({groupName}, {UserName}, call) => {
    const user = requireUser(UserName, call)
    if (!user.groups.includes(groupName))
      throw noSuchEntity(`The user with name ${user.userName} is not in the group with name ${groupName}.`)
    saveEntity(userKind, {...user, groups: user.groups.filter((name) => name !== groupName)}, call)
    return {}
  }),

  PutGroupPolicy: inline.put,
  GetGroupPolicy: inline.read,
  ListGroupPolicies: inline.list,
  DeleteGroupPolicy: inline.delete,
  AttachGroupPolicy: attached.attach,
  DetachGroupPolicy: attached.detach,
  ListAttachedGroupPolicies: attached.list,
}
