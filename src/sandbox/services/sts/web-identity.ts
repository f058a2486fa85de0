import type {AssumeRoleWithWebIdentityCommandInput, AssumeRoleWithWebIdentityResponse} from '@aws-sdk/client-sts'
import {contextOf, letsIn, PROVIDER} from '../cognito-identity/identities/federation.js'
import {findVouched} from '../cognito-identity/identities/open-id-tokens.js'
import {peekClaims, textClaim} from '../cognito-idp/sign-in/tokens.js'
import type {Call, Operation} from '../../core/service.js'
import {readForeignToken} from './foreign-token.js'
import {accessDenied, invalidToken, tokenExpired, validationError} from './refusals.js'
import {findAssumableRole, openRoleSession, readSessionPolicies, requireDuration} from './role-session.js'

/** Whom a token is about, and what policies see of it. */
interface Bearer {
  readonly sub: string
  readonly aud: string
  /** How trust policies call the issuer. */
  readonly provider: string
  readonly context: Readonly<Record<string, readonly string[]>>
  /** What policies see of it later, in the session. */
  readonly session: Readonly<Record<string, readonly string[]>>
  readonly tags: Readonly<Record<string, string>>
}

/** Of a token of an identity pool. @throws ServiceError InvalidIdentityTokenException, ExpiredTokenException */
function readPoolToken(token: string, call: Call): Bearer {
  const vouched = findVouched(token, call)
  if (!vouched)
    throw invalidToken(
      "Couldn't retrieve verification key from your identity provider, or the signature does not match.",
    )
  if (vouched.expiresAt <= call.now) throw tokenExpired()
  const {sub, aud, tags} = vouched
  const context = contextOf(vouched)
  return {sub, aud, tags, provider: PROVIDER, context, session: context}
}

function readBearer(token: string, roleArn: string, call: Call): Bearer {
  const issuer = textClaim(peekClaims(token), 'iss')
  if (issuer === `https://${PROVIDER}`) return readPoolToken(token, call)
  const accountId = /^arn:aws:iam::(\d{12}):role\/./.exec(roleArn)?.[1]
  if (accountId === undefined) throw validationError(`${roleArn} is invalid`)
  return {...readForeignToken(token, accountId, call), tags: {}}
}

/**
 * Credentials of a role for a token of an identity pool or of an OpenID Connect provider of the role's account; unsigned:
 * the role's trust policy alone decides.
 */
export const AssumeRoleWithWebIdentity: Operation<
  AssumeRoleWithWebIdentityCommandInput,
  AssumeRoleWithWebIdentityResponse
> = {
  action: undefined,
  run(input, call) {
    const {RoleArn = '', RoleSessionName: sessionName = '', DurationSeconds: seconds = 3600} = input
    const {tags, context, session, provider, sub, aud} = readBearer(input.WebIdentityToken ?? '', RoleArn, call)
    const role = findAssumableRole(call, RoleArn)
    if (!role || !letsIn(role, RoleArn, {context, tags, provider})) {
      throw accessDenied('Not authorized to perform sts:AssumeRoleWithWebIdentity')
    }
    requireDuration(role, seconds, false)
    const sessionPolicies = readSessionPolicies(call, role, input)
    const opened = openRoleSession(call, role, {
      ...{sessionName, seconds, sessionPolicies},
      context: session,
      principalTags: tags,
    })
    return {...opened, SubjectFromWebIdentityToken: sub, Audience: aud, Provider: provider}
  },
}
