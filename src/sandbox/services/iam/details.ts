import type * as sdk from '@aws-sdk/client-iam'
import type {GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail} from '@aws-sdk/client-iam'
import type {Call, Operations} from '../../core/service.js'
import {encodeDocument} from './policies/documents.js'
import {entitiesBelow, groupKind, type Holder, roleKind, userKind} from './entity.js'
import {pageOf} from './input.js'
import {awsPolicies, policyArn, usageOf} from './policies/managed.js'
import {attachedShape, attachedTo} from './policies/permissions.js'
import {groupShape, listedPolicy, roleShape, userShape, versionShape} from './shapes.js'
import {policies, type Policy} from './tables.js'

/** One entry of the report; a page holds entries of all sorts. */
type Detail =
  | {readonly sort: 'User'; readonly detail: UserDetail}
  | {readonly sort: 'Group'; readonly detail: GroupDetail}
  | {readonly sort: 'Role'; readonly detail: RoleDetail}
  | {readonly sort: 'LocalManagedPolicy' | 'AWSManagedPolicy'; readonly detail: ManagedPolicyDetail}

/** In the order in which a report has them. */
const SORTS: readonly Detail['sort'][] = ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy']

const inlineOf = ({inlinePolicies}: Holder) =>
  Object.entries(inlinePolicies).map(([PolicyName, document]) => ({
    PolicyName,
    PolicyDocument: encodeDocument(document),
  }))

const permissionsOf = (holder: Holder, call: Call) => ({
  inline: inlineOf(holder),
  attached: {AttachedManagedPolicies: attachedTo(holder, undefined, call).map(attachedShape)},
})

function allDetails(call: Call): Detail[] {
  const usage = usageOf(call)
  const policyDetail = (policy: Policy): ManagedPolicyDetail => ({
    ...listedPolicy(policy, usage(policyArn(policy))),
    Description: policy.description,
    PolicyVersionList: policy.versions.map((version) => ({
      ...versionShape(version, policy),
      Document: encodeDocument(version.document),
    })),
  })
  return [
    ...entitiesBelow(userKind, undefined, call).map((user): Detail => {
      const {inline, attached} = permissionsOf(user, call)
      return {
        sort: 'User',
        detail: {...userShape(user), UserPolicyList: inline, GroupList: [...user.groups], ...attached},
      }
    }),
    ...entitiesBelow(groupKind, undefined, call).map((group): Detail => {
      const {inline, attached} = permissionsOf(group, call)
      return {sort: 'Group', detail: {...groupShape(group), GroupPolicyList: inline, ...attached}}
    }),
    ...entitiesBelow(roleKind, undefined, call).map((role): Detail => {
      const {inline, attached} = permissionsOf(role, call)
      // A RoleDetail has no such members, though a Role has.
      const shown = {...roleShape(role), Description: undefined, MaxSessionDuration: undefined}
      return {sort: 'Role', detail: {...shown, RolePolicyList: inline, InstanceProfileList: [], ...attached}}
    }),
    ...policies
      .list(call.tx, [call.accountId])
      .map((policy): Detail => ({sort: 'LocalManagedPolicy', detail: policyDetail(policy)})),
    // Of AWS's own only those in use, as the API reference says.
    ...awsPolicies()
      .filter((policy) => usage(policyArn(policy)).attachments > 0)
      .map((policy): Detail => ({sort: 'AWSManagedPolicy', detail: policyDetail(policy)})),
  ]
}

/** Everything that grants permissions in an account, in one report. */
export const detailOperations: Operations<typeof sdk> = {
  GetAccountAuthorizationDetails: {
    run: (input, call) => {
      const {Filter = []} = input
      const wanted = allDetails(call).filter(({sort}) => Filter.length === 0 || Filter.includes(sort))
      const {items, rest} = pageOf(
        wanted,
        {...input, key: ({sort, detail}) => `${SORTS.indexOf(sort)}${detail.Arn ?? ''}`},
        call,
      )
      return {
        UserDetailList: items.flatMap((item) => (item.sort === 'User' ? [item.detail] : [])),
        GroupDetailList: items.flatMap((item) => (item.sort === 'Group' ? [item.detail] : [])),
        RoleDetailList: items.flatMap((item) => (item.sort === 'Role' ? [item.detail] : [])),
        Policies: items.flatMap((item) =>
          item.sort === 'LocalManagedPolicy' || item.sort === 'AWSManagedPolicy' ? [item.detail] : [],
        ),
        ...rest,
      }
    },
  },
}
