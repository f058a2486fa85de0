import type * as Sdk from '@aws-sdk/client-organizations'
import {ServiceError} from '../../../core/errors.js'
import {timeKey} from '../../../core/pages.js'
import type {Call} from '../../../core/service.js'
import {attach, policiesOn} from './attachments.js'
import {requirePolicy} from './policies.js'
import {constraintViolation, targetNotFound} from '../refusals.js'
import {managed, pageOf} from '../scope.js'
import {arnOfId, policySummary} from '../shapes.js'
import {type Organization, organizationPolicies} from '../tables.js'
import {findNode, type Node} from '../tree.js'

/**
 * Organizations User Guide, quotas: policies of one type attached to one entity; service control policies at least one.
 */
const MAX_ATTACHED: Readonly<Record<string, number>> = {AISERVICES_OPT_OUT_POLICY: 5}
const OTHER_MAX_ATTACHED = 10

const on = 'PolicyId'

function requireTarget({tx}: Call, organization: Organization, id = ''): Node {
  const node = findNode(tx, organization, id)
  if (!node) throw targetNotFound()
  return node
}

const nameOf = (node: Node): string =>
  node.type === 'ROOT' ? 'Root' : node.type === 'ACCOUNT' ? node.account.name : node.unit.name

const AttachPolicy = managed({
  on,
  run({PolicyId, TargetId}: Sdk.AttachPolicyCommandInput, call, organization) {
    const {policyId, type, targets} = requirePolicy(call, organization, PolicyId)
    const {id} = requireTarget(call, organization, TargetId)
    if (!organization.enabledPolicyTypes.includes(type)) {
      throw new ServiceError(
        'PolicyTypeNotEnabledException',
        "The specified policy type isn't currently enabled in this root.",
      )
    }
    if (targets.includes(id)) {
      throw new ServiceError(
        'DuplicatePolicyAttachmentException',
        'The selected policy is already attached to the specified target.',
      )
    }
    if (policiesOn(call.tx, organization, [type, id]).length >= (MAX_ATTACHED[type] ?? OTHER_MAX_ATTACHED)) {
      throw constraintViolation(
        'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
        'You have exceeded the number of policies of this type that can be attached to an entity.',
      )
    }
    attach(call.tx, organization, [policyId, id])
    return {}
  },
})

const DetachPolicy = managed({
  on,
  run({PolicyId, TargetId}: Sdk.DetachPolicyCommandInput, call, organization) {
    const policy = requirePolicy(call, organization, PolicyId)
    const {id} = requireTarget(call, organization, TargetId)
    if (!policy.targets.includes(id)) {
      throw new ServiceError(
        'PolicyNotAttachedException',
        "The policy isn't attached to the specified target in the specified root.",
      )
    }
    const isScp = policy.type === 'SERVICE_CONTROL_POLICY'
    if (isScp && policiesOn(call.tx, organization, [policy.type, id]).length === 1) {
      throw constraintViolation(
        'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
        'You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.',
      )
    }
    const targets = policy.targets.filter((targetId) => targetId !== id)
    organizationPolicies.put(call.tx, [policy.organizationId, policy.policyId], {...policy, targets})
    return {}
  },
})

const ListPoliciesForTarget = managed({
  on: 'TargetId',
  run(input: Sdk.ListPoliciesForTargetCommandInput, call, organization): Sdk.ListPoliciesForTargetResponse {
    const {id} = requireTarget(call, organization, input.TargetId)
    const {items, next} = pageOf(
      policiesOn(call.tx, organization, [input.Filter ?? '', id]),
      {...input, key: ({policyId}) => policyId},
      call,
    )
    return {Policies: items.map((policy) => policySummary(organization, policy)), NextToken: next}
  },
})

/** The root, then units, then accounts, oldest first. */
const nodeKey = (node: Node): string =>
  node.type === 'ACCOUNT'
    ? `2${timeKey(node.account.joinedAt, node.id)}`
    : `${node.type === 'ROOT' ? '0' : '1'}${node.id}`

const ListTargetsForPolicy = managed({
  on,
  run(input: Sdk.ListTargetsForPolicyCommandInput, call, organization): Sdk.ListTargetsForPolicyResponse {
    const {targets} = requirePolicy(call, organization, input.PolicyId)
    const nodes = targets.map((id) => findNode(call.tx, organization, id)).filter((node) => node !== undefined)
    const {items, next} = pageOf(nodes, {...input, key: nodeKey}, call)
    const shape = (node: Node): Sdk.PolicyTargetSummary => ({
      TargetId: node.id,
      Arn: arnOfId(call.tx, organization, node.id),
      Name: nameOf(node),
      Type: node.type,
    })
    return {Targets: items.map(shape), NextToken: next}
  },
})

export const targetOperations = {AttachPolicy, DetachPolicy, ListPoliciesForTarget, ListTargetsForPolicy}
