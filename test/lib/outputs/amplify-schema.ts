/**
 * What the schema of amplify_outputs.json allows in `auth`, version by version, in the words of JSON Schema. Written down
 * from the published one (https://amplify.aws/2024-02/outputs-schema.json): 1.3 brought groups, 1.4 passwordless and
 * codes by e-mail.
 */
export const amplifySchema = (version: string): object => {
  const minor = Number(version.split('.')[1] ?? 0)
  return closed(
    {
      $schema: text,
      version: {const: version},
      auth: closed(
        {
          aws_region: text,
          user_pool_id: text,
          user_pool_client_id: text,
          identity_pool_id: text,
          password_policy: everyOne({
            min_length: {type: 'integer', minimum: 6, maximum: 99},
            require_numbers: flag,
            require_lowercase: flag,
            require_uppercase: flag,
            require_symbols: flag,
          }),
          oauth: everyOne({
            identity_providers: some(['GOOGLE', 'FACEBOOK', 'LOGIN_WITH_AMAZON', 'SIGN_IN_WITH_APPLE']),
            domain: text,
            scopes: distinct(text),
            redirect_sign_in_uri: {...distinct(text), minItems: 1},
            redirect_sign_out_uri: {...distinct(text), minItems: 1},
            response_type: {enum: ['code', 'token']},
          }),
          standard_required_attributes: some(STANDARD),
          username_attributes: {...some(['email', 'phone_number', 'username']), minItems: 1},
          user_verification_types: {type: 'array', items: {enum: ['email', 'phone_number']}},
          unauthenticated_identities_enabled: flag,
          mfa_configuration: {enum: ['NONE', 'OPTIONAL', 'REQUIRED']},
          mfa_methods: {type: 'array', items: {enum: minor >= 4 ? ['SMS', 'TOTP', 'EMAIL'] : ['SMS', 'TOTP']}},
          ...(minor >= 3 ? {groups: {type: 'array', items: GROUP}} : {}),
          ...(minor >= 4 ? {passwordless: PASSWORDLESS} : {}),
        },
        ['aws_region', 'user_pool_id', 'user_pool_client_id'],
      ),
      analytics: {type: 'object'},
      data: {type: 'object'},
      geo: {type: 'object'},
      notifications: {type: 'object'},
      storage: {type: 'object'},
      custom: {type: 'object'},
    },
    ['version'],
  )
}

const text = {type: 'string'}
const flag = {type: 'boolean'}
const distinct = (items: object): object => ({type: 'array', uniqueItems: true, items})
const some = (words: readonly string[]): object => distinct({enum: words})
const closed = (properties: object, required: readonly string[]): object => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
})
const everyOne = (properties: object): object => closed(properties, Object.keys(properties))

const GROUP = {type: 'object', additionalProperties: closed({precedence: {type: 'integer'}}, [])}
const PASSWORDLESS = closed(
  {
    email_otp_enabled: flag,
    sms_otp_enabled: flag,
    web_authn: everyOne({relying_party_id: text, user_verification: {enum: ['required', 'preferred']}}),
    preferred_challenge: {enum: ['EMAIL_OTP', 'SMS_OTP', 'PASSWORD', 'WEB_AUTHN']},
  },
  [],
)
const STANDARD = [
  'address',
  'birthdate',
  'email',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'picture',
  'preferred_username',
  'profile',
  'sub',
  'updated_at',
  'website',
  'zoneinfo',
]
