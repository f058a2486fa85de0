import {isSeq} from 'yaml'
import {
  configurationSet,
  emailMessage,
  emailSubject,
  externalId,
  mailAddress,
  roleArn,
  sender,
  sesIdentityArn,
  smsInvitation,
  smsVerification,
} from '../../rules/pool.js'
import {regionName} from '../../rules/regions.js'
import {list, mapping} from '../../read/collections.js'
import {optional, required} from '../../read/keys.js'
import {oneOf, text} from '../../read/scalars.js'
import {shaped} from '../../read/shape.js'
import type {Read} from '../../read/spot.js'

const ways = list(oneOf('email', 'phone'), {min: 1, max: 2, distinct: true})
const way = oneOf('admin', 'email', 'phone')

/** `auth.recovery`: ways back in, in the order in which they are tried, or `admin`. */
export const recovery: Read<readonly ('email' | 'phone' | 'admin')[]> = shaped(
  {sort: 'either', of: [way, ways]},
  (spot) => (isSeq(spot.node) ? ways(spot) : [way(spot)]),
)

/** `auth.verification`: what somebody gets who has to prove an address. */
export const verification = mapping({
  /**
   * How users prove an e-mail address.
   * @default code
   * @value code With a code, which is `{####}` in the messages.
   * @value link With a link, which is `{##some words##}` in the e-mail. Needs `domain`.
   */
  by: optional(oneOf('code', 'link')),
  /** Subject of the e-mail. */
  emailSubject: optional(text(emailSubject)),
  /**
   * Text of the e-mail, with `{####}` for the code, or `{##some words##}` for the link.
   * @example Your code is {####}.
   */
  emailMessage: optional(text(emailMessage)),
  /**
   * The text message, with `{####}` for the code.
   * @example Your code is {####}.
   */
  smsMessage: optional(text(smsVerification)),
})

/** `auth.invitation`: what somebody gets whom an administrator made a user of. */
export const invitation = mapping({
  /** Subject of the e-mail. */
  emailSubject: optional(text(emailSubject)),
  /**
   * Text of the e-mail, with `{username}` and `{####}` for the temporary password.
   * @example You are {username}, your password is {####}.
   */
  emailMessage: optional(text(emailMessage)),
  /**
   * The text message, with `{username}` and `{####}` for the temporary password.
   * @example You are {username}, your password is {####}.
   */
  smsMessage: optional(text(smsInvitation)),
})

/** `auth.email`: e-mail through SES. */
export const email = mapping({
  /** ARN of the identity of SES that sends, an address or a domain. */
  sourceArn: required(text(sesIdentityArn)),
  /**
   * Who the e-mail is from: an address, or a name with one.
   * @example Acme <no-reply@acme.dev>
   */
  from: optional(text(sender)),
  /** Address that answers go to. */
  replyTo: optional(text(mailAddress)),
  /** Name of a configuration set of SES. */
  configurationSet: optional(text(configurationSet)),
})

/** `auth.sms`: the role in which Cognito sends text messages. */
export const sms = mapping({
  /** ARN of a role that Cognito can assume to send text messages. */
  roleArn: required(text(roleArn)),
  /** External id that the role asks for. */
  externalId: optional(text(externalId)),
  /** AWS region that text messages are sent from. */
  region: optional(text(regionName)),
})
