import type {
  CreateUserPoolCommandInput,
  LambdaConfigType,
  SchemaAttributeType,
  SetUserPoolMfaConfigCommandInput,
  UpdateUserPoolCommandInput,
  UserPoolTierType,
} from '@aws-sdk/client-cognito-identity-provider'
import fc from 'fast-check'

/** A pool past awsup: how it is made, what it is set to, and what awsup may know nothing of. */
export interface ByHand {
  readonly create: CreateUserPoolCommandInput
  readonly update: Omit<UpdateUserPoolCommandInput, 'UserPoolId'>
  readonly mfa: Omit<SetUserPoolMfaConfigCommandInput, 'UserPoolId'>
  readonly attributes: SchemaAttributeType[]
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, {nil: undefined})
const word = fc.stringMatching(/^[a-z]{3,12}$/)
const withCode = word.map((text) => `${text} {####}`)
const lambda = word.map((name) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`)
const account = fc.stringMatching(/^[1-9]\d{11}$/)

/** Without members that are `undefined`, as nobody would send them. */
const record = <T extends object>(model: {[K in keyof T]-?: fc.Arbitrary<T[K]>}): fc.Arbitrary<T> =>
  fc.record(model).map((found) => JSON.parse(JSON.stringify(found)) as T)

const triggers = (tier: UserPoolTierType): fc.Arbitrary<LambdaConfigType> =>
  record<LambdaConfigType>({
    PreSignUp: maybe(lambda),
    PostConfirmation: maybe(lambda),
    CustomMessage: maybe(lambda),
    DefineAuthChallenge: maybe(lambda),
    UserMigration: maybe(lambda),
    CustomEmailSender: fc.constant(undefined),
    KMSKeyID: maybe(fc.constant('arn:aws:kms:eu-west-1:111122223333:key/1')),
    PreTokenGenerationConfig: maybe(
      fc.record({
        LambdaArn: lambda,
        LambdaVersion: fc.constantFrom('V1_0' as const, ...(tier === 'PLUS' ? (['V2_0', 'V3_0'] as const) : [])),
      }),
    ),
  } as {[K in keyof LambdaConfigType]-?: fc.Arbitrary<LambdaConfigType[K]>})

const settings = (tier: UserPoolTierType) =>
  record<ByHand['update']>({
    PoolName: word,
    UserPoolTier: fc.constant(tier),
    DeletionProtection: fc.constantFrom('ACTIVE' as const, 'INACTIVE' as const),
    LambdaConfig: maybe(triggers(tier)),
    AutoVerifiedAttributes: maybe(fc.subarray(['email' as const, 'phone_number' as const])),
    UserAttributeUpdateSettings: fc.constant(undefined),
    VerificationMessageTemplate: maybe(
      record({
        SmsMessage: maybe(withCode),
        EmailSubject: maybe(word),
        EmailMessage: maybe(withCode),
        EmailSubjectByLink: maybe(word),
        EmailMessageByLink: maybe(word.map((text) => `${text} {##here##}`)),
        DefaultEmailOption: fc.constantFrom('CONFIRM_WITH_CODE' as const, 'CONFIRM_WITH_LINK' as const),
      }),
    ),
    SmsAuthenticationMessage: maybe(withCode),
    DeviceConfiguration: maybe(
      fc.record({ChallengeRequiredOnNewDevice: fc.boolean(), DeviceOnlyRememberedOnUserPrompt: fc.boolean()}),
    ),
    EmailConfiguration: maybe(
      record({
        EmailSendingAccount: fc.constantFrom('COGNITO_DEFAULT' as const, 'DEVELOPER' as const),
        SourceArn: word.map((name) => `arn:aws:ses:eu-west-1:111122223333:identity/${name}.dev`),
        From: maybe(word.map((name) => `${name}@acme.dev`)),
        ReplyToEmailAddress: maybe(word.map((name) => `${name}@acme.dev`)),
        ConfigurationSet: maybe(word),
      }),
    ),
    SmsConfiguration: maybe(
      record({
        SnsCallerArn: account.map((id) => `arn:aws:iam::${id}:role/sms`),
        ExternalId: maybe(word),
        SnsRegion: maybe(fc.constant('eu-west-1')),
      }),
    ),
    UserPoolTags: maybe(fc.dictionary(word, word, {maxKeys: 3, noNullPrototype: true})),
    AdminCreateUserConfig: maybe(
      record({
        AllowAdminCreateUserOnly: fc.boolean(),
        UnusedAccountValidityDays: fc.constant(undefined),
        InviteMessageTemplate: maybe(
          record({
            EmailSubject: maybe(word),
            EmailMessage: maybe(word.map((text) => `${text} {username} {####}`)),
            SMSMessage: maybe(word.map((text) => `${text} {username} {####}`)),
          }),
        ),
      }),
    ),
    UserPoolAddOns:
      tier === 'PLUS' ? maybe(fc.constant({AdvancedSecurityMode: 'AUDIT' as const})) : fc.constant(undefined),
    AccountRecoverySetting: maybe(
      fc.constantFrom(
        {RecoveryMechanisms: [{Priority: 1, Name: 'admin_only' as const}]},
        {
          RecoveryMechanisms: [
            {Priority: 1, Name: 'verified_phone_number' as const},
            {Priority: 2, Name: 'verified_email' as const},
          ],
        },
      ),
    ),
    Policies: record({
      PasswordPolicy: record({
        MinimumLength: fc.integer({min: 6, max: 99}),
        RequireUppercase: fc.boolean(),
        RequireLowercase: fc.boolean(),
        RequireNumbers: fc.boolean(),
        RequireSymbols: fc.boolean(),
        TemporaryPasswordValidityDays: fc.integer({min: 1, max: 365}),
        PasswordHistorySize: tier === 'LITE' ? fc.constant(undefined) : maybe(fc.integer({min: 1, max: 24})),
      }),
      SignInPolicy: fc.constant(undefined),
    }),
    IssuerConfiguration: maybe(fc.constantFrom({Type: 'ORIGINAL' as const}, {Type: 'UPDATED' as const})),
  } as {[K in keyof ByHand['update']]-?: fc.Arbitrary<ByHand['update'][K]>}).map(withoutPhone)

