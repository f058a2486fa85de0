import type {Transaction} from '../../../store/transaction.js'
import {accounts, organizationPolicies, organizations} from '../tables.js'
import {pathTo} from '../tree.js'

/**
 * Texts of the service control policies that restrict an account, one list for each level from the root to the
 * account. None for an account that no policy restricts: outside of an organization, or its management account.
 */
export function findScps(tx: Transaction, accountId: string): string[][] {
  const account = accounts.get(tx, [accountId])
  const organization =
    account?.organizationId === undefined ? undefined : organizations.get(tx, [account.organizationId])
  if (!account || !organization || organization.managementAccountId === accountId) return []
  if (!organization.enabledPolicyTypes.includes('SERVICE_CONTROL_POLICY')) return []

  const scps = organizationPolicies
    .list(tx, [organization.organizationId])
    .filter(({type}) => type === 'SERVICE_CONTROL_POLICY')
  return pathTo(tx, organization, accountId).map((id) =>
    scps.filter(({targets}) => targets.includes(id)).map(({content}) => content),
  )
}
