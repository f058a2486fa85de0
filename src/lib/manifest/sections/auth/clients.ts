import {isScalar} from 'yaml'
import {fields, list, record} from '../../read/collections.js'
import {flag, integer, oneOf, text, type Rule} from '../../read/scalars.js'
import {isNothing, refused, type Read, type Spot} from '../../read/spot.js'
import {clientName, pattern} from '../../rules/names.js'
import {redirectUrl} from '../../rules/places.js'
import {LIMITS, within} from '../../rules/limits.js'
import {cognitoTemplate} from '../../rules/pool.js'

/** What one app client of `auth.clients` says: only what is written there. */
export type ClientSection = Partial<ReturnType<typeof client>>

/** `auth.clients`. */
export const clients = record({name: clientName, read: client, max: 100})

const COGNITO = LIMITS['cognito-idp']

const KEYS = [
  'name',
  'identities',
  'type',
  'callbackUrls',
  'logoutUrls',
  'accessTokenMinutes',
  'idTokenMinutes',
  'refreshTokenDays',
  'refreshTokenHours',
  'refreshTokenRotation',
  'authFlows',
  'flows',
  'scopes',
  'providers',
  'readAttributes',
  'writeAttributes',
] as const

function client(spot: Spot) {
  if (isNothing(spot)) return {}
  const {optional, section} = fields(spot, KEYS)
  const urls = (limit: {readonly max: number}) => list(text(redirectUrl), {max: limit.max, distinct: true})
  const attributes = list(text(attributeName), {max: 70, min: 1, distinct: true})
  const days = optional('refreshTokenDays', integer({min: 1, max: 3650}))
  return {
    name: optional('name', text(cognitoTemplate)),
    identities: optional('identities', flag),
    type: optional('type', oneOf('web', 'native', 'server', 'machine')),
    callbackUrls: section('callbackUrls', urls(COGNITO.CallbackURLsListType)),
    logoutUrls: section('logoutUrls', urls(COGNITO.LogoutURLsListType)),
    // 5 minutes to a day, 1 hour to 10 years (Cognito quotas, "Token validity"); the model counts in any unit.
    accessTokenMinutes: optional('accessTokenMinutes', integer({min: 5, max: 1440})),
    idTokenMinutes: optional('idTokenMinutes', integer({min: 5, max: 1440})),
    refreshTokenHours: optional('refreshTokenHours', hours(days)) ?? (days === undefined ? undefined : days * 24),
    refreshTokenRotation: optional('refreshTokenRotation', rotation),
    authFlows: optional(
      'authFlows',
      list(oneOf('srp', 'password', 'admin', 'custom', 'choice'), {max: 5, distinct: true}),
    ),
    flows: optional('flows', list(oneOf('code', 'implicit'), {max: 2, distinct: true})),
    scopes: optional('scopes', list(text(scopeName), {min: 1, max: COGNITO.ScopeListType.max, distinct: true})),
    providers: optional('providers', list(text(clientName), {max: 300, distinct: true})),
    readAttributes: optional('readAttributes', attributes),
    writeAttributes: optional('writeAttributes', attributes),
  }
}

const hours =
  (days: number | undefined): Read<number> =>
  (spot) => {
    if (days === undefined) return integer({min: 1, max: 87_600})(spot)
    throw refused(spot, 'cannot be combined with refreshTokenDays', 'Keep one of them.')
  }

/** `false` switches it off; `true` is with the longest grace that AWS knows. */
function rotation(spot: Spot): {readonly graceSeconds: number} | false {
  if (isFlag(spot)) return flag(spot) && {graceSeconds: GRACE.max}
  const {optional} = fields(spot, ['graceSeconds'])
  return {graceSeconds: optional('graceSeconds', integer(GRACE)) ?? GRACE.max}
}

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