/** Codes to phones need a way to send them. */
const withoutPhone = ({AutoVerifiedAttributes: verified, ...rest}: ByHand['update']): ByHand['update'] => ({
  ...rest,
  ...(verified && {
    AutoVerifiedAttributes: verified.filter((name) => name === 'email' || rest.SmsConfiguration !== undefined),
  }),
})

const WAYS = fc.constantFrom<Partial<CreateUserPoolCommandInput>[]>(
  {UsernameAttributes: ['email']},
  {UsernameAttributes: ['email', 'phone_number']},
  {AliasAttributes: ['email', 'preferred_username'], UsernameConfiguration: {CaseSensitive: false}},
  {},
)

/** MFA and the first factors, as AWS lets them go together. */
const factors = (update: ByHand['update']) => {
  const lite = update.UserPoolTier === 'LITE'
  const mode = fc.constantFrom('OFF' as const, 'OPTIONAL' as const, 'ON' as const)
  const canMail = !lite && update.EmailConfiguration?.EmailSendingAccount === 'DEVELOPER'
  return fc
    .record({
      mode,
      totp: fc.boolean(),
      sms: fc.boolean(),
      email: maybe(record({Message: maybe(withCode), Subject: maybe(word)})),
      passkey: fc.boolean(),
      passkeyFirst: fc.boolean(),
      otp: fc.subarray(['EMAIL_OTP' as const, 'SMS_OTP' as const]),
      party: maybe(fc.constant('acme.dev')),
    })
    .map(({mode: wanted, totp, sms, email, passkey, passkeyFirst, otp, party}) => {
      const texting = sms && update.SmsConfiguration !== undefined
      const mailing = canMail && email !== undefined
      const on = wanted !== 'OFF'
      const webAuthn = passkey && !lite
      const mfa: ByHand['mfa'] = {
        MfaConfiguration: wanted,
        ...(on && (totp || !(texting || mailing)) && {SoftwareTokenMfaConfiguration: {Enabled: true}}),
        ...(on &&
          texting && {
            SmsMfaConfiguration: {
              SmsConfiguration: update.SmsConfiguration,
              SmsAuthenticationMessage: update.SmsAuthenticationMessage,
            },
          }),
        ...(on && mailing && {EmailMfaConfiguration: email}),
        ...(webAuthn && {
          WebAuthnConfiguration: {
            UserVerification: 'preferred' as const,
            ...(party !== undefined && {RelyingPartyId: party}),
            ...(wanted === 'ON' && {FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' as const}),
          },
        }),
      }
      const first = [
        ...(wanted === 'ON' || lite ? [] : otp),
        'PASSWORD' as const,
        ...(webAuthn && passkeyFirst ? ['WEB_AUTHN' as const] : []),
      ]
      return {mfa, update: {...update, Policies: {...update.Policies, SignInPolicy: {AllowedFirstAuthFactors: first}}}}
    })
}

/** Any pool that somebody may have set up by hand. */
export const byHand: fc.Arbitrary<ByHand> = fc
  .constantFrom<UserPoolTierType[]>('LITE', 'ESSENTIALS', 'PLUS')
  .chain(settings)
  .chain(factors)
  .chain(({mfa, update}) =>
    fc.record({
      create: WAYS.map((ways) => ({PoolName: 'byhand', ...ways})),
      update: fc.constant(update),
      mfa: fc.constant(mfa),
      attributes: fc.subarray<SchemaAttributeType>([
        {Name: 'plan', AttributeDataType: 'String', StringAttributeConstraints: {MaxLength: '20'}},
        {Name: 'age', AttributeDataType: 'Number', Mutable: false},
      ]),
    }),
  )
