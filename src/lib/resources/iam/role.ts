import {
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  PutRolePermissionsBoundaryCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  type Role,
} from '@aws-sdk/client-iam'
import {absentWhen} from '../../aws/calls/absent.js'
import type {Context, Resource} from '../../base/resource.js'
import {parseDocument} from '../documents.js'
import {requireOurs, tagList, tagRecord} from '../owner.js'
import {present} from '../present.js'
import {untilFree} from '../../aws/calls/until-free.js'
import {compareUnordered, sameUnordered} from '../unordered.js'
import {leavingUnasked, placementOf} from './placement.js'
import {trustedIdentityPools, withVisiblePrincipals} from './principals.js'
import {
  deleteInlinePolicy,
  detachManagedPolicy,
  listManagedPolicies,
  readInlinePolicies,
  setInlinePolicies,
  setManagedPolicies,
} from './role-policies.js'
import type {RoleActual, RoleDesired} from './role-desired.js'

export const role: Resource<RoleDesired, RoleActual, 'name'> = {
  kind: 'role',
  actions: [
    'iam:GetRole',
    'iam:ListRolePolicies',
    'iam:GetRolePolicy',
    'iam:ListAttachedRolePolicies',
    'iam:CreateRole',
    'iam:TagRole',
    'iam:UpdateRole',
    'iam:UpdateAssumeRolePolicy',
    'iam:PutRolePermissionsBoundary',
    'iam:PutRolePolicy',
    'iam:DeleteRolePolicy',
    'iam:AttachRolePolicy',
    'iam:DetachRolePolicy',
    'iam:DeleteRole',
  ],
  key: ['name'],
  within: ['account'],
  keep: ['arn'],
  diff: leavingUnasked(
    compareUnordered<RoleDesired>({
      name: 'replace',
      path: 'replace',
      boundary: 'update',
      description: 'update',
      trust: 'update',
      inlinePolicies: 'update',
      managedPolicies: 'update',
      maxSessionDuration: 'update',
    }),
  ),

  async read({name}, id, context) {
    const answer = await absentWhen('NoSuchEntityException', () =>
      context.aws.iam.send(new GetRoleCommand({RoleName: id ?? name})),
    )
    if (!answer) return undefined
    const found = present(answer.Role, 'Role')
    requireOurs(`role ${id ?? name}`, tagRecord(found.Tags), context.owner)
    return readPolicies(found, context)
  },

  async create(desired, context) {
    const {name, path, boundary, description, trust, maxSessionDuration} = desired
    const command = new CreateRoleCommand({
      RoleName: name,
      Path: path,
      // Never a moment without it.
      PermissionsBoundary: boundary,
      Description: description,
      AssumeRolePolicyDocument: JSON.stringify(trust),
      MaxSessionDuration: maxSessionDuration,
      Tags: tagList(context.owner),
    })
    const answer = await withVisiblePrincipals(`role ${name}`, () => context.aws.iam.send(command), context)
    const arn = present(answer.Role?.Arn, 'Role.Arn')
    return role.update(desired, {...desired, id: name, arn, inlinePolicies: {}, managedPolicies: []}, context)
  },

  async update(desired, actual, context) {
    const {boundary, description, trust, maxSessionDuration} = desired
    const {iam} = context.aws
    if (description !== actual.description || maxSessionDuration !== actual.maxSessionDuration) {
      await iam.send(
        new UpdateRoleCommand({RoleName: actual.id, Description: description, MaxSessionDuration: maxSessionDuration}),
      )
    }
    // Before what it may do grows.
    if (boundary !== undefined && boundary !== actual.boundary) {
      await iam.send(new PutRolePermissionsBoundaryCommand({RoleName: actual.id, PermissionsBoundary: boundary}))
    }
    if (!sameUnordered(trust, actual.trust)) {
      const command = new UpdateAssumeRolePolicyCommand({RoleName: actual.id, PolicyDocument: JSON.stringify(trust)})
      await withVisiblePrincipals(`role ${actual.id}`, () => iam.send(command), context)
    }
    await setInlinePolicies(desired, actual, context)
    await setManagedPolicies(desired, actual, context)
    return {...actual, ...desired}
  },

  // AWS deletes a role only once nothing hangs on it.
  async delete({id}, context) {
    const remove = async (): Promise<void> => {
      for (const arn of await listManagedPolicies(id, context)) await detachManagedPolicy(id, arn, context)
      for (const policy of Object.keys(await readInlinePolicies(id, context))) {
        await deleteInlinePolicy(id, policy, context)
      }
      await context.aws.iam.send(new DeleteRoleCommand({RoleName: id}))
    }
    await absentWhen('NoSuchEntityException', () => untilFree(`role ${id}`, remove, context))
  },

  anchors: ({trust}) => trustedIdentityPools(trust),
}

async function readPolicies(found: Role, context: Context): Promise<RoleActual> {
  const name = present(found.RoleName, 'Role.RoleName')
  const [inlinePolicies, managedPolicies] = await Promise.all([
    readInlinePolicies(name, context),
    listManagedPolicies(name, context),
  ])
  return {
    id: name,
    arn: present(found.Arn, 'Role.Arn'),
    name,
    ...placementOf(found),
    description: found.Description ?? '',
    trust: parseDocument(found.AssumeRolePolicyDocument, `role ${name}`),
    maxSessionDuration: found.MaxSessionDuration ?? 3600,
    inlinePolicies,
    managedPolicies,
  }
}
