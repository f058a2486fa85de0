import type {ResourceServerType} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import {page} from '../../../core/pages.js'
import type {Call} from '../../../core/service.js'
import {invalid, present} from '../checks.js'
import type {UserPoolOperations} from '../operations.js'
import {onPool, requirePool} from './access.js'
import {resourceServers, type PoolResourceServer} from '../tables.js'

const view = ({poolId, identifier, name, scopes}: PoolResourceServer): ResourceServerType => ({
  UserPoolId: poolId,
  Identifier: identifier,
  Name: name,
  Scopes: scopes,
})

function requireServer(poolId: string, identifier: string | undefined, {tx}: Call): PoolResourceServer {
  const server = resourceServers.get(tx, [poolId, identifier ?? ''])
  if (!server) throw new ServiceError('ResourceNotFoundException', 'Resource server does not exist.')
  return server
}

/** Resource servers: APIs with OAuth scopes of their own. UpdateResourceServer resets the scopes when none are sent. */
export const resourceServerOperations: UserPoolOperations = {
  CreateResourceServer: {
    resource: onPool,
    run({UserPoolId, Identifier, Name, Scopes = []}, call) {
      const pool = requirePool(UserPoolId, call)
      const identifier = present(Identifier, 'Identifier')
      if (resourceServers.get(call.tx, [pool.id, identifier])) {
        throw invalid(`${identifier} already exists in user pool ${pool.id}.`)
      }
      const server = {poolId: pool.id, identifier, name: present(Name, 'Name'), scopes: Scopes}
      resourceServers.put(call.tx, [pool.id, identifier], server)
      return {ResourceServer: view(server)}
    },
  },
  DescribeResourceServer: {
    resource: onPool,
    run: ({UserPoolId, Identifier}, call) => ({
      ResourceServer: view(requireServer(requirePool(UserPoolId, call).id, Identifier, call)),
    }),
  },
  ListResourceServers: {
    resource: onPool,
    run({UserPoolId, MaxResults, NextToken}, call) {
      const pool = requirePool(UserPoolId, call)
      const {items, next} = page(
        resourceServers.list(call.tx, [pool.id]),
        {
          key: ({identifier}) => identifier,
          token: NextToken,
          limit: MaxResults ?? 50,
          badToken: 'InvalidParameterException',
        },
        call,
      )
      return {ResourceServers: items.map(view), NextToken: next}
    },
  },
  UpdateResourceServer: {
    resource: onPool,
    run({UserPoolId, Identifier, Name, Scopes = []}, call) {
      const server = requireServer(requirePool(UserPoolId, call).id, Identifier, call)
      const changed = {...server, name: present(Name, 'Name'), scopes: Scopes}
      resourceServers.put(call.tx, [server.poolId, server.identifier], changed)
      return {ResourceServer: view(changed)}
    },
  },
  DeleteResourceServer: {
    resource: onPool,
    run({UserPoolId, Identifier}, call) {
      const server = requireServer(requirePool(UserPoolId, call).id, Identifier, call)
      resourceServers.delete(call.tx, [server.poolId, server.identifier])
      return {}
    },
  },
}
