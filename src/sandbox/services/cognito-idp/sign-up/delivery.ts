import type {CodeDeliveryDetailsType} from '@aws-sdk/client-cognito-identity-provider'
import type {Call, Outcome} from '../../../core/service.js'
import {sendMessage} from './outbox.js'
import type {Message} from '../tables.js'
import {customMessage, type MessageSource} from '../triggers/message.js'
import type {About} from '../triggers/sign-up.js'

/** What codes are sent to. */
export const CONTACTS = ['email', 'phone_number'] as const
export type Contact = (typeof CONTACTS)[number]

interface Sent extends About {
  readonly attribute: Contact
  readonly to: string
  readonly reason: Message['reason']
  /** What a custom message function is told that this is. */
  readonly source: MessageSource
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

/** Sends a code, which is to say: puts it in the outbox, in the words of the pool's custom message function. */
export function deliver<O>(
  {attribute, to, reason, source, code, ...about}: Sent,
  call: Call,
  next: (details: CodeDeliveryDetailsType, call: Call) => Outcome<O>,
): Outcome<O> {
  const {poolId, username} = about.user
  const medium = MEDIUM[attribute]
  return customMessage({...about, source, medium, code}, call, (written, again) => {
    sendMessage({poolId, username, medium, to, reason, code, ...written, sentAt: again.now}, again.tx)
    return next(deliveryDetails(attribute, to), again)
  })
}
