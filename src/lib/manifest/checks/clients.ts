import type {AppClient} from '../auth-clients.js'
import type {AuthPlaces} from './auth.js'
import type {Auth, Environment, Manifest} from '../manifest.js'
import {show} from '../read/show.js'
import {trustedClaims} from '../desired/trusted-claims.js'

/** What has to fit together in app clients. Throws ManifestError. */
export function checkClients(manifest: Manifest, environment: Environment, places: AuthPlaces): void {
  const {auth} = environment
  const trusted = trustedClaims(manifest, environment)
  checkNames(auth, places)
  for (const [name, client] of auth.clients) {
    const refuse: Refuse = (field, what, hint) => places.refuse(['clients', name, ...field], what, hint)
    if (client.type === 'machine') checkMachine(client, refuse)
    checkLifetimes(client, refuse)
    checkSchemes(client, refuse)
    checkScopes(client, auth, refuse)
    checkProviders(client, auth, refuse)
    checkWriting(client, auth, refuse)
    checkTrusted(client, {auth, trusted}, refuse)
  }
}

/** AWS lets two clients have one name, and then no name tells which is which. */
function checkNames({clients}: Auth, places: AuthPlaces): void {
  const names = new Map<string, string>()
  for (const [key, {name = key}] of clients) {
    const other = names.get(name)
    if (other !== undefined) {
      throw places.refuse(
        ['clients', key],
        `has the name ${show(name)}, which ${other} has too`,
        'Give it another name.',
      )
    }
    names.set(name, key)
  }
}

type Refuse = (field: readonly string[], what: string, hint?: string) => Error

/** A program that signs in as itself: no page, no user, nothing but scopes. */
function checkMachine(client: AppClient, refuse: Refuse): void {
  const meant = ['callbackUrls', 'logoutUrls', 'authFlows', 'flows', 'providers', 'readAttributes', 'writeAttributes']
  const fields = new Map<string, unknown>(Object.entries(client))
  for (const field of meant) {
    const value = fields.get(field)
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue
    throw refuse([field], 'means nothing for a client of type machine', 'Remove it: no user signs in there.')
  }
  if (client.refreshTokenRotation) {
    throw refuse(['refreshTokenRotation'], 'means nothing for a client of type machine', 'It gets no refresh tokens.')
  }
  if (client.scopes) return
  throw refuse(
    [],
    'has no scopes, which a client of type machine needs',
    'Name scopes of auth.resourceServers: scopes: [api/read].',
  )
}

function checkLifetimes(client: AppClient, refuse: Refuse): void {
  const refreshMinutes = client.refreshTokenHours * 60
  for (const field of ['accessTokenMinutes', 'idTokenMinutes'] as const) {
    if (client[field] <= refreshMinutes) continue
    throw refuse(
      [field],
      `is ${client[field]}, longer than the refresh token lives (${refreshMinutes} minutes)`,
      'Raise refreshTokenHours or refreshTokenDays, or lower this one.',
    )
  }
}

/**
 * An app on a device is called by a scheme of its own; a page is not, and any app could claim the scheme. Apps that
 * Amplify made years ago have a secret, and so are clients of type server.
 */
function checkSchemes(client: AppClient, refuse: Refuse): void {
  if (client.type === 'native' || client.type === 'server') return
  for (const field of ['callbackUrls', 'logoutUrls'] as const) {
    const index = client[field].findIndex((url) => !/^https?:/i.test(url))
    if (index < 0) continue
    throw refuse(
      [field, String(index)],
      `is ${show(client[field][index] ?? '')}, must begin with https:// for a client of type ${client.type}`,
      'Only clients of type native or server may be called by a scheme of their own.',
    )
  }
}

function checkScopes({type, scopes = []}: AppClient, {resourceServers}: Auth, refuse: Refuse): void {
  const own = [...resourceServers].flatMap(([server, found]) =>
    [...found.scopes.keys()].map((scope) => `${server}/${scope}`),
  )
  const known =
    own.length > 0 ? `Known: ${own.join(', ')}.` : 'Declare it: auth.resourceServers.api.scopes: { read: Read things }.'
  for (const [index, scope] of scopes.entries()) {
    if (!scope.includes('/') && type === 'machine') {
      throw refuse(['scopes', String(index)], `is ${show(scope)}, which is about a user, and there is none`, known)
    }
    if (!scope.includes('/') || own.includes(scope)) continue
    throw refuse(['scopes', String(index)], `is ${show(scope)}, which no resource server has`, known)
  }
}

function checkProviders({providers = []}: AppClient, auth: Auth, refuse: Refuse): void {
  for (const [index, name] of providers.entries()) {
    if (name === 'cognito' || auth.providers.has(name)) continue
    throw refuse(
      ['providers', String(index)],
      `is ${show(name)}, which is not declared under auth.providers`,
      `Known: ${['cognito', ...auth.providers.keys()].join(', ')}.`,
    )
  }
}

/**
 * Required attributes first (developer guide, "Application-specific settings with app clients"). Cognito writes what a provider says of a user with the client's own permission, and refuses the sign-in
 * without.
 */
function checkWriting({writeAttributes, providers}: AppClient, auth: Auth, refuse: Refuse): void {
  if (!writeAttributes) return
  const required = (auth.requiredAttributes ?? []).find((attribute) => !writeAttributes.includes(attribute))
  if (required !== undefined) {
    throw refuse(
      ['writeAttributes'],
      `lacks ${required}, which auth.requiredAttributes has: users could not sign up through this client`,
      `Add ${required}: AWS refuses a client that cannot write a required attribute.`,
    )
  }
  for (const [name, provider] of auth.providers) {
    if (providers?.includes(name) === false) continue
    const missing = Object.keys(provider.attributes ?? {}).find(
      (attribute) => attribute !== 'username' && !writeAttributes.includes(attribute),
    )
    if (missing === undefined) continue
    throw refuse(
      ['writeAttributes'],
      `lacks ${missing}, which the provider ${name} sets when its users sign in`,
      `Add ${missing}, or take it out of auth.providers.${name}.attributes.`,
    )
  }
}

/**
 * What decides what users may do is not theirs to write, nor a provider's whose word Cognito writes as if it were
 * theirs.
 */
function checkTrusted(
  {type, writeAttributes, providers}: AppClient,
  {auth, trusted}: {readonly auth: Auth; readonly trusted: readonly string[]},
  refuse: Refuse,
): void {
  if (type === 'machine') return
  const written = writeAttributes?.find((attribute) => trusted.includes(attribute))
  if (written !== undefined) {
    throw refuse(
      ['writeAttributes'],
      `has ${written}, which access rules go by: users could give themselves any rights`,
      `Remove ${written}: administrators and triggers can write it all the same.`,
    )
  }
  for (const [name, {attributes = {}}] of auth.providers) {
    const mapped = Object.keys(attributes).find((attribute) => trusted.includes(attribute))
    if (mapped === undefined || providers?.includes(name) === false) continue
    throw refuse(
      [],
      `lets people in from ${name}, which sets ${mapped}, and access rules go by that: users could set it too`,
      `Take ${mapped} out of auth.providers.${name}.attributes and put the claim into tokens with a preTokenGeneration trigger, or leave ${name} out of this client's providers.`,
    )
  }
}
