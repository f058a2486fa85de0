import type {Provider} from '../auth-clients.js'
import type {AuthPlaces} from './auth.js'
import type {Auth} from '../manifest.js'
import {customDomain} from '../sections/auth/domain.js'
import {PROVIDER_KINDS} from '../sections/auth/provider-kinds.js'
import {serverIdentifier} from '../sections/auth/resource-servers.js'
import {show} from '../read/show.js'
import {LIMITS, within} from '../rules/limits.js'
import {domainPrefix} from '../rules/places.js'

// Three at least, for the model's pattern has three parts: of them only the one in the middle may be an underscore.
const PROVIDER_NAME = LIMITS['cognito-idp'].ProviderNameTypeV2
const providerNameRule = within(PROVIDER_NAME, '', {also: /^(?!cognito$)/i})

/** What has to fit together in domain, resource servers and identity providers. Throws ManifestError. */
export function checkFederation(auth: Auth, places: AuthPlaces): void {
  checkDomain(auth, places)
  checkResourceServers(auth, places)
  const names = new Map<string, string>()
  for (const [name, provider] of auth.providers) {
    checkProvider(auth, {name, provider}, places)
    const taken = providerName(name, provider)
    const other = names.get(taken)
    if (other !== undefined) {
      throw places.refuse(
        ['providers', name],
        `is the second provider ${taken}; the first is ${other}`,
        'Cognito has one of each.',
      )
    }
    names.set(taken, name)
  }
}

/** As Cognito calls it: social providers by their own names, others as the reader does. */
export const providerName = (name: string, {type}: Provider): string =>
  type === undefined || type === 'oidc' || type === 'saml' ? name : PROVIDER_KINDS[type].type

function checkDomain({domain, managedLogin, tier, providers}: Auth, places: AuthPlaces): void {
  if (domain) {
    const [path, value, rule] =
      'prefix' in domain
        ? ([['domain'], domain.prefix, domainPrefix] as const)
        : ([['domain', 'name'], domain.name, customDomain] as const)
    const problem = rule(value)
    if (problem) throw places.becomes(path, value, problem)
  }
  if (managedLogin === true) {
    if (tier === 'lite') {
      throw places.refuse(
        ['managedLogin'],
        'is true, which needs the tier essentials or plus',
        'Set tier: essentials, or leave managedLogin out.',
      )
    }
    if (!domain) throw places.refuse(['managedLogin'], 'is true, but there is no domain for its pages', NEEDS_DOMAIN)
  }
  if (providers.size > 0 && !domain) {
    throw places.refuse(['providers'], 'has providers, but there is no domain for them to come back to', NEEDS_DOMAIN)
  }
}

const NEEDS_DOMAIN = 'Set auth.domain, for example acme-{env}.'

function checkResourceServers({resourceServers}: Auth, places: AuthPlaces): void {
  const taken = new Map<string, string>()
  for (const [name, {identifier, scopes}] of resourceServers) {
    const path = ['resourceServers', name, 'identifier']
    const problem = serverIdentifier(identifier)
    if (problem) throw places.becomes(path, identifier, problem)
    for (const scope of scopes.keys())
      checkScope(`${identifier}/${scope}`, ['resourceServers', name, 'scopes', scope], places)
    const other = taken.get(identifier)
    if (other !== undefined) throw places.refuse(path, `is also the identifier of ${other}`, 'Each needs its own.')
    taken.set(identifier, name)
  }
}

/** App clients name a scope with its server's identifier before it. */
function checkScope(full: string, path: readonly string[], places: AuthPlaces): void {
  const {max} = LIMITS['cognito-idp'].ScopeType
  if (full.length <= max) return
  throw places.refuse(
    path,
    `comes to ${full.length} characters with its identifier before it, AWS takes ${max}`,
    'Shorten the identifier or the scope.',
  )
}

interface Named {
  readonly name: string
  readonly provider: Provider
}

function checkProvider(auth: Auth, {name, provider}: Named, places: AuthPlaces): void {
  const path = ['providers', name]
  if (!provider.type) {
    throw places.refuse(path, 'lacks type', 'Add type: oidc or type: saml (or google, facebook, apple, amazon).')
  }
  const kind = PROVIDER_KINDS[provider.type]
  const fields = new Map<string, unknown>(Object.entries(provider))
  for (const field of kind.needs) {
    if (fields.get(field) !== undefined) continue
    const why = field === 'clientSecret' || field === 'privateKey' ? ': { ssm: /acme/secret }' : ''
    throw places.refuse(
      path,
      `lacks ${field}`,
      `A provider of type ${provider.type} needs it. Add the key ${field}${why}.`,
    )
  }
  for (const [field, value] of fields) {
    if (value === undefined || COMMON.includes(field) || kind.takes.some((taken) => taken === field)) continue
    if (field === 'scopes' && kind.between !== undefined) continue
    throw places.refuse([...path, field], `means nothing for a provider of type ${provider.type}`, 'Remove it.')
  }
  if (providerNameRule(providerName(name, provider))) {
    throw places.refuse(
      path,
      `cannot be called ${show(name)}`,
      `Cognito takes 3–${PROVIDER_NAME.max} characters, not "cognito", and no underscore but as the second.`,
    )
  }
  checkMapping(auth, {name, provider}, places)
}

const COMMON = ['type', 'attributes', 'identifiers']

/** Cognito refuses a federated user whose required attributes nobody maps. */
function checkMapping(auth: Auth, {name, provider}: Named, places: AuthPlaces): void {
  const mapped = Object.keys(provider.attributes ?? {})
  const missing = requiredAttributes(auth).find((attribute) => !mapped.includes(attribute))
  if (missing === undefined && mapped.length > 0) return
  const wanted = missing ?? 'email'
  throw places.refuse(
    ['providers', name],
    mapped.length === 0
      ? 'has no attributes: nothing that it says of a user would be kept'
      : `does not map ${wanted}, which every user must have`,
    `Add attributes: { ${wanted}: <what the provider calls it> }.`,
  )
}

/** Who signs in by e-mail or phone has one. */
const requiredAttributes = ({signIn, requiredAttributes: asked = []}: Auth): readonly string[] => {
  const [only, second] = signIn
  const bySignIn = second || only === 'username' ? [] : [only === 'phone' ? 'phone_number' : 'email']
  return [...new Set([...bySignIn, ...asked])]
}
