import {DeleteRolePermissionsBoundaryCommand, GetRoleCommand, paginateListEntitiesForPolicy} from '@aws-sdk/client-iam'
import {absentWhen} from '../../aws/calls/absent.js'
import type {Context} from '../../base/resource.js'
import {projectOf, tagRecord} from '../owner.js'
import {collect} from '../pages.js'

/**
 * Takes a boundary that will be deleted away from this project's roles that stay: AWS deletes no policy that limits one. Roles
 * of others, and those that people assume, keep it, and the delete is refused.
 */
export async function unbind(policyArn: string, {aws, owner}: Context): Promise<void> {
  const {iam} = aws
  const asked = {PolicyArn: policyArn, PolicyUsageFilter: 'PermissionsBoundary', EntityFilter: 'Role'} as const
  const limited = await absentWhen('NoSuchEntityException', () =>
    collect(paginateListEntitiesForPolicy({client: iam}, asked), ({PolicyRoles}) => PolicyRoles),
  )
  for (const {RoleName} of limited ?? []) {
    const answer = await absentWhen('NoSuchEntityException', () => iam.send(new GetRoleCommand({RoleName})))
    const found = answer?.Role
    if (found?.Path !== '/' || tagRecord(found.Tags)['awsup:project'] !== projectOf(owner)) continue
    await absentWhen('NoSuchEntityException', () => iam.send(new DeleteRolePermissionsBoundaryCommand({RoleName})))
  }
}
