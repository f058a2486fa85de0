import type {UserPoolOperations} from './operations.js'
import {onPool, requireClient, requirePool} from './pools/access.js'

/** Readers of features that the sandbox cannot set: what AWS answers for a pool where nobody did. */
export const unsetReaders: UserPoolOperations = {
  DescribeRiskConfiguration: {
    resource: onPool,
    run({UserPoolId, ClientId}, call) {
      const pool = requirePool(UserPoolId, call)
      if (ClientId !== undefined) requireClient(pool, ClientId, call)
      return {RiskConfiguration: {UserPoolId: pool.id, ...(ClientId !== undefined && {ClientId})}}
    },
  },
  GetUICustomization: {
    resource: onPool,
    run({UserPoolId, ClientId}, call) {
      const pool = requirePool(UserPoolId, call)
      if (ClientId !== undefined && ClientId !== 'ALL') requireClient(pool, ClientId, call)
      return {UICustomization: {}}
    },
  },
  GetLogDeliveryConfiguration: {
    resource: onPool,
    run({UserPoolId}, call) {
      const pool = requirePool(UserPoolId, call)
      return {LogDeliveryConfiguration: {UserPoolId: pool.id, LogConfigurations: []}}
    },
  },
}
