import type {UserPoolType} from '@aws-sdk/client-cognito-identity-provider'
import {toAttributes, toRequired} from './attributes.js'
import type {SignIn, UserPoolDesired} from './desired.js'
import {toEmail, toInvitation, toRecovery, toSms, toVerification} from './messages.js'
import {MFA, toMethods, toOtp, type Mfa} from './mfa.js'
import {tierOf} from './settings.js'
import {toTriggers} from './triggers.js'
import {ATTRIBUTE, keyOf, toPassword} from './words.js'

/** What the pool says now, in the manifest's words. */
export function toSettings(pool: UserPoolType, mfa: Mfa): UserPoolDesired {
  const factors = pool.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? []
  const {RelyingPartyId, UserVerification} = mfa.WebAuthnConfiguration ?? {}
  return {
    name: pool.Name ?? '',
    signIn: toSignIn(pool),
    // AWS's own default, where nothing was said when the pool was made (UsernameConfigurationType `CaseSensitive`).
    caseSensitive: pool.UsernameConfiguration?.CaseSensitive ?? true,
    requiredAttributes: toRequired(pool),
    attributes: toAttributes(pool),
    selfSignUp: pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true,
    mfa: keyOf(MFA, mfa.MfaConfiguration) ?? 'off',
    mfaMethods: toMethods(mfa),
    passkeys: factors.includes('WEB_AUTHN'),
    relyingParty: RelyingPartyId,
    userVerification: UserVerification,
    otp: toOtp(factors),
    tier: tierOf(pool),
    password: toPassword(pool.Policies?.PasswordPolicy),
    recovery: toRecovery(pool),
    autoVerify: toAutoVerify(pool),
    verification: toVerification(pool),
    invitation: toInvitation(pool),
    email: toEmail(pool),
    sms: toSms(pool),
    triggers: toTriggers(pool.LambdaConfig),
    deletionProtection: pool.DeletionProtection === 'ACTIVE',
  }
}

const toAutoVerify = ({AutoVerifiedAttributes = []}: UserPoolType): readonly ('email' | 'phone')[] =>
  (['email', 'phone'] as const).filter((way) => AutoVerifiedAttributes.includes(ATTRIBUTE[way]))

function toSignIn({UsernameAttributes = [], AliasAttributes = []}: UserPoolType): readonly SignIn[] {
  const named = (attributes: readonly string[]): SignIn[] =>
    (['email', 'phone'] as const).filter((way) => attributes.includes(ATTRIBUTE[way]))
  return UsernameAttributes.length > 0 ? named(UsernameAttributes) : ['username', ...named(AliasAttributes)]
}
