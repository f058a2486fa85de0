import type {CognitoIdentityProvider, RoleMapping} from '@aws-sdk/client-cognito-identity'
import type {SigningKey} from '../cognito-idp/tables.js'
import {table} from '../../store/transaction.js'

/** What UpdateIdentityPool replaces as a whole. */
export interface IdentityPoolSettings {
  readonly IdentityPoolName: string
  readonly AllowUnauthenticatedIdentities: boolean
  readonly AllowClassicFlow: boolean | undefined
  readonly SupportedLoginProviders: Record<string, string> | undefined
  readonly OpenIdConnectProviderARNs: string[] | undefined
  readonly CognitoIdentityProviders: CognitoIdentityProvider[] | undefined
  readonly SamlProviderARNs: string[] | undefined
  readonly IdentityPoolTags: Record<string, string>
}

export interface StoredIdentityPool {
  readonly accountId: string
  readonly region: string
  readonly id: string
  /** Immutable once it is set. */
  readonly developerProviderName: string | undefined
  readonly settings: IdentityPoolSettings
  /** ARNs for `authenticated` and `unauthenticated`. */
  readonly roles: Record<string, string>
  /** By `<provider>:<client id>`. */
  readonly roleMappings: Record<string, RoleMapping>
}

/** Dates are milliseconds since 1970. */
export interface Identity {
  readonly poolId: string
  readonly id: string
  /** provider name → the user's `sub` there; none for a guest */
  readonly logins: Readonly<Record<string, string>>
  readonly createdAt: number
  readonly modifiedAt: number
}

export interface TagMap {
  readonly useDefaults: boolean
  /** session tag → claim */
  readonly tags: Record<string, string>
}

/** Key [accountId, region, poolId]. */
export const identityPools = table<StoredIdentityPool>('cognito-identity/pools')
/** Where a pool or an identity lives, for calls that name nothing else; key [poolId or identityId]. */
export const owners = table<{accountId: string; region: string; poolId: string}>('cognito-identity/owners')
/** Key [poolId, identityId]. */
export const identities = table<Identity>('cognito-identity/identities')
/** Which identity a login has; key [poolId, provider, sub]. */
export const logins = table<string>('cognito-identity/logins')
/** Key [poolId, provider]. */
export const tagMaps = table<TagMap>('cognito-identity/tag-maps')
/** The key that OpenID tokens are signed with; key [service]. */
export const serviceKeys = table<SigningKey>('cognito-identity/keys')
