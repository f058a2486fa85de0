import type {Match, PrincipalPattern, RequestPrincipal} from './document.js'

/**
 * How closely a policy names who asks: the user or the session itself, the role behind the session (or everybody), or
 * only the account, which leaves it to that account's own policies.
 *
 * Source: IAM User Guide, policy evaluation logic: determining whether a request is allowed or denied within an
 * account.
 */
export type Naming = 'self' | 'role' | 'account'

const CLOSENESS: readonly Naming[] = ['self', 'role', 'account']

function naming({type, value}: PrincipalPattern, principal: RequestPrincipal): Naming | undefined {
  if (principal.type !== 'AWS') return type === principal.type && value === principal.name ? 'self' : undefined
  if (type === '*' || (type === 'AWS' && value === '*')) return 'role'
  if (type !== 'AWS') return undefined
  if (value === principal.arn) return 'self'
  if (value === principal.roleArn) return 'role'
  return value === principal.accountId || value === `arn:aws:iam::${principal.accountId}:root` ? 'account' : undefined
}

/** The closest way in which a Principal element names who asks; `undefined` when it does not. */
export function findNaming({entries}: Match<PrincipalPattern>, principal: RequestPrincipal): Naming | undefined {
  const found = entries.map((entry) => naming(entry, principal))
  return CLOSENESS.find((name) => found.includes(name))
}

/**
 * Whether a NotPrincipal element spares who asks. A Deny spares only a principal that is listed at every level: account
 * and user, or account, role and session. An Allow leaves out whoever is listed at all.
 */
export function isSpared(
  {entries}: Match<PrincipalPattern>,
  principal: RequestPrincipal,
  effect: 'Allow' | 'Deny',
): boolean {
  const found = new Set(entries.map((entry) => naming(entry, principal)))
  found.delete(undefined)
  if (effect === 'Allow' || principal.type !== 'AWS') return found.size > 0
  const levels = principal.roleArn === undefined ? (['self', 'account'] as const) : CLOSENESS
  return levels.every((level) => found.has(level))
}
