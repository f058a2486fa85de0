import type {GroupType} from '@aws-sdk/client-cognito-identity-provider'
import type {Opening} from '../../../access/openings/opening.js'
import {groupsWithRole} from '../../../manifest/desired/access.js'
import {acceptBy, type Known} from './known.js'

/**
 * Groups that give their members a role that no rule speaks of. The role of all who signed in opens nothing more.
 */
export function findGroups(
  groups: readonly GroupType[],
  {project: {manifest}, environment, authenticated}: Known & {readonly authenticated: string | undefined},
): readonly Opening[] {
  const meant = groupsWithRole(manifest.access, environment)
  return groups.flatMap(({GroupName: name = '', RoleArn: role}) => {
    if (role === undefined || role === authenticated || meant.includes(name)) return []
    const subject = `group ${name}`
    return [
      {
        subject,
        problem: `gives its members the role ${role}, which no access rule speaks of`,
        fix: `Remove the role from the group, or say what it may under access.groups; or ${acceptBy(subject)}`,
      },
    ]
  })
}
