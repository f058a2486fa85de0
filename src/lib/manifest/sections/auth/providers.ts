import {isScalar} from 'yaml'
import type {SecretReference} from '../../../base/secret-reference.js'
import {fields, list, record} from '../../read/collections.js'
import {flag, oneOf, text, type Rule} from '../../read/scalars.js'
import {pathOf, refused, type Spot} from '../../read/spot.js'
import {LIMITS, range, within} from '../../rules/limits.js'
import {clientName, every, pattern} from '../../rules/names.js'
import {template} from '../../rules/placeholders.js'
import {ownSecret} from '../../rules/secret-variables.js'

const COGNITO = LIMITS['cognito-idp']

/** What one of `auth.providers` says: only what is written there. */
export type ProviderSection = ReturnType<typeof provider>

/** `auth.providers`, by a name of the reader's own. */
export const providers = record({name: clientName, read: provider, max: 300})

const KEYS = [
  'type',
  'clientId',
  'clientSecret',
  'teamId',
  'keyId',
  'privateKey',
  'issuer',
  'method',
  'endpoints',
  'apiVersion',
  'metadataUrl',
  'signOut',
  'encrypted',
  'signRequests',
  'idpInitiated',
  'scopes',
  'attributes',
  'identifiers',
] as const

function provider(spot: Spot) {
  const {optional, section} = fields(spot, KEYS)
  return {
    type: optional('type', oneOf('google', 'facebook', 'apple', 'amazon', 'oidc', 'saml')),
    clientId: optional('clientId', text(oneWord)),
    clientSecret: optional('clientSecret', secret),
    teamId: optional('teamId', text(oneWord)),
    keyId: optional('keyId', text(oneWord)),
    privateKey: optional('privateKey', secret),
    issuer: optional('issuer', text(httpsUrl)),
    method: optional('method', oneOf('GET', 'POST')),
    endpoints: section('endpoints', endpoints),
    apiVersion: optional(
      'apiVersion',
      text(pattern('be a version of the Graph API', /^v\d+\.\d+$/, 'For example: v17.0')),
    ),
    metadataUrl: optional('metadataUrl', text(httpsUrl)),
    signOut: optional('signOut', flag),
    encrypted: optional('encrypted', flag),
    signRequests: optional('signRequests', flag),
    idpInitiated: optional('idpInitiated', flag),
    scopes: optional('scopes', list(text(oneWord), {min: 1, max: 50, distinct: true})),
    attributes: section('attributes', (below): Readonly<Record<string, string>> => Object.fromEntries(mapping(below))),
    identifiers: optional(
      'identifiers',
      list(text(identifier), {max: COGNITO.IdpIdentifiersListType.max, distinct: true}),
    ),
  }
}

function endpoints(spot: Spot) {
  const {required} = fields(spot, ['authorize', 'token', 'userInfo', 'jwks'])
  const url = text(httpsUrl)
  return {
    authorize: required('authorize', url),
    token: required('token', url),
    userInfo: required('userInfo', url),
    jwks: required('jwks', url),
  }
}

/** A reference to a secret. What somebody wrote out is refused, and not repeated: messages end up in logs. */
function secret(spot: Spot): SecretReference {
  if (isScalar(spot.node) && spot.node.value !== null) {
    throw refused(
      spot,
      'is a secret written out, must say where it is kept',
      `${WAYS} Anyone who read this file knows what was in it: have ${pathOf(spot).split('.').at(-2) ?? 'the provider'} issue another one.`,
    )
  }
  const {optional} = fields(spot, ['ssm', 'secretsManager', 'key', 'env', 'stdin'])
  const [ssm, secretsManager, env] = [
    optional('ssm', text(every(template, parameterName))),
    optional('secretsManager', text(every(template, secretId))),
    optional('env', text(variable)),
  ]
  const stdin = optional('stdin', flag)
  const key = optional('key', text(oneWord))
  const found: readonly SecretReference[] = [
    ...(ssm === undefined ? [] : [{ssm}]),
    ...(secretsManager === undefined ? [] : [{secretsManager, key}]),
    ...(env === undefined ? [] : [{env}]),
    ...(stdin === true ? [{stdin}] : []),
  ]
  const [reference, second] = found
  if (!reference || second) throw refused(spot, 'must have one of ssm, secretsManager, env, stdin', WAYS)
  if (key !== undefined && secretsManager === undefined) {
    throw refused(spot, 'has a key, which only secretsManager knows', 'Remove key.')
  }
  return reference
}

const WAYS = 'Write { ssm: /acme/google }, { secretsManager: acme/google }, { env: GOOGLE_SECRET } or { stdin: true }.'

const oneWord: Rule = pattern('be 1–2048 characters with no spaces', /^[!-~]{1,2048}$/)
const anything: Rule = pattern('be 1–2048 characters on one line', /^[^\u0000-\u001f\u007f]{1,2048}$/u)
const httpsUrl: Rule = every(pattern('begin with https://', /^https:\/\/[^\s/?#]+[^\s#]*$/), (value) =>
  URL.canParse(value) ? undefined : {must: 'be a URL that can be parsed'},
)
const poolAttribute: Rule = within(COGNITO.AttributeMappingKeyType, 'be an attribute of the user pool', {
  also: /^(username|(custom:)?[\p{L}\p{M}\p{S}\p{N}_-]+)$/u,
  hint: 'For example: email, custom:tenant',
})
const identifier: Rule = within(
  COGNITO.IdpIdentifierType,
  `be ${range(COGNITO.IdpIdentifierType)} letters, digits, spaces and _+=.@-`,
)
// Shorter than its model says: a name has at most 1011 characters (SSM user guide, "About requirements and constraints").
const parameterName: Rule = within(LIMITS.ssm.PSParameterName, 'be the name of a parameter', {
  also: /^[\w./{}:-]{1,1011}$/,
  hint: 'For example: /acme/{env}/google',
})
const secretId: Rule = within(LIMITS.secretsmanager.SecretIdType, 'be the name or ARN of a secret', {
  also: /^[\w/+=.@{}:-]*$/,
  hint: 'For example: acme/{env}/google',
})
const variable: Rule = every(
  pattern('be the name of an environment variable', /^[A-Za-z_][A-Za-z0-9_]{0,254}$/, 'For example: GOOGLE_SECRET'),
  ownSecret,
)

const mapping = record({name: poolAttribute, read: (spot) => text(anything)(spot), max: 100})
