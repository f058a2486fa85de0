import type {AdminGetUserResponse} from '@aws-sdk/client-cognito-identity-provider'
import {page} from '../../../core/pages.js'
import {invalid} from '../checks.js'
import type {UserPoolOperations} from '../operations.js'
import {onPool, requirePool} from '../pools/access.js'
import {users, type PoolUser} from '../tables.js'
import {removeUser, requireUser} from './access.js'
import {factorView} from '../mfa/user-factors.js'
import {makeUserFilter} from './filter.js'
import {attributeList, userView} from './view.js'

const fullView = (user: PoolUser): AdminGetUserResponse => ({
  Username: user.username,
  UserAttributes: attributeList(user),
  UserCreateDate: new Date(user.createdAt),
  UserLastModifiedDate: new Date(user.modifiedAt),
  Enabled: user.enabled,
  UserStatus: user.status,
  ...factorView(user),
})

/** Reading, listing and deleting users. */
export const userOperations: UserPoolOperations = {
  AdminGetUser: {
    resource: onPool,
    run({UserPoolId, Username}, call) {
      return fullView(requireUser(requirePool(UserPoolId, call), Username, call.tx))
    },
  },
  ListUsers: {
    resource: onPool,
    run({UserPoolId, AttributesToGet, Filter, Limit, PaginationToken}, call) {
      const pool = requirePool(UserPoolId, call)
      if (AttributesToGet?.some((name) => !pool.schema.some(({Name}) => Name === name))) {
        throw invalid('One or more requested attributes do not exist in user pool.')
      }
      const found = users.list(call.tx, [pool.id]).filter(makeUserFilter(Filter))
      const {items, next} = page(
        found,
        {
          key: ({username}) => username,
          token: PaginationToken,
          limit: Limit ?? 60,
          badToken: 'InvalidParameterException',
        },
        call,
      )
      return {Users: items.map((user) => userView(user, AttributesToGet)), PaginationToken: next}
    },
  },
  AdminDeleteUser: {
    resource: onPool,
    run({UserPoolId, Username}, call) {
      const pool = requirePool(UserPoolId, call)
      removeUser(requireUser(pool, Username, call.tx), pool, call.tx)
      return {}
    },
  },
}
