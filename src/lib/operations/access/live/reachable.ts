import type {Auth, MappingRule} from '../../../manifest/manifest.js'
import type {MeantRole} from '../meant.js'

interface Through {
  readonly auth: Pick<Auth, 'identityPool'>
  /** Name of the app client that people sign in with. */
  readonly client: string
}

/**
 * Roles that nobody gets who signs in through this client and is in one group or in none, with the reason why a live
 * test leaves them out. Pure.
 */
export function findUnreachable(roles: readonly MeantRole[], through: Through): ReadonlyMap<MeantRole, string> {
  const {ambiguous} = through.auth.identityPool
  const rules = rulesThrough(through)
  const hasMapping = rules === 'token' ? roles.some(({group}) => group !== undefined) : rules.length > 0
  return new Map(
    roles.flatMap((role): [MeantRole, string][] => {
      const {group, signedIn} = role
      if (group === undefined)
        return signedIn && hasMapping && ambiguous === 'deny'
          ? [[role, `${role.role} is not tried live: who is in no group gets no role`]]
          : []
      return rules === 'token' || rules.some((rule) => isForMembers(rule, group))
        ? []
        : [[role, `${role.role} is not tried live: membership of the group alone does not give it`]]
    }),
  )
}

/** What picks roles for users of a client: by token as soon as a group has a role, unless there are rules. */
function rulesThrough({auth, client}: Through): 'token' | readonly MappingRule[] {
  const {roleMapping = 'token'} = auth.identityPool
  return roleMapping === 'token'
    ? roleMapping
    : roleMapping.filter((rule) => rule.client === undefined || rule.client === client)
}

const isForMembers = ({claim, match, value, gets}: MappingRule, group: string): boolean =>
  'group' in gets &&
  gets.group === group &&
  claim === 'cognito:groups' &&
  (match === 'Contains' || match === 'Equals') &&
  value === group
