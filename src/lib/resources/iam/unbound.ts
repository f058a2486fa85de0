import {
  DeleteRolePermissionsBoundaryCommand,
  GetRoleCommand,
  GetUserCommand,
  paginateListEntitiesForPolicy,
  type Tag,
} from '@aws-sdk/client-iam'
import {absentWhen} from '../../aws/calls/absent.js'
import type {Context, Usage} from '../../base/resource.js'
import {projectOf, tagRecord} from '../owner.js'

/** A role or user that a policy limits. */
interface Limited {
  readonly sort: 'role' | 'user'
  readonly name: string
  readonly path: string
  /** Whether this project's awsup made it. */
  readonly isOurs: boolean
}

/** IAM Identity Center keeps them: they go with their permission set. */
const RESERVED = '/aws-reserved/'

/**
 * Takes a boundary that will be deleted away from this project's roles that stay: AWS deletes no policy that limits one. Roles
 * of others, and those that people assume, keep it, and the delete is refused.
 */
export async function unbind(policyArn: string, context: Context): Promise<void> {
  const {iam} = context.aws
  for (const {sort, name: RoleName, path, isOurs} of await listLimited(policyArn, context)) {
    if (sort !== 'role' || path !== '/' || !isOurs) continue
    await absentWhen('NoSuchEntityException', () => iam.send(new DeleteRolePermissionsBoundaryCommand({RoleName})))
  }
}

/** Whom a policy limits that awsup did not make: AWS deletes it only without. `undefined` where there is nobody. */
export async function findLimited(policyArn: string, context: Context): Promise<Usage | undefined> {
  const others = (await listLimited(policyArn, context)).filter(
    ({isOurs, path}) => !path.startsWith(RESERVED) && !(isOurs && (path === '/' || path.startsWith('/awsup/'))),
  )
  if (others.length === 0) return undefined
  return {
    by: others
      .map(({sort, name, path}) => `${sort} ${path}${name}`)
      .toSorted()
      .map((said) => ({said})),
    as: 'as permissions boundary',
    remedy: 'Delete the roles and users that have it, or give them another permissions boundary',
  }
}

async function listLimited(PolicyArn: string, {aws: {iam}, owner}: Context): Promise<readonly Limited[]> {
  const isOurs = (tags: readonly Tag[] | undefined): boolean => tagRecord(tags)['awsup:project'] === projectOf(owner)
  const found = await absentWhen('NoSuchEntityException', async () => {
    const pages = paginateListEntitiesForPolicy({client: iam}, {PolicyArn, PolicyUsageFilter: 'PermissionsBoundary'})
    const limited: (Limited | undefined)[] = []
    for await (const {PolicyRoles = [], PolicyUsers = []} of pages) {
      limited.push(...(await Promise.all(PolicyRoles.map(({RoleName}) => readRole(RoleName)))))
      limited.push(...(await Promise.all(PolicyUsers.map(({UserName}) => readUser(UserName)))))
    }
    return limited
  })
  return (found ?? []).filter((one) => one !== undefined)

  async function readRole(RoleName: string | undefined): Promise<Limited | undefined> {
    const answer = await absentWhen('NoSuchEntityException', () => iam.send(new GetRoleCommand({RoleName})))
    if (!answer?.Role) return undefined
    const {RoleName: name = '', Path: path = '/', Tags} = answer.Role
    return {sort: 'role', name, path, isOurs: isOurs(Tags)}
  }

  async function readUser(UserName: string | undefined): Promise<Limited | undefined> {
    const answer = await absentWhen('NoSuchEntityException', () => iam.send(new GetUserCommand({UserName})))
    if (!answer?.User) return undefined
    const {UserName: name = '', Path: path = '/', Tags} = answer.User
    return {sort: 'user', name, path, isOurs: isOurs(Tags)}
  }
}
