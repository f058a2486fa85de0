import type * as sdk from '@aws-sdk/client-sso-admin'
import {MANAGED_POLICIES} from '../../../../auth/managed-policies.js'
import {ServiceError} from '../../../../core/errors.js'
import type {Operations} from '../../../../core/service.js'
import {sizeOf} from '../../../iam/policies/documents.js'
import {checkIdentityPolicy} from '../../../iam/policy/check.js'
import {conflict, invalid, notFound, quotaExceeded} from '../refusals.js'
import {changeSet, onSet, pageOf} from '../scope.js'
import type {Boundary, CustomerPolicy, PermissionSet} from '../tables.js'

/** IAM Identity Center user guide, "IAM Identity Center quotas". */
const MANAGED_PER_SET = 20
/** Characters, white space left out. */
const INLINE_QUOTA = 10_240

/** @throws ServiceError ValidationException */
function requirePolicy(text: string): string {
  try {
    checkIdentityPolicy(text)
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    throw invalid(`Policy document is not valid: ${error.message}`)
  }
  return text
}

/** @throws ServiceError ResourceNotFoundException */
function requireManaged(arn = ''): string {
  if (!MANAGED_POLICIES.find(arn)) throw notFound(`Policy ${arn} not found.`)
  return arn
}

/** @throws ServiceError ServiceQuotaExceededException */
function requireRoom({managedPolicies, customerPolicies}: PermissionSet): void {
  if (managedPolicies.length + customerPolicies.length >= MANAGED_PER_SET)
    throw quotaExceeded(`At most ${MANAGED_PER_SET} policies can be attached to a permission set.`)
}

const toCustomer = ({Name = '', Path = '/'}: Partial<sdk.CustomerManagedPolicyReference> = {}): CustomerPolicy => ({
  name: Name,
  path: Path,
})

const isSame = (a: CustomerPolicy) => (b: CustomerPolicy) => a.name === b.name && a.path === b.path

const customerShape = ({name, path}: CustomerPolicy): sdk.CustomerManagedPolicyReference => ({Name: name, Path: path})

/** One of the two, never both (API reference, PermissionsBoundary). @throws ServiceError ValidationException */
function toBoundary({ManagedPolicyArn, CustomerManagedPolicyReference}: sdk.PermissionsBoundary = {}): Boundary {
  if ((ManagedPolicyArn === undefined) === (CustomerManagedPolicyReference === undefined))
    throw invalid('Specify either ManagedPolicyArn or CustomerManagedPolicyReference.')
  return ManagedPolicyArn === undefined
    ? toCustomer(CustomerManagedPolicyReference)
    : {arn: requireManaged(ManagedPolicyArn)}
}

