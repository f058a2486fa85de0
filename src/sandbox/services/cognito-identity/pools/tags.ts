import {tagOperations as operationsOf} from '../../cognito-idp/pools/tag-operations.js'
import type {IdentityPoolOperations} from '../operations.js'
import {identityPools} from '../tables.js'
import {identityPoolArn, keepPool} from './access.js'

/** Tags of identity pools. */
export const tagOperations: IdentityPoolOperations = operationsOf({
  find(arn, call) {
    const pool = identityPools.get(call.tx, [call.accountId, call.region, arn.split('/')[1] ?? ''])
    return pool && arn === identityPoolArn(pool.id, call) ? pool : undefined
  },
  tagsOf: ({settings}) => settings.IdentityPoolTags,
  retag: (pool, IdentityPoolTags, call) => keepPool({...pool, settings: {...pool.settings, IdentityPoolTags}}, call),
  one: 'An identity pool',
})
