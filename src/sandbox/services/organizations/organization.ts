import type * as Sdk from '@aws-sdk/client-organizations'
import {ServiceError} from '../../core/errors.js'
import {lowerAlnum} from '../../core/ids.js'
import {wholeOf} from '../../core/lag.js'
import type {Call, Operation} from '../../core/service.js'
import {fullAccessPolicy} from './policies/attachments.js'
import {notInUse} from './refusals.js'
import {findOrganization, managed, pageOf, requireOrganization} from './scope.js'
import {settleAccounts} from './accounts/settle.js'
import {organizationShape, rootShape} from './shapes.js'
import {accountRequests, accounts, organizationPolicies, organizations, type Organization, units} from './tables.js'
import {accountsIn} from './tree.js'

/**
 * Begins with no policy type enabled. The API reference says otherwise ("service control policies automatically
 * enabled in the root"), but nobody has met that: aws-cloudformation/cloudformation-coverage-roadmap#1901,
 * hashicorp/terraform-provider-aws#4545, and the tests of Terraform's provider, which enable them right after.
 */
const CreateOrganization: Operation<Sdk.CreateOrganizationCommandInput, Sdk.CreateOrganizationResponse> = {
  run({FeatureSet: featureSet = 'ALL'}, call) {
    const {now, accountId} = call
    const tx = wholeOf(call.tx)
    const account = accounts.get(tx, [accountId])
    if (findOrganization({...call, tx}) || !account) {
      throw new ServiceError(
        'AlreadyInOrganizationException',
        'The AWS account is already a member of an organization.',
      )
    }
    const organization: Organization = {
      organizationId: `o-${lowerAlnum(10)}`,
      managementAccountId: accountId,
      featureSet,
      rootId: `r-${lowerAlnum(4)}`,
      createdAt: now,
      enabledPolicyTypes: [],
      enabledServices: [],
    }
    const {organizationId, rootId} = organization
    organizations.put(tx, [organizationId], organization)
    // The management account shows as invited: nobody created it.
    const joined = {organizationId, parentId: rootId, joinedMethod: 'INVITED', joinedAt: now} as const
    accounts.put(tx, [accountId], {...account, ...joined})
    if (featureSet === 'ALL') {
      const policy = fullAccessPolicy(organizationId)
      organizationPolicies.put(tx, [organizationId, policy.policyId], policy)
    }
    return {Organization: organizationShape(tx, organization)}
  },
}

/** The one operation that every member account may call. */
const DescribeOrganization: Operation<Sdk.DescribeOrganizationCommandInput, Sdk.DescribeOrganizationResponse> = {
  run(_, call) {
    settleAccounts(wholeOf(call.tx), call.now, call.settings)
    return {Organization: organizationShape(call.tx, requireOrganization(call))}
  },
}

const DeleteOrganization = managed({
  run(_: Sdk.DeleteOrganizationCommandInput, {tx: seen, accountId}: Call, organization) {
    const tx = wholeOf(seen)
    const {organizationId} = organization
    const own = organizationPolicies.list(tx, [organizationId]).filter(({awsManaged}) => !awsManaged)
    if (accountsIn(tx, organization).length > 1 || units.list(tx, [organizationId]).length > 0 || own.length > 0) {
      throw new ServiceError(
        'OrganizationNotEmptyException',
        "The organization isn't empty. To delete an organization, you must first remove all accounts except the management account, delete all OUs, and delete all policies.",
      )
    }
    const account = accounts.get(tx, [accountId])
    if (!account) throw notInUse()
    accounts.put(tx, [accountId], {...account, organizationId: undefined, parentId: undefined})
    for (const {policyId} of organizationPolicies.list(tx, [organizationId])) {
      organizationPolicies.delete(tx, [organizationId, policyId])
    }
    for (const {requestId} of accountRequests.list(tx, [organizationId])) {
      accountRequests.delete(tx, [organizationId, requestId])
    }
    organizations.delete(tx, [organizationId])
    return {}
  },
})

const ListRoots = managed({
  run(input: Sdk.ListRootsCommandInput, call, organization): Sdk.ListRootsResponse {
    const {items, next} = pageOf([rootShape(organization)], {...input, key: () => ''}, call)
    return {Roots: items, NextToken: next}
  },
})

export const organizationOperations = {CreateOrganization, DescribeOrganization, DeleteOrganization, ListRoots}
