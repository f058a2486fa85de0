import {parsePolicy} from '../../../auth/policy/parse.js'
import {findApplied} from '../../../auth/policy/statement.js'
import type {Role} from '../../iam/tables.js'

/** How STS and policies call identity pools. */
export const PROVIDER = 'cognito-identity.amazonaws.com'

/** Condition keys, each with its values. */
type Context = Readonly<Record<string, readonly string[]>>

/** What an identity pool vouches for. */
export interface Vouched {
  /** The identity pool. */
  readonly aud: string
  /** The identity. */
  readonly sub: string
  /** `unauthenticated` alone, or `authenticated` and the providers. */
  readonly amr: readonly string[]
}

/** The condition keys under which policies see what an identity pool vouches for. */
export const contextOf = ({aud, sub, amr}: Vouched): Context => ({
  [`${PROVIDER}:aud`]: [aud],
  [`${PROVIDER}:sub`]: [sub],
  [`${PROVIDER}:amr`]: amr,
  'aws:FederatedProvider': [PROVIDER],
})

interface Entry {
  readonly context: Context
  readonly tags: Readonly<Record<string, string>>
  /** Who vouches, as trust policies call it: identity pools, unless it is a provider of OpenID Connect. */
  readonly provider?: string
}

/** Whether a role's trust policy lets in somebody whom a provider vouches for, with the session tags that come along. */
export function letsIn({trust}: Role, resource: string, {context, tags, provider = PROVIDER}: Entry): boolean {
  const actions = ['sts:AssumeRoleWithWebIdentity', ...(Object.keys(tags).length > 0 ? ['sts:TagSession'] : [])]
  const document = parsePolicy(trust, 'trust')
  return actions.every((action) => {
    const request = {action, resource, context, principal: {type: 'Federated', name: provider}} as const
    return findApplied(document, 'Deny', request).length === 0 && findApplied(document, 'Allow', request).length > 0
  })
}
