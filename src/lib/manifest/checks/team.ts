import {ManifestError} from '../../base/errors.js'
import type {Manifest} from '../manifest.js'
import {showName} from '../read/show.js'
import type {Source} from '../read/source.js'

/** Roles are of environments that exist, and people have them where they are. Throws ManifestError. */
export function checkTeam({roles, users, environments}: Manifest, source: Source): void {
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
