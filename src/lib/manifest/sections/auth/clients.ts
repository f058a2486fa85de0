import {isScalar} from 'yaml'
import {list, mapping, orNothing, record} from '../../read/collections.js'
import {optional, section} from '../../read/keys.js'
import {flag, integer, oneOf, text, type Rule} from '../../read/scalars.js'
import {shaped} from '../../read/shape.js'
import {refused, type Read, type Spot} from '../../read/spot.js'
import {clientName, pattern} from '../../rules/names.js'
import {redirectUrl} from '../../rules/places.js'
import {LIMITS, within} from '../../rules/limits.js'
import {cognitoTemplate} from '../../rules/pool.js'

const COGNITO = LIMITS['cognito-idp']
const GRACE = COGNITO.RetryGracePeriodSecondsType

const scopeName: Rule = pattern(
  'be openid, email, profile, phone, aws.cognito.signin.user.admin, or <resource server>/<scope>',
  /^(openid|email|profile|phone|aws\.cognito\.signin\.user\.admin|[^/\s"\\]+\/[!#-.0-[\]-~]+)$/,
  'For example: [openid, email, api/read]',
)

const attributeName: Rule = within(COGNITO.AttributeNameType, 'be the name of an attribute', {
  also: /^(custom:)?[\p{L}\p{M}\p{S}\p{N}_-]+$/u,
  hint: 'For example: email, custom:tenant',
})

const isFlag = ({node}: Spot): boolean => isScalar(node) && typeof node.value === 'boolean'

const withGrace = mapping(
  {
    /**
     * Seconds for which the old token still works.
     * @default 60
     */
    graceSeconds: optional(integer(GRACE)),
  },
  ({graceSeconds = GRACE.max}) => ({graceSeconds}),
)

/** `false` switches it off; `true` is with the longest grace that AWS knows. */
const rotation: Read<{readonly graceSeconds: number} | false> = shaped(
  {sort: 'either', of: [flag, withGrace]},
  (spot) => (isFlag(spot) ? flag(spot) && {graceSeconds: GRACE.max} : withGrace(spot)),
)

const urls = ({max}: {readonly max: number}) => list(text(redirectUrl), {max, distinct: true})
const attributes = list(text(attributeName), {max: 70, min: 1, distinct: true})

const CLIENT = {
  /** What Cognito calls the app client. Without this key: its name in awsup.yaml. */
  name: optional(text(cognitoTemplate)),
  /**
   * Whether the identity pool takes its tokens, so that its users get AWS credentials.
   * @default true
   */
  identities: optional(flag),
  /**
   * What uses the app client. Whether it has a secret is permanent.
   * @default web
   * @permanent
   * @value web A page in a browser. No secret.
   * @value native An app on a device. No secret.
   * @value server A server that keeps a secret.
   * @value machine A program that signs in as itself, with a secret. Needs `scopes`.
   */
  type: optional(oneOf('web', 'native', 'server', 'machine')),
  /**
   * Exact URLs that the sign-in pages can lead back to: https, http on this machine alone, or a scheme of an app. Without any
   * there are no sign-in pages.
   * @example ["http://localhost:5173"]
   */
  callbackUrls: section(urls(COGNITO.CallbackURLsListType)),
  /** Exact URLs that a sign-out can lead to. Without this key: those of `callbackUrls`. */
  logoutUrls: section(urls(COGNITO.LogoutURLsListType)),
  // 5 minutes to a day, 1 hour to 10 years (Cognito quotas, "Token validity"); the model counts in any unit.
  /**
   * Minutes for which an access token works. Not longer than the refresh token.
   * @default 60
   */
  accessTokenMinutes: optional(integer({min: 5, max: 1440})),
  /**
   * Minutes for which an ID token works. Not longer than the refresh token.
   * @default 60
   */
  idTokenMinutes: optional(integer({min: 5, max: 1440})),
  /**
   * Days for which a refresh token works. Not together with `refreshTokenHours`.
   * @default 30
   */
  refreshTokenDays: optional(integer({min: 1, max: 3650})),
  /** Hours for which a refresh token works. Not together with `refreshTokenDays`. */
  refreshTokenHours: optional(integer({min: 1, max: 87_600})),
  /**
   * Whether each use of a refresh token gives a new one: `true`, `false`, or `{ graceSeconds }`. Left as it is on AWS without
   * this key.
   */
  refreshTokenRotation: optional(rotation),
  /**
   * How an application can sign users in with its own page. `[]`: on the sign-in pages alone. Without this key: `srp`, and
   * what somebody added on AWS.
   * @value srp With a password that never leaves the device.
   * @value password With a password that is sent to Cognito.
   * @value admin With a password, by a server with AWS credentials.
   * @value custom With questions of your own triggers.
   * @value choice With what the user chooses: passkeys and one-time codes need it, and add it.
   */
  authFlows: optional(list(oneOf('srp', 'password', 'admin', 'custom', 'choice'), {max: 5, distinct: true})),
  /**
   * OAuth flows of the sign-in pages. `[]`: the sign-in pages do not know the app client. Without this key: `code`.
   * @value code With a code that the application exchanges for tokens. The safe one.
   * @value implicit With tokens in the URL, for old applications.
   */
  flows: optional(list(oneOf('code', 'implicit'), {max: 2, distinct: true})),
  /**
   * What tokens from the sign-in pages allow: `openid`, `email`, `profile`, `phone`, `aws.cognito.signin.user.admin`, and
   * `<resource server>/<scope>`. Without this key: `openid`, `email`, `profile`.
   * @example ["openid", "email", "profile"]
   */
  scopes: optional(list(text(scopeName), {min: 1, max: COGNITO.ScopeListType.max, distinct: true})),
  /** Who can sign in on the pages: `cognito`, and names of `auth.providers`. Without this key: all of them. `[]`: nobody. */
  providers: optional(list(text(clientName), {max: 300, distinct: true})),
  /** Attributes of the user that the application can read. Left as it is on AWS without this key. */
  readAttributes: optional(attributes),
  /**
   * Attributes that users can change of themselves. Leave out what access rules go by. Left as it is on AWS without this key.
   */
  writeAttributes: optional(attributes),
}

const client = mapping(
  CLIENT,
  ({refreshTokenDays: days, refreshTokenHours: hours, ...said}, _, at) => {
    if (days !== undefined && hours !== undefined)
      throw refused(at('refreshTokenHours'), 'cannot be combined with refreshTokenDays', 'Keep one of them.')
    return {...said, refreshTokenHours: hours ?? (days === undefined ? undefined : days * 24)}
  },
  {apart: [['refreshTokenDays', 'refreshTokenHours']]},
)

/** What one app client of `auth.clients` says: only what is written there. */
export type ClientSection = Partial<ReturnType<typeof client>>

/** `auth.clients`. */
export const clients = record({name: clientName, read: orNothing<ClientSection>({}, client), max: 100})
