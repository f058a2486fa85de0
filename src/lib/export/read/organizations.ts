import {
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  paginateListAWSServiceAccessForOrganization,
  type Account,
  type Organization,
  type OrganizationalUnit,
  type Policy,
  type Root,
} from '@aws-sdk/client-organizations'
import {absentWhen} from '../../aws/calls/absent.js'
import type {Recorded} from '../../records/records.js'
import type {Context} from '../../base/resource.js'
import {parentOf} from '../../resources/organizations/parents.js'
import {readTargets} from '../../resources/organizations/policy-targets.js'
import {findRoot} from '../../resources/organizations/roots.js'
import {readTags} from '../../resources/organizations/tags.js'
import {collect} from '../../resources/pages.js'
import {keyText} from '../record.js'

export type Tags = Readonly<Record<string, string>>

export interface OrganizationFacts {
  readonly organization: Organization
  readonly root: Root | undefined
  /** Services that may work in all of it: `sso.amazonaws.com`. */
  readonly services: readonly string[]
}

export async function readOrganization(_: Recorded, context: Context): Promise<OrganizationFacts | undefined> {
  const client = context.aws.organizations
  const answer = await absentWhen('AWSOrganizationsNotInUseException', () =>
    client.send(new DescribeOrganizationCommand({})),
  )
  if (!answer?.Organization) return undefined
  const pages = paginateListAWSServiceAccessForOrganization({client}, {})
  const services = await collect(pages, (page) => page.EnabledServicePrincipals)
  return {
    organization: answer.Organization,
    root: await findRoot(context),
    services: services.flatMap(({ServicePrincipal}) => ServicePrincipal ?? []),
  }
}

export interface UnitFacts {
  readonly unit: OrganizationalUnit
  readonly parentId: string
  readonly tags: Tags
}

export async function readUnit({id}: Recorded, context: Context): Promise<UnitFacts | undefined> {
  const answer = await absentWhen('OrganizationalUnitNotFoundException', () =>
    context.aws.organizations.send(new DescribeOrganizationalUnitCommand({OrganizationalUnitId: id})),
  )
  const unit = answer?.OrganizationalUnit
  return unit && {unit, parentId: await parentOf(id, context), tags: await readTags(id, context)}
}

export interface AccountFacts {
  readonly account: Account
  readonly parentId: string
  /** The role that it was made with: AWS does not answer it. */
  readonly roleName: string
  readonly tags: Tags
}

export async function readAccount(recorded: Recorded, context: Context): Promise<AccountFacts | undefined> {
  const {id} = recorded
  const answer = await absentWhen('AccountNotFoundException', () =>
    context.aws.organizations.send(new DescribeAccountCommand({AccountId: id})),
  )
  const account = answer?.Account
  if (!account) return undefined
  const [parentId, tags] = await Promise.all([parentOf(id, context), readTags(id, context)])
  return {account, parentId, roleName: keyText(recorded, 'roleName'), tags}
}

export interface ExistingAccountFacts {
  readonly accountId: string
}

/** Nothing of it is awsup's, so nothing is read. */
export const readExistingAccount = ({id}: Recorded): Promise<ExistingAccountFacts> => Promise.resolve({accountId: id})

export interface GuardrailFacts {
  readonly policy: Policy
  /** Roots, units and accounts that it is attached to. */
  readonly targetIds: readonly string[]
  readonly tags: Tags
}

export async function readGuardrail({id}: Recorded, context: Context): Promise<GuardrailFacts | undefined> {
  const answer = await absentWhen('PolicyNotFoundException', () =>
    context.aws.organizations.send(new DescribePolicyCommand({PolicyId: id})),
  )
  const policy = answer?.Policy
  return policy && {policy, targetIds: await readTargets(id, context), tags: await readTags(id, context)}
}
