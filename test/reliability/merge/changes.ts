import fc from 'fast-check'
import type {UserPoolActual, UserPoolDesired} from '../../../src/lib/resources/cognito/user-pool/desired.js'

/** One thing that awsup.yaml says again, and the settings of AWS that it is about. */
export interface OneChange {
  readonly asked: (actual: UserPoolActual) => Partial<UserPoolDesired>
  /** Beginnings of paths. */
  readonly touches: readonly string[]
}

const one = <T>(
  values: fc.Arbitrary<T>,
  asked: (value: T, actual: UserPoolActual) => Partial<UserPoolDesired>,
  ...touches: readonly string[]
): fc.Arbitrary<OneChange> => values.map((value) => ({asked: (actual) => asked(value, actual), touches}))

const word = fc.stringMatching(/^[a-z]{3,12}$/)
const POLICY = 'pool.Policies.PasswordPolicy'
const FIRST = 'pool.Policies.SignInPolicy'
const PASSKEYS = 'mfa.WebAuthnConfiguration'
const MFA = ['pool.MfaConfiguration', 'mfa.MfaConfiguration', 'mfa.SoftwareToken', 'mfa.SmsMfa', 'mfa.EmailMfa']
const sms = {roleArn: 'arn:aws:iam::111122223333:role/texts'}
const email = {sourceArn: 'arn:aws:ses:eu-west-1:111122223333:identity/acme.dev'}

const essentials = ({tier}: UserPoolActual) => ({tier: tier === 'lite' ? ('essentials' as const) : tier})

/** Whatever a line of awsup.yaml can be about; with what it needs, where it needs something. */
export const changes: fc.Arbitrary<OneChange> = fc.oneof(
  one(fc.constant(0), () => ({})),
  one(word, (name) => ({name}), 'pool.Name'),
  one(fc.boolean(), (selfSignUp) => ({selfSignUp}), 'pool.AdminCreateUserConfig.AllowAdminCreateUserOnly'),
  one(fc.boolean(), (deletionProtection) => ({deletionProtection}), 'pool.DeletionProtection'),
  one(
    fc.constantFrom('off' as const, 'optional' as const, 'on' as const),
    (mfa) => ({mfa, ...(mfa === 'on' && {otp: []})}),
    ...MFA,
    PASSKEYS,
    FIRST,
  ),
  one(
    fc.subarray(['totp' as const, 'sms' as const, 'email' as const], {minLength: 1}),
    (mfaMethods, actual) => ({
      mfa: actual.mfa === 'off' ? 'optional' : actual.mfa,
      mfaMethods,
      ...(mfaMethods.includes('sms') && {sms}),
      ...(mfaMethods.includes('email') && {email, ...essentials(actual)}),
    }),
    ...MFA,
    'pool.UserPoolTier',
    'pool.SmsConfiguration.SnsCallerArn',
    'pool.AutoVerifiedAttributes',
    'pool.EmailConfiguration.SourceArn',
    'pool.EmailConfiguration.EmailSendingAccount',
  ),
  one(
    fc.boolean(),
    (passkeys, actual) => ({passkeys, ...(passkeys && essentials(actual))}),
    FIRST,
    PASSKEYS,
    'pool.UserPoolTier',
  ),
  one(
    fc.constantFrom('app.acme.dev', 'acme.io'),
    (relyingParty, actual) => ({passkeys: true, relyingParty, ...essentials(actual)}),
    FIRST,
    PASSKEYS,
    'pool.UserPoolTier',
  ),
  one(
    fc.subarray(['email' as const, 'sms' as const]),
    (otp, actual) => ({
      otp,
      ...(otp.length > 0 && {...essentials(actual), mfa: actual.mfa === 'on' ? 'optional' : actual.mfa}),
      ...(otp.includes('sms') && {sms}),
    }),
    FIRST,
    'pool.MfaConfiguration',
    'mfa.MfaConfiguration',
    'mfa.SmsMfaConfiguration.SmsConfiguration.SnsCallerArn',
    'pool.UserPoolTier',
    'pool.SmsConfiguration.SnsCallerArn',
    'pool.AutoVerifiedAttributes',
  ),
  one(
    fc.constantFrom('essentials' as const, 'plus' as const),
    (tier, actual) => ({tier: actual.tier === 'plus' ? 'plus' : tier}),
    'pool.UserPoolTier',
  ),
  one(
    fc.integer({min: 6, max: 99}),
    (minLength, {password}) => ({password: {...password, history: undefined, minLength}}),
    `${POLICY}.MinimumLength`,
  ),
  one(
    fc.integer({min: 1, max: 365}),
    (temporaryDays, {password}) => ({password: {...password, history: undefined, temporaryDays}}),
    `${POLICY}.TemporaryPasswordValidityDays`,
    'pool.AdminCreateUserConfig.UnusedAccountValidityDays',
  ),
  one(
    fc.integer({min: 1, max: 24}),
    (history, actual) => ({password: {...actual.password, history}, ...essentials(actual)}),
    `${POLICY}.PasswordHistorySize`,
    'pool.UserPoolTier',
  ),
  one(
    fc.constantFrom(['admin' as const], ['email' as const, 'phone' as const], ['phone' as const, 'email' as const]),
    (recovery) => ({recovery}),
    'pool.AccountRecoverySetting',
  ),
  one(
    word,
    (text) => ({verification: {by: 'code', emailMessage: `${text} {####}`}}),
    'pool.VerificationMessageTemplate.EmailMessage',
    'pool.VerificationMessageTemplate.DefaultEmailOption',
    'pool.EmailVerificationMessage',
  ),
  one(
    word,
    (emailSubject) => ({verification: {by: 'link', emailSubject}}),
    'pool.VerificationMessageTemplate.EmailSubjectByLink',
    'pool.VerificationMessageTemplate.DefaultEmailOption',
  ),
  one(
    word,
    (text) => ({invitation: {smsMessage: `${text} {username} {####}`}}),
    'pool.AdminCreateUserConfig.InviteMessageTemplate.SMSMessage',
  ),
  one(
    word,
    (text) => ({email: {...email, replyTo: `${text}@acme.dev`}}),
    'pool.EmailConfiguration.SourceArn',
    'pool.EmailConfiguration.EmailSendingAccount',
    'pool.EmailConfiguration.ReplyToEmailAddress',
  ),
  one(
    word,
    (externalId) => ({sms: {...sms, externalId}}),
    'pool.SmsConfiguration.SnsCallerArn',
    'pool.SmsConfiguration.ExternalId',
    'pool.AutoVerifiedAttributes',
    'mfa.SmsMfaConfiguration.SmsConfiguration',
  ),
  one(
    word,
    (name) => ({triggers: {preSignUp: `arn:aws:lambda:eu-west-1:111122223333:function:${name}`}}),
    'pool.LambdaConfig.PreSignUp',
  ),
  one(
    word,
    (name) => ({triggers: {preTokenGeneration: `arn:aws:lambda:eu-west-1:111122223333:function:${name}`}}),
    'pool.LambdaConfig.PreTokenGeneration',
  ),
  one(
    fc.uniqueArray(word, {minLength: 1, maxLength: 12}),
    (names) => ({
      attributes: Object.fromEntries(names.map((name) => [`x_${name}`, {type: 'string' as const, mutable: true}])),
    }),
    'pool.SchemaAttributes',
    'pool.UserPoolTags.awsup:attributes',
  ),
)
