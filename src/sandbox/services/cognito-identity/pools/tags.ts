import {invalid} from '../../cognito-idp/checks.js'
import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import type {IdentityPoolOperations} from '../operations.js'
import {identityPoolArn, keepPool} from './access.js'
import {identityPools, type StoredIdentityPool} from '../tables.js'

const onArn = ({ResourceArn}: {ResourceArn?: string | undefined}): string => ResourceArn ?? '*'

function requireTagged(arn: string | undefined, call: Call): StoredIdentityPool {
  const pool = identityPools.get(call.tx, [call.accountId, call.region, arn?.split('/')[1] ?? ''])
  if (!pool || arn !== identityPoolArn(pool.id, call)) {
    throw new ServiceError('ResourceNotFoundException', `Resource '${arn ?? ''}' not found.`)
  }
  return pool
}

const retag = (pool: StoredIdentityPool, IdentityPoolTags: Record<string, string>, call: Call): void =>
  keepPool({...pool, settings: {...pool.settings, IdentityPoolTags}}, call)

/** Tags, named by ARN. */
export const tagOperations: IdentityPoolOperations = {
  TagResource: {
    resource: onArn,
    run({ResourceArn, Tags}, call) {
      const pool = requireTagged(ResourceArn, call)
      const tags = {...pool.settings.IdentityPoolTags, ...Tags}
      if (Object.keys(tags).length > 50) throw invalid('An identity pool can have at most 50 tags.')
      retag(pool, tags, call)
      return {}
    },
  },
  UntagResource: {
    resource: onArn,
    run({ResourceArn, TagKeys = []}, call) {
      const pool = requireTagged(ResourceArn, call)
      const left = Object.entries(pool.settings.IdentityPoolTags).filter(([key]) => !TagKeys.includes(key))
      retag(pool, Object.fromEntries(left), call)
      return {}
    },
  },
  ListTagsForResource: {
    resource: onArn,
    run: ({ResourceArn}, call) => ({Tags: requireTagged(ResourceArn, call).settings.IdentityPoolTags}),
  },
}
