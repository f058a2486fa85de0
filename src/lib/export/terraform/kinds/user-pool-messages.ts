import type {UserPoolFacts} from '../../read/cognito.js'
import type {Block} from '../hcl.js'
import {beyond, blockOf} from '../parts.js'

type Pool = UserPoolFacts['pool']

/** Who sends, and in which role. */
export const writeSenders = ({EmailConfiguration: email, SmsConfiguration: sms}: Pool): readonly Block[] => [
  ...blockOf('email_configuration', {
    email_sending_account: email?.EmailSendingAccount,
    source_arn: email?.SourceArn,
    from_email_address: email?.From,
    reply_to_email_address: email?.ReplyToEmailAddress,
    configuration_set: email?.ConfigurationSet,
  }),
  // Without an external id AWS takes a role, and Terraform does not: an empty one is the same to both.
  ...(sms?.SnsCallerArn === undefined
    ? []
    : blockOf('sms_configuration', {
        sns_caller_arn: sms.SnsCallerArn,
        external_id: sms.ExternalId ?? '',
        sns_region: sms.SnsRegion,
      })),
]

/**
 * What users are sent. AWS answers the text of codes under older names too; Terraform takes the text message under one
 * name only, and the older one is the one that it compares.
 */
export function writeMessages({AdminCreateUserConfig, ...pool}: Pool): readonly Block[] {
  const invite = AdminCreateUserConfig?.InviteMessageTemplate
  const template = pool.VerificationMessageTemplate
  return [
    ...blockOf(
      'admin_create_user_config',
      {allow_admin_create_user_only: AdminCreateUserConfig?.AllowAdminCreateUserOnly},
      ...blockOf('invite_message_template', {
        email_subject: invite?.EmailSubject,
        email_message: invite?.EmailMessage,
        sms_message: invite?.SMSMessage,
      }),
    ),
    ...blockOf('verification_message_template', {
      default_email_option: template?.DefaultEmailOption,
      email_subject: template?.EmailSubject,
      email_message: template?.EmailMessage,
      email_subject_by_link: template?.EmailSubjectByLink,
      email_message_by_link: template?.EmailMessageByLink,
      sms_message: pool.SmsVerificationMessage === undefined ? template?.SmsMessage : undefined,
    }),
  ]
}

/** Second factors and passkeys, and what of them Terraform cannot say. */
export function writeMfa(mfa: UserPoolFacts['mfa']): {
  readonly blocks: readonly Block[]
  readonly missing: readonly string[]
} {
  const {SoftwareTokenMfaConfiguration: token, EmailMfaConfiguration: email, WebAuthnConfiguration: passkeys} = mfa
  return {
    blocks: [
      ...blockOf('software_token_mfa_configuration', {enabled: token?.Enabled}),
      // Empty it still means that codes may come by e-mail.
      ...(email
        ? [{type: 'email_mfa_configuration', arguments: {subject: email.Subject, message: email.Message}}]
        : []),
      ...blockOf('web_authn_configuration', {
        relying_party_id: passkeys?.RelyingPartyId,
        user_verification: passkeys?.UserVerification,
      }),
    ],
    missing: [
      ...beyond(passkeys, ['RelyingPartyId', 'UserVerification']).map((field) => `WebAuthnConfiguration.${field}`),
      ...beyond(mfa, [
        'EmailMfaConfiguration',
        'MfaConfiguration',
        'SmsMfaConfiguration',
        'SoftwareTokenMfaConfiguration',
        'WebAuthnConfiguration',
      ]),
    ],
  }
}
