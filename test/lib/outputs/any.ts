import fc from 'fast-check'
import type {OutputSettings, ProviderType, Told} from '../../../src/lib/outputs/content/settings.js'

const anyUrls = fc.uniqueArray(
  fc.constantFrom('http://localhost:5173', 'https://a.dev/in?x=1', 'myapp://back', 'https://ü.dev/'),
)

const PROVIDERS: readonly (readonly [string, {readonly type: ProviderType}])[] = [
  ['google', {type: 'google'}],
  ['facebook', {type: 'facebook'}],
  ['amazon', {type: 'amazon'}],
  ['apple', {type: 'apple'}],
  ['okta', {type: 'oidc'}],
  ['corp', {type: 'saml'}],
]

/** Any `auth` that a manifest can have, as far as outputs read it. */
export const anySettings: fc.Arbitrary<OutputSettings> = fc.record({
  signIn: fc.uniqueArray(fc.constantFrom('email', 'phone', 'username'), {minLength: 1}),
  requiredAttributes: fc.constantFrom(undefined, ['email'], ['email', 'family_name']),
  mfa: fc.constantFrom('off', 'optional', 'on'),
  mfaMethods: fc.option(fc.uniqueArray(fc.constantFrom('totp', 'sms', 'email'), {minLength: 1}), {nil: undefined}),
  passkeys: fc.boolean(),
  relyingParty: fc.constantFrom(undefined, 'app.acme.dev'),
  userVerification: fc.constantFrom(undefined, 'required', 'preferred'),
  otp: fc.option(fc.uniqueArray(fc.constantFrom('email', 'sms')), {nil: undefined}),
  password: fc.record({
    minLength: fc.integer({min: 6, max: 99}),
    lowercase: fc.boolean(),
    uppercase: fc.boolean(),
    numbers: fc.boolean(),
    symbols: fc.boolean(),
  }),
  clients: fc
    .record({
      callbackUrls: anyUrls,
      logoutUrls: anyUrls,
      flows: fc.constantFrom(undefined, ['code'] as const, ['implicit'] as const, ['implicit', 'code'] as const),
      scopes: fc.constantFrom(undefined, ['openid', 'phone'], ['openid', 'api/read', 'aws.cognito.signin.user.admin']),
      providers: fc.option(fc.uniqueArray(fc.constantFrom('cognito', 'google', 'amazon', 'okta')), {nil: undefined}),
    })
    .map((client) => new Map([['web', client]])),
  providers: fc.subarray([...PROVIDERS]).map((providers) => new Map(providers)),
  resourceServers: fc.constant(new Map([['api', {identifier: 'https://api.acme.dev'}]])),
  groups: fc
    .uniqueArray(fc.constantFrom('admins', "o'brien", 'größe', 'a"b', '$HOME'))
    .chain((names) =>
      fc.tuple(
        ...names.map((name) =>
          fc.record({precedence: fc.option(fc.nat(), {nil: undefined})}).map((group) => [name, group] as const),
        ),
      ),
    )
    .map((groups) => new Map(groups)),
  domain: fc.constantFrom(undefined, {prefix: 'acme-dev'}),
  guests: fc.boolean(),
})

const PIECES = [
  '$',
  '${HOME}',
  '%{if}',
  '"',
  "'",
  '\\',
  '\\n',
  '#',
  ' ',
  '=',
  '!',
  '&&',
  '*',
  '~',
  ';',
  'é',
  '漢',
  '🎉',
  '//',
  '</script>',
  "'''",
  '{',
  '}',
]

/** Any text that may stand under `values`: one line, with no backtick and no backslash at its end. */
export const anyValue: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({unit: 'grapheme', maxLength: 4})), {
    minLength: 1,
    maxLength: 6,
  })
  .map((pieces) =>
    pieces
      .join('')
      .replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029`]/g, '')
      .replace(/\\+$/, ''),
  )
  .filter((value) => value.length > 0)

/** Twenty values that nobody would choose: what reads them is started once for all. */
export const anyValues: fc.Arbitrary<ReadonlyMap<string, string>> = fc
  .array(anyValue, {minLength: 20, maxLength: 20})
  .map((values) => new Map(values.map((value, index) => [`value${String.fromCharCode(65 + index)}`, value])))

export const anyTold: fc.Arbitrary<Told> = fc.record({settings: anySettings, values: anyValues})
