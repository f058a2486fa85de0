import {createHash} from 'node:crypto'
import {alnum} from '../../../core/ids.js'
import type {Transaction} from '../../../store/transaction.js'
import {users} from '../identitystore/tables.js'
import {instances} from '../sso-admin/tables.js'
import {refused} from './refusals.js'
import {type Client, codes, devices, type Person, tokens} from './tables.js'

/** User guide, "Configure the session duration of the access portal": 8 hours unless set. */
const ACCESS_SECONDS = 8 * 60 * 60

interface Now {
  readonly tx: Transaction
  /** ms since 1970 */
  readonly now: number
}

/** Whether a person is one still. */
export function isThere({organizationId, userId}: Person, tx: Transaction): boolean {
  const storeId = instances.get(tx, [organizationId])?.identityStoreId
  return storeId !== undefined && users.get(tx, [storeId, userId]) !== undefined
}

/** The person behind a device that somebody allowed. @throws ServiceError while nobody did, or nobody will. */
function fromDevice(client: Client, deviceCode: string, {tx, now}: Now): Person {
  const device = devices.get(tx, [deviceCode])
  if (device?.clientId !== client.clientId) throw refused('InvalidGrantException', 'The device code is not valid.')
  if (device.expiresAt <= now) throw refused('ExpiredTokenException', 'The device code has expired.')
  if (device.answer === 'denied') throw refused('AccessDeniedException', 'The request was denied.')
  if (device.userId === undefined)
    throw refused('AuthorizationPendingException', 'The request is waiting for somebody to allow it.')
  devices.delete(tx, [deviceCode])
  return {organizationId: device.organizationId, userId: device.userId}
}

interface Brought {
  readonly code: string
  readonly redirectUri: string
  readonly codeVerifier: string
}

/** The person whose browser brought a code (RFC 7636, 4.6). @throws ServiceError InvalidGrantException */
function fromCode(client: Client, {code, redirectUri, codeVerifier}: Brought, {tx, now}: Now): Person {
  const known = codes.get(tx, [code])
  const challenge = createHash('sha256').update(codeVerifier).digest('base64url')
  const isGood =
    known?.clientId === client.clientId &&
    known.redirectUri === redirectUri &&
    known.challenge === challenge &&
    known.expiresAt > now
  if (!isGood) throw refused('InvalidGrantException', 'The authorization code is not valid.')
  codes.delete(tx, [code])
  return {organizationId: known.organizationId, userId: known.userId}
}

function fromRefresh(client: Client, refreshToken: string, {tx, now}: Now): Person {
  const known = tokens.get(tx, [refreshToken])
  if (known?.sort !== 'refresh' || known.clientId !== client.clientId || known.expiresAt <= now)
    throw refused('InvalidGrantException', 'The refresh token is not valid.')
  tokens.delete(tx, [refreshToken])
  return {organizationId: known.organizationId, userId: known.userId}
}

/** What CreateToken is sent, but for the client. */
export interface Grant {
  readonly grantType?: string | undefined
  readonly deviceCode?: string | undefined
  readonly code?: string | undefined
  readonly redirectUri?: string | undefined
  readonly codeVerifier?: string | undefined
  readonly refreshToken?: string | undefined
}

/**
 * Who a grant speaks for; each is good once.
 *
 * @throws ServiceError as the API reference of CreateToken lists them
 */
export function personOf(client: Client, grant: Grant, at: Now): Person {
  const {grantType, deviceCode = '', code = '', redirectUri = '', codeVerifier = '', refreshToken = ''} = grant
  switch (grantType) {
    case 'urn:ietf:params:oauth:grant-type:device_code':
      return fromDevice(client, deviceCode, at)
    case 'authorization_code':
      return fromCode(client, {code, redirectUri, codeVerifier}, at)
    case 'refresh_token':
      return fromRefresh(client, refreshToken, at)
    default:
      throw refused('UnsupportedGrantTypeException', `The grant type ${grantType ?? ''} is not supported.`)
  }
}

/** Tokens of a person; one to refresh with where the client asked for scopes. */
export function openTokens({clientId, scopes, expiresAt: until}: Client, person: Person, {tx, now}: Now) {
  const accessToken = `aoa${alnum(120)}`
  const whose = {...person, clientId}
  tokens.put(tx, [accessToken], {...whose, sort: 'access', expiresAt: now + ACCESS_SECONDS * 1000})
  const answer = {accessToken, tokenType: 'Bearer', expiresIn: ACCESS_SECONDS}
  if (scopes.length === 0) return answer
  const refreshToken = `aor${alnum(120)}`
  tokens.put(tx, [refreshToken], {...whose, sort: 'refresh', expiresAt: until})
  return {...answer, refreshToken}
}
