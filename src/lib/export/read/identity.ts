import {
  DescribeIdentityPoolCommand,
  GetIdentityPoolRolesCommand,
  GetPrincipalTagAttributeMapCommand,
  type GetIdentityPoolRolesResponse,
  type GetPrincipalTagAttributeMapResponse,
  type IdentityPool,
} from '@aws-sdk/client-cognito-identity'
import {absentWhen} from '../../aws/calls/absent.js'
import type {Recorded} from '../../records/records.js'
import type {Context} from '../../base/resource.js'
import {omit} from '../../resources/omit.js'
import {keyText} from '../record.js'

export interface IdentityPoolFacts {
  readonly pool: IdentityPool
}

export async function readIdentityPool({id}: Recorded, {aws}: Context): Promise<IdentityPoolFacts | undefined> {
  const pool = await unlessGone(() => aws.identity.send(new DescribeIdentityPoolCommand({IdentityPoolId: id})))
  return pool && {pool: omit(pool, '$metadata')}
}

export interface PoolRolesFacts {
  readonly identityPoolId: string
  readonly roles: GetIdentityPoolRolesResponse
}

export async function readPoolRoles({id}: Recorded, {aws}: Context): Promise<PoolRolesFacts | undefined> {
  const roles = await unlessGone(() => aws.identity.send(new GetIdentityPoolRolesCommand({IdentityPoolId: id})))
  return roles?.Roles && {identityPoolId: id, roles: omit(roles, '$metadata')}
}

export interface PrincipalTagsFacts {
  readonly identityPoolId: string
  readonly providerName: string
  readonly map: GetPrincipalTagAttributeMapResponse
}

export async function readPrincipalTags(recorded: Recorded, {aws}: Context): Promise<PrincipalTagsFacts | undefined> {
  const identityPoolId = keyText(recorded, 'identityPoolId')
  const providerName = keyText(recorded, 'providerName')
  const named = {IdentityPoolId: identityPoolId, IdentityProviderName: providerName}
  const map = await unlessGone(() => aws.identity.send(new GetPrincipalTagAttributeMapCommand(named)))
  return map && {identityPoolId, providerName, map: omit(map, '$metadata')}
}

const unlessGone = <T>(ask: () => Promise<T>): Promise<T | undefined> => absentWhen('ResourceNotFoundException', ask)
