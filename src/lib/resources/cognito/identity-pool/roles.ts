import {
  GetIdentityPoolRolesCommand,
  SetIdentityPoolRolesCommand,
  type GetIdentityPoolRolesResponse,
  type RoleMapping as AwsRoleMapping,
} from '@aws-sdk/client-cognito-identity'
import {absentWhen} from '../../../aws/calls/absent.js'
import {compare, type Context, type Resource} from '../../../base/resource.js'
import {requireKept} from '../../kept.js'
import {present} from '../../present.js'
import {fromMapping, mappingKey, toMappings} from './role-mappings.js'
import type {IdentityPoolRolesDesired, RoleMapping} from './roles-desired.js'

/** The id is the identity pool's. */
export interface IdentityPoolRolesActual extends IdentityPoolRolesDesired {
  readonly id: string
}

export const identityPoolRoles: Resource<IdentityPoolRolesDesired, IdentityPoolRolesActual, 'identityPoolId'> = {
  kind: 'identity-pool-roles',
  actions: ['cognito-identity:GetIdentityPoolRoles', 'cognito-identity:SetIdentityPoolRoles', 'iam:PassRole'],
  key: ['identityPoolId'],
  within: ['identityPoolId'],
  // Mappings of clients that nothing is said about are somebody else's.
  diff: (desired, actual) =>
    everyField(desired, {...actual, mappings: desired.mappings && namedIn(desired.mappings, actual.mappings ?? [])}),

  read: ({identityPoolId}, id, context) => readRoles(id ?? identityPoolId, context),

  create: (desired, context) => setRoles(desired, context),

  update: (desired, _actual, context) => setRoles(desired, context),

  async delete({id}, context) {
    const now = await findRoles(id, context)
    if (now) await send(id, {roles: {}, mappings: now.RoleMappings}, context)
  },
}

const everyField = compare<IdentityPoolRolesDesired>({
  identityPoolId: 'replace',
  authenticated: 'update',
  guest: 'update',
  mappings: 'update',
})

/** Actual mappings of the clients that `desired` names, in its order. */
const namedIn = (desired: readonly RoleMapping[], actual: readonly RoleMapping[]): readonly RoleMapping[] =>
  desired.flatMap((mapping) => actual.filter((other) => mappingKey(other) === mappingKey(mapping)))

async function setRoles(desired: IdentityPoolRolesDesired, context: Context): Promise<IdentityPoolRolesActual> {
  const {identityPoolId: id, authenticated, guest, mappings = []} = desired
  const roles = {authenticated, ...(guest === undefined ? {} : {unauthenticated: guest})}
  const now = context.inNewPlace ? undefined : await findRoles(id, context)
  await send(id, {roles, mappings: {...now?.RoleMappings, ...toMappings(mappings)}}, context)
  const after = present(await readRoles(id, context), 'Roles')
  requireKept(`the roles of identity pool ${id}`, identityPoolRoles.diff(desired, after))
  return after
}

interface Settings {
  readonly roles: Record<string, string>
  readonly mappings: Record<string, AwsRoleMapping> | undefined
}

/** SetIdentityPoolRoles forgets the role mappings that are not sent. */
async function send(id: string, {roles, mappings}: Settings, {aws}: Context): Promise<void> {
  await aws.identity.send(new SetIdentityPoolRolesCommand({IdentityPoolId: id, Roles: roles, RoleMappings: mappings}))
}

const findRoles = (id: string, {aws}: Context): Promise<GetIdentityPoolRolesResponse | undefined> =>
  absentWhen('ResourceNotFoundException', () =>
    aws.identity.send(new GetIdentityPoolRolesCommand({IdentityPoolId: id})),
  )

/** AWS has no roles object to find: a pool without roles is one where they are not set. */
async function readRoles(id: string, context: Context): Promise<IdentityPoolRolesActual | undefined> {
  const found = await findRoles(id, context)
  const {authenticated, unauthenticated} = found?.Roles ?? {}
  if (authenticated === undefined && unauthenticated === undefined) return undefined
  const mappings = Object.entries(found?.RoleMappings ?? {}).map(fromMapping)
  return {id, identityPoolId: id, authenticated: authenticated ?? '', guest: unauthenticated, mappings}
}
