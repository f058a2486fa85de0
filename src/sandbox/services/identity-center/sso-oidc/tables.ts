import {table} from '../../../store/transaction.js'

/** A program that signs people in. Times are milliseconds since 1970. */
export interface Client {
  readonly clientId: string
  readonly clientSecret: string
  readonly name: string
  readonly scopes: readonly string[]
  /** Where a browser may be sent with a code. */
  readonly redirectUris: readonly string[]
  readonly expiresAt: number
}

/** Somebody who may say yes: in which organization, and as which user. */
export interface Person {
  readonly organizationId: string
  readonly userId: string
}

/** A device that waits for somebody to say yes elsewhere. */
export interface Device {
  readonly deviceCode: string
  /** `ABCD-EFGH` */
  readonly userCode: string
  readonly clientId: string
  readonly organizationId: string
  readonly expiresAt: number
  readonly answer: 'allowed' | 'denied' | undefined
  /** Who allowed it. */
  readonly userId: string | undefined
}

/** What a browser brought back to a client; it is good once. */
export interface Code extends Person {
  readonly code: string
  readonly clientId: string
  readonly redirectUri: string
  /** base64url of the SHA-256 of what the client keeps for itself. */
  readonly challenge: string
  readonly expiresAt: number
}

/** What a person's programs hold; `refresh` is good for CreateToken alone, once. */
export interface Token extends Person {
  readonly sort: 'access' | 'refresh'
  readonly clientId: string
  readonly expiresAt: number
}

/** Key [clientId]. */
export const clients = table<Client>('sso-oidc/clients')
/** Key [deviceCode]. */
export const devices = table<Device>('sso-oidc/devices')
/** Key [code]. */
export const codes = table<Code>('sso-oidc/codes')
/** Key [the token]. */
export const tokens = table<Token>('sso-oidc/tokens')
