import type {Credentials} from '@aws-sdk/client-cognito-identity'
import {mintSession} from '../auth/session.js'
import {parsePolicy} from '../auth/policy/parse.js'
import {findApplied} from '../auth/policy/statement.js'
import {scalarClaim} from '../cognito-idp/tokens.js'
import {roles, type Role} from '../iam/tables.js'
import type {Call} from '../service.js'
import {GUEST_SESSION_POLICY} from './guest-scope.js'
import type {Login} from './logins.js'
import {tagMapOf} from './principal-tags.js'
import {badRoles} from './role-choice.js'
import type {Identity} from './tables.js'

const PROVIDER = 'cognito-identity.amazonaws.com'
const SESSION = 'CognitoIdentityCredentials'
/** The enhanced flow's credentials are valid for an hour, whatever the role allows. */
const SECONDS = 3600

type Context = Readonly<Record<string, readonly string[]>>

/** What the identity pool vouches for: `aud`, `sub` and `amr`. */
const contextOf = ({poolId, id}: Identity, found: readonly Login[]): Context => ({
  [`${PROVIDER}:aud`]: [poolId],
  [`${PROVIDER}:sub`]: [id],
  [`${PROVIDER}:amr`]:
    found.length === 0
      ? ['unauthenticated']
      : ['authenticated', ...found.flatMap(({provider, sub}) => [provider, `${provider}:CognitoSignIn:${sub}`])],
  'aws:FederatedProvider': [PROVIDER],
})

function tagsOf({poolId}: Identity, found: readonly Login[], {tx}: Call): Record<string, string> {
  const pairs = found.flatMap(({provider, claims}) =>
    Object.entries(tagMapOf(poolId, provider, tx).tags).flatMap(([tag, claim]) =>
      [scalarClaim(claims, claim)].flatMap((value) => (value === undefined ? [] : [[tag, value] as const])),
    ),
  )
  return Object.fromEntries(pairs)
}

function trusts({trust}: Role, action: string, {resource, context}: {resource: string; context: Context}): boolean {
  const document = parsePolicy(trust, 'trust')
  const request = {action, resource, context, principal: {type: 'Federated', name: PROVIDER}} as const
  return findApplied(document, 'Deny', request).length === 0 && findApplied(document, 'Allow', request).length > 0
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
  const context = contextOf(identity, found)
  const principalTags = tagsOf(identity, found, call)
  const actions = [
    'sts:AssumeRoleWithWebIdentity',
    ...(Object.keys(principalTags).length > 0 ? ['sts:TagSession'] : []),
  ]
  if (!actions.every((action) => trusts(role, action, {resource: arn, context}))) throw badRoles()
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
