import type {IdentityProviderType, IdentityProviderTypeType} from '@aws-sdk/client-cognito-identity-provider'
import type {ProviderType} from '../../../manifest/auth-clients.js'
import {PROVIDER_KINDS} from '../../../manifest/sections/auth/provider-kinds.js'
import {ownSecret} from '../../../manifest/rules/secret-variables.js'
import {variableName} from '../../../text/variable-name.js'
import type {LivePool} from '../read/live.js'
import {sectionOf, type Section} from './pool.js'

/** The APIs of a pool by keys of awsup.yaml, and what their scopes are called there. Pure. */
export function writeResourceServers({resourceServers}: Pick<LivePool, 'resourceServers'>): {
  readonly section: Section
  readonly scopes: ReadonlyMap<string, string>
} {
  const scopes = new Map<string, string>()
  const section: Record<string, Section> = {}
  for (const {Identifier = '', Name = '', Scopes = []} of resourceServers) {
    const key = freeKey(Name, section)
    section[key] = sectionOf({
      name: Name === key ? undefined : Name,
      identifier: Identifier === key ? undefined : Identifier,
      scopes: Object.fromEntries(
        Scopes.map(({ScopeName = '', ScopeDescription = ''}) => [ScopeName, ScopeDescription]),
      ),
    })
    for (const {ScopeName = ''} of Scopes) scopes.set(`${Identifier}/${ScopeName}`, `${key}/${ScopeName}`)
  }
  return {section, scopes}
}

function freeKey(wish: string, taken: Readonly<Record<string, unknown>>): string {
  const base =
    wish
      .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
      .replace(/^[^A-Za-z]+|-+$/g, '')
      .slice(0, 60) || 'api'
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? base : `${base}-${number}`
    if (!Object.hasOwn(taken, key)) return key
  }
}

const TYPES: Readonly<Record<IdentityProviderTypeType, ProviderType>> = {
  Google: 'google',
  Facebook: 'facebook',
  LoginWithAmazon: 'amazon',
  SignInWithApple: 'apple',
  OIDC: 'oidc',
  SAML: 'saml',
}

/**
 * Whom people come in from, by keys of awsup.yaml; secrets are named by variables of the reader's to be, and never read.
 * Pure.
 */
export function writeProviders({providers}: Pick<LivePool, 'providers'>): {
  readonly section: Section
  readonly keys: ReadonlyMap<string, string>
} {
  const all = providers.map((provider) => {
    const type = TYPES[provider.ProviderType ?? 'OIDC']
    const name = provider.ProviderName ?? ''
    const key = type === 'oidc' || type === 'saml' ? name : type
    return {name, key, section: writeProvider(provider, key, type)}
  })
  return {
    section: Object.fromEntries(all.map(({key, section}) => [key, section])),
    keys: new Map(all.map(({name, key}) => [name, key])),
  }
}

/** `IDP_` stands before what is no name of a variable, or one that other programs read, as with a provider called `aws`. */
function variableOf(key: string): string {
  const name = variableName(`${key}Secret`).replaceAll(/\W/g, '_')
  return /^\d/.test(name) || ownSecret(name) ? `IDP_${name}` : name
}

function writeProvider(
  {ProviderDetails = {}, AttributeMapping = {}, IdpIdentifiers = []}: IdentityProviderType,
  key: string,
  type: ProviderType,
): Section {
  const kind = PROVIDER_KINDS[type]
  const detail = (name: string): string | undefined => ProviderDetails[name]
  const secret = {env: variableOf(key)}
  const [authorize, token, userInfo, jwks] = ['authorize_url', 'token_url', 'attributes_url', 'jwks_uri'].map(detail)
  const known = sectionOf({
    clientId: detail('client_id'),
    teamId: detail('team_id'),
    keyId: detail('key_id'),
    issuer: detail('oidc_issuer'),
    method: type === 'oidc' ? detail('attributes_request_method') : undefined,
    endpoints:
      authorize !== undefined && token !== undefined && userInfo !== undefined && jwks !== undefined
        ? {authorize, token, userInfo, jwks}
        : undefined,
    apiVersion: detail('api_version'),
    metadataUrl: detail('MetadataURL'),
    signOut: flagOf(detail('IDPSignout')),
    encrypted: flagOf(detail('EncryptedResponses')),
    signRequests: detail('RequestSigningAlgorithm') === undefined ? undefined : true,
    idpInitiated: flagOf(detail('IDPInit')),
  })
  const taken = Object.entries(known).filter(([field]) => kind.takes.some((one) => one === field))
  const scopes = kind.between === undefined ? undefined : detail('authorize_scopes')?.split(kind.between)
  const mapped = Object.entries(AttributeMapping).filter(([name]) => name !== 'username')
  return sectionOf({
    type: key === type ? undefined : type,
    ...Object.fromEntries(taken),
    ...(kind.secret !== undefined && {[kind.secret]: secret}),
    scopes,
    attributes: mapped.length > 0 ? Object.fromEntries(mapped) : undefined,
    identifiers: IdpIdentifiers.length > 0 ? IdpIdentifiers : undefined,
  })
}

const flagOf = (text: string | undefined): boolean | undefined =>
  text === undefined ? undefined : text.toLowerCase() === 'true'
