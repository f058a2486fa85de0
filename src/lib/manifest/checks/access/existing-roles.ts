import {ManifestError} from '../../../base/errors.js'
import {roleName} from '../../desired/roles.js'
import type {Environment, Manifest} from '../../manifest.js'
import type {Source} from '../../read/source.js'

interface Around {
  readonly manifest: Manifest
  readonly environment: Environment
  readonly source: Source
}

/**
 * A role that was there before awsup keeps its own policies, so rules for the same people would go nowhere; and one of
 * awsup's own is none that was there: named here it would leave the plan, and be deleted. Throws ManifestError.
 */
export function checkExistingRoles({manifest: {project, access}, environment: {name, auth}, source}: Around): void {
  for (const who of ['authenticated', 'guests'] as const) {
    const role = auth.identityPool.roles[who]
    if (role === undefined) continue
    const own = (['authenticated', 'guests'] as const).map((each) => roleName(each, project, name))
    if (own.includes(role)) {
      const path = ['auth', 'identityPool', 'roles', who]
      const inEnvironment = ['environments', name, ...path]
      throw new ManifestError(`identityPool.roles.${who} is ${role}, which is the role that awsup makes in ${name}`, {
        at: source.at(source.has(inEnvironment) ? inEnvironment : path),
        hint: 'Remove it: awsup attaches its own role automatically.',
      })
    }
    if (access[who].length === 0) continue
    throw new ManifestError(
      `access.${who} has rules, but ${name} gives these people the role ${role}, which is not awsup’s`,
      {
        at: source.at(['access', who]),
        hint: `Take identityPool.roles.${who} out, so that awsup makes a role of these rules; the plan shows it first.`,
      },
    )
  }
}
