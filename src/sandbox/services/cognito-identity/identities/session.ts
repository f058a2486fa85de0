import type {Credentials} from '@aws-sdk/client-cognito-identity'
import {mintSession} from '../../../auth/session.js'
import {scalarClaim} from '../../cognito-idp/sign-in/tokens.js'
import {roles} from '../../iam/tables.js'
import type {Call} from '../../../core/service.js'
import {contextOf, letsIn} from './federation.js'
import {GUEST_SESSION_POLICY} from './guest-scope.js'
import type {Login} from './logins.js'
import {tagMapOf} from '../pools/principal-tags.js'
import {badRoles} from '../pools/role-choice.js'
import type {Identity} from '../tables.js'

const SESSION = 'CognitoIdentityCredentials'
/** The enhanced flow's credentials are valid for an hour, whatever the role allows. */
const SECONDS = 3600

/** How somebody signed in: as a guest, or at which providers and as whom. */
export const amrOf = (found: readonly Login[]): string[] =>
  found.length === 0
    ? ['unauthenticated']
    : ['authenticated', ...found.flatMap(({provider, sub}) => [provider, `${provider}:CognitoSignIn:${sub}`])]

/** Session tags made of the claims that came with the logins, as the pool maps them. */
export function tagsOf({poolId}: Identity, found: readonly Login[], {tx}: Call): Record<string, string> {
  const pairs = found.flatMap(({provider, claims}) =>
    Object.entries(tagMapOf(poolId, provider, tx).tags).flatMap(([tag, claim]) =>
      [scalarClaim(claims, claim)].flatMap((value) => (value === undefined ? [] : [[tag, value] as const])),
    ),
  )
  return Object.fromEntries(pairs)
}

/**
 * Credentials of a role for an identity, if the role's trust policy lets it in.
 *
 * @throws ServiceError InvalidIdentityPoolConfigurationException for a role that is gone, too new or does not trust.
 */
export function openSession(
  arn: string,
  {identity, found}: {identity: Identity; found: readonly Login[]},
  call: Call,
): Credentials {
  const name = arn.split('/').at(-1) ?? ''
  const role = roles.get(call.tx, [call.accountId, name.toLowerCase()])
  if (!role || arn.split(':')[4] !== call.accountId || role.assumableAt > call.now) throw badRoles()
  const context = contextOf({aud: identity.poolId, sub: identity.id, amr: amrOf(found)})
  const principalTags = tagsOf(identity, found, call)
  if (!letsIn(role, arn, {context, tags: principalTags})) throw badRoles()
  const session = mintSession(
    {
      type: 'role',
      accountId: call.accountId,
      arn: `arn:aws:sts::${call.accountId}:assumed-role/${role.roleName}/${SESSION}`,
      userId: `${role.roleId}:${SESSION}`,
      mfa: undefined,
      roleName: role.roleName,
      roleId: role.roleId,
      sessionName: SESSION,
      sessionPolicies: found.length === 0 ? [GUEST_SESSION_POLICY] : [],
      context,
      principalTags,
    },
    {tx: call.tx, now: call.now, seconds: SECONDS},
  )
  return {
    AccessKeyId: session.accessKeyId,
    SecretKey: session.secretAccessKey,
    SessionToken: session.sessionToken,
    Expiration: session.expiration,
  }
}
