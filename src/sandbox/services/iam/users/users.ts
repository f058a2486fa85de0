import type * as sdk from '@aws-sdk/client-iam'
import {uniqueId} from '../../../core/ids.js'
import {accounts} from '../../organizations/tables.js'
import type {Call, Operations} from '../../../core/service.js'
import {addEntity, arnOf, entitiesBelow, groupKind, listKey, removeEntity, requireEntity, userKind} from '../entity.js'
import {callingUser, pageOf, required} from '../input.js'
import {arnFor, conditionsOf, listArn, newArn, operationsOn} from '../operation.js'
import {requireNothingOwned, renameUser} from '../owned.js'
import {
  attachmentOperations,
  boundaryAsked,
  boundaryOperations,
  inlineOperations,
  requireBoundary,
  requireNoPolicies,
} from '../policies/permissions.js'
import {deleteConflict} from '../refusals.js'
import {groupShape, listedUser, userShape} from '../shapes.js'
import type {User} from '../tables.js'
import {requestTags, tagOperations, tagsIn} from '../tags.js'
import {renamePrincipal} from '../roles/trust.js'

interface UserInput {
  UserName: string | undefined
}

const builders = operationsOn(userKind, ({UserName}: UserInput) => required(UserName, 'UserName'))
const {on} = builders
const inline = inlineOperations(userKind, builders, ({userName}) => ({UserName: userName}))
const attached = attachmentOperations(userKind, builders)
const boundary = boundaryOperations(builders, (user, permissionsBoundary) => ({...user, permissionsBoundary}))
const tags = tagOperations<User, UserInput>(builders)

/** As the root user sees itself: it has neither path nor name. */
const rootShape = ({tx, accountId}: Call) => ({
  Path: '/',
  UserName: undefined,
  UserId: accountId,
  Arn: `arn:aws:iam::${accountId}:root`,
  CreateDate: new Date(accounts.get(tx, [accountId])?.createdAt ?? 0),
})

/** Users, their policies, tags and boundaries. */
export const userOperations: Operations<typeof sdk> = {
  CreateUser: {
    resource: ({Path = '/', UserName = ''}, call) => newArn('user', `${Path}${UserName}`, call),
    conditions: (input) => ({...requestTags(input), ...boundaryAsked(input)}),
    run: (input, call) => {
      requireBoundary(input.PermissionsBoundary, call)
      const user = addEntity(
        userKind,
        {
          accountId: call.accountId,
          path: input.Path ?? '/',
          userName: required(input.UserName, 'UserName'),
          userId: uniqueId('AIDA'),
          permissionsBoundary: input.PermissionsBoundary,
          createdAt: call.now,
          tags: tagsIn(input.Tags),
          groups: [],
          inlinePolicies: {},
          attachedPolicies: [],
        },
        call,
      )
      return {User: userShape(user)}
    },
  },

  GetUser: {
    resource: ({UserName}, call) => {
      const name = UserName ?? callingUser(call)
      return name === undefined ? rootShape(call).Arn : arnFor(userKind, name, call)
    },
    conditions: ({UserName}, call) => conditionsOf(userKind, UserName ?? callingUser(call) ?? '', call),
    run: ({UserName}, call) => {
      const name = UserName ?? callingUser(call)
      return {User: name === undefined ? rootShape(call) : userShape(requireEntity(userKind, name, call))}
    },
  },

  ListUsers: {
    resource: listArn('user'),
    run: (input, call) => {
      const {items, rest} = pageOf(
        entitiesBelow(userKind, input.PathPrefix, call),
        {...input, key: listKey(userKind)},
        call,
      )
      return {Users: items.map(listedUser), ...rest}
    },
  },

  UpdateUser: on((user, {NewUserName, NewPath}, call) => {
    const renamed = {...user, userName: NewUserName ?? user.userName, path: NewPath ?? user.path}
    removeEntity(userKind, user, call)
    addEntity(userKind, renamed, call)
    renameUser(user, renamed.userName, call)
    renamePrincipal(arnOf(userKind, user), arnOf(userKind, renamed), call.tx)
    return {}
  }),

  // The order in which the API reference of DeleteUser lists what must go first.
  DeleteUser: on((user, _input, call) => {
    requireNothingOwned(user, call)
    requireNoPolicies(user)
    if (user.groups.length > 0) throw deleteConflict('Cannot delete entity, must remove users from group first.')
    removeEntity(userKind, user, call)
    renamePrincipal(arnOf(userKind, user), user.userId, call.tx)
    return {}
  }),

  ListGroupsForUser: on((user, input, call) => {
    const {items, rest} = pageOf(user.groups, {...input, key: (name) => name.toLowerCase()}, call)
    return {Groups: items.map((name) => groupShape(requireEntity(groupKind, name, call))), ...rest}
  }),

  TagUser: tags.tag,
  UntagUser: tags.untag,
  ListUserTags: tags.list,
  PutUserPolicy: inline.put,
  GetUserPolicy: inline.read,
  ListUserPolicies: inline.list,
  DeleteUserPolicy: inline.delete,
  AttachUserPolicy: attached.attach,
  DetachUserPolicy: attached.detach,
  ListAttachedUserPolicies: attached.list,
  PutUserPermissionsBoundary: boundary.put,
  DeleteUserPermissionsBoundary: boundary.delete,
}
