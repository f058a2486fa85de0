import type {GetIdentityPoolRolesResponse} from '@aws-sdk/client-cognito-identity'
import {DescribeUserPoolCommand, type CognitoIdentityProviderClient} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen} from '../../../aws/calls/absent.js'
import {groupsWithRole} from '../../../manifest/desired/access.js'
import type {Known} from './known.js'

/**
 * Whether the identity pool gives anybody the role of a group, or awsup.yaml says that it should: only a mapping by token
 * does (API reference of Cognito identity pools, RoleMapping: `Token` maps groups to roles). Pure.
 */
export function givesRolesOfGroups(
  {project: {manifest}, environment}: Pick<Known, 'project' | 'environment'>,
  roles: Pick<GetIdentityPoolRolesResponse, 'RoleMappings'> | undefined,
): boolean {
  const {roleMapping} = environment.auth.identityPool
  const isMeant = roleMapping === 'token' || groupsWithRole(manifest.access, environment).length > 0
  return isMeant || Object.values(roles?.RoleMappings ?? {}).some(({Type}) => Type !== 'Rules')
}

/**
 * Whether people can sign in through an identity provider of the user pool, or could with what awsup.yaml says: they begin
 * at its pages, and those are only there with a domain (Cognito developer guide, "User pool endpoints and managed login
 * reference").
 */
export async function canFederate(
  {environment, userPoolId: UserPoolId}: Pick<Known, 'environment' | 'userPoolId'>,
  cognito: CognitoIdentityProviderClient,
): Promise<boolean> {
  if (environment.auth.domain !== undefined) return true
  const answer = await absentWhen('ResourceNotFoundException', () =>
    cognito.send(new DescribeUserPoolCommand({UserPoolId})),
  )
  const {Domain, CustomDomain} = answer?.UserPool ?? {}
  return Domain !== undefined || CustomDomain !== undefined
}
