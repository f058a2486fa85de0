import {fields, record} from '../read/collections.js'
import {text, type Rule} from '../read/scalars.js'
import type {Spot} from '../read/spot.js'
import {clientName, pattern} from '../rules/names.js'
import {template} from '../rules/placeholders.js'

/** What one of `auth.resourceServers` says. */
export type ResourceServerSection = ReturnType<typeof resourceServer>

/** `auth.resourceServers`: at most 25 (Cognito quotas, "Resource servers per user pool"). */
export const resourceServers = record({name: clientName, read: resourceServer, max: 25})

function resourceServer(spot: Spot) {
  const {optional} = fields(spot, ['name', 'identifier', 'scopes'])
  return {
    name: optional('name', text(serverName)),
    identifier: optional('identifier', text(template)),
    scopes: optional('scopes', record({name: scope, read: text(description), max: 100})),
  }
}

// The limits of CreateResourceServer's own model.
const serverName: Rule = pattern('be 1–256 letters, digits, spaces and _+=,.@-', /^[\w\s+=,.@-]{1,256}$/)
const scope: Rule = pattern(
  'be 1–256 ASCII characters with no slash, quote, backslash or space',
  /^[!#-.0-[\]-~]{1,256}$/,
  'For example: read',
)
const description: Rule = pattern('be 1–256 characters on one line', /^[^\u0000-\u001f\u007f]{1,256}$/u)

/** What an identifier must be once its placeholders are replaced. */
export const serverIdentifier: Rule = pattern(
  'be 1–256 ASCII characters with no quote, backslash or space',
  /^[!#-[\]-~]{1,256}$/,
  'For example: https://api.acme.dev',
)
