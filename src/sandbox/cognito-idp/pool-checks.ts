import type {UpdateUserPoolRequest} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../errors.js'
import {invalid} from './checks.js'
import type {PoolMfa} from './pool-mfa.js'

type Sent = Omit<UpdateUserPoolRequest, 'UserPoolId' | 'PoolName'>

/** AWS refuses a feature of a higher tier. */
export const unavailable = (feature: string, tier: string): ServiceError =>
  new ServiceError('FeatureUnavailableInTierException', `${feature} is not available in the ${tier} tier.`)

/**
 * What AWS asks of settings as a whole, beyond each member's own limits.
 *
 * @throws ServiceError InvalidParameterException, FeatureUnavailableInTierException
 */
export function checkPoolSettings(sent: Sent, mfa: PoolMfa): void {
  checkTier(sent)
  checkMfa(sent, mfa)
  const {PasswordPolicy} = sent.Policies ?? {}
  const usesOldName = sent.AdminCreateUserConfig?.UnusedAccountValidityDays !== undefined
  if (usesOldName && PasswordPolicy?.TemporaryPasswordValidityDays !== undefined) {
    throw invalid('Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays')
  }
  if (sent.EmailConfiguration?.EmailSendingAccount === 'DEVELOPER' && !sent.EmailConfiguration.SourceArn) {
    throw invalid('SourceArn is required when EmailSendingAccount is DEVELOPER.')
  }
  for (const attribute of sent.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? []) {
    if (!sent.AutoVerifiedAttributes?.includes(attribute)) {
      throw invalid(
        `Invalid UserAttributeUpdateSettings: ${attribute} must be one of AutoVerifiedAttributes to require verification before update.`,
      )
    }
  }
}

function checkTier(sent: Sent): void {
  const tier = sent.UserPoolTier ?? 'ESSENTIALS'
  const security = sent.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF'
  if (security !== 'OFF' && tier !== 'PLUS') throw unavailable(`AdvancedSecurityMode ${security}`, tier)
  if (tier !== 'LITE') return
  const factors = sent.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? []
  const passwordless = factors.find((factor) => factor !== 'PASSWORD')
  if (passwordless) throw unavailable(`First factor ${passwordless}`, tier)
  if ((sent.Policies?.PasswordPolicy?.PasswordHistorySize ?? 0) > 0) throw unavailable('PasswordHistorySize', tier)
  if (sent.DcrConfiguration) throw unavailable('DcrConfiguration', tier)
}

/** Create and update know SMS alone; a second factor of another sort must have come through SetUserPoolMfaConfig. */
function checkMfa({MfaConfiguration = 'OFF', SmsConfiguration}: Sent, mfa: PoolMfa): void {
  const other = mfa.softwareToken || mfa.email !== undefined
  if (MfaConfiguration !== 'OFF' && !SmsConfiguration && !other) {
    throw invalid('SMS configuration and Auto verification for phone_number are required when MFA is required/optional')
  }
}
