import type {
  AliasAttributeType,
  AccountRecoverySettingType,
  PasswordPolicyType,
  UpdateUserPoolRequest,
  UsernameAttributeType,
  UsernameConfigurationType,
} from '@aws-sdk/client-cognito-identity-provider'

/** What CreateUserPool fixes for ever. */
export interface Immutables {
  readonly aliasAttributes: AliasAttributeType[] | undefined
  readonly usernameAttributes: UsernameAttributeType[] | undefined
  readonly usernameConfiguration: UsernameConfigurationType | undefined
}

type Sent = Omit<UpdateUserPoolRequest, 'UserPoolId' | 'PoolName'>

/** Everything that UpdateUserPool can change; a member left out does not compile. */
export type PoolSettings = {readonly [K in keyof Sent]-?: Sent[K] | undefined}

export type Lasting = Pick<PoolSettings, 'SmsConfiguration' | 'UserAttributeUpdateSettings' | 'UserPoolTags'>

const DEFAULT_PASSWORD_POLICY: PasswordPolicyType = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
}

const DEFAULT_RECOVERY: AccountRecoverySettingType = {
  RecoveryMechanisms: [
    {Priority: 1, Name: 'verified_email'},
    {Priority: 2, Name: 'verified_phone_number'},
  ],
}

/**
 * A policy that was sent starts from nothing required; only with none at all does AWS ask for every sort of character.
 */
const passwordPolicy = (sent: PasswordPolicyType | undefined): PasswordPolicyType =>
  sent
    ? {
        MinimumLength: sent.MinimumLength ?? 8,
        RequireUppercase: sent.RequireUppercase ?? false,
        RequireLowercase: sent.RequireLowercase ?? false,
        RequireNumbers: sent.RequireNumbers ?? false,
        RequireSymbols: sent.RequireSymbols ?? false,
        TemporaryPasswordValidityDays: sent.TemporaryPasswordValidityDays || 7,
        ...(sent.PasswordHistorySize !== undefined && {PasswordHistorySize: sent.PasswordHistorySize}),
      }
    : DEFAULT_PASSWORD_POLICY

/** AWS shows the texts of the template also under their older names, and takes either. */
const templateOf = (sent: Sent): NonNullable<Sent['VerificationMessageTemplate']> => {
  const template = sent.VerificationMessageTemplate ?? {}
  const SmsMessage = template.SmsMessage ?? sent.SmsVerificationMessage
  const EmailMessage = template.EmailMessage ?? sent.EmailVerificationMessage
  const EmailSubject = template.EmailSubject ?? sent.EmailVerificationSubject
  return {
    ...template,
    ...(SmsMessage !== undefined && {SmsMessage}),
    ...(EmailMessage !== undefined && {EmailMessage}),
    ...(EmailSubject !== undefined && {EmailSubject}),
    DefaultEmailOption: template.DefaultEmailOption ?? 'CONFIRM_WITH_CODE',
  }
}

/**
 * Settings as create and update make them: what was sent, and AWS's default for everything that was not. Of the pool's
 * earlier settings only three stay: its SMS configuration, which AWS does not let go of, which attributes are verified
 * before an update (ekristen/aws-nuke#477), and its tags. Terraform's provider lives by the latter: it sets tags by
 * TagResource, and then updates the pool without them.
 */
export function makePoolSettings(sent: Sent, earlier?: Lasting): PoolSettings {
  const PasswordPolicy = passwordPolicy(sent.Policies?.PasswordPolicy)
  const VerificationMessageTemplate = templateOf(sent)
  return {
    Policies: {
      PasswordPolicy,
      SignInPolicy: sent.Policies?.SignInPolicy ?? {AllowedFirstAuthFactors: ['PASSWORD']},
    },
    DeletionProtection: sent.DeletionProtection ?? 'INACTIVE',
    LambdaConfig: sent.LambdaConfig ?? {},
    AutoVerifiedAttributes: sent.AutoVerifiedAttributes,
    SmsVerificationMessage: VerificationMessageTemplate.SmsMessage,
    EmailVerificationMessage: VerificationMessageTemplate.EmailMessage,
    EmailVerificationSubject: VerificationMessageTemplate.EmailSubject,
    VerificationMessageTemplate,
    SmsAuthenticationMessage: sent.SmsAuthenticationMessage,
    UserAttributeUpdateSettings: sent.UserAttributeUpdateSettings ?? earlier?.UserAttributeUpdateSettings,
    MfaConfiguration: sent.MfaConfiguration ?? 'OFF',
    DeviceConfiguration: sent.DeviceConfiguration,
    EmailConfiguration: {EmailSendingAccount: 'COGNITO_DEFAULT', ...sent.EmailConfiguration},
    SmsConfiguration: sent.SmsConfiguration ?? earlier?.SmsConfiguration,
    UserPoolTags: sent.UserPoolTags ?? earlier?.UserPoolTags,
    AdminCreateUserConfig: {
      ...sent.AdminCreateUserConfig,
      AllowAdminCreateUserOnly: sent.AdminCreateUserConfig?.AllowAdminCreateUserOnly ?? false,
      UnusedAccountValidityDays:
        sent.AdminCreateUserConfig?.UnusedAccountValidityDays ?? PasswordPolicy.TemporaryPasswordValidityDays,
    },
    UserPoolAddOns: sent.UserPoolAddOns,
    DcrConfiguration: sent.DcrConfiguration,
    AccountRecoverySetting: sent.AccountRecoverySetting ?? DEFAULT_RECOVERY,
    UserPoolTier: sent.UserPoolTier ?? 'ESSENTIALS',
    KeyConfiguration: sent.KeyConfiguration,
    IssuerConfiguration: sent.IssuerConfiguration,
    AcrConfiguration: sent.AcrConfiguration,
  }
}
