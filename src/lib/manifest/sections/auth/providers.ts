import {isScalar} from 'yaml'
import type {SecretReference} from '../../../base/secret-reference.js'
import {list, made, mapping, record} from '../../read/collections.js'
import {optional, required, section} from '../../read/keys.js'
import {flag, oneOf, text, type Rule} from '../../read/scalars.js'
import {shaped} from '../../read/shape.js'
import {pathOf, refused, type Read, type Spot} from '../../read/spot.js'
import {LIMITS, range, within} from '../../rules/limits.js'
import {clientName, every, pattern} from '../../rules/names.js'
import {template} from '../../rules/placeholders.js'
import {ownSecret} from '../../rules/secret-variables.js'

const COGNITO = LIMITS['cognito-idp']

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

const url = text(httpsUrl)
const word = text(oneWord)

const endpoints = mapping({
  /** Where users are sent to sign in. */
  authorize: required(url),
  /** Where a code is exchanged for tokens. */
  token: required(url),
  /** Where the attributes of a user are read. */
  userInfo: required(url),
  /** Where the keys of its tokens are. */
  jwks: required(url),
})

const KEPT = ['ssm', 'secretsManager', 'env', 'stdin']

const reference: Read<SecretReference> = mapping(
  {
    /**
     * Name of a parameter of SSM in the environment's account.
     * @example /acme/{env}/google
     */
    ssm: optional(text(every(template, parameterName))),
    /**
     * Name or ARN of a secret of Secrets Manager in the environment's account.
     * @example acme/{env}/google
     */
    secretsManager: optional(text(every(template, secretId))),
    /**
     * Name of an environment variable of the person who runs awsup.
     * @example GOOGLE_SECRET
     */
    env: optional(text(variable)),
    /** Whether awsup reads it from its standard input. */
    stdin: optional(flag),
    /** Field of a secret of Secrets Manager that is JSON. */
    key: optional(word),
  },
  ({ssm, secretsManager, env, stdin, key}, spot) => {
    const found: readonly SecretReference[] = [
      ...(ssm === undefined ? [] : [{ssm}]),
      ...(secretsManager === undefined ? [] : [{secretsManager, key}]),
      ...(env === undefined ? [] : [{env}]),
      ...(stdin === true ? [{stdin}] : []),
    ]
    const [first, second] = found
    if (!first || second) throw refused(spot, `must have one of ${KEPT.join(', ')}`, WAYS)
    if (key !== undefined && secretsManager === undefined) {
      throw refused(spot, 'has a key, which only secretsManager knows', 'Remove key.')
    }
    return first
  },
  {one: [KEPT], needs: {key: 'secretsManager'}},
)

/**
 * A reference to a secret. What somebody wrote out is refused, and not repeated: messages end up in logs.
 *
 * @param advice what to do about a secret that was in the file
 */
export const secretWith = (advice: (spot: Spot) => string): Read<SecretReference> =>
  shaped(reference.shape, (spot) => {
    if (isScalar(spot.node) && spot.node.value !== null)
      throw refused(spot, 'is a secret written out, must say where it is kept', `${WAYS} ${advice(spot)}`)
    return reference(spot)
  })

const secret = secretWith(
  (spot) =>
    `Anyone who read this file knows what was in it: have ${pathOf(spot).split('.').at(-2) ?? 'the provider'} issue another one.`,
)

const mapped = record({name: poolAttribute, read: text(anything), max: 100})

const provider = mapping({
  /**
   * What the provider is. One that is called `google`, `facebook`, `apple` or `amazon` needs no type.
   * @permanent
   */
  type: optional(oneOf('google', 'facebook', 'apple', 'amazon', 'oidc', 'saml')),
  /** Id that the provider gave your application. Not for SAML. */
  clientId: optional(word),
  /** Where the secret that the provider gave your application is kept: never the secret itself. Not for Apple and SAML. */
  clientSecret: optional(secret),
  /** Team id at Apple. */
  teamId: optional(word),
  /** Id of the key at Apple. A new private key needs a new id. */
  keyId: optional(word),
  /** Where Apple's private key is kept: never the key itself. */
  privateKey: optional(secret),
  /**
   * Issuer of an OIDC provider: its URL.
   * @example https://login.acme.dev
   */
  issuer: optional(url),
  /**
   * How Cognito asks an OIDC provider for attributes.
   * @default GET
   */
  method: optional(oneOf('GET', 'POST')),
  /** URLs of an OIDC provider that publishes none. */
  endpoints: section(endpoints),
  /**
   * Version of Facebook's Graph API.
   * @example v17.0
   */
  apiVersion: optional(text(pattern('be a version of the Graph API', /^v\d+\.\d+$/, 'For example: v17.0'))),
  /** URL of the metadata of a SAML provider. */
  metadataUrl: optional(url),
  /** Whether a sign-out also signs out at a SAML provider. */
  signOut: optional(flag),
  /** Whether a SAML provider must encrypt its assertions. */
  encrypted: optional(flag),
  /** Whether Cognito signs its requests to a SAML provider. */
  signRequests: optional(flag),
  /** Whether a sign-in may begin at a SAML provider. */
  idpInitiated: optional(flag),
  /** What the provider is asked for. Not for SAML. */
  scopes: optional(list(word, {min: 1, max: 50, distinct: true})),
  /** Attribute of the user pool → what the provider calls it. Every attribute that users must have has to be here. */
  attributes: section(made(mapped, (found): Readonly<Record<string, string>> => Object.fromEntries(found))),
  /** Other names of the provider, such as domains of e-mail addresses, by which an application can choose it. */
  identifiers: optional(list(text(identifier), {max: COGNITO.IdpIdentifiersListType.max, distinct: true})),
})

/** What one of `auth.providers` says: only what is written there. */
export type ProviderSection = ReturnType<typeof provider>

/** `auth.providers`, by a name of the reader's own. */
export const providers = record({name: clientName, read: provider, max: 300})
