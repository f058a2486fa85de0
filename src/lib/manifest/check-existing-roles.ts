import {ManifestError} from '../errors.js'
import type {Environment, Manifest} from './manifest.js'
import type {Source} from './read/source.js'

interface Around {
  readonly manifest: Manifest
  readonly environment: Environment
  readonly source: Source
}

/**
 * A role that was there before awsup keeps its own policies, so rules for the same people would go nowhere. Throws
 * ManifestError.
 */
export function checkExistingRoles({manifest: {access}, environment: {name, auth}, source}: Around): void {
  for (const who of ['authenticated', 'guests'] as const) {
    const role = auth.identityPool.roles[who]
    if (role === undefined || access[who].length === 0) continue
    throw new ManifestError(
      `access.${who} has rules, but ${name} gives these people the role ${role}, which is not awsup’s`,
      {
        at: source.at(['access', who]),
        hint: `Take identityPool.roles.${who} out, so that awsup makes a role of these rules; the plan shows it first.`,
      },
    )
  }
}
