import {createHmac, timingSafeEqual} from 'node:crypto'
import {uniqueId} from '../core/ids.js'
import type {Transaction} from '../store/transaction.js'
import type {Caller, RoleCaller, RootCaller, UserCaller} from './caller.js'
import {findMasterKey, openMasterKey} from './keys.js'

/** Whom a session speaks for: a caller, but for the key id that minting gives it. */
export type SessionClaims =
  Omit<RoleCaller, 'accessKeyId'> | Omit<UserCaller, 'accessKeyId'> | Omit<RootCaller, 'accessKeyId'>

export interface SessionCredentials {
  /** `ASIA…` */
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly expiration: Date
}

/** What a session token says: whom it speaks for and the secret that it signs with, or why it is refused. */
export type SessionReading =
  | {readonly status: 'valid'; readonly caller: Caller; readonly secretAccessKey: string; readonly expiresAt: number}
  | {readonly status: 'expired'}
  | {readonly status: 'invalid'}

interface Payload {
  readonly caller: Caller
  readonly expiresAt: number
}

const hmac = (key: string, purpose: string, text: string): Buffer =>
  createHmac('sha256', Buffer.from(key, 'hex')).update(`${purpose}\n${text}`).digest()

/** 30 bytes are the 40 characters of base64 that AWS's secrets have. */
const secretOf = (key: string, accessKeyId: string): string =>
  hmac(key, 'secret', accessKeyId).subarray(0, 30).toString('base64')

/**
 * Temporary credentials for a caller. Nothing is stored, as at AWS: the token carries its claims, authenticated with a
 * key that only the sandbox knows, and the secret is derived from the access key id.
 */
export function mintSession(
  claims: SessionClaims,
  {tx, now, seconds}: {tx: Transaction; now: number; seconds: number},
): SessionCredentials {
  const key = openMasterKey(tx)
  const accessKeyId = uniqueId('ASIA')
  // STS answers whole seconds, and a token must not outlive the expiration that was answered.
  const expiresAt = Math.floor(now / 1000 + seconds) * 1000
  const payload: Payload = {caller: {...claims, accessKeyId}, expiresAt}
  const body = Buffer.from(JSON.stringify(payload)).toString('base64url')
  return {
    accessKeyId,
    secretAccessKey: secretOf(key, accessKeyId),
    sessionToken: `${body}.${hmac(key, 'token', body).toString('base64url')}`,
    expiration: new Date(expiresAt),
  }
}

/** Reads a token that `mintSession` gave; `now` in milliseconds since 1970. */
export function readSession(tx: Transaction, sessionToken: string, now: number): SessionReading {
  const key = findMasterKey(tx)
  const [body = '', tag = ''] = sessionToken.split('.')
  if (key === undefined) return {status: 'invalid'}
  const given = Buffer.from(tag, 'base64url')
  const expected = hmac(key, 'token', body)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return {status: 'invalid'}
  const {caller, expiresAt} = readPayload(body)
  if (now >= expiresAt) return {status: 'expired'}
  return {status: 'valid', caller, secretAccessKey: secretOf(key, caller.accessKeyId), expiresAt}
}

/** JSON leaves `undefined` out; `mfa` must be there for callers that are compared as a whole. */
function readPayload(body: string): Payload {
  const {caller, expiresAt} = JSON.parse(Buffer.from(body, 'base64url').toString()) as Payload
  return {caller: {...caller, mfa: caller.mfa}, expiresAt}
}
