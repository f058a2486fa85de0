import type {UserPoolOperations} from '../operations.js'
import {pools} from '../tables.js'
import {poolArn} from './access.js'
import {tagOperations} from './tag-operations.js'

/** Tags of user pools. */
export const poolTags: UserPoolOperations = tagOperations({
  find(arn, call) {
    const pool = pools.get(call.tx, [call.accountId, call.region, arn.split('/')[1] ?? ''])
    return pool && arn === poolArn(pool.id, call) ? pool : undefined
  },
  tagsOf: ({settings}) => settings.UserPoolTags,
  retag: (pool, UserPoolTags, {tx}) =>
    pools.put(tx, [pool.accountId, pool.region, pool.id], {...pool, settings: {...pool.settings, UserPoolTags}}),
  one: 'A user pool',
})
