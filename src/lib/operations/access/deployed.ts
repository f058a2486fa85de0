import {GetIdentityPoolRolesCommand} from '@aws-sdk/client-cognito-identity'
import {paginateListGroups} from '@aws-sdk/client-cognito-identity-provider'
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  type IAMClient,
} from '@aws-sdk/client-iam'
import {readPolicy, type Policy} from '../../access/evaluate/policy.js'
import {trustCells} from '../../access/matrix/trust.js'
import type {Cell, TestedRole} from '../../access/matrix/matrix.js'
import {collect} from '../../resources/pages.js'
import type {Session} from '../../project/session.js'
import {requireIds} from '../environments/environments.js'
import {rolesOf} from './meant.js'

/** A role as it is on AWS now, and what awsup.yaml means it to reach. */
export interface DeployedRole extends TestedRole {
  /** The role's name in IAM; absent where identities of this sort get no role. */
  readonly name: string | undefined
  /** Who can take the role, and who should. */
  readonly trust: readonly Cell[]
}

/**
 * The roles that identities of an environment really get: those that its identity pool and its user pool's groups name,
 * which need not be those that awsup made, with every policy that hangs on them. Changes nothing.
 */
export async function readDeployedRoles(
  {project, engine}: Session,
  environment: string,
): Promise<readonly DeployedRole[]> {
  const ids = requireIds(project, environment)
  const aws = await engine.open(ids.accountId, ids.region)
  const {Roles: roles = {}} = await aws.identity.send(
    new GetIdentityPoolRolesCommand({IdentityPoolId: ids.identityPoolId}),
  )
  const pages = paginateListGroups({client: aws.cognito}, {UserPoolId: ids.userPoolId})
  const groups = await collect(pages, ({Groups}) => Groups)
  const arnOf = (role: string): string | undefined => {
    if (role === 'guest') return roles['unauthenticated']
    return role === 'authenticated'
      ? roles['authenticated']
      : groups.find(({GroupName}) => `group:${GroupName ?? ''}` === role)?.RoleArn
  }
  return Promise.all(
    rolesOf(project, environment).map(async (meant) => {
      const name = arnOf(meant.role)?.split('/').at(-1)
      if (name === undefined) return {...meant, name, policies: [], trust: []}
      const {document, ...found} = await readRole(name, aws.iam)
      const trust = trustCells({...meant, name, trust: document, identityPoolId: ids.identityPoolId})
      return {...meant, name, ...found, trust}
    }),
  )
}

interface FoundRole extends Pick<TestedRole, 'policies' | 'boundary'> {
  /** The trust policy. */
  readonly document: unknown
}

async function readRole(RoleName: string, client: IAMClient): Promise<FoundRole> {
  const [role, inline, attached] = await Promise.all([
    client.send(new GetRoleCommand({RoleName})),
    collect(paginateListRolePolicies({client}, {RoleName}), ({PolicyNames}) => PolicyNames),
    collect(paginateListAttachedRolePolicies({client}, {RoleName}), ({AttachedPolicies}) => AttachedPolicies),
  ])
  const own = inline.map(async (PolicyName) => {
    const {PolicyDocument} = await client.send(new GetRolePolicyCommand({RoleName, PolicyName}))
    return readPolicy(decoded(PolicyDocument), PolicyName)
  })
  const managed = attached.map(({PolicyArn = ''}) => readManaged(PolicyArn, client))
  const limit = role.Role?.PermissionsBoundary?.PermissionsBoundaryArn
  return {
    document: JSON.parse(decoded(role.Role?.AssumeRolePolicyDocument ?? '{}')),
    policies: await Promise.all([...own, ...managed]),
    boundary: limit === undefined ? undefined : [await readManaged(limit, client)],
  }
}

async function readManaged(PolicyArn: string, client: IAMClient): Promise<Policy> {
  const {Policy: policy} = await client.send(new GetPolicyCommand({PolicyArn}))
  const {PolicyVersion: version} = await client.send(
    new GetPolicyVersionCommand({PolicyArn, VersionId: policy?.DefaultVersionId}),
  )
  return readPolicy(decoded(version?.Document), policy?.PolicyName ?? PolicyArn)
}

/** IAM answers documents percent-encoded (RFC 3986). */
const decoded = (document = ''): string => (document.startsWith('%') ? decodeURIComponent(document) : document)
