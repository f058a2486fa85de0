import type {
  AccountRecoverySettingType,
  EmailConfigurationType,
  MessageTemplateType,
  RecoveryOptionNameType,
  SmsConfigurationType,
  UpdateUserPoolCommandInput,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider'
import type {UserPoolDesired} from './desired.js'

type Section<K extends keyof UserPoolDesired> = NonNullable<UserPoolDesired[K]>

const RECOVERY = {
  email: 'verified_email',
  phone: 'verified_phone_number',
  admin: 'admin_only',
} as const satisfies Record<Section<'recovery'>[number], RecoveryOptionNameType>

const BY = {code: 'CONFIRM_WITH_CODE', link: 'CONFIRM_WITH_LINK'} as const

/** How users get back in, in AWS's words. */
export const recoverySetting = (recovery: Section<'recovery'>): AccountRecoverySettingType => ({
  RecoveryMechanisms: recovery.map((way, index) => ({Priority: index + 1, Name: RECOVERY[way]})),
})

/** The same, read. */
export function toRecovery({AccountRecoverySetting}: UserPoolType): Section<'recovery'> | undefined {
  const ordered = [...(AccountRecoverySetting?.RecoveryMechanisms ?? [])].sort(
    (a, b) => (a.Priority ?? 0) - (b.Priority ?? 0),
  )
  const ways = ordered.flatMap(({Name}) =>
    (['email', 'phone', 'admin'] as const).filter((way) => RECOVERY[way] === Name),
  )
  return ways.length > 0 ? ways : undefined
}

type Template = NonNullable<UpdateUserPoolCommandInput['VerificationMessageTemplate']>

/**
 * The texts of codes and links on top of those that the pool has. AWS shows those with a code under older names too.
 */
export function verificationTexts(
  {by, emailSubject, emailMessage, smsMessage}: Section<'verification'>,
  now: Template = {},
): Partial<UpdateUserPoolCommandInput> {
  const template: Template = {
    ...now,
    DefaultEmailOption: BY[by],
    ...(smsMessage !== undefined && {SmsMessage: smsMessage}),
    ...(emailSubject !== undefined && {[by === 'code' ? 'EmailSubject' : 'EmailSubjectByLink']: emailSubject}),
    ...(emailMessage !== undefined && {[by === 'code' ? 'EmailMessage' : 'EmailMessageByLink']: emailMessage}),
  }
  const {SmsMessage, EmailSubject, EmailMessage} = template
  return {
    VerificationMessageTemplate: template,
    ...(SmsMessage !== undefined && {SmsVerificationMessage: SmsMessage}),
    ...(EmailSubject !== undefined && {EmailVerificationSubject: EmailSubject}),
    ...(EmailMessage !== undefined && {EmailVerificationMessage: EmailMessage}),
  }
}

/** The same, read. */
export function toVerification({VerificationMessageTemplate: now = {}}: UserPoolType): Section<'verification'> {
  const shared = {smsMessage: now.SmsMessage}
  return now.DefaultEmailOption === BY.link
    ? {by: 'link', emailSubject: now.EmailSubjectByLink, emailMessage: now.EmailMessageByLink, ...shared}
    : {by: 'code', emailSubject: now.EmailSubject, emailMessage: now.EmailMessage, ...shared}
}

/** The texts of invitations on top of those that the pool has. */
export const invitationTexts = (
  {emailSubject, emailMessage, smsMessage}: Section<'invitation'>,
  now: MessageTemplateType = {},
): MessageTemplateType => ({
  ...now,
  ...(emailSubject !== undefined && {EmailSubject: emailSubject}),
  ...(emailMessage !== undefined && {EmailMessage: emailMessage}),
  ...(smsMessage !== undefined && {SMSMessage: smsMessage}),
})

/** The same, read. */
export function toInvitation({AdminCreateUserConfig}: UserPoolType): Section<'invitation'> | undefined {
  const now = AdminCreateUserConfig?.InviteMessageTemplate
  return now && {emailSubject: now.EmailSubject, emailMessage: now.EmailMessage, smsMessage: now.SMSMessage}
}

/** E-mail through SES, on top of what the pool has. */
export const emailSettings = (
  {sourceArn, from, replyTo, configurationSet}: Section<'email'>,
  now: EmailConfigurationType = {},
): EmailConfigurationType => ({
  ...now,
  EmailSendingAccount: 'DEVELOPER',
  SourceArn: sourceArn,
  ...(from !== undefined && {From: from}),
  ...(replyTo !== undefined && {ReplyToEmailAddress: replyTo}),
  ...(configurationSet !== undefined && {ConfigurationSet: configurationSet}),
})

/** The same, read; `undefined` while Cognito itself sends. */
export function toEmail({EmailConfiguration: now}: UserPoolType): Section<'email'> | undefined {
  if (now?.EmailSendingAccount !== 'DEVELOPER') return undefined
  const {SourceArn: sourceArn = '', From: from, ReplyToEmailAddress: replyTo, ConfigurationSet: configurationSet} = now
  return {sourceArn, from, replyTo, configurationSet}
}

/** Who sends text messages, on top of what the pool has. */
export const smsSettings = (
  {roleArn, externalId, region}: Section<'sms'>,
  now?: SmsConfigurationType,
): SmsConfigurationType => ({
  ...now,
  SnsCallerArn: roleArn,
  ...(externalId !== undefined && {ExternalId: externalId}),
  ...(region !== undefined && {SnsRegion: region}),
})

/** The same, read. */
export const toSms = ({SmsConfiguration: now}: UserPoolType): Section<'sms'> | undefined =>
  now && {roleArn: now.SnsCallerArn ?? '', externalId: now.ExternalId, region: now.SnsRegion}