/** The policies in a permission set. */
export const policyOperations = {
  PutInlinePolicyToPermissionSet: changeSet(
    (set, {InlinePolicy = ''}: sdk.PutInlinePolicyToPermissionSetCommandInput) => {
      if (sizeOf(InlinePolicy) > INLINE_QUOTA)
        throw quotaExceeded(`The inline policy is longer than ${INLINE_QUOTA} characters.`)
      return {...set, inlinePolicy: requirePolicy(InlinePolicy)}
    },
  ),

  // Empty where there is none (github.com/hashicorp/terraform-provider-aws, internal/service/ssoadmin/permission_set_inline_policy.go).
  GetInlinePolicyForPermissionSet: onSet<
    sdk.GetInlinePolicyForPermissionSetCommandInput,
    sdk.GetInlinePolicyForPermissionSetResponse
  >(({inlinePolicy}) => ({InlinePolicy: inlinePolicy ?? ''})),

  DeleteInlinePolicyFromPermissionSet: changeSet<sdk.DeleteInlinePolicyFromPermissionSetCommandInput>((set) => ({
    ...set,
    inlinePolicy: undefined,
  })),

  AttachManagedPolicyToPermissionSet: changeSet(
    (set, {ManagedPolicyArn}: sdk.AttachManagedPolicyToPermissionSetCommandInput) => {
      const arn = requireManaged(ManagedPolicyArn)
      if (set.managedPolicies.includes(arn)) throw conflict(`Policy ${arn} is already attached.`)
      requireRoom(set)
      return {...set, managedPolicies: [...set.managedPolicies, arn]}
    },
  ),

  DetachManagedPolicyFromPermissionSet: changeSet(
    (set, {ManagedPolicyArn = ''}: sdk.DetachManagedPolicyFromPermissionSetCommandInput) => {
      if (!set.managedPolicies.includes(ManagedPolicyArn)) throw notFound(`Policy ${ManagedPolicyArn} is not attached.`)
      return {...set, managedPolicies: set.managedPolicies.filter((arn) => arn !== ManagedPolicyArn)}
    },
  ),

  ListManagedPoliciesInPermissionSet: onSet(
    (
      {managedPolicies},
      input: sdk.ListManagedPoliciesInPermissionSetCommandInput,
      call,
    ): sdk.ListManagedPoliciesInPermissionSetResponse => {
      const {items, next} = pageOf(managedPolicies, {...input, key: (arn) => arn}, call)
      return {
        AttachedManagedPolicies: items.map((Arn) => ({Name: Arn.slice(Arn.lastIndexOf('/') + 1), Arn})),
        NextToken: next,
      }
    },
  ),

  AttachCustomerManagedPolicyReferenceToPermissionSet: changeSet(
    (set, input: sdk.AttachCustomerManagedPolicyReferenceToPermissionSetCommandInput) => {
      const policy = toCustomer(input.CustomerManagedPolicyReference)
      if (set.customerPolicies.some(isSame(policy))) throw conflict(`Policy ${policy.name} is already attached.`)
      requireRoom(set)
      return {...set, customerPolicies: [...set.customerPolicies, policy]}
    },
  ),

  DetachCustomerManagedPolicyReferenceFromPermissionSet: changeSet(
    (set, input: sdk.DetachCustomerManagedPolicyReferenceFromPermissionSetCommandInput) => {
      const policy = toCustomer(input.CustomerManagedPolicyReference)
      if (!set.customerPolicies.some(isSame(policy))) throw notFound(`Policy ${policy.name} is not attached.`)
      return {...set, customerPolicies: set.customerPolicies.filter((one) => !isSame(policy)(one))}
    },
  ),

  ListCustomerManagedPolicyReferencesInPermissionSet: onSet(
    (
      {customerPolicies},
      input: sdk.ListCustomerManagedPolicyReferencesInPermissionSetCommandInput,
      call,
    ): sdk.ListCustomerManagedPolicyReferencesInPermissionSetResponse => {
      const {items, next} = pageOf(customerPolicies, {...input, key: ({name, path}) => `${path}${name}`}, call)
      return {CustomerManagedPolicyReferences: items.map(customerShape), NextToken: next}
    },
  ),

  PutPermissionsBoundaryToPermissionSet: changeSet(
    (set, {PermissionsBoundary}: sdk.PutPermissionsBoundaryToPermissionSetCommandInput) => ({
      ...set,
      boundary: toBoundary(PermissionsBoundary),
    }),
  ),

  GetPermissionsBoundaryForPermissionSet: onSet<
    sdk.GetPermissionsBoundaryForPermissionSetCommandInput,
    sdk.GetPermissionsBoundaryForPermissionSetResponse
  >(({boundary, name}) => {
    if (boundary === undefined) throw notFound(`PermissionSet ${name} has no permissions boundary.`)
    return {
      PermissionsBoundary:
        'arn' in boundary
          ? {ManagedPolicyArn: boundary.arn}
          : {CustomerManagedPolicyReference: customerShape(boundary)},
    }
  }),

  DeletePermissionsBoundaryFromPermissionSet: changeSet<sdk.DeletePermissionsBoundaryFromPermissionSetCommandInput>(
    (set) => {
      if (set.boundary === undefined) throw notFound(`PermissionSet ${set.name} has no permissions boundary.`)
      return {...set, boundary: undefined}
    },
  ),
} satisfies Operations<typeof sdk>
