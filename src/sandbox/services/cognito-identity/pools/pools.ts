import type {CreateIdentityPoolInput, IdentityPool} from '@aws-sdk/client-cognito-identity'
import {invalid} from '../../cognito-idp/checks.js'
import {ServiceError} from '../../../core/errors.js'
import {uuid} from '../../../core/ids.js'
import {page} from '../../../core/pages.js'
import type {Transaction} from '../../../store/transaction.js'
import {removeIdentity} from '../identities/identities.js'
import type {IdentityPoolOperations} from '../operations.js'
import {keepPool, onPool, requireIdentityPool} from './access.js'
import {identities, identityPools, owners, type IdentityPoolSettings, type StoredIdentityPool} from '../tables.js'

const MAX_POOLS = 1000

type Sent = Omit<CreateIdentityPoolInput, 'DeveloperProviderName'>

/** What was sent, and AWS's default for everything that was not; nothing of earlier settings stays. */
const makeSettings = (sent: Sent): IdentityPoolSettings => ({
  IdentityPoolName: sent.IdentityPoolName ?? '',
  AllowUnauthenticatedIdentities: sent.AllowUnauthenticatedIdentities ?? false,
  AllowClassicFlow: sent.AllowClassicFlow,
  SupportedLoginProviders: sent.SupportedLoginProviders,
  OpenIdConnectProviderARNs: sent.OpenIdConnectProviderARNs,
  CognitoIdentityProviders: sent.CognitoIdentityProviders?.map((provider) => ({
    ...provider,
    ServerSideTokenCheck: provider.ServerSideTokenCheck ?? false,
  })),
  SamlProviderARNs: sent.SamlProviderARNs,
  IdentityPoolTags: sent.IdentityPoolTags ?? {},
})

const view = ({id, settings, developerProviderName}: StoredIdentityPool): IdentityPool => ({
  IdentityPoolId: id,
  ...settings,
  DeveloperProviderName: developerProviderName,
})

function removePool({accountId, region, id}: StoredIdentityPool, tx: Transaction): void {
  for (const identity of identities.list(tx, [id])) removeIdentity(identity, tx)
  for (const [key] of tx.entries(`cognito-identity/tag-maps/${encodeURIComponent(id)}/`)) tx.delete(key)
  owners.delete(tx, [id])
  identityPools.delete(tx, [accountId, region, id])
}

/** Identity pools. As at AWS, nothing makes names unique, and a repeated create makes a second pool. */
export const identityPoolOperations: IdentityPoolOperations = {
  CreateIdentityPool: {
    run(sent, call) {
      const {tx, accountId, region} = call
      if (identityPools.list(tx, [accountId, region]).length >= MAX_POOLS) {
        throw new ServiceError('LimitExceededException', 'Maximum number of identity pools exceeded.')
      }
      const pool: StoredIdentityPool = {
        accountId,
        region,
        id: `${region}:${uuid()}`,
        developerProviderName: sent.DeveloperProviderName,
        settings: makeSettings(sent),
        roles: {},
        roleMappings: {},
      }
      keepPool(pool, call)
      owners.put(tx, [pool.id], {accountId, region, poolId: pool.id})
      return view(pool)
    },
  },
  DescribeIdentityPool: {
    resource: onPool,
    run: ({IdentityPoolId}, call) => view(requireIdentityPool(IdentityPoolId, call)),
  },
  ListIdentityPools: {
    run({MaxResults, NextToken}, call) {
      const all = identityPools.list(call.tx, [call.accountId, call.region])
      const {items, next} = page(
        all,
        {key: ({id}) => id, token: NextToken, limit: MaxResults, badToken: 'InvalidParameterException'},
        call,
      )
      const IdentityPools = items.map(({id, settings}) => ({
        IdentityPoolId: id,
        IdentityPoolName: settings.IdentityPoolName,
      }))
      return {IdentityPools, NextToken: next}
    },
  },
  UpdateIdentityPool: {
    resource: onPool,
    run(sent, call) {
      const pool = requireIdentityPool(sent.IdentityPoolId, call)
      const {developerProviderName: earlier} = pool
      if (earlier !== undefined && (sent.DeveloperProviderName ?? earlier) !== earlier) {
        throw invalid('The developer provider name cannot be changed once it is set.')
      }
      const developerProviderName = earlier ?? sent.DeveloperProviderName
      const changed = {...pool, developerProviderName, settings: makeSettings(sent)}
      keepPool(changed, call)
      return view(changed)
    },
  },
  DeleteIdentityPool: {
    resource: onPool,
    run({IdentityPoolId}, call) {
      removePool(requireIdentityPool(IdentityPoolId, call), call.tx)
      return {}
    },
  },
}
