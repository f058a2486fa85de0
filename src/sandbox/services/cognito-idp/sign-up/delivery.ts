import type {CodeDeliveryDetailsType} from '@aws-sdk/client-cognito-identity-provider'
import type {Call} from '../../../core/service.js'
import {sendMessage} from './outbox.js'
import type {Message, PoolUser} from '../tables.js'

/** What codes are sent to. */
export type Contact = 'email' | 'phone_number'

interface Sent {
  readonly attribute: Contact
  readonly to: string
  readonly reason: Message['reason']
  readonly code: string
}

const MEDIUM = {email: 'EMAIL', phone_number: 'SMS'} as const

/** An address or number as AWS hints at it: `a***@a***`, `+*******0100`. */
const mask = (to: string): string =>
  to.includes('@') ? to.replace(/^(.)[^@]*@(.).*$/, '$1***@$2***') : `+*******${to.slice(-4)}`

/** How AWS says where a code went. */
const deliveryDetails = (attribute: Contact, to: string): CodeDeliveryDetailsType => ({
  AttributeName: attribute,
  DeliveryMedium: MEDIUM[attribute],
  Destination: mask(to),
})

/** The same, of a code that nobody gets: for names without a user, where the client does not tell. */
export const pretendDelivery = (name: string): CodeDeliveryDetailsType =>
  deliveryDetails('email', name.includes('@') ? name : `${name.slice(0, 1)}@example.com`)

/** Sends a code, which is to say: puts it in the outbox. */
export function deliver(user: PoolUser, sent: Sent, {tx, now}: Call): CodeDeliveryDetailsType {
  const {attribute, to, reason, code} = sent
  const {poolId, username} = user
  sendMessage({poolId, username, medium: MEDIUM[attribute], to, reason, code, sentAt: now}, tx)
  return deliveryDetails(attribute, to)
}
