import type {
  CreateIdentityProviderCommandInput,
  IdentityProviderType,
  IdentityProviderTypeType,
  UpdateIdentityProviderCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import {omit} from '../../omit.js'
import type {IdentityProviderDesired} from './desired.js'

/** What AWS is asked for where nobody says what to ask the provider for (CreateIdentityProvider, `ProviderDetails`). */
const SCOPES: Readonly<Record<IdentityProviderTypeType, string | undefined>> = {
  Google: 'email profile openid',
  Facebook: 'public_profile, email',
  LoginWithAmazon: 'profile postal_code',
  SignInWithApple: 'email name',
  OIDC: 'openid profile email',
  SAML: undefined,
}

const COMPUTED = [
  'ActiveEncryptionCertificate',
  'SLORedirectBindingURI',
  'SSORedirectBindingURI',
  'attributes_url_add_attributes',
  'token_request_method',
]
const SOCIAL_COMPUTED = [...COMPUTED, 'attributes_url', 'authorize_url', 'token_url', 'oidc_issuer', 'jwks_uri']

/** Details that AWS adds when it answers, and does not take back (the same page: "Describe response"). */
export const computedDetails = (type: string | undefined): readonly string[] =>
  type === 'OIDC' || type === 'SAML' ? COMPUTED : SOCIAL_COMPUTED

/** Where AWS keeps the secret among a provider's details. */
export const secretField = (type: string): 'private_key' | 'client_secret' =>
  type === 'SignInWithApple' ? 'private_key' : 'client_secret'

export function createInput(
  desired: IdentityProviderDesired,
  secret: string | undefined,
): CreateIdentityProviderCommandInput {
  const scopes = SCOPES[desired.type]
  return {
    UserPoolId: desired.userPoolId,
    ProviderName: desired.name,
    ProviderType: desired.type,
    ProviderDetails: {
      ...(scopes === undefined ? {} : {authorize_scopes: scopes}),
      ...desired.details,
      ...(secret === undefined ? {} : {[secretField(desired.type)]: secret}),
    },
    AttributeMapping: {...desired.attributes},
    ...(desired.identifiers ? {IdpIdentifiers: [...desired.identifiers]} : {}),
  }
}

/**
 * What the provider says now, with the manifest's settings on top; without a `secret` AWS keeps the one that it has.
 */
export function updateInput(
  now: IdentityProviderType,
  desired: IdentityProviderDesired,
  secret: string | undefined,
): UpdateIdentityProviderCommandInput {
  const computed = computedDetails(desired.type)
  const username = now.AttributeMapping?.['username']
  return {
    UserPoolId: desired.userPoolId,
    ProviderName: desired.name,
    ProviderDetails: {
      ...omit(now.ProviderDetails ?? {}, ...computed),
      ...desired.details,
      ...(secret === undefined ? {} : {[secretField(desired.type)]: secret}),
    },
    AttributeMapping: {...(username === undefined ? {} : {username}), ...desired.attributes},
    IdpIdentifiers: [...(desired.identifiers ?? now.IdpIdentifiers ?? [])],
    ...(now.AcrMapping ? {AcrMapping: now.AcrMapping} : {}),
  }
}
