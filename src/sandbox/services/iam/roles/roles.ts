import type * as sdk from '@aws-sdk/client-iam'
import {uniqueId} from '../../../core/ids.js'
import type {Operations} from '../../../core/service.js'
import {
  addEntity,
  arnOf,
  entitiesBelow,
  listKey,
  removeEntity,
  requireModifiable,
  requireUnreserved,
  roleKind,
  saveEntity,
} from '../entity.js'
import {pageOf, required} from '../input.js'
import {listArn, newArn, operationsOn} from '../operation.js'
import {
  attachmentOperations,
  boundaryAsked,
  boundaryOperations,
  inlineOperations,
  requireBoundary,
  requireNoPolicies,
} from '../policies/permissions.js'
import {describedRole, listedRole, newRole, roleShape} from '../shapes.js'
import {requestTags, tagOperations, tagsIn} from '../tags.js'
import type {Role} from '../tables.js'
import {checkTrustPolicy, renamePrincipal} from './trust.js'

interface RoleInput {
  RoleName: string | undefined
}

const nameIn = ({RoleName}: RoleInput): string => required(RoleName, 'RoleName')
const builders = operationsOn(roleKind, nameIn)
const {on, change} = builders
// Of a service's own role, description and tags are everybody's (user guide, "Create a service-linked role", editing).
const evenOfAws = operationsOn(roleKind, nameIn, {evenOfAws: true})
const inline = inlineOperations(roleKind, builders, ({roleName}) => ({RoleName: roleName}))
const attached = attachmentOperations(roleKind, builders)
const boundary = boundaryOperations(builders, (role, permissionsBoundary) => ({...role, permissionsBoundary}))
const tags = tagOperations<Role, RoleInput>(evenOfAws)

/** Roles, their policies, tags and boundaries. */
export const roleOperations: Operations<typeof sdk> = {
  CreateRole: {
    resource: ({Path = '/', RoleName = ''}, call) => newArn('role', `${Path}${RoleName}`, call),
    conditions: (input) => ({...requestTags(input), ...boundaryAsked(input)}),
    run: (input, call) => {
      const trust = required(input.AssumeRolePolicyDocument, 'AssumeRolePolicyDocument')
      checkTrustPolicy(trust, call.tx)
      requireBoundary(input.PermissionsBoundary, call)
      const role = addEntity(
        roleKind,
        {
          accountId: call.accountId,
          path: input.Path ?? '/',
          roleName: required(input.RoleName, 'RoleName'),
          roleId: uniqueId('AROA'),
          trust,
          description: input.Description,
          maxSessionDuration: input.MaxSessionDuration ?? 3600,
          permissionsBoundary: input.PermissionsBoundary,
          createdAt: call.now,
          assumableAt: call.now + call.settings.newRoleDelayMs,
          tags: tagsIn(input.Tags),
          inlinePolicies: {},
          attachedPolicies: [],
        },
        call,
      )
      return {Role: newRole(role)}
    },
  },

  GetRole: on((role) => ({Role: roleShape(role)})),

  ListRoles: {
    resource: listArn('role'),
    run: (input, call) => {
      const {items, rest} = pageOf(
        entitiesBelow(roleKind, input.PathPrefix, call),
        {...input, key: listKey(roleKind)},
        call,
      )
      return {Roles: items.map(listedRole), ...rest}
    },
  },

  UpdateRole: evenOfAws.change((role, {Description, MaxSessionDuration}) => {
    requireUnreserved(role)
    if (MaxSessionDuration !== undefined) requireModifiable(roleKind, role)
    return {
      ...role,
      description: Description ?? role.description,
      maxSessionDuration: MaxSessionDuration ?? role.maxSessionDuration,
    }
  }),

  UpdateRoleDescription: on((role, {Description}, call) => {
    requireUnreserved(role)
    return {
      Role: describedRole(saveEntity(roleKind, {...role, description: required(Description, 'Description')}, call)),
    }
  }),

  UpdateAssumeRolePolicy: change((role, {PolicyDocument}, {tx}) => {
    const trust = required(PolicyDocument, 'PolicyDocument')
    checkTrustPolicy(trust, tx)
    return {...role, trust}
  }),

  DeleteRole: on((role, _input, call) => {
    requireModifiable(roleKind, role)
    requireNoPolicies(role)
    removeEntity(roleKind, role, call)
    renamePrincipal(arnOf(roleKind, role), role.roleId, call.tx)
    return {}
  }),

  TagRole: tags.tag,
  UntagRole: tags.untag,
  ListRoleTags: tags.list,
  PutRolePolicy: inline.put,
  GetRolePolicy: inline.read,
  ListRolePolicies: inline.list,
  DeleteRolePolicy: inline.delete,
  AttachRolePolicy: attached.attach,
  DetachRolePolicy: attached.detach,
  ListAttachedRolePolicies: attached.list,
  PutRolePermissionsBoundary: boundary.put,
  DeleteRolePermissionsBoundary: boundary.delete,

  // The sandbox has no EC2, so no role is ever in an instance profile.
  ListInstanceProfilesForRole: on(() => ({InstanceProfiles: [], IsTruncated: false})),
}
