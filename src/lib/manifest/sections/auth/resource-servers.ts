import {fields, record} from '../../read/collections.js'
import {text, type Rule} from '../../read/scalars.js'
import type {Spot} from '../../read/spot.js'
import {LIMITS, range, within} from '../../rules/limits.js'
import {clientName} from '../../rules/names.js'
import {template} from '../../rules/placeholders.js'

const COGNITO = LIMITS['cognito-idp']

/** What one of `auth.resourceServers` says. */
export type ResourceServerSection = ReturnType<typeof resourceServer>

/** `auth.resourceServers`: at most 25 (Cognito quotas, "Resource servers per user pool"). */
export const resourceServers = record({name: clientName, read: resourceServer, max: 25})

function resourceServer(spot: Spot) {
  const {optional} = fields(spot, ['name', 'identifier', 'scopes'])
  return {
    name: optional('name', text(serverName)),
    identifier: optional('identifier', text(template)),
    scopes: optional(
      'scopes',
      record({name: scope, read: text(description), max: COGNITO.ResourceServerScopeListType.max}),
    ),
  }
}

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

/** What an identifier must be once its placeholders are replaced. */
export const serverIdentifier: Rule = within(
  COGNITO.ResourceServerIdentifierType,
  `be ${range(COGNITO.ResourceServerIdentifierType)} ASCII characters with no quote, backslash or space`,
  {hint: 'For example: https://api.acme.dev'},
)
