import type * as Sdk from '@aws-sdk/client-organizations'
import type {Transaction} from '../../store/transaction.js'
import {
  accounts,
  organizationPolicies,
  type Account,
  type CreateAccountRequest,
  type Organization,
  type OrganizationalUnit,
  type OrganizationPolicy,
} from './tables.js'
import {renderPath} from './tree.js'

const arn = ({managementAccountId}: Organization, rest: string): string =>
  `arn:aws:organizations::${managementAccountId}:${rest}`

export const accountArn = (organization: Organization, accountId: string): string =>
  arn(organization, `account/${organization.organizationId}/${accountId}`)

const policyArn = (organization: Organization, {type, policyId, awsManaged}: OrganizationPolicy): string => {
  const kind = `policy/${awsManaged ? '' : `${organization.organizationId}/`}${type.toLowerCase()}/${policyId}`
  return awsManaged ? `arn:aws:organizations::aws:${kind}` : arn(organization, kind)
}

/** The ARN of whatever an id names, whether it is there or not. */
export function arnOfId(tx: Transaction, organization: Organization, id: string): string {
  const {organizationId} = organization
  if (id.startsWith('r-')) return arn(organization, `root/${organizationId}/${id}`)
  if (id.startsWith('ou-')) return arn(organization, `ou/${organizationId}/${id}`)
  if (/^\d{12}$/.test(id)) return accountArn(organization, id)
  const policy = organizationPolicies.get(tx, [organizationId, id])
  return policy
    ? policyArn(organization, policy)
    : arn(organization, `policy/${organizationId}/service_control_policy/${id}`)
}

export function organizationShape(tx: Transaction, organization: Organization): Sdk.Organization {
  const {organizationId, managementAccountId, featureSet} = organization
  return {
    Id: organizationId,
    Arn: arn(organization, `organization/${organizationId}`),
    FeatureSet: featureSet,
    MasterAccountArn: accountArn(organization, managementAccountId),
    MasterAccountId: managementAccountId,
    MasterAccountEmail: accounts.get(tx, [managementAccountId])?.email,
    // Deprecated, and wrong after EnablePolicyType: AWS keeps what the feature set began with.
    AvailablePolicyTypes: featureSet === 'ALL' ? [{Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED'}] : [],
  }
}

export const rootShape = (organization: Organization): Sdk.Root => ({
  Id: organization.rootId,
  Arn: arn(organization, `root/${organization.organizationId}/${organization.rootId}`),
  Name: 'Root',
  PolicyTypes: organization.enabledPolicyTypes.map((type) => ({Type: toPolicyType(type), Status: 'ENABLED'})),
})

/** Closed accounts keep the retired Status SUSPENDED, which has no word for PENDING_ACTIVATION (User Guide, account states). */
export const accountShape = (tx: Transaction, organization: Organization, account: Account): Sdk.Account => ({
  Id: account.accountId,
  Arn: accountArn(organization, account.accountId),
  Email: account.email,
  Name: account.name,
  ...(account.state === 'PENDING_ACTIVATION' ? {} : {Status: account.state === 'CLOSED' ? 'SUSPENDED' : account.state}),
  State: account.state,
  Paths: [renderPath(tx, organization, account.accountId)],
  JoinedMethod: account.joinedMethod,
  JoinedTimestamp: new Date(account.joinedAt),
})

export const unitShape = (
  tx: Transaction,
  organization: Organization,
  unit: OrganizationalUnit,
): Sdk.OrganizationalUnit => ({
  Id: unit.unitId,
  Arn: arn(organization, `ou/${organization.organizationId}/${unit.unitId}`),
  Name: unit.name,
  Path: renderPath(tx, organization, unit.unitId),
})

export const policySummary = (organization: Organization, policy: OrganizationPolicy): Sdk.PolicySummary => ({
  Id: policy.policyId,
  Arn: policyArn(organization, policy),
  Name: policy.name,
  Description: policy.description,
  Type: toPolicyType(policy.type),
  AwsManaged: policy.awsManaged,
})

export const policyShape = (organization: Organization, policy: OrganizationPolicy): Sdk.Policy => ({
  PolicySummary: policySummary(organization, policy),
  Content: policy.content,
})

export const requestShape = (request: CreateAccountRequest): Sdk.CreateAccountStatus => ({
  Id: request.requestId,
  AccountName: request.accountName,
  State: request.state,
  RequestedTimestamp: new Date(request.requestedAt),
  ...(request.completedAt === undefined ? {} : {CompletedTimestamp: new Date(request.completedAt)}),
  ...(request.accountId === undefined ? {} : {AccountId: request.accountId}),
  ...(request.state === 'FAILED' ? {FailureReason: toFailureReason(request.failure)} : {}),
})

const POLICY_TYPES: readonly Sdk.PolicyType[] = [
  'SERVICE_CONTROL_POLICY',
  'TAG_POLICY',
  'BACKUP_POLICY',
  'AISERVICES_OPT_OUT_POLICY',
]

/** The policy types that the sandbox keeps; of these it evaluates service control policies. */
export const toPolicyType = (type: string | undefined): Sdk.PolicyType | undefined =>
  POLICY_TYPES.find((known) => known === type)

const toFailureReason = (reason: string | undefined): Sdk.CreateAccountFailureReason =>
  reason !== undefined && isFailureReason(reason) ? reason : 'INTERNAL_FAILURE'

/** AWS adds reasons over time: one that the SDK does not know is answered as it is. */
const isFailureReason = (reason: string): reason is Sdk.CreateAccountFailureReason => reason !== ''
