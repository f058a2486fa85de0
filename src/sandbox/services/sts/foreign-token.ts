import {createPublicKey, verify, type JsonWebKey, type KeyObject} from 'node:crypto'
import {ServiceError} from '../../core/errors.js'
import type {Call} from '../../core/service.js'
import {oidcProviderArn} from '../iam/roles/oidc-providers.js'
import {oidcProviders} from '../iam/tables.js'
import {invalidToken, tokenExpired} from './refusals.js'

type Json = Readonly<Record<string, unknown>>

/** What an issuer of an account's OpenID Connect providers vouches for. */
export interface ForeignToken {
  readonly sub: string
  readonly aud: string
  /** ARN of the provider in IAM. */
  readonly provider: string
  /** What the role's trust policy sees. */
  readonly context: Context
  /** What policies see later, in the session: not the claims that one issuer alone has. */
  readonly session: Context
}

type Context = Readonly<Record<string, readonly string[]>>

/** IAM user guide, "Available keys for AWS OIDC federation": the clock may differ by this much. */
const SKEW_S = 300

/** The algorithms of a key's own kind, and no other: never a shared secret, never none (API reference of AWS STS). */
const ALGORITHMS: Readonly<Record<string, {readonly hash: string; readonly type: string; readonly curve?: string}>> = {
  RS256: {hash: 'sha256', type: 'rsa'},
  RS384: {hash: 'sha384', type: 'rsa'},
  RS512: {hash: 'sha512', type: 'rsa'},
  ES256: {hash: 'sha256', type: 'ec', curve: 'prime256v1'},
  ES384: {hash: 'sha384', type: 'ec', curve: 'secp384r1'},
  ES512: {hash: 'sha512', type: 'ec', curve: 'secp521r1'},
}

const GITHUB = 'token.actions.githubusercontent.com'
/** AWS What's New, January 2026, "AWS STS now supports validation of select identity provider specific claims". */
const GITHUB_CLAIMS = [
  ...['actor', 'actor_id', 'enterprise_id', 'environment', 'job_workflow_ref', 'ref', 'repository', 'repository_id'],
  'workflow',
]

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

function readPart(part: string | undefined): Json {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString())
    if (isObject(value)) return value
  } catch {
    // Not JSON: refused below like everything that is no token.
  }
  throw invalidToken('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)')
}

/**
 * The claims of a token of an issuer that the account trusts: provider by `iss`, then signature, dates and audience.
 *
 * @throws ServiceError InvalidIdentityTokenException, IDPCommunicationErrorException, ExpiredTokenException
 */
export function readForeignToken(token: string, accountId: string, call: Call): ForeignToken {
  const [head, body, signature, ...rest] = token.split('.')
  const [header, claims] = [readPart(head), readPart(body)]
  const issuer = requireText(claims, 'iss')
  const url = issuer.replace(/^https:\/\//, '')
  const provider = oidcProviderArn({accountId, url})
  const known = oidcProviders.get(call.tx, [accountId, provider])
  if (!known || !issuer.startsWith('https://'))
    throw invalidToken(`No OpenIDConnect provider found in your account for ${issuer}`)

  const keys = call.settings.issuers[issuer]
  if (!Object.hasOwn(call.settings.issuers, issuer) || keys === undefined)
    throw new ServiceError('IDPCommunicationErrorException', `Error contacting the identity provider ${issuer}`)
  const signed = Buffer.from(`${head ?? ''}.${body ?? ''}`)
  const bytes = Buffer.from(signature ?? '', 'base64url')
  if (rest.length > 0 || !isSignedBy(keys, header, {signed, bytes}))
    throw invalidToken(
      "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
    )

  requireDates(claims, Math.floor(call.now / 1000))
  const audiences = readAudiences(claims)
  const aud = audiences.find((one) => known.clientIds.includes(one))
  if (aud === undefined) throw invalidToken('Incorrect token audience')
  const sub = requireText(claims, 'sub')
  const session = keysOf(url, claims, {provider, audiences})
  return {sub, aud, provider, session, context: {...session, ...githubKeys(url, claims)}}
}

function isSignedBy(keys: string, header: Json, {signed, bytes}: {signed: Buffer; bytes: Buffer}): boolean {
  const {alg, kid} = header
  const algorithm = typeof alg === 'string' && Object.hasOwn(ALGORITHMS, alg) ? ALGORITHMS[alg] : undefined
  if (!algorithm || 'crit' in header || typeof kid !== 'string') return false
  const jwk = keysIn(keys).find((one) => one['kid'] === kid && (one['alg'] ?? alg) === alg && one['use'] !== 'enc')
  const key = jwk && openKey(jwk)
  if (key?.asymmetricKeyType !== algorithm.type) return false
  if (algorithm.curve !== undefined && key.asymmetricKeyDetails?.namedCurve !== algorithm.curve) return false
  return verify(algorithm.hash, signed, {key, dsaEncoding: 'ieee-p1363'}, bytes)
}

/** The keys of a set; none where it is no set. */
function keysIn(text: string): readonly Json[] {
  const set: unknown = JSON.parse(text)
  return isObject(set) && Array.isArray(set['keys']) ? set['keys'].filter(isObject) : []
}

function openKey(key: JsonWebKey): KeyObject | undefined {
  try {
    return createPublicKey({key, format: 'jwk'})
  } catch {
    // A key that cannot be read verifies nothing.
    return undefined
  }
}

function requireDates(claims: Json, now: number): void {
  const exp = requireDate(claims, 'exp')
  if (exp === undefined) throw missing('exp')
  if (exp + SKEW_S <= now) throw tokenExpired()
  const nbf = requireDate(claims, 'nbf')
  if (nbf !== undefined && nbf - SKEW_S > now) throw invalidToken('Token is not yet valid')
  requireDate(claims, 'iat')
}

/** Seconds since 1970, whole (API reference of AWS STS, AssumeRoleWithWebIdentity, WebIdentityToken). */
function requireDate(claims: Json, name: string): number | undefined {
  const value = claims[name]
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !Number.isInteger(value)) throw invalidToken(`Invalid value of the claim ${name}`)
  return value
}

function readAudiences(claims: Json): readonly string[] {
  const {aud} = claims
  const audiences = (Array.isArray(aud) ? aud : [aud]).filter((one) => typeof one === 'string')
  if (audiences.length === 0) throw missing('aud')
  return audiences
}

function requireText(claims: Json, name: string): string {
  const value = claims[name]
  if (typeof value !== 'string' || value === '') throw missing(name)
  return value
}

const missing = (claim: string): ServiceError => invalidToken(`Missing a required claim: ${claim}`)

/** IAM user guide, "Available keys for AWS OIDC federation". */
function keysOf(
  url: string,
  claims: Json,
  {provider, audiences}: {provider: string; audiences: readonly string[]},
): Context {
  const amr = Array.isArray(claims['amr']) ? claims['amr'].filter((one) => typeof one === 'string') : []
  return {
    ...textKeys(url, claims, ['sub', 'email']),
    [`${url}:aud`]: audiences,
    ...(amr.length > 0 && {[`${url}:amr`]: amr}),
    'aws:FederatedProvider': [provider],
  }
}

const githubKeys = (url: string, claims: Json): Context =>
  url === GITHUB || url.startsWith(`${GITHUB}/`) ? textKeys(url, claims, GITHUB_CLAIMS) : {}

const textKeys = (url: string, claims: Json, names: readonly string[]): Context =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = claims[name]
      const isText = typeof value === 'string' || typeof value === 'number'
      return isText ? [[`${url}:${name}`, [String(value)]] as const] : []
    }),
  )
