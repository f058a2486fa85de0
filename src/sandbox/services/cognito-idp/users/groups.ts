import type {GroupType} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import {page} from '../../../core/pages.js'
import type {Call} from '../../../core/service.js'
import {present} from '../checks.js'
import type {UserPoolOperations} from '../operations.js'
import {onPool, requirePool} from '../pools/access.js'
import {groups, users, type PoolGroup} from '../tables.js'
import {keepUser} from './access.js'

/** A group as AWS answers it. */
export const groupView = (group: PoolGroup): GroupType => ({
  GroupName: group.name,
  UserPoolId: group.poolId,
  Description: group.description,
  RoleArn: group.roleArn,
  Precedence: group.precedence,
  CreationDate: new Date(group.createdAt),
  LastModifiedDate: new Date(group.modifiedAt),
})

/** @throws ServiceError ResourceNotFoundException */
export function requireGroup(poolId: string, name: string | undefined, {tx}: Call): PoolGroup {
  const group = name === undefined ? undefined : groups.get(tx, [poolId, name])
  if (!group) throw new ServiceError('ResourceNotFoundException', 'Group not found.')
  return group
}

/** Groups of a pool. UpdateGroup keeps what is not sent. */
export const groupOperations: UserPoolOperations = {
  CreateGroup: {
    resource: onPool,
    run({UserPoolId, GroupName, Description, RoleArn, Precedence}, call) {
      const {id} = requirePool(UserPoolId, call)
      const name = present(GroupName, 'GroupName')
      if (groups.get(call.tx, [id, name])) {
        throw new ServiceError('GroupExistsException', 'A group with the name already exists.')
      }
      const group: PoolGroup = {
        poolId: id,
        name,
        description: Description,
        roleArn: RoleArn,
        precedence: Precedence,
        createdAt: call.now,
        modifiedAt: call.now,
      }
      groups.put(call.tx, [id, name], group)
      return {Group: groupView(group)}
    },
  },
  GetGroup: {
    resource: onPool,
    run: ({UserPoolId, GroupName}, call) => ({
      Group: groupView(requireGroup(requirePool(UserPoolId, call).id, GroupName, call)),
    }),
  },
  ListGroups: {
    resource: onPool,
    run({UserPoolId, Limit, NextToken}, call) {
      const {id} = requirePool(UserPoolId, call)
      const {items, next} = page(
        groups.list(call.tx, [id]),
        {key: ({name}) => name, token: NextToken, limit: Limit ?? 60, badToken: 'InvalidParameterException'},
        call,
      )
      return {Groups: items.map(groupView), NextToken: next}
    },
  },
  UpdateGroup: {
    resource: onPool,
    run({UserPoolId, GroupName, Description, RoleArn, Precedence}, call) {
      const group = requireGroup(requirePool(UserPoolId, call).id, GroupName, call)
      const changed: PoolGroup = {
        ...group,
        description: Description ?? group.description,
        roleArn: RoleArn ?? group.roleArn,
        precedence: Precedence ?? group.precedence,
        modifiedAt: call.now,
      }
      groups.put(call.tx, [group.poolId, group.name], changed)
      return {Group: groupView(changed)}
    },
  },
  DeleteGroup: {
    resource: onPool,
    run({UserPoolId, GroupName}, call) {
      const pool = requirePool(UserPoolId, call)
      const {name} = requireGroup(pool.id, GroupName, call)
      groups.delete(call.tx, [pool.id, name])
      for (const user of users.list(call.tx, [pool.id])) {
        if (user.groups.includes(name)) {
          keepUser({...user, groups: user.groups.filter((other) => other !== name)}, pool, call.tx)
        }
      }
      return {}
    },
  },
}
