import type {AuthPlaces} from './auth.js'
import type {Auth} from '../manifest.js'
import type {Rule} from '../read/scalars.js'
import {cognitoName, existingRole} from '../rules/pool.js'

/** Whether what `{env}` and `{project}` made of names is what AWS takes: they make them longer. Throws ManifestError. */
export function checkNames({userPoolName, clients, identityPool: {name, roles}}: Auth, places: AuthPlaces): void {
  const named: readonly (readonly [path: readonly string[], value: string | undefined, rule: Rule])[] = [
    [['userPoolName'], userPoolName, cognitoName],
    ...[...clients].map(([key, client]) => [['clients', key, 'name'], client.name, cognitoName] as const),
    [['identityPool', 'name'], name, cognitoName],
    [['identityPool', 'roles', 'authenticated'], roles.authenticated, existingRole],
    [['identityPool', 'roles', 'guests'], roles.guests, existingRole],
  ]
  for (const [path, value, rule] of named) {
    const problem = value === undefined ? undefined : rule(value)
    if (problem) throw places.becomes(path, value ?? '', problem)
  }
}
