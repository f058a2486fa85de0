import type {AssumeRoleWithWebIdentityCommandInput, AssumeRoleWithWebIdentityResponse} from '@aws-sdk/client-sts'
import {contextOf, letsIn, PROVIDER} from '../cognito-identity/identities/federation.js'
import {findVouched} from '../cognito-identity/identities/open-id-tokens.js'
import {peekClaims, textClaim} from '../cognito-idp/sign-in/tokens.js'
import {ServiceError} from '../../core/errors.js'
import type {Call, Operation} from '../../core/service.js'
import {accessDenied} from './refusals.js'
import {findAssumableRole, openRoleSession, readSessionPolicies, requireDuration} from './role-session.js'

const invalidToken = (message: string): ServiceError => new ServiceError('InvalidIdentityTokenException', message)

/** @throws ServiceError InvalidIdentityTokenException, ExpiredTokenException */
function requireVouched(token: string, call: Call): NonNullable<ReturnType<typeof findVouched>> {
  const claims = peekClaims(token)
  if (!claims)
    throw invalidToken('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)')
  const vouched = findVouched(token, call)
  if (!vouched) {
    const issuer = textClaim(claims, 'iss')
    // The sandbox keeps no OpenID Connect providers of IAM: identity pools are the one issuer that it knows.
    throw invalidToken(
      issuer === `https://${PROVIDER}`
        ? "Couldn't retrieve verification key from your identity provider, or the signature does not match."
        : `No OpenIDConnect provider found in your account for ${issuer}`,
    )
  }
  if (vouched.expiresAt <= call.now) {
    throw new ServiceError('ExpiredTokenException', 'Token expired: the web identity token is too old.')
  }
  return vouched
}

/** Credentials of a role for a token of an identity pool, unsigned: the role's trust policy alone decides. */
export const AssumeRoleWithWebIdentity: Operation<
  AssumeRoleWithWebIdentityCommandInput,
  AssumeRoleWithWebIdentityResponse
> = {
  action: undefined,
  run(input, call) {
    const {
      RoleArn = '',
      RoleSessionName: sessionName = '',
      WebIdentityToken = '',
      DurationSeconds: seconds = 3600,
    } = input
    const {tags, ...vouched} = requireVouched(WebIdentityToken, call)
    const role = findAssumableRole(call, RoleArn)
    const context = contextOf(vouched)
    if (!role || !letsIn(role, RoleArn, {context, tags})) {
      throw accessDenied('Not authorized to perform sts:AssumeRoleWithWebIdentity')
    }
    requireDuration(role, seconds, false)
    const sessionPolicies = readSessionPolicies(call, role, input)
    const opened = openRoleSession(call, role, {sessionName, seconds, sessionPolicies, context, principalTags: tags})
    return {...opened, SubjectFromWebIdentityToken: vouched.sub, Audience: vouched.aud, Provider: PROVIDER}
  },
}
