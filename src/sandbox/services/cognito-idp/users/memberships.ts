import {page} from '../../../core/pages.js'
import type {UserPoolOperations} from '../operations.js'
import {groupView, requireGroup} from './groups.js'
import {onPool, requirePool} from '../pools/access.js'
import {groups, users} from '../tables.js'
import {keepUser, requireUser} from './access.js'
import {userView} from './view.js'

/** Who is in which group. Adding twice and removing what does not exist are no errors. */
export const membershipOperations: UserPoolOperations = {
  AdminAddUserToGroup: {
    resource: onPool,
    run({UserPoolId, Username, GroupName}, call) {
      const pool = requirePool(UserPoolId, call)
      const user = requireUser(pool, Username, call.tx)
      const {name} = requireGroup(pool.id, GroupName, call)
      keepUser({...user, groups: [...new Set([...user.groups, name])]}, pool, call.tx)
      return {}
    },
  },
  AdminRemoveUserFromGroup: {
    resource: onPool,
    run({UserPoolId, Username, GroupName}, call) {
      const pool = requirePool(UserPoolId, call)
      const user = requireUser(pool, Username, call.tx)
      const {name} = requireGroup(pool.id, GroupName, call)
      keepUser({...user, groups: user.groups.filter((other) => other !== name)}, pool, call.tx)
      return {}
    },
  },
  AdminListGroupsForUser: {
    resource: onPool,
    run({UserPoolId, Username, Limit, NextToken}, call) {
      const pool = requirePool(UserPoolId, call)
      const user = requireUser(pool, Username, call.tx)
      const found = user.groups.flatMap((name) => groups.get(call.tx, [pool.id, name]) ?? [])
      const {items, next} = page(
        found,
        {key: ({name}) => name, token: NextToken, limit: Limit ?? 60, badToken: 'InvalidParameterException'},
        call,
      )
      return {Groups: items.map(groupView), NextToken: next}
    },
  },
  ListUsersInGroup: {
    resource: onPool,
    run({UserPoolId, GroupName, Limit, NextToken}, call) {
      const pool = requirePool(UserPoolId, call)
      const {name} = requireGroup(pool.id, GroupName, call)
      const members = users.list(call.tx, [pool.id]).filter((user) => user.groups.includes(name))
      const {items, next} = page(
        members,
        {key: ({username}) => username, token: NextToken, limit: Limit ?? 60, badToken: 'InvalidParameterException'},
        call,
      )
      return {Users: items.map((user) => userView(user)), NextToken: next}
    },
  },
}
