import type {UpdateUserPoolClientRequest} from '@aws-sdk/client-cognito-identity-provider'
import type {Call} from '../../../core/service.js'
import {ServiceError} from '../../../core/errors.js'
import {invalid} from '../checks.js'
import {identityProviders, resourceServers, type ClientSettings, type UserPool} from '../tables.js'

type Sent = Omit<UpdateUserPoolClientRequest, 'UserPoolId' | 'ClientId' | 'ClientName'>

/** What was sent, and AWS's default for everything that was not. */
export const makeClientSettings = (sent: Sent): ClientSettings => ({
  RefreshTokenValidity: sent.RefreshTokenValidity || 30,
  AccessTokenValidity: sent.AccessTokenValidity,
  IdTokenValidity: sent.IdTokenValidity,
  TokenValidityUnits: sent.TokenValidityUnits ?? {},
  ReadAttributes: sent.ReadAttributes,
  WriteAttributes: sent.WriteAttributes,
  ExplicitAuthFlows: sent.ExplicitAuthFlows ?? ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
  SupportedIdentityProviders: sent.SupportedIdentityProviders,
  CallbackURLs: sent.CallbackURLs,
  LogoutURLs: sent.LogoutURLs,
  DefaultRedirectURI: sent.DefaultRedirectURI,
  AllowedOAuthFlows: sent.AllowedOAuthFlows,
  AllowedOAuthScopes: sent.AllowedOAuthScopes,
  AllowedOAuthFlowsUserPoolClient: sent.AllowedOAuthFlowsUserPoolClient ?? false,
  AnalyticsConfiguration: sent.AnalyticsConfiguration,
  PreventUserExistenceErrors: sent.PreventUserExistenceErrors,
  EnableTokenRevocation: sent.EnableTokenRevocation ?? true,
  EnablePropagateAdditionalUserContextData: sent.EnablePropagateAdditionalUserContextData ?? false,
  AuthSessionValidity: sent.AuthSessionValidity ?? 3,
  RefreshTokenRotation: sent.RefreshTokenRotation,
})

const SECONDS = {seconds: 1, minutes: 60, hours: 3600, days: 86_400}
const DAY = 86_400

/** How long a client's tokens are valid, in seconds. */
export function tokenSeconds(settings: ClientSettings): {access: number; id: number; refresh: number} {
  const units = settings.TokenValidityUnits ?? {}
  return {
    access:
      (settings.AccessTokenValidity ?? SECONDS.hours / SECONDS[units.AccessToken ?? 'hours']) *
      SECONDS[units.AccessToken ?? 'hours'],
    id:
      (settings.IdTokenValidity ?? SECONDS.hours / SECONDS[units.IdToken ?? 'hours']) *
      SECONDS[units.IdToken ?? 'hours'],
    refresh: (settings.RefreshTokenValidity ?? 30) * SECONDS[units.RefreshToken ?? 'days'],
  }
}

const BUILT_IN_PROVIDERS = ['COGNITO']
const BUILT_IN_SCOPES = ['phone', 'email', 'openid', 'profile', 'aws.cognito.signin.user.admin']
const OPEN_URL = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/?]|$)/

/**
 * What AWS asks of a client's settings as a whole.
 *
 * @throws ServiceError InvalidParameterException, InvalidOAuthFlowException, ScopeDoesNotExistException
 */
export function checkClientSettings(sent: Sent, pool: UserPool, {tx, secret}: {tx: Call['tx']; secret: boolean}): void {
  checkTokens(sent)
  checkFlows(sent, secret)
  checkUrls(sent)
  const attributes = pool.schema.map(({Name}) => Name)
  if (sent.ReadAttributes?.some((name) => !attributes.includes(name))) {
    throw invalid('Invalid read attributes specified while creating a client')
  }
  const missing = pool.schema.some(
    ({Name = '', Required, Mutable}) => Required && Mutable && sent.WriteAttributes?.includes(Name) === false,
  )
  if (missing || sent.WriteAttributes?.some((name) => !attributes.includes(name))) {
    throw invalid('Invalid write attributes specified while creating a client')
  }
  for (const provider of sent.SupportedIdentityProviders ?? []) {
    if (!BUILT_IN_PROVIDERS.includes(provider) && !identityProviders.get(tx, [pool.id, provider])) {
      throw invalid(`The provider ${provider} does not exist for User Pool ${pool.id}.`)
    }
  }
  const scopes = resourceServers
    .list(tx, [pool.id])
    .flatMap((server) => server.scopes.map(({ScopeName}) => `${server.identifier}/${ScopeName ?? ''}`))
  for (const scope of sent.AllowedOAuthScopes ?? []) {
    if (!BUILT_IN_SCOPES.includes(scope) && !scopes.includes(scope)) {
      throw new ServiceError('ScopeDoesNotExistException', `Scope ${scope} does not exist.`)
    }
  }
}

function checkTokens(sent: Sent): void {
  const {access, id, refresh} = tokenSeconds(makeClientSettings(sent))
  const short = [access, id].every((seconds) => seconds >= 300 && seconds <= DAY)
  if (!short || refresh < SECONDS.hours || refresh > 3650 * DAY) throw invalid('Invalid range for token validity.')
  if (refresh < access || refresh < id)
    throw invalid('Refresh token validity must not be shorter than access or ID token validity.')
}

function checkFlows(sent: Sent, secret: boolean): void {
  const flows = sent.ExplicitAuthFlows ?? []
  const modern = flows.filter((flow) => flow.startsWith('ALLOW_')).length
  if (modern > 0 && modern < flows.length) {
    throw invalid('ExplicitAuthFlows with the ALLOW_ prefix cannot be combined with the legacy ones.')
  }
  // A client that was told nothing gets the default flows, whatever rotates.
  if (sent.ExplicitAuthFlows) {
    const rotates = sent.RefreshTokenRotation?.Feature === 'ENABLED'
    const refreshes = flows.includes('ALLOW_REFRESH_TOKEN_AUTH')
    if (rotates && refreshes) throw invalid('ALLOW_REFRESH_TOKEN_AUTH cannot be used with refresh token rotation.')
  }
  const oauth = sent.AllowedOAuthFlows ?? []
  if (oauth.includes('client_credentials')) {
    if (oauth.length > 1) {
      throw new ServiceError(
        'InvalidOAuthFlowException',
        'client_credentials flow can not be selected along with code flow or implicit flow.',
      )
    }
    if (!secret) {
      throw new ServiceError(
        'InvalidOAuthFlowException',
        'client_credentials flow can not be selected if client does not have a client secret.',
      )
    }
  }
  if (oauth.length > 0 && !sent.AllowedOAuthScopes?.length) {
    throw invalid(
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    )
  }
}

function checkUrls({CallbackURLs = [], LogoutURLs = [], DefaultRedirectURI}: Sent): void {
  for (const url of [...CallbackURLs, ...LogoutURLs]) {
    if (url.startsWith('http://') && !OPEN_URL.test(url)) {
      throw invalid(`${url} cannot use the HTTP protocol.`)
    }
    if (!/^[a-z][a-z0-9+.-]*:/i.test(url) || url.includes('#')) throw invalid(`${url} is not a valid redirect URI.`)
  }
  if (DefaultRedirectURI !== undefined && !CallbackURLs.includes(DefaultRedirectURI)) {
    throw invalid('Default redirect URI must be in the list of callback URLs.')
  }
}
