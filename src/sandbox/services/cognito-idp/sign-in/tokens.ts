import {createPublicKey, generateKeyPairSync, sign, verify} from 'node:crypto'
import {uuid} from '../../../core/ids.js'
import type {Transaction} from '../../../store/transaction.js'
import {poolKeys, type PoolKeys, type SigningKey} from '../tables.js'

/** Claims of a JSON Web Token, by name. */
export type Claims = Readonly<Record<string, unknown>>

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A new RSA key of 2048 bits. */
export const makeSigningKey = (): SigningKey => {
  const {privateKey} = generateKeyPairSync('rsa', {modulusLength: 2048})
  return {kid: uuid(), pem: privateKey.export({type: 'pkcs8', format: 'pem'}).toString()}
}

/** A pool's signing keys, made when they are first needed. */
export function openPoolKeys(poolId: string, tx: Transaction): PoolKeys {
  const found = poolKeys.get(tx, [poolId])
  if (found) return found
  const made = {id: makeSigningKey(), access: makeSigningKey()}
  poolKeys.put(tx, [poolId], made)
  return made
}

type Algorithm = 'RS256' | 'RS512'
const HASHES = {RS256: 'sha256', RS512: 'sha512'}

/** A JSON Web Token. */
export function signToken(claims: Claims, {kid, pem}: SigningKey, alg: Algorithm = 'RS256'): string {
  const body = `${encode({kid, alg})}.${encode(claims)}`
  return `${body}.${sign(HASHES[alg], Buffer.from(body), pem).toString('base64url')}`
}

const parse = (part: string | undefined): Claims | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString())
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined
  } catch {
    // Not a token at all: whoever asks says so in words of its own.
    return undefined
  }
}

/** What a token claims, believed or not; `undefined` for what is no token. */
export const peekClaims = (token: string): Claims | undefined => parse(token.split('.')[1])

/** What a token claims that this key signed, its signature verified; expiry is for the caller to judge. */
export function findClaims(token: string, key: SigningKey, algorithm: Algorithm = 'RS256'): Claims | undefined {
  const [head, body, signature, ...rest] = token.split('.')
  if (signature === undefined || rest.length > 0) return undefined
  const {kid, alg} = parse(head) ?? {}
  if (kid !== key.kid || alg !== algorithm) return undefined
  const text = Buffer.from(`${head ?? ''}.${body ?? ''}`)
  const valid = verify(HASHES[algorithm], text, createPublicKey(key.pem), Buffer.from(signature, 'base64url'))
  return valid ? parse(body) : undefined
}

/** A claim that is text, `''` when it is missing or something else. */
export function textClaim(claims: Claims | undefined, name: string): string {
  const value = claims?.[name]
  return typeof value === 'string' ? value : ''
}

/** A claim that is text, a number or a flag, as text; `undefined` when it is missing or a list. */
export function scalarClaim(claims: Claims, name: string): string | undefined {
  const value = claims[name]
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined
}

/** `eu-west-1_AbC…` of an issuer such as `https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC…`, or `''`. */
export const poolIdOf = (claims: Claims | undefined): string => textClaim(claims, 'iss').split('/').at(-1) ?? ''
