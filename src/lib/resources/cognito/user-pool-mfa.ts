import type {
  GetUserPoolMfaConfigCommandOutput,
  SetUserPoolMfaConfigCommandInput,
  UserPoolMfaType,
  WebAuthnConfigurationType,
} from '@aws-sdk/client-cognito-identity-provider'
import type {UserPoolDesired} from './user-pool.js'

/** The manifest's words for MFA, and AWS's. */
export const MFA = {off: 'OFF', optional: 'OPTIONAL', on: 'ON'} as const satisfies Record<
  UserPoolDesired['mfa'],
  UserPoolMfaType
>

/**
 * The call that sets MFA and passkeys, `undefined` when they are as desired. SMS and e-mail settings go along as they
 * are; with MFA off AWS refuses to hear of any method ("can't turn off MFA and configure an MFA together").
 */
export function mfaInput(
  id: string,
  now: GetUserPoolMfaConfigCommandOutput,
  desired: UserPoolDesired,
): SetUserPoolMfaConfigCommandInput | undefined {
  const {MfaConfiguration = 'OFF', SmsMfaConfiguration, EmailMfaConfiguration, WebAuthnConfiguration} = now
  const wanted = MFA[desired.mfa]
  const passkeysSet = !desired.passkeys || WebAuthnConfiguration !== undefined
  if (MfaConfiguration === wanted && passkeysSet) return undefined
  return {
    UserPoolId: id,
    MfaConfiguration: wanted,
    ...(wanted === 'OFF' ? {} : {SoftwareTokenMfaConfiguration: {Enabled: true}}),
    ...(wanted !== 'OFF' && SmsMfaConfiguration ? {SmsMfaConfiguration} : {}),
    ...(wanted !== 'OFF' && EmailMfaConfiguration ? {EmailMfaConfiguration} : {}),
    ...(desired.passkeys || WebAuthnConfiguration
      ? {WebAuthnConfiguration: webAuthn(WebAuthnConfiguration ?? {}, desired)}
      : {}),
  }
}

/** A passkey alone is one factor: where MFA is a must, it counts only with the user verified. */
const webAuthn = (now: WebAuthnConfigurationType, {mfa, passkeys}: UserPoolDesired): WebAuthnConfigurationType =>
  mfa === 'on' && passkeys
    ? {...now, UserVerification: 'required', FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION'}
    : {UserVerification: 'preferred', ...now}
