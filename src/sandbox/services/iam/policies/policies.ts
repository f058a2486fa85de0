import type * as sdk from '@aws-sdk/client-iam'
import {uniqueId} from '../../../core/ids.js'
import {wholeOf} from '../../../core/lag.js'
import type {Call, Operation, Operations} from '../../../core/service.js'
import {requireSize} from './documents.js'
import {entitiesBelow, groupKind, type Holder, type Kind, roleKind, userKind, whole} from '../entity.js'
import {pageOf, required} from '../input.js'
import {checkIdentityPolicy} from '../policy/check.js'
import {awsPolicies, policyArn, policyKey, requirePolicy, usageOf} from './managed.js'
import {newArn} from '../operation.js'
import {alreadyExists, deleteConflict, invalidInput, limitExceeded} from '../refusals.js'
import {listedPolicy, newPolicy, policyShape} from '../shapes.js'
import {policies, type Policy} from '../tables.js'
import {requestTags, tagConditions, tagOperations, tagsIn} from '../tags.js'

/** Characters, white space left out; and customer managed policies per account. */
export const MANAGED_QUOTA = 6144
/** IAM user guide, "IAM and AWS STS quotas". */
export const POLICIES_PER_ACCOUNT = 1500

/** What names a managed policy. */
export interface PolicyInput {
  PolicyArn: string | undefined
}

/** Keeps a policy under its ARN. */
export const savePolicy = (policy: Policy, {tx}: Call): void =>
  policies.put(tx, [policy.accountId, policyArn(policy)], policy)

/** @throws ServiceError InvalidInputException for a policy of AWS's own, which nobody else may change. */
export function requireCustomer(policy: Policy): Policy {
  if (policy.accountId === 'aws')
    throw invalidInput(`Policy ${policyArn(policy)} is managed by AWS and can not be changed.`)
  return policy
}

/** An operation on an existing managed policy. */
export const onPolicy = <I extends PolicyInput, O>(
  run: (policy: Policy, input: I, call: Call) => O,
  asked?: (input: I) => Record<string, string[]>,
): Operation<I, O> => ({
  resource: ({PolicyArn}) => PolicyArn ?? '*',
  conditions: (input, {tx, accountId}) => ({
    ...tagConditions('ResourceTag', policies.get(tx, [accountId, input.PolicyArn ?? ''])?.tags ?? {}),
    ...asked?.(input),
  }),
  run: (input, call) => run(requirePolicy(required(input.PolicyArn, 'PolicyArn'), call), input, call),
})

/** An operation that keeps the policy which `run` returns, and answers nothing. */
export const changePolicy = <I extends PolicyInput>(
  run: (policy: Policy, input: I, call: Call) => Policy,
  asked?: (input: I) => Record<string, string[]>,
): Operation<I, object> =>
  onPolicy((policy, input, call) => {
    savePolicy(run(requireCustomer(policy), input, call), call)
    return {}
  }, asked)

const tags = tagOperations<Policy, PolicyInput>({on: onPolicy, change: changePolicy})

