import {
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations'
import {ConflictError} from '../../../base/errors.js'
import type {Session} from '../../../project/session.js'

/** The organization from its root down. Accounts are leaves. */
export interface OrganizationTree {
  readonly organizationId: string
  readonly managementAccountId: string
  readonly root: UnitBranch
}

export interface UnitBranch {
  readonly id: string
  readonly name: string
  readonly units: readonly UnitBranch[]
  readonly accounts: readonly AccountLeaf[]
}

export interface AccountLeaf {
  readonly id: string
  readonly name: string
  readonly email: string
  /** ACTIVE, SUSPENDED, PENDING_CLOSURE, CLOSED, PENDING_ACTIVATION; AWS retires `Status` for `State` (2026-09). */
  readonly state: string
  readonly management: boolean
  /** The environment of awsup.yaml that lives there, with its ids on record. */
  readonly environment: string | undefined
  readonly ids: Readonly<Record<string, string>>
}

/** Reads the organization as AWS has it now, joined with the environments on record. */
export async function readOrganization({engine}: Session): Promise<OrganizationTree> {
  const room = engine.rooms.get('organization')
  const aws = await engine.open('management', 'us-east-1')
  const context = {aws, owner: {}, resumed: undefined, checkpoint: () => Promise.resolve(), ...engine}
  const organization = await room?.read({}, undefined, context)
  if (!organization) {
    throw new ConflictError('this account has no organization yet', {
      code: 'NO_ORGANIZATION',
      hint: 'Make one: awsup org init',
    })
  }
  const records = await engine.records.list()
  const managementAccountId = String(organization['managementAccountId'])
  const leafOf = (account: AwsAccount): AccountLeaf => {
    const mine = records.filter(({accountId, kind}) => accountId === account.Id && kind !== 'account')
    const id = account.Id ?? ''
    return {
      id,
      name: account.Name ?? '',
      email: account.Email ?? '',
      state: account.State ?? account.Status ?? 'UNKNOWN',
      management: id === managementAccountId,
      environment:
        id === managementAccountId
          ? undefined
          : records.find((r) => r.kind === 'account' && r.id === id)?.address.split('.')[0],
      ids: Object.fromEntries(mine.filter(({kind}) => SHOWN.has(kind)).map(({kind, id: shown}) => [kind, shown])),
    }
  }
  const rootId = String(organization['rootId'])
  const root = await branchOf(aws.organizations, {id: rootId, name: 'Root'}, leafOf)
  return {organizationId: organization.id, managementAccountId, root}
}

const SHOWN: ReadonlySet<string> = new Set(['user-pool', 'app-client', 'identity-pool'])

interface AwsAccount {
  readonly Id?: string | undefined
  readonly Name?: string | undefined
  readonly Email?: string | undefined
  readonly State?: string | undefined
  readonly Status?: string | undefined
}

async function branchOf(
  client: OrganizationsClient,
  {id, name}: {readonly id: string; readonly name: string},
  leafOf: (account: AwsAccount) => AccountLeaf,
): Promise<UnitBranch> {
  const accounts: AccountLeaf[] = []
  for await (const page of paginateListAccountsForParent({client}, {ParentId: id})) {
    accounts.push(...(page.Accounts ?? []).map(leafOf))
  }
  const children: {id: string; name: string}[] = []
  for await (const page of paginateListOrganizationalUnitsForParent({client}, {ParentId: id})) {
    children.push(...(page.OrganizationalUnits ?? []).map((unit) => ({id: unit.Id ?? '', name: unit.Name ?? ''})))
  }
  const units = await Promise.all(children.map((child) => branchOf(client, child, leafOf)))
  return {id, name, units, accounts}
}
