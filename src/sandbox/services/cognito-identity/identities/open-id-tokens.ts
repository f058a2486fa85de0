import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import type {Transaction} from '../../../store/transaction.js'
import {findClaims, makeSigningKey, signToken, textClaim, type Claims} from '../../cognito-idp/sign-in/tokens.js'
import type {SigningKey} from '../../cognito-idp/tables.js'
import {requireIdentity} from './identities.js'
import {PROVIDER, type Vouched} from './federation.js'
import {resolveIdentity} from './resolution.js'
import {readLogins} from './logins.js'
import type {IdentityPoolOperations} from '../operations.js'
import {identityPoolArn, requireIdentityPool} from '../pools/access.js'
import {amrOf, tagsOf} from './session.js'
import {serviceKeys, type StoredIdentityPool} from '../tables.js'

export const ISSUER = `https://${PROVIDER}`
/** Identity pools sign with SHA-512, user pools with SHA-256. */
export const ALGORITHM = 'RS512'
const SECONDS = 600
/** Where a token carries session tags (IAM User Guide, passing session tags with AssumeRoleWithWebIdentity). */
const TAGS = 'https://aws.amazon.com/tags'

/** The key that all identity pools sign with; made when it is first needed. */
export function openServiceKey(tx: Transaction): SigningKey {
  const found = serviceKeys.get(tx, [PROVIDER])
  if (found) return found
  const made = makeSigningKey()
  serviceKeys.put(tx, [PROVIDER], made)
  return made
}

function checkClassic({settings, roleMappings}: StoredIdentityPool): void {
  const refuse = (words: string) => new ServiceError('InvalidParameterException', words)
  if (Object.keys(roleMappings).length > 0) {
    throw refuse('Basic (classic) flow is not supported with RoleMappings, please use enhanced flow.')
  }
  if (!settings.AllowClassicFlow) {
    throw refuse('Basic (classic) flow is not enabled, please use enhanced flow.')
  }
}

/** What an OpenID token of an identity pool says, its signature verified; expiry is for the caller to judge. */
export function findVouched(
  token: string,
  {tx}: Call,
): (Vouched & {expiresAt: number; tags: Record<string, string>}) | undefined {
  const key = serviceKeys.get(tx, [PROVIDER])
  const claims = key && findClaims(token, key, ALGORITHM)
  if (!claims || claims['iss'] !== ISSUER) return undefined
  const amr = Array.isArray(claims['amr']) ? claims['amr'].filter((one) => typeof one === 'string') : []
  const expiresAt = Number(claims['exp']) * 1000
  return {aud: textClaim(claims, 'aud'), sub: textClaim(claims, 'sub'), amr, expiresAt, tags: readTags(claims)}
}

function readTags(claims: Claims): Record<string, string> {
  const value = claims[TAGS]
  const tags = typeof value === 'object' && value !== null && 'principal_tags' in value ? value.principal_tags : {}
  return Object.fromEntries(
    Object.entries(tags ?? {}).flatMap(([tag, values]) => {
      const first: unknown = Array.isArray(values) ? values[0] : undefined
      return typeof first === 'string' ? [[tag, first] as const] : []
    }),
  )
}

/** The basic (classic) flow: a token of ten minutes that STS takes for credentials of any role that trusts it. */
export const openIdTokenOperations: IdentityPoolOperations = {
  GetOpenIdToken: {
    run({IdentityId, Logins = {}}, call) {
      const pool = requireIdentityPool(requireIdentity(IdentityId, call).poolId, call)
      checkClassic(pool)
      const found = readLogins(pool, Logins, call)
      const identity = resolveIdentity({pool, id: IdentityId, found}, call)
      const iat = Math.floor(call.now / 1000)
      const tags = Object.entries(tagsOf(identity, found, call)).map(([tag, value]) => [tag, [value]] as const)
      const claims = {
        iss: ISSUER,
        sub: identity.id,
        aud: pool.id,
        amr: amrOf(found),
        [`${ISSUER}/identity-pool-arn`]: identityPoolArn(pool.id, call),
        iat,
        exp: iat + SECONDS,
        ...(tags.length > 0 && {[TAGS]: {principal_tags: Object.fromEntries(tags)}}),
      }
      return {IdentityId: identity.id, Token: signToken(claims, openServiceKey(call.tx), ALGORITHM)}
    },
  },
}
