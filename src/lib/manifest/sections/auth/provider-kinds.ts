import type {ProviderType} from '../../auth-clients.js'
import type {ProviderSection} from './providers.js'

type Field = Exclude<keyof ProviderSection, 'type' | 'scopes' | 'attributes' | 'identifiers'>

/** What one sort of provider takes. */
interface ProviderKind {
  /** As Cognito calls it; the social ones are also named so. */
  readonly type: 'Google' | 'Facebook' | 'LoginWithAmazon' | 'SignInWithApple' | 'OIDC' | 'SAML'
  readonly needs: readonly Field[]
  readonly takes: readonly Field[]
  /** Where its secret is written. */
  readonly secret: 'clientSecret' | 'privateKey' | undefined
  /** Between scopes, as the examples of CreateIdentityProvider have it; `undefined` where there are none. */
  readonly between: string | undefined
}

const social = (type: ProviderKind['type'], takes: readonly Field[] = []): ProviderKind => ({
  type,
  needs: ['clientId', 'clientSecret'],
  takes: ['clientId', 'clientSecret', ...takes],
  secret: 'clientSecret',
  between: type === 'Facebook' ? ', ' : ' ',
})

const APPLE = ['clientId', 'teamId', 'keyId', 'privateKey'] as const
const OIDC = ['clientId', 'clientSecret', 'issuer'] as const

/** By the type of awsup.yaml. */
export const PROVIDER_KINDS: Readonly<Record<ProviderType, ProviderKind>> = {
  google: social('Google'),
  facebook: social('Facebook', ['apiVersion']),
  amazon: social('LoginWithAmazon'),
  apple: {type: 'SignInWithApple', needs: APPLE, takes: APPLE, secret: 'privateKey', between: ' '},
  oidc: {type: 'OIDC', needs: OIDC, takes: [...OIDC, 'method', 'endpoints'], secret: 'clientSecret', between: ' '},
  saml: {
    type: 'SAML',
    needs: ['metadataUrl'],
    takes: ['metadataUrl', 'signOut', 'encrypted', 'signRequests', 'idpInitiated'],
    secret: undefined,
    between: undefined,
  },
}

/** Those that need no `type` when they are called by it: Cognito has one of each. */
export const isSocial = (name: string): name is Exclude<ProviderType, 'oidc' | 'saml'> =>
  ['google', 'facebook', 'apple', 'amazon'].includes(name)

/** What is written, in Cognito's words (CreateIdentityProvider, `ProviderDetails`); no secret. Pure. */
export function providerDetails(section: ProviderSection, type: ProviderType): Readonly<Record<string, string>> {
  const {between} = PROVIDER_KINDS[type]
  const {endpoints} = section
  const details: Readonly<Record<string, string | boolean | undefined>> = {
    client_id: section.clientId,
    team_id: section.teamId,
    key_id: section.keyId,
    api_version: section.apiVersion,
    oidc_issuer: section.issuer,
    attributes_request_method: section.method ?? (type === 'oidc' ? 'GET' : undefined),
    authorize_url: endpoints?.authorize,
    token_url: endpoints?.token,
    attributes_url: endpoints?.userInfo,
    jwks_uri: endpoints?.jwks,
    authorize_scopes: between === undefined ? undefined : section.scopes?.join(between),
    MetadataURL: section.metadataUrl,
    IDPSignout: section.signOut,
    EncryptedResponses: section.encrypted,
    RequestSigningAlgorithm: section.signRequests === true ? 'rsa-sha256' : undefined,
    IDPInit: section.idpInitiated,
  }
  return Object.fromEntries(
    Object.entries(details).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  )
}
