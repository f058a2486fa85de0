import {
  GetIdentityPoolRolesCommand,
  SetIdentityPoolRolesCommand,
  type GetIdentityPoolRolesResponse,
} from '@aws-sdk/client-cognito-identity'
import {absentWhen} from '../../aws/absent.js'
import {compare, type Context, type Resource} from '../../resource.js'
import {requireKept} from '../kept.js'
import {present} from '../present.js'

/** Which roles the identities of a pool get. */
export interface IdentityPoolRolesDesired {
  readonly identityPoolId: string
  /** ARN */
  readonly authenticated: string
  /** ARN; absent where guests get nothing. */
  readonly guest?: string | undefined
}

/** The id is the identity pool's. */
export interface IdentityPoolRolesActual extends IdentityPoolRolesDesired {
  readonly id: string
}

export const identityPoolRoles: Resource<IdentityPoolRolesDesired, IdentityPoolRolesActual, 'identityPoolId'> = {
  kind: 'identity-pool-roles',
  actions: ['cognito-identity:GetIdentityPoolRoles', 'cognito-identity:SetIdentityPoolRoles', 'iam:PassRole'],
  key: ['identityPoolId'],
  diff: compare<IdentityPoolRolesDesired>({identityPoolId: 'replace', authenticated: 'update', guest: 'update'}),

  read: ({identityPoolId}, id, context) => readRoles(id ?? identityPoolId, context),

  create: (desired, context) => setRoles(desired, context),

  update: (desired, _actual, context) => setRoles(desired, context),

  async delete({id}, context) {
    const now = await findRoles(id, context)
    if (now) await send(id, {}, {now, context})
  },
}

async function setRoles(desired: IdentityPoolRolesDesired, context: Context): Promise<IdentityPoolRolesActual> {
  const {identityPoolId: id, authenticated, guest} = desired
  const roles = {authenticated, ...(guest === undefined ? {} : {unauthenticated: guest})}
  await send(id, roles, {now: await findRoles(id, context), context})
  const after = present(await readRoles(id, context), 'Roles')
  requireKept(`the roles of identity pool ${id}`, identityPoolRoles.diff(desired, after))
  return after
}

interface Around {
  readonly now: GetIdentityPoolRolesResponse | undefined
  readonly context: Context
}

/** SetIdentityPoolRoles forgets the role mappings that are not sent. */
async function send(id: string, roles: Record<string, string>, {now, context}: Around): Promise<void> {
  await context.aws.identity.send(
    new SetIdentityPoolRolesCommand({IdentityPoolId: id, Roles: roles, RoleMappings: now?.RoleMappings}),
  )
}

const findRoles = (id: string, {aws}: Context): Promise<GetIdentityPoolRolesResponse | undefined> =>
  absentWhen('ResourceNotFoundException', () =>
    aws.identity.send(new GetIdentityPoolRolesCommand({IdentityPoolId: id})),
  )

/** AWS has no roles object to find: a pool without roles is one where they are not set. */
async function readRoles(id: string, context: Context): Promise<IdentityPoolRolesActual | undefined> {
  const {authenticated, unauthenticated} = (await findRoles(id, context))?.Roles ?? {}
  if (authenticated === undefined && unauthenticated === undefined) return undefined
  return {id, identityPoolId: id, authenticated: authenticated ?? '', guest: unauthenticated}
}
