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
import {fields, list} from '../../read/collections.js'
import {oneOf, text, type Rule} from '../../read/scalars.js'
import type {Spot} from '../../read/spot.js'

/** `auth.recovery`: ways back in, in the order in which they are tried, or `admin`. */
export function recovery(spot: Spot): readonly ('email' | 'phone' | 'admin')[] {
  if (isSeq(spot.node)) return list(oneOf('email', 'phone'), {min: 1, max: 2, distinct: true})(spot)
  return [oneOf('admin', 'email', 'phone')(spot)]
}

/** `auth.verification`: what somebody gets who has to prove an address. */
export function verification(spot: Spot) {
  const {optional} = fields(spot, ['by', 'emailSubject', 'emailMessage', 'smsMessage'])
  return {by: optional('by', oneOf('code', 'link')), ...texts(optional, smsVerification)}
}

/** `auth.invitation`: what somebody gets whom an administrator made a user of. */
export function invitation(spot: Spot) {
  const {optional} = fields(spot, ['emailSubject', 'emailMessage', 'smsMessage'])
  return texts(optional, smsInvitation)
}

type Optional = ReturnType<typeof fields<'emailSubject' | 'emailMessage' | 'smsMessage'>>['optional']

const texts = (optional: Optional, smsMessage: Rule) => ({
  emailSubject: optional('emailSubject', text(emailSubject)),
  emailMessage: optional('emailMessage', text(emailMessage)),
  smsMessage: optional('smsMessage', text(smsMessage)),
})

/** `auth.email`: e-mail through SES. */
export function email(spot: Spot) {
  const {required, optional} = fields(spot, ['sourceArn', 'from', 'replyTo', 'configurationSet'])
  return {
    sourceArn: required('sourceArn', text(sesIdentityArn)),
    from: optional('from', text(sender)),
    replyTo: optional('replyTo', text(mailAddress)),
    configurationSet: optional('configurationSet', text(configurationSet)),
  }
}

/** `auth.sms`: the role in which Cognito sends text messages. */
export function sms(spot: Spot) {
  const {required, optional} = fields(spot, ['roleArn', 'externalId', 'region'])
  return {
    roleArn: required('roleArn', text(roleArn)),
    externalId: optional('externalId', text(externalId)),
    region: optional('region', text(regionName)),
  }
}
