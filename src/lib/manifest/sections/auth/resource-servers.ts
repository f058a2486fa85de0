import {mapping, record} from '../../read/collections.js'
import {optional} from '../../read/keys.js'
import {text, type Rule} from '../../read/scalars.js'
import {LIMITS, range, within} from '../../rules/limits.js'
import {clientName} from '../../rules/names.js'
import {template} from '../../rules/placeholders.js'

const COGNITO = LIMITS['cognito-idp']

const serverName: Rule = within(
  COGNITO.ResourceServerNameType,
  `be ${range(COGNITO.ResourceServerNameType)} letters, digits, spaces and _+=,.@-`,
)
const scope: Rule = within(
  COGNITO.ResourceServerScopeNameType,
  `be ${range(COGNITO.ResourceServerScopeNameType)} ASCII characters with no slash, quote, backslash or space`,
  {hint: 'For example: read'},
)
const description: Rule = within(
  COGNITO.ResourceServerScopeDescriptionType,
  `be ${range(COGNITO.ResourceServerScopeDescriptionType)} characters on one line`,
  {also: /^[^\u0000-\u001f\u007f]*$/},
)

const resourceServer = mapping({
  /** What AWS shows. Without this key: its name in awsup.yaml. */
  name: optional(text(serverName)),
  /**
   * What stands before each scope in tokens, often a URL. Without this key: its name in awsup.yaml. Another identifier makes
   * another resource server.
   * @example https://api.acme.dev
   */
  identifier: optional(text(template)),
  /** Scopes by name, each with what it allows, at most 100. */
  scopes: optional(record({name: scope, read: text(description), max: COGNITO.ResourceServerScopeListType.max})),
})

/** What one of `auth.resourceServers` says. */
export type ResourceServerSection = ReturnType<typeof resourceServer>

/** `auth.resourceServers`: at most 25 (Cognito quotas, "Resource servers per user pool"). */
export const resourceServers = record({name: clientName, read: resourceServer, max: 25})

/** What an identifier must be once its placeholders are replaced. */
export const serverIdentifier: Rule = within(
  COGNITO.ResourceServerIdentifierType,
  `be ${range(COGNITO.ResourceServerIdentifierType)} ASCII characters with no quote, backslash or space`,
  {hint: 'For example: https://api.acme.dev'},
)
