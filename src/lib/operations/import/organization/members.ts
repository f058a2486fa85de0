import {readTags} from '../../../project/ownership.js'
import {environmentOf} from '../../../records/places.js'
import type {Session} from '../../../project/session.js'
import {readOrganization, type AccountLeaf, type UnitBranch} from '../../init/organization/tree.js'
import type {OrganizationBase} from './base.js'

/** An account of the organization as AWS has it now. */
export interface Member extends AccountLeaf {
  /** Names from the root down: `Root/Workloads`. */
  readonly unit: string
}

/** Where accounts and environments are joined already. */
export interface Members {
  readonly organizationId: string
  readonly managementAccountId: string
  /** By name, then id. */
  readonly accounts: readonly Member[]
  /** Account id → the environment that has it, in awsup.yaml or on record. */
  readonly homes: ReadonlyMap<string, string>
  /** Environment → its account id; `undefined` where the account is still to be made. */
  readonly environments: ReadonlyMap<string, string | undefined>
}

/** Only reads. Throws ConflictError `NO_ORGANIZATION`, AccessError where the caller's account does not manage it. */
export async function readMembers(session: Session, base: OrganizationBase): Promise<Members> {
  const {organizationId, managementAccountId, root} = await readOrganization(session)
  const environments = new Map<string, string | undefined>()
  const homes = new Map<string, string>()
  const records = await session.engine.records.list()
  for (const {address, kind, id, accountId} of records) {
    const name = environmentOf(address)
    if (name === undefined) continue
    if (kind === 'account' || kind === 'existing-account') environments.set(name, id)
    else if (!environments.has(name)) environments.set(name, accountId)
    homes.set(environments.get(name) ?? accountId, name)
  }
  for (const [name, {account}] of base.environments) {
    const written = account?.id === 'management' ? managementAccountId : account?.id
    environments.set(name, written ?? environments.get(name))
    if (written !== undefined) homes.set(written, name)
  }
  return {
    organizationId,
    managementAccountId,
    accounts: accountsBelow(root, '').sort((a, b) => compareTexts(a.name, b.name) || compareTexts(a.id, b.id)),
    homes,
    environments,
  }
}

function accountsBelow({name, accounts, units}: UnitBranch, above: string): Member[] {
  const unit = above === '' ? name : `${above}/${name}`
  return [...accounts.map((account) => ({...account, unit})), ...units.flatMap((child) => accountsBelow(child, unit))]
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Tags of these accounts, by id. The door keeps to AWS's pace. */
export async function tagsOf(
  {door}: Session,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  return new Map(await Promise.all(accountIds.map(async (id) => [id, await readTags(id, door)] as const)))
}
