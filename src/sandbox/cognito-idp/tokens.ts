import {createPublicKey, generateKeyPairSync, sign, verify} from 'node:crypto'
import {uuid} from '../ids.js'
import type {Transaction} from '../store/transaction.js'
import {poolKeys, type PoolKeys, type SigningKey} from './tables.js'

/** Claims of a JSON Web Token, by name. */
export type Claims = Readonly<Record<string, unknown>>

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const makeKey = (): SigningKey => {
  const {privateKey} = generateKeyPairSync('rsa', {modulusLength: 2048})
  return {kid: uuid(), pem: privateKey.export({type: 'pkcs8', format: 'pem'}).toString()}
}

/** A pool's signing keys, made when they are first needed. */
export function openPoolKeys(poolId: string, tx: Transaction): PoolKeys {
  const found = poolKeys.get(tx, [poolId])
  if (found) return found
  const made = {id: makeKey(), access: makeKey()}
  poolKeys.put(tx, [poolId], made)
  return made
}

/** A JSON Web Token, signed RS256. */
export function signToken(claims: Claims, {kid, pem}: SigningKey): string {
  const body = `${encode({kid, alg: 'RS256'})}.${encode(claims)}`
  return `${body}.${sign('sha256', Buffer.from(body), pem).toString('base64url')}`
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

/** What a token of this pool claims, its signature verified; expiry is for the caller to judge. */
export function findClaims(token: string, key: SigningKey): Claims | undefined {
  const [head, body, signature, ...rest] = token.split('.')
  if (signature === undefined || rest.length > 0) return undefined
  const {kid, alg} = parse(head) ?? {}
  if (kid !== key.kid || alg !== 'RS256') return undefined
  const text = Buffer.from(`${head ?? ''}.${body ?? ''}`)
  const valid = verify('sha256', text, createPublicKey(key.pem), Buffer.from(signature, 'base64url'))
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
