import {ManifestError} from '../../../base/errors.js'
import {ownStatements} from '../../desired/team/team.js'
import {INLINE_LIMIT, policySize} from '../../../access/policy/size.js'
import type {Manifest} from '../../manifest.js'
import {showName} from '../../read/show.js'
import type {Source} from '../../read/source.js'

/** Roles are of environments that exist, and people have them where they are. Throws ManifestError. */
export function checkTeam(manifest: Manifest, source: Source): void {
  const {roles, users, environments} = manifest
  checkSizes(manifest, source)
  for (const [name, {environments: own}] of roles) {
    const index = own?.findIndex((env) => !environments.has(env)) ?? -1
    if (index < 0) continue
    throw new ManifestError(
      `roles.${name}.environments names ${showName(own?.[index] ?? '')}, which is no environment of this file`,
      {
        at: source.at(['roles', name, 'environments', String(index)]),
        hint: `There are: ${[...environments.keys()].join(', ')}.`,
      },
    )
  }
  for (const [user, {roles: had}] of users) {
    for (const [env, role] of had ?? []) {
      const own = roles.get(role)?.environments
      if (!own || own.includes(env)) continue
      throw new ManifestError(`users.${showName(user)}.roles.${env} is ${role}, a role that ${env} does not have`, {
        at: source.at(['users', user, 'roles', env]),
        hint: `Add ${env} to roles.${role}.environments, or give another role.`,
      })
    }
  }
}

/** IAM counts the characters of a role's inline policies without white space. */
function checkSizes(manifest: Manifest, source: Source): void {
  for (const [name, role] of manifest.roles) {
    for (const environment of manifest.environments.values()) {
      const document = ownStatements(role, manifest, environment)
      const size = document ? policySize(document) : 0
      if (size <= INLINE_LIMIT) continue
      throw new ManifestError(
        `roles.${name}.statements come to ${size} characters, at most ${INLINE_LIMIT} are possible`,
        {
          at: source.at(['roles', name, 'statements']),
          hint: 'Name fewer actions and resources, or put them in a managed policy and name it under managedPolicies.',
        },
      )
    }
  }
}
