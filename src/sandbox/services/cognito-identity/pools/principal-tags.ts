import type {GetPrincipalTagAttributeMapResponse} from '@aws-sdk/client-cognito-identity'
import {invalid, present} from '../../cognito-idp/checks.js'
import type {Transaction} from '../../../store/transaction.js'
import type {IdentityPoolOperations} from '../operations.js'
import {onPool, requireIdentityPool} from './access.js'
import {tagMaps, type TagMap} from '../tables.js'

const NONE: TagMap = {useDefaults: false, tags: {}}
const DEFAULTS = {username: 'sub', client: 'aud'}

/** Which session tag is made of which claim, for logins of a provider; none unless somebody set it. */
export const tagMapOf = (poolId: string, provider: string, tx: Transaction): TagMap =>
  tagMaps.get(tx, [poolId, provider]) ?? NONE

const view = (poolId: string, provider: string, {useDefaults, tags}: TagMap): GetPrincipalTagAttributeMapResponse => ({
  IdentityPoolId: poolId,
  IdentityProviderName: provider,
  UseDefaults: useDefaults,
  PrincipalTags: tags,
})

/** Claims that become session tags, per provider: the way to a user pool's `sub` in IAM policies. */
export const principalTags: IdentityPoolOperations = {
  SetPrincipalTagAttributeMap: {
    resource: onPool,
    run({IdentityPoolId, IdentityProviderName, UseDefaults = false, PrincipalTags = {}}, call) {
      const pool = requireIdentityPool(IdentityPoolId, call)
      const provider = present(IdentityProviderName, 'IdentityProviderName')
      if (Object.keys(PrincipalTags).length > 50) throw invalid('At most 50 principal tags can be mapped.')
      const map = {useDefaults: UseDefaults, tags: UseDefaults ? DEFAULTS : PrincipalTags}
      tagMaps.put(call.tx, [pool.id, provider], map)
      return view(pool.id, provider, map)
    },
  },
  GetPrincipalTagAttributeMap: {
    resource: onPool,
    run({IdentityPoolId, IdentityProviderName}, call) {
      const pool = requireIdentityPool(IdentityPoolId, call)
      const provider = present(IdentityProviderName, 'IdentityProviderName')
      return view(pool.id, provider, tagMapOf(pool.id, provider, call.tx))
    },
  },
}
