import type {MappingRule} from '@aws-sdk/client-cognito-identity'
import {scalarClaim, type Claims} from '../../cognito-idp/sign-in/tokens.js'
import {ServiceError} from '../../../core/errors.js'
import type {Login} from '../identities/logins.js'
import type {StoredIdentityPool} from '../tables.js'

/** What AWS answers for every fault of the roles: none attached, gone, not trusting. */
export const badRoles = (): ServiceError =>
  new ServiceError(
    'InvalidIdentityPoolConfigurationException',
    'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
  )

const denied = (): ServiceError => new ServiceError('NotAuthorizedException', 'Access denied.')

/** A claim as text; lists are compared by their JSON text. */
const claimText = (claims: Claims, name: string): string | undefined =>
  scalarClaim(claims, name) ?? (Array.isArray(claims[name]) ? JSON.stringify(claims[name]) : undefined)

function matches({Claim = '', MatchType, Value = ''}: MappingRule, claims: Claims): boolean {
  const actual = claimText(claims, Claim)
  // A missing claim matches nothing, not even NotEqual.
  if (actual === undefined) return false
  if (MatchType === 'Equals') return actual === Value
  if (MatchType === 'NotEqual') return actual !== Value
  return MatchType === 'Contains' ? actual.includes(Value) : actual.startsWith(Value)
}

function rolesOf(claims: Claims): string[] {
  const all = claims['cognito:roles']
  return Array.isArray(all) ? all.filter((role) => typeof role === 'string') : []
}

/** The role that a token's own claims give: the one asked for, or the preferred one. */
function roleByToken(claims: Claims, asked: string | undefined): string | undefined {
  if (asked !== undefined) {
    if (!rolesOf(claims).includes(asked)) throw denied()
    return asked
  }
  const preferred = claims['cognito:preferred_role']
  if (typeof preferred === 'string') return preferred
  const all = rolesOf(claims)
  return all.length === 1 ? all[0] : undefined
}

/**
 * The ARN of the role for these logins; `asked` is CustomRoleArn, which only a Token mapping can grant.
 *
 * @throws ServiceError NotAuthorizedException, InvalidIdentityPoolConfigurationException when no role is attached.
 */
export function chooseRole(pool: StoredIdentityPool, found: readonly Login[], asked: string | undefined): string {
  const attached = pool.roles[found.length === 0 ? 'unauthenticated' : 'authenticated']
  const [login] = found
  const mapping = login && pool.roleMappings[`${login.provider}:${login.clientId}`]
  if (!mapping) {
    if (asked !== undefined && asked !== attached) throw denied()
    if (attached === undefined) throw badRoles()
    return attached
  }
  if (mapping.Type === 'Rules' && asked !== undefined) throw denied()
  const rules = mapping.RulesConfiguration?.Rules ?? []
  const chosen =
    mapping.Type === 'Rules'
      ? rules.find((rule) => matches(rule, login.claims))?.RoleARN
      : roleByToken(login.claims, asked)
  if (chosen !== undefined) return chosen
  if (mapping.AmbiguousRoleResolution !== 'AuthenticatedRole') throw denied()
  if (attached === undefined) throw badRoles()
  return attached
}