/** Managed policies, but for their versions. */
export const policyOperations: Operations<typeof sdk> = {
  CreatePolicy: {
    resource: ({Path = '/', PolicyName = ''}, call) => newArn('policy', `${Path}${PolicyName}`, call),
    conditions: requestTags,
    run: ({PolicyName, PolicyDocument, Path = '/', Description, Tags}, call) => {
      const policyName = required(PolicyName, 'PolicyName')
      const document = required(PolicyDocument, 'PolicyDocument')
      checkIdentityPolicy(document)
      requireSize(document, MANAGED_QUOTA, 'PolicySize')
      const others = policies.list(wholeOf(call.tx), [call.accountId])
      if (others.some((other) => other.policyName.toLowerCase() === policyName.toLowerCase()))
        throw alreadyExists(`A policy called ${policyName} already exists. Duplicate names are not allowed.`)
      if (others.length >= POLICIES_PER_ACCOUNT)
        throw limitExceeded(`Cannot exceed quota for PoliciesPerAccount: ${POLICIES_PER_ACCOUNT}`)
      const policy: Policy = {
        accountId: call.accountId,
        path: Path,
        policyName,
        policyId: uniqueId('ANPA'),
        description: Description,
        createdAt: call.now,
        tags: tagsIn(Tags),
        defaultVersionId: 'v1',
        versions: [{versionId: 'v1', document, createdAt: call.now}],
        nextVersion: 2,
      }
      savePolicy(policy, call)
      return {Policy: newPolicy(policy)}
    },
  },

  GetPolicy: onPolicy((policy, _input, call) => ({Policy: policyShape(policy, usageOf(call)(policyArn(policy)))})),

  ListPolicies: {
    resource: ({PathPrefix = '/'}) => `policy path ${PathPrefix}`,
    run: (input, call) => {
      const {Scope = 'All', OnlyAttached = false, PathPrefix = '/', PolicyUsageFilter: filter} = input
      const usage = usageOf(call)
      const listed = [
        ...(Scope === 'AWS' ? [] : policies.list(call.tx, [call.accountId])),
        ...(Scope === 'Local' ? [] : awsPolicies()),
      ]
        .filter(({path}) => path.startsWith(PathPrefix))
        .map((policy) => ({policy, used: usage(policyArn(policy))}))
        .filter(({used}) => !OnlyAttached || used.attachments > 0)
        .filter(({used}) => filter !== 'PermissionsPolicy' || used.attachments > 0)
        .filter(({used}) => filter !== 'PermissionsBoundary' || used.boundaries > 0)
      const {items, rest} = pageOf(listed, {...input, key: ({policy}) => policyKey(policy)}, call)
      return {Policies: items.map(({policy, used}) => listedPolicy(policy, used)), ...rest}
    },
  },

  DeletePolicy: onPolicy((policy, _input, call) => {
    const arn = policyArn(requireCustomer(policy))
    const {attachments, boundaries} = usageOf(whole(call))(arn)
    if (attachments + boundaries > 0) throw deleteConflict('Cannot delete a policy attached to entities.')
    if (policy.versions.length > 1)
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      )
    policies.delete(call.tx, [policy.accountId, arn])
    return {}
  }),

  ListEntitiesForPolicy: onPolicy((policy, input, call) => {
    const {EntityFilter: filter, PathPrefix, PolicyUsageFilter: usage} = input
    const arn = policyArn(policy)
    const uses = <T extends Holder>(kind: Kind<T>): T[] =>
      entitiesBelow(kind, PathPrefix, call).filter(
        (entity) =>
          (usage !== 'PermissionsBoundary' && entity.attachedPolicies.includes(arn)) ||
          (usage !== 'PermissionsPolicy' && kind.boundaryOf(entity) === arn),
      )
    const wants = (type: string): boolean => filter === undefined || filter === type
    const {items, rest} = pageOf(
      [
        ...(wants('Group') ? uses(groupKind).map((group) => ({key: `1 ${group.groupName}`, group})) : []),
        ...(wants('User') ? uses(userKind).map((user) => ({key: `2 ${user.userName}`, user})) : []),
        ...(wants('Role') ? uses(roleKind).map((role) => ({key: `3 ${role.roleName}`, role})) : []),
      ],
      {...input, key: ({key}) => key},
      call,
    )
    return {
      PolicyGroups: items.flatMap((item) =>
        'group' in item ? [{GroupName: item.group.groupName, GroupId: item.group.groupId}] : [],
      ),
      PolicyUsers: items.flatMap((item) =>
        'user' in item ? [{UserName: item.user.userName, UserId: item.user.userId}] : [],
      ),
      PolicyRoles: items.flatMap((item) =>
        'role' in item ? [{RoleName: item.role.roleName, RoleId: item.role.roleId}] : [],
      ),
      ...rest,
    }
  }),

  TagPolicy: tags.tag,
  UntagPolicy: tags.untag,
  ListPolicyTags: tags.list,
}
