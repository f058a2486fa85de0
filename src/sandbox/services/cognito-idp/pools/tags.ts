import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import type {UserPoolOperations} from '../operations.js'
import {poolArn} from './access.js'
import {pools, type UserPool} from '../tables.js'

const onArn = ({ResourceArn}: {ResourceArn?: string | undefined}): string => ResourceArn ?? '*'

function requireTagged(arn: string | undefined, call: Call): UserPool {
  const pool = pools.get(call.tx, [call.accountId, call.region, arn?.split('/')[1] ?? ''])
  if (!pool || arn !== poolArn(pool.id, call)) {
    throw new ServiceError('ResourceNotFoundException', `Resource not found: ${arn ?? ''}`)
  }
  return pool
}

const retag = (pool: UserPool, UserPoolTags: Record<string, string>, {tx}: Call): void =>
  pools.put(tx, [pool.accountId, pool.region, pool.id], {...pool, settings: {...pool.settings, UserPoolTags}})

/** Tags, named by ARN. */
export const poolTags: UserPoolOperations = {
  TagResource: {
    resource: onArn,
    run({ResourceArn, Tags}, call) {
      const pool = requireTagged(ResourceArn, call)
      const tags = {...pool.settings.UserPoolTags, ...Tags}
      if (Object.keys(tags).length > 50) {
        throw new ServiceError('InvalidParameterException', 'A user pool can have at most 50 tags.')
      }
      retag(pool, tags, call)
      return {}
    },
  },
  UntagResource: {
    resource: onArn,
    run({ResourceArn, TagKeys = []}, call) {
      const pool = requireTagged(ResourceArn, call)
      const left = Object.entries(pool.settings.UserPoolTags ?? {}).filter(([key]) => !TagKeys.includes(key))
      retag(pool, Object.fromEntries(left), call)
      return {}
    },
  },
  ListTagsForResource: {
    resource: onArn,
    run: ({ResourceArn}, call) => ({Tags: requireTagged(ResourceArn, call).settings.UserPoolTags ?? {}}),
  },
}
