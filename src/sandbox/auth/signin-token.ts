import {createHmac, timingSafeEqual} from 'node:crypto'
import type {Transaction} from '../store/transaction.js'
import {isAlive} from './authenticate.js'
import type {RoleCaller} from './caller.js'
import {findMasterKey, openMasterKey} from './keys.js'

/** IAM user guide, "Enable custom identity broker access to the AWS console": a link is valid for 15 minutes. */
const VALID_MS = 15 * 60 * 1000

interface Payload {
  readonly caller: RoleCaller
  readonly expiresAt: number
}

const tagOf = (key: string, body: string): Buffer =>
  createHmac('sha256', Buffer.from(key, 'hex')).update(`signin\n${body}`).digest()

/** A token by which a browser signs in as the role's session. Nothing is stored: it says itself whom it is for. */
export function mintSigninToken(tx: Transaction, caller: RoleCaller, now: number): string {
  const payload: Payload = {caller, expiresAt: now + VALID_MS}
  const body = Buffer.from(JSON.stringify(payload)).toString('base64url')
  return `${body}.${tagOf(openMasterKey(tx), body).toString('base64url')}`
}

/** Whom a token signs in; `undefined` where it is not one of this sandbox, is over, or its role is gone. */
export function readSigninToken(tx: Transaction, token: string, now: number): RoleCaller | undefined {
  const key = findMasterKey(tx)
  const [body = '', tag = ''] = token.split('.')
  if (key === undefined) return undefined
  const given = Buffer.from(tag, 'base64url')
  const expected = tagOf(key, body)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  const {caller, expiresAt} = JSON.parse(Buffer.from(body, 'base64url').toString()) as Payload
  return now < expiresAt && isAlive(tx, caller) ? caller : undefined
}
