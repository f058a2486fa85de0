import type {
  AuthFactorType,
  GetUserPoolMfaConfigCommandOutput,
  SetUserPoolMfaConfigCommandInput,
  SmsMfaConfigType,
  UserPoolMfaType,
  UserPoolType,
  WebAuthnConfigurationType,
} from '@aws-sdk/client-cognito-identity-provider'
import {same} from '../../../base/resource.js'
import {smsSettings} from './messages.js'
import type {MfaMethod, MfaMode, UserPoolDesired} from './desired.js'

/** The manifest's words for MFA, and AWS's. */
export const MFA = {off: 'OFF', optional: 'OPTIONAL', on: 'ON'} as const satisfies Record<MfaMode, UserPoolMfaType>

const MULTI_FACTOR = 'MULTI_FACTOR_WITH_USER_VERIFICATION'

/** What GetUserPoolMfaConfig says of a pool. */
export type Mfa = Omit<GetUserPoolMfaConfigCommandOutput, '$metadata'>

/** The second factors that a pool takes. */
export const toMethods = (now: Mfa): readonly MfaMethod[] => [
  ...(now.SoftwareTokenMfaConfiguration?.Enabled ? (['totp'] as const) : []),
  ...(now.SmsMfaConfiguration ? (['sms'] as const) : []),
  ...(now.EmailMfaConfiguration ? (['email'] as const) : []),
]

/**
 * The call that sets MFA and passkeys, `undefined` when they are as desired. What it does not name is reset, so what is
 * not asked for goes along as it is; with MFA off AWS refuses to hear of any method ("can't turn off MFA and configure
 * an MFA together").
 */
export function mfaInput(
  id: string,
  now: Mfa,
  {desired, pool}: {readonly desired: UserPoolDesired; readonly pool: UserPoolType},
): SetUserPoolMfaConfigCommandInput | undefined {
  const before = inputOf(id, now, toMethods(now))
  const texting = now.SmsMfaConfiguration ?? textingOf(pool, desired)
  const asked = {...now, MfaConfiguration: MFA[desired.mfa], SmsMfaConfiguration: texting}
  const after: SetUserPoolMfaConfigCommandInput = {
    ...inputOf(id, asked, methodsFor(desired, now)),
    WebAuthnConfiguration: webAuthn(now.WebAuthnConfiguration, desired),
  }
  return same(before, after) ? undefined : after
}

/** How a pool texts that has not texted second factors before. */
const textingOf = (
  {SmsConfiguration, SmsAuthenticationMessage}: UserPoolType,
  {sms}: UserPoolDesired,
): SmsMfaConfigType => ({
  SmsConfiguration: sms ? smsSettings(sms, SmsConfiguration) : SmsConfiguration,
  ...(SmsAuthenticationMessage !== undefined && {SmsAuthenticationMessage}),
})

/** An authenticator app needs nothing else, so it is what MFA begins with. */
function methodsFor({mfaMethods}: UserPoolDesired, now: Mfa): readonly MfaMethod[] {
  if (mfaMethods) return mfaMethods
  const there = toMethods(now)
  return there.length > 0 && now.MfaConfiguration !== 'OFF' ? there : ['totp', ...there.filter((one) => one !== 'totp')]
}

function inputOf(id: string, now: Mfa, methods: readonly MfaMethod[]): SetUserPoolMfaConfigCommandInput {
  const {MfaConfiguration = 'OFF', SmsMfaConfiguration, EmailMfaConfiguration = {}, WebAuthnConfiguration} = now
  const on = (method: MfaMethod): boolean => MfaConfiguration !== 'OFF' && methods.includes(method)
  return {
    UserPoolId: id,
    MfaConfiguration,
    ...(on('totp') && {SoftwareTokenMfaConfiguration: {Enabled: true}}),
    ...(on('sms') && {SmsMfaConfiguration}),
    ...(on('email') && {EmailMfaConfiguration}),
    ...(WebAuthnConfiguration && {WebAuthnConfiguration}),
  }
}

/**
 * Passkeys, where the pool has or is to have them; the Lite tier knows none. A passkey alone is one factor: where MFA
 * is a must, AWS takes it only with the user verified.
 */
function webAuthn(
  now: WebAuthnConfigurationType | undefined,
  {mfa, passkeys, tier, relyingParty, userVerification}: UserPoolDesired,
): WebAuthnConfigurationType | undefined {
  if (tier === 'lite' || (!passkeys && !now)) return undefined
  return {
    ...(now ?? {UserVerification: 'preferred'}),
    ...(relyingParty !== undefined && {RelyingPartyId: relyingParty}),
    ...(userVerification !== undefined && {UserVerification: userVerification}),
    ...(mfa === 'on' &&
      passkeys &&
      now?.FactorConfiguration !== MULTI_FACTOR && {UserVerification: 'required', FactorConfiguration: MULTI_FACTOR}),
  }
}

const OTP = {email: 'EMAIL_OTP', sms: 'SMS_OTP'} as const
const isOtp = (factor: AuthFactorType): boolean => factor === OTP.email || factor === OTP.sms

/** One-time codes among the first factors. */
export const toOtp = (factors: readonly AuthFactorType[]): NonNullable<UserPoolDesired['otp']> =>
  (['email', 'sms'] as const).filter((way) => factors.includes(OTP[way]))

/** What a sign-in may begin with: a password, unless somebody took that away, and what was set by hand still. */
export function firstFactors(now: readonly AuthFactorType[], {passkeys, otp}: UserPoolDesired): AuthFactorType[] {
  const asked: AuthFactorType[] = [...(otp ?? []).map((way) => OTP[way]), ...(passkeys ? (['WEB_AUTHN'] as const) : [])]
  const isOurs = (factor: AuthFactorType): boolean => factor === 'WEB_AUTHN' || (otp !== undefined && isOtp(factor))
  const kept = now.length === 0 ? ['PASSWORD' as const] : now.filter((one) => !isOurs(one) || asked.includes(one))
  return [...kept, ...asked.filter((one) => !kept.includes(one))]
}
