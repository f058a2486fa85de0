import type {
  AccountRecoverySettingType,
  LambdaConfigType,
  SignInPolicyType,
  UpdateUserPoolRequest,
  UserPoolMfaType,
} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import {invalid} from '../checks.js'
import type {PoolMfa} from '../tables.js'
import type {Lasting} from './settings.js'

type Sent = Omit<UpdateUserPoolRequest, 'UserPoolId' | 'PoolName'>

/** AWS refuses a feature of a higher tier. */
export const unavailable = (feature: string, tier: string): ServiceError =>
  new ServiceError('FeatureUnavailableInTierException', `${feature} is not available in the ${tier} tier.`)

/**
 * What AWS asks of settings as a whole, beyond each member's own limits.
 *
 * @throws ServiceError InvalidParameterException, FeatureUnavailableInTierException
 */
export function checkPoolSettings(sent: Sent, mfa: PoolMfa, earlier?: Lasting): void {
  checkTier(sent, mfa)
  checkMfa(sent, mfa)
  checkFirstFactors(sent.MfaConfiguration, sent.Policies?.SignInPolicy, () =>
    mfa.webAuthn?.FactorConfiguration === MULTI_FACTOR
      ? undefined
      : 'WEB_AUTHN cannot be used as an auth factor when MFA is enabled if not configured for MFA.',
  )
  if ((sent.MfaConfiguration ?? 'OFF') !== 'OFF') {
    checkRecovery(sent.AccountRecoverySetting, {sms: mfa.sms, email: mfa.email !== undefined})
  }
  checkTriggers(sent.LambdaConfig ?? {})
  const {PasswordPolicy} = sent.Policies ?? {}
  const usesOldName = sent.AdminCreateUserConfig?.UnusedAccountValidityDays !== undefined
  if (usesOldName && PasswordPolicy?.TemporaryPasswordValidityDays !== undefined) {
    throw invalid('Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays')
  }
  if (sent.AutoVerifiedAttributes?.includes('phone_number') && !sent.SmsConfiguration) {
    throw invalid('SMS configuration is required when phone_number is selected for auto verification')
  }
  if (sent.EmailConfiguration?.EmailSendingAccount === 'DEVELOPER' && !sent.EmailConfiguration.SourceArn) {
    throw invalid('SourceArn is required when EmailSendingAccount is DEVELOPER.')
  }
  // Also those of the pool: an update that leaves both out is refused (ekristen/aws-nuke#477, text of aws/aws-cli#7151).
  const {AttributesRequireVerificationBeforeUpdate: verifiedFirst = []} =
    sent.UserAttributeUpdateSettings ?? earlier?.UserAttributeUpdateSettings ?? {}
  if (verifiedFirst.some((attribute) => !sent.AutoVerifiedAttributes?.includes(attribute))) {
    throw invalid('All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes')
  }
}

/** The one way in which a passkey counts as two factors. */
export const MULTI_FACTOR = 'MULTI_FACTOR_WITH_USER_VERIFICATION'

/**
 * Where MFA is required, a sign-in may not begin with what is one factor. Texts as people met them on AWS
 * (go-to-k/cdkd#1975 and #2064, hashicorp/terraform-provider-aws#50110).
 *
 * @param passkey what is wrong with passkeys as a first factor, if anything is
 * @throws ServiceError InvalidParameterException
 */
export function checkFirstFactors(
  mode: UserPoolMfaType = 'OFF',
  {AllowedFirstAuthFactors: factors = []}: SignInPolicyType = {},
  passkey: () => string | undefined,
): void {
  if (factors.includes('SOFTWARE_TOKEN')) throw invalid('SOFTWARE_TOKEN is not supported as a first auth factor.')
  if (mode !== 'ON') return
  if (factors.some((factor) => factor !== 'PASSWORD' && factor !== 'WEB_AUTHN')) {
    throw invalid('Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled')
  }
  const problem = factors.includes('WEB_AUTHN') ? passkey() : undefined
  if (problem !== undefined) throw invalid(problem)
}

/**
 * A password is not reset over the channel of the second factor, so that channel may not be the only one (developer
 * guide, "Passwords, account recovery"; text of aws/aws-cdk#11478).
 *
 * @throws ServiceError InvalidParameterException
 */
export function checkRecovery(
  {RecoveryMechanisms: [first, second] = []}: AccountRecoverySettingType = {},
  mfa: {readonly sms: boolean; readonly email: boolean},
): void {
  if (second) return
  const sort =
    first?.Name === 'verified_phone_number' && mfa.sms
      ? 'SMS'
      : first?.Name === 'verified_email' && mfa.email
        ? 'Email'
        : undefined
  if (!sort) return
  throw invalid(
    `Invalid account recovery setting parameter. Account Recovery Setting cannot use ${first?.Name ?? ''} as a recovery mechanism when ${sort} MFA is configured.`,
  )
}

function checkTriggers({
  KMSKeyID,
  CustomEmailSender,
  CustomSMSSender,
  PreTokenGeneration,
  PreTokenGenerationConfig,
}: LambdaConfigType): void {
  if ((CustomEmailSender ?? CustomSMSSender) && !KMSKeyID) {
    throw invalid('KMSKeyID is required when a custom sender Lambda trigger is configured.')
  }
  const {LambdaArn = PreTokenGeneration} = PreTokenGenerationConfig ?? {}
  if (PreTokenGeneration !== undefined && PreTokenGeneration !== LambdaArn) {
    throw invalid('PreTokenGeneration and PreTokenGenerationConfig must have the same Lambda ARN.')
  }
}

function checkTier(sent: Sent, mfa: PoolMfa): void {
  const tier = sent.UserPoolTier ?? 'ESSENTIALS'
  const security = sent.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF'
  if (security !== 'OFF' && tier !== 'PLUS') throw unavailable(`AdvancedSecurityMode ${security}`, tier)
  if (tier !== 'LITE') return
  const factors = sent.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? []
  const passwordless = factors.find((factor) => factor !== 'PASSWORD')
  if (passwordless) throw unavailable(`First factor ${passwordless}`, tier)
  if ((sent.Policies?.PasswordPolicy?.PasswordHistorySize ?? 0) > 0) throw unavailable('PasswordHistorySize', tier)
  if (sent.DcrConfiguration) throw unavailable('DcrConfiguration', tier)
  const version = sent.LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion ?? 'V1_0'
  if (version !== 'V1_0') throw unavailable(`PreTokenGenerationConfig ${version}`, tier)
  if (mfa.email) throw unavailable('EmailMfaConfiguration', tier)
  if (mfa.webAuthn) throw unavailable('WebAuthnConfiguration', tier)
}

/** Create and update know SMS alone; a second factor of another sort must have come through SetUserPoolMfaConfig. */
function checkMfa({MfaConfiguration = 'OFF', SmsConfiguration}: Sent, mfa: PoolMfa): void {
  const other = mfa.softwareToken || mfa.email !== undefined
  if (MfaConfiguration !== 'OFF' && !SmsConfiguration && !other) {
    throw invalid('SMS configuration and Auto verification for phone_number are required when MFA is required/optional')
  }
}
