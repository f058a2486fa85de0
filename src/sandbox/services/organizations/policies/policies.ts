import type * as Sdk from '@aws-sdk/client-organizations'
import {parsePolicy, PolicySyntaxError} from '../../../auth/policy/parse.js'
import {ServiceError} from '../../../core/errors.js'
import {lowerAlnum} from '../../../core/ids.js'
import {wholeOf} from '../../../core/lag.js'
import {constraintViolation, invalidInput, policyNotFound} from '../refusals.js'
import type {Call} from '../../../core/service.js'
import {managed, pageOf} from '../scope.js'
import {policyShape, policySummary, toPolicyType} from '../shapes.js'
import {type Organization, organizationPolicies, type OrganizationPolicy} from '../tables.js'
import {toTags} from '../tags.js'

/** Characters, white space and all (Organizations User Guide, quotas). */
const MAX_SIZES: Readonly<Record<string, number>> = {
  SERVICE_CONTROL_POLICY: 10_240,
  AISERVICES_OPT_OUT_POLICY: 2500,
}
const OTHER_MAX_SIZE = 10_000

const on = 'PolicyId'

/** @throws ServiceError PolicyNotFoundException */
export function requirePolicy({tx}: Call, {organizationId}: Organization, id = ''): OrganizationPolicy {
  const policy = organizationPolicies.get(tx, [organizationId, id])
  if (!policy) throw policyNotFound()
  return policy
}

/** @throws ServiceError when the organization has not all features, or the sandbox does not keep this type. */
export function requirePolicyType({featureSet}: Organization, type: string | undefined): string {
  if (toPolicyType(type) === undefined || type === undefined) {
    throw invalidInput(
      'INVALID_ENUM_POLICY_TYPE',
      `awsup's sandbox does not implement policies of type ${String(type)}`,
    )
  }
  if (featureSet !== 'ALL') {
    throw new ServiceError(
      'PolicyTypeNotAvailableForOrganizationException',
      "You can't use the specified policy type with the feature set currently enabled for this organization.",
    )
  }
  return type
}

function requireContent(type: string, content: string): void {
  if (content.length > (MAX_SIZES[type] ?? OTHER_MAX_SIZE)) {
    throw constraintViolation(
      'POLICY_CONTENT_LIMIT_EXCEEDED',
      'You have exceeded the maximum size of the policy document.',
    )
  }
  const malformed = (): ServiceError =>
    new ServiceError(
      'MalformedPolicyDocumentException',
      'The provided policy document does not meet the requirements of the specified policy type.',
    )
  try {
    if (type === 'SERVICE_CONTROL_POLICY') parsePolicy(content)
    else JSON.parse(content)
  } catch (error) {
    if (error instanceof PolicySyntaxError || error instanceof SyntaxError) throw malformed()
    throw error
  }
}

function requireFreeName({tx: seen}: Call, {organizationId}: Organization, policy: OrganizationPolicy): void {
  const twin = organizationPolicies
    .list(wholeOf(seen), [organizationId])
    .some(({name, type, policyId}) => name === policy.name && type === policy.type && policyId !== policy.policyId)
  if (twin) throw new ServiceError('DuplicatePolicyException', 'A policy with the same name already exists.')
}

function requireOwn(policy: OrganizationPolicy): OrganizationPolicy {
  if (policy.awsManaged) throw invalidInput('IMMUTABLE_POLICY', "You can't modify an AWS managed policy.")
  return policy
}

const CreatePolicy = managed({
  run(input: Sdk.CreatePolicyCommandInput, call, organization): Sdk.CreatePolicyResponse {
    const {Name: name = '', Description: description = '', Content: content = ''} = input
    const type = requirePolicyType(organization, input.Type)
    requireContent(type, content)
    const {organizationId} = organization
    const policyId = `p-${lowerAlnum(8)}`
    const tags = toTags(input.Tags)
    const policy = {organizationId, policyId, type, name, description, content, awsManaged: false, targets: [], tags}
    requireFreeName(call, organization, policy)
    organizationPolicies.put(call.tx, [organizationId, policyId], policy)
    return {Policy: policyShape(organization, policy)}
  },
})

const DescribePolicy = managed({
  on,
  run({PolicyId}: Sdk.DescribePolicyCommandInput, call, organization): Sdk.DescribePolicyResponse {
    return {Policy: policyShape(organization, requirePolicy(call, organization, PolicyId))}
  },
})

const UpdatePolicy = managed({
  on,
  run(input: Sdk.UpdatePolicyCommandInput, call, organization): Sdk.UpdatePolicyResponse {
    const known = requireOwn(requirePolicy(call, organization, input.PolicyId))
    const {
      Name: name = known.name,
      Description: description = known.description,
      Content: content = known.content,
    } = input
    const policy = {...known, name, description, content}
    requireContent(policy.type, content)
    requireFreeName(call, organization, policy)
    organizationPolicies.put(call.tx, [policy.organizationId, policy.policyId], policy)
    return {Policy: policyShape(organization, policy)}
  },
})

const DeletePolicy = managed({
  on,
  run({PolicyId}: Sdk.DeletePolicyCommandInput, call, organization) {
    const policy = requireOwn(requirePolicy(call, organization, PolicyId))
    if (policy.targets.length > 0) {
      throw new ServiceError(
        'PolicyInUseException',
        'The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation.',
      )
    }
    organizationPolicies.delete(call.tx, [policy.organizationId, policy.policyId])
    return {}
  },
})

const ListPolicies = managed({
  run(input: Sdk.ListPoliciesCommandInput, call, organization): Sdk.ListPoliciesResponse {
    const policies = organizationPolicies
      .list(call.tx, [organization.organizationId])
      .filter(({type}) => type === input.Filter)
    const {items, next} = pageOf(policies, {...input, key: ({policyId}) => policyId}, call)
    return {Policies: items.map((policy) => policySummary(organization, policy)), NextToken: next}
  },
})

export const policyOperations = {CreatePolicy, DescribePolicy, UpdatePolicy, DeletePolicy, ListPolicies}
