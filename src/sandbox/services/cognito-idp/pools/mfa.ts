import type {GetUserPoolMfaConfigResponse, SetUserPoolMfaConfigRequest} from '@aws-sdk/client-cognito-identity-provider'
import {invalid} from '../checks.js'
import {checkOutside, knownRole} from './outside.js'
import {onPool, requirePool} from './access.js'
import {checkFirstFactors, checkRecovery, MULTI_FACTOR, unavailable} from './checks.js'
import type {UserPoolOperations} from '../operations.js'
import {pools, type PoolMfa, type UserPool} from '../tables.js'

export const NO_MFA: PoolMfa = {sms: false, softwareToken: false, email: undefined, webAuthn: undefined}

const view = ({settings, mfa}: UserPool): GetUserPoolMfaConfigResponse => ({
  MfaConfiguration: settings.MfaConfiguration,
  ...(mfa.sms &&
    settings.SmsConfiguration && {
      SmsMfaConfiguration: {
        SmsConfiguration: settings.SmsConfiguration,
        ...(settings.SmsAuthenticationMessage !== undefined && {
          SmsAuthenticationMessage: settings.SmsAuthenticationMessage,
        }),
      },
    }),
  ...(settings.MfaConfiguration !== 'OFF' && {SoftwareTokenMfaConfiguration: {Enabled: mfa.softwareToken}}),
  ...(mfa.email && {EmailMfaConfiguration: mfa.email}),
  ...(mfa.webAuthn && {WebAuthnConfiguration: mfa.webAuthn}),
})

function check(sent: SetUserPoolMfaConfigRequest, {settings}: UserPool): void {
  const {MfaConfiguration = 'OFF', SmsMfaConfiguration, SoftwareTokenMfaConfiguration, EmailMfaConfiguration} = sent
  const factor = SmsMfaConfiguration ?? EmailMfaConfiguration ?? (SoftwareTokenMfaConfiguration?.Enabled || undefined)
  if (MfaConfiguration !== 'OFF' && factor === undefined) {
    throw invalid("Invalid MFA configuration given, can't disable all MFAs and require MFA.")
  }
  if (MfaConfiguration === 'OFF' && factor !== undefined) {
    throw invalid("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.")
  }
  if (SmsMfaConfiguration && !(SmsMfaConfiguration.SmsConfiguration ?? settings.SmsConfiguration)) {
    throw invalid('[SmsConfiguration] is a required member of [SmsMfaConfiguration].')
  }
  if (settings.UserPoolTier === 'LITE' && EmailMfaConfiguration) throw unavailable('EmailMfaConfiguration', 'LITE')
  if (settings.UserPoolTier === 'LITE' && sent.WebAuthnConfiguration) throw unavailable('WebAuthnConfiguration', 'LITE')
  checkFirstFactors(MfaConfiguration, settings.Policies?.SignInPolicy, () =>
    sent.WebAuthnConfiguration?.FactorConfiguration === MULTI_FACTOR
      ? undefined
      : 'Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed first auth factor',
  )
  checkRecovery(settings.AccountRecoverySetting, {
    sms: SmsMfaConfiguration !== undefined,
    email: EmailMfaConfiguration !== undefined,
  })
  if (EmailMfaConfiguration && settings.EmailConfiguration?.EmailSendingAccount !== 'DEVELOPER') {
    throw invalid('Email MFA requires an Amazon SES configuration: EmailSendingAccount must be DEVELOPER.')
  }
}

/** GetUserPoolMfaConfig and SetUserPoolMfaConfig, the only way to second factors other than SMS, and to passkeys. */
export const poolMfa: UserPoolOperations = {
  GetUserPoolMfaConfig: {
    resource: onPool,
    run: ({UserPoolId}, call) => view(requirePool(UserPoolId, call)),
  },
  SetUserPoolMfaConfig: {
    resource: onPool,
    run(sent, call) {
      const pool = requirePool(sent.UserPoolId, call)
      check(sent, pool)
      const sms = sent.SmsMfaConfiguration
      checkOutside({SmsConfiguration: sms?.SmsConfiguration}, pool.smsRole, call)
      const changed: UserPool = {
        ...pool,
        modifiedAt: call.now,
        smsRole: knownRole(sms?.SmsConfiguration?.SnsCallerArn, call) ?? pool.smsRole,
        mfa: {
          sms: sms !== undefined,
          softwareToken: sent.SoftwareTokenMfaConfiguration?.Enabled ?? false,
          email: sent.EmailMfaConfiguration,
          webAuthn: sent.WebAuthnConfiguration,
        },
        settings: {
          ...pool.settings,
          MfaConfiguration: sent.MfaConfiguration ?? 'OFF',
          SmsConfiguration: sms?.SmsConfiguration ?? pool.settings.SmsConfiguration,
          SmsAuthenticationMessage: sms?.SmsAuthenticationMessage,
        },
      }
      pools.put(call.tx, [call.accountId, call.region, pool.id], changed)
      return view(changed)
    },
  },
}
