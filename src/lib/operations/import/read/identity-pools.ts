import {DescribeIdentityPoolCommand, paginateListIdentityPools} from '@aws-sdk/client-cognito-identity'
import {absentWhen} from '../../../aws/calls/absent.js'
import type {Clients} from '../../../aws/clients/clients.js'
import {UsageError} from '../../../base/errors.js'
import type {Recorded} from '../../../records/records.js'
import {collect} from '../../../resources/pages.js'
import type {Context} from '../../../base/resource.js'
import type {ImportRequest} from './place.js'

/** What `--identity-pool` says where a new identity pool is to be made, whatever exists. */
export const NEW_IDENTITY_POOL = 'new'

interface Chosen {
  /** `undefined` where none takes tokens of the user pool: one is planned then. */
  readonly identityPoolId: string | undefined
  readonly note?: string
}

/**
 * The identity pool of an import: the one that is named or on record, else the one that takes tokens of the user pool.
 * A second one beside it would give every user another identity id, and so none of the data kept under the first.
 * Throws UsageError `SEVERAL_IDENTITY_POOLS` where several take its tokens and none is named.
 */
export async function chooseIdentityPool(
  {environment, userPoolId, identityPoolId}: ImportRequest,
  {known, context}: {readonly known: readonly Recorded[]; readonly context: Context},
): Promise<Chosen> {
  if (identityPoolId === NEW_IDENTITY_POOL) return {identityPoolId: undefined}
  const recorded = known.find(({address}) => address === `${environment}.identity-pool`)
  if (identityPoolId !== undefined || recorded) return {identityPoolId: identityPoolId ?? recorded?.id}
  const found = await findTaking(`cognito-idp.${context.aws.region}.amazonaws.com/${userPoolId}`, context.aws)
  const [only, ...others] = found
  if (!only) return {identityPoolId: undefined}
  if (others.length > 0) {
    throw new UsageError(
      `${found.length} identity pools take tokens of ${userPoolId}: ${found.map(named).join(', ')}`,
      {
        code: 'SEVERAL_IDENTITY_POOLS',
        hint: `Name the one that your application uses: --identity-pool ${only.id}. Its users keep their identity ids.`,
        details: {userPoolId, identityPools: found},
      },
    )
  }
  return {
    identityPoolId: only.id,
    note: `The identity pool ${named(only)} takes tokens of the user pool and is imported with it. To plan a new one instead: --identity-pool ${NEW_IDENTITY_POOL}; users then get other identity ids.`,
  }
}

interface Named {
  readonly id: string
  readonly name: string
}

const named = ({id, name}: Named): string => `${id} (${name})`

/** AWS lists identity pools without their providers, so each is asked for its own. */
async function findTaking(providerName: string, {identity: client}: Clients): Promise<readonly Named[]> {
  const listed = await collect(paginateListIdentityPools({client}, {MaxResults: 60}), (page) => page.IdentityPools)
  const found: Named[] = []
  for (const {IdentityPoolId} of listed) {
    const pool = await absentWhen('ResourceNotFoundException', () =>
      client.send(new DescribeIdentityPoolCommand({IdentityPoolId})),
    )
    if (!pool?.CognitoIdentityProviders?.some(({ProviderName}) => ProviderName === providerName)) continue
    found.push({id: IdentityPoolId ?? '', name: pool.IdentityPoolName ?? ''})
  }
  return found
}
