import {UsageError} from '../../base/errors.js'
import {show} from '../../manifest/read/show.js'

/** The named role, or all. Throws UsageError that names those there are. */
export function requireRole<R extends {readonly role: string}>(
  roles: readonly R[],
  name: string | undefined,
): readonly R[] {
  if (name === undefined) return roles
  const found = roles.filter(({role}) => role === name)
  if (found.length > 0) return found
  const known = roles.map(({role}) => role)
  throw new UsageError(`there is no role ${show(name)} in the identity pool`, {
    code: 'NO_ROLE',
    hint: `There are: ${known.join(', ')}. A guest role needs auth.guests: true, a group’s needs access.groups.`,
    details: {role: name, roles: known},
  })
}
