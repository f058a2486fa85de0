import {ManifestError} from '../../../base/errors.js'
import {ownStatements} from '../../desired/team/team.js'
import {INLINE_LIMIT, MANAGED_LIMIT, policySize} from '../../../access/policy/size.js'
import {teamPath, teamRoleName} from '../../../access/team/names.js'
import {personPolicy} from '../../../access/team/person.js'
import type {Manifest} from '../../manifest.js'
import {showName} from '../../read/show.js'
import {SHORTEST_SESSION_NAME} from '../../rules/names.js'
import type {Source} from '../../read/source.js'

/** Roles are of environments that exist, and people have them where they are. Throws ManifestError. */
export function checkTeam(manifest: Manifest, source: Source): void {
  const {roles, users, environments} = manifest
  checkSizes(manifest, source)
  checkPeople(manifest, source)
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

/** What an IAM user with roles has to fit; in IAM Identity Center it is an entry for each role. */
function checkPeople({project, identityCenter, users}: Manifest, source: Source): void {
  if (identityCenter) return
  for (const [name, {roles}] of users) {
    if (!roles) continue
    if (name.length < SHORTEST_SESSION_NAME) {
      throw new ManifestError(`users.${showName(name)} has roles and a name of one character`, {
        at: source.at(['users', name]),
        hint: 'Sessions of a role have the name of the user, and AWS takes 2–64 characters for it. Give the user a longer name.',
      })
    }
    const arns = [...roles].map(
      ([env, role]) => `arn:aws:iam::${'0'.repeat(12)}:role${teamPath(project)}${teamRoleName(project, env, role)}`,
    )
    const size = JSON.stringify(personPolicy(arns)).length
    if (size <= MANAGED_LIMIT) continue
    throw new ManifestError(
      `users.${showName(name)}.roles come to a policy of ${size} characters, at most ${MANAGED_LIMIT} are possible`,
      {
        at: source.at(['users', name, 'roles']),
        hint: 'Give this person roles in fewer environments, or use signIn: identity-center, which has no such limit.',
      },
    )
  }
}
