import type {UserPoolFacts} from '../../read/cognito.js'
import {attributeOf, beyond, blockOf, PRECIOUS, setOf, tagsOf, unsaid} from '../parts.js'
import type {Write} from '../written.js'
import {writeMessages, writeMfa, writeSenders} from './user-pool-messages.js'
import {writeSchema} from './user-pool-schema.js'
import {writeTriggers} from './user-pool-triggers.js'

/** What is said below, and what is none of a configuration's: ids, dates, and messages that stand in templates too. */
const SAID = [
  'AccountRecoverySetting',
  'AdminCreateUserConfig',
  'AliasAttributes',
  'Arn',
  'AutoVerifiedAttributes',
  'CreationDate',
  'CustomDomain',
  'DeletionProtection',
  'DeviceConfiguration',
  'Domain',
  'EmailConfiguration',
  'EmailConfigurationFailure',
  'EmailVerificationMessage',
  'EmailVerificationSubject',
  'EstimatedNumberOfUsers',
  'Id',
  'LambdaConfig',
  'LastModifiedDate',
  'MfaConfiguration',
  'Name',
  'Policies',
  'SchemaAttributes',
  'SmsAuthenticationMessage',
  'SmsConfiguration',
  'SmsConfigurationFailure',
  'SmsVerificationMessage',
  'Status',
  'UserAttributeUpdateSettings',
  'UserPoolAddOns',
  'UserPoolTags',
  'UserPoolTier',
  'UsernameAttributes',
  'UsernameConfiguration',
  'VerificationMessageTemplate',
]

export const writeUserPool: Write<UserPoolFacts> = ({pool, mfa}, scene) => {
  const type = 'aws_cognito_user_pool'
  const name = scene.name(type, 'this')
  const self = {type, name}
  const id = pool.Id ?? ''
  const region = id.slice(0, id.lastIndexOf('_'))
  const triggers = writeTriggers(pool.LambdaConfig)
  const secondFactors = writeMfa(mfa)
  return {
    resources: [
      {
        ...self,
        importId: id,
        arguments: {
          name: pool.Name,
          user_pool_tier: pool.UserPoolTier,
          deletion_protection: pool.DeletionProtection,
          username_attributes: setOf(pool.UsernameAttributes),
          alias_attributes: setOf(pool.AliasAttributes),
          auto_verified_attributes: setOf(pool.AutoVerifiedAttributes),
          mfa_configuration: pool.MfaConfiguration,
          sms_authentication_message: pool.SmsAuthenticationMessage,
          sms_verification_message: pool.SmsVerificationMessage,
          tags: tagsOf(pool.UserPoolTags),
        },
        blocks: [
          ...writePolicies(pool),
          ...writeSignIn(pool),
          ...secondFactors.blocks,
          ...writeSenders(pool),
          ...writeMessages(pool),
          ...triggers.blocks,
          ...writeSchema(pool.SchemaAttributes),
          PRECIOUS,
        ],
      },
    ],
    answers: [
      {value: id, code: attributeOf(self, 'id'), within: true},
      {value: pool.Arn ?? '', code: attributeOf(self, 'arn')},
      {value: `cognito-idp.${region}.amazonaws.com/${id}`, code: attributeOf(self, 'endpoint'), within: true},
    ],
    missing: unsaid([
      ...beyond(pool, SAID),
      ...beyond(pool.Policies, ['PasswordPolicy', 'SignInPolicy']).map((field) => `Policies.${field}`),
      ...triggers.missing,
      ...secondFactors.missing,
    ]),
  }
}

const writePolicies = ({Policies}: UserPoolFacts['pool']) => [
  ...blockOf('password_policy', {
    minimum_length: Policies?.PasswordPolicy?.MinimumLength,
    require_lowercase: Policies?.PasswordPolicy?.RequireLowercase,
    require_uppercase: Policies?.PasswordPolicy?.RequireUppercase,
    require_numbers: Policies?.PasswordPolicy?.RequireNumbers,
    require_symbols: Policies?.PasswordPolicy?.RequireSymbols,
    temporary_password_validity_days: Policies?.PasswordPolicy?.TemporaryPasswordValidityDays,
    password_history_size: Policies?.PasswordPolicy?.PasswordHistorySize,
  }),
  ...blockOf('sign_in_policy', {allowed_first_auth_factors: setOf(Policies?.SignInPolicy?.AllowedFirstAuthFactors)}),
]

const writeSignIn = (pool: UserPoolFacts['pool']) => [
  ...blockOf('username_configuration', {case_sensitive: pool.UsernameConfiguration?.CaseSensitive}),
  ...blockOf(
    'account_recovery_setting',
    {},
    ...(pool.AccountRecoverySetting?.RecoveryMechanisms ?? []).flatMap(({Name, Priority}) =>
      blockOf('recovery_mechanism', {name: Name, priority: Priority}),
    ),
  ),
  ...blockOf('device_configuration', {
    challenge_required_on_new_device: pool.DeviceConfiguration?.ChallengeRequiredOnNewDevice,
    device_only_remembered_on_user_prompt: pool.DeviceConfiguration?.DeviceOnlyRememberedOnUserPrompt,
  }),
  ...blockOf('user_attribute_update_settings', {
    attributes_require_verification_before_update: setOf(
      pool.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate,
    ),
  }),
  ...blockOf(
    'user_pool_add_ons',
    {advanced_security_mode: pool.UserPoolAddOns?.AdvancedSecurityMode},
    ...blockOf('advanced_security_additional_flows', {
      custom_auth_mode: pool.UserPoolAddOns?.AdvancedSecurityAdditionalFlows?.CustomAuthMode,
    }),
  ),
]
