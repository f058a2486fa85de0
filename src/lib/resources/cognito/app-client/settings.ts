import type {
  CreateUserPoolClientCommandInput,
  TimeUnitsType,
  UpdateUserPoolClientCommandInput,
  UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider'
import {omit} from '../../omit.js'
import {authFlows, toAuthFlows} from './flows.js'
import type {AppClientDesired} from './desired.js'
import {hasSecret, withoutSecret} from './secret.js'

/** What a client is made with. Where AWS's defaults are unsafe (it tells who has an account), these are not. */
export const createInput = (desired: AppClientDesired): CreateUserPoolClientCommandInput => ({
  UserPoolId: desired.userPoolId,
  ClientName: desired.name,
  GenerateSecret: desired.secret,
  PreventUserExistenceErrors: 'ENABLED',
  EnableTokenRevocation: true,
  ...settings({}, desired),
})

/** What the client says now, with the manifest's settings on top. */
export function updateInput(
  {userPoolId, id}: {readonly userPoolId: string; readonly id: string},
  client: UserPoolClientType,
  desired: AppClientDesired,
): UpdateUserPoolClientCommandInput {
  const {DefaultRedirectURI, ...kept} = omit(withoutSecret(client), 'CreationDate', 'LastModifiedDate', 'ClientType')
  const redirect = DefaultRedirectURI !== undefined && desired.callbackUrls.includes(DefaultRedirectURI)
  return {
    ...kept,
    UserPoolId: userPoolId,
    ClientId: id,
    ClientName: desired.name,
    ...settings(client, desired),
    // AWS wants it to be one of the callback URLs.
    ...(redirect ? {DefaultRedirectURI} : {}),
  }
}

/** What the client says now, in the manifest's words. */
export const toSettings = (client: UserPoolClientType): Omit<AppClientDesired, 'userPoolId'> => ({
  name: client.ClientName ?? '',
  secret: hasSecret(client),
  callbackUrls: client.CallbackURLs ?? [],
  logoutUrls: client.LogoutURLs ?? [],
  oauth: client.AllowedOAuthFlowsUserPoolClient ?? false,
  flows: client.AllowedOAuthFlows ?? [],
  scopes: client.AllowedOAuthScopes ?? [],
  providers: client.SupportedIdentityProviders ?? [],
  accessTokenMinutes: minutes(client.AccessTokenValidity ?? 1, client.TokenValidityUnits?.AccessToken ?? 'hours'),
  idTokenMinutes: minutes(client.IdTokenValidity ?? 1, client.TokenValidityUnits?.IdToken ?? 'hours'),
  refreshTokenHours:
    minutes(client.RefreshTokenValidity ?? 30, client.TokenValidityUnits?.RefreshToken ?? 'days') / MINUTES.hours,
  refreshTokenRotation: toRotation(client),
  ...toAuthFlows(client.ExplicitAuthFlows ?? []),
  readAttributes: client.ReadAttributes,
  writeAttributes: client.WriteAttributes,
})

const MINUTES: Readonly<Record<TimeUnitsType, number>> = {seconds: 1 / 60, minutes: 1, hours: 60, days: 24 * 60}

const minutes = (value: number, unit: TimeUnitsType): number => value * MINUTES[unit]

type Fields = Omit<CreateUserPoolClientCommandInput, 'UserPoolId' | 'ClientName'>

/** What the manifest says, and for what it leaves open what there is `now`. */
function settings(now: Partial<UserPoolClientType>, desired: AppClientDesired): Fields {
  const {refreshTokenRotation: rotation, readAttributes, writeAttributes, providers} = desired
  return {
    AccessTokenValidity: desired.accessTokenMinutes,
    IdTokenValidity: desired.idTokenMinutes,
    RefreshTokenValidity: inDays(desired) ? desired.refreshTokenHours / 24 : desired.refreshTokenHours,
    TokenValidityUnits: {
      AccessToken: 'minutes',
      IdToken: 'minutes',
      RefreshToken: inDays(desired) ? 'days' : 'hours',
    },
    ...(rotation === undefined
      ? {}
      : {
          RefreshTokenRotation: rotation
            ? {Feature: 'ENABLED', RetryGracePeriodSeconds: rotation.graceSeconds}
            : {Feature: 'DISABLED'},
        }),
    ExplicitAuthFlows: authFlows(now.ExplicitAuthFlows ?? [], desired, rotates(now, desired)),
    ...(readAttributes ? {ReadAttributes: [...readAttributes]} : {}),
    ...(writeAttributes ? {WriteAttributes: [...writeAttributes]} : {}),
    ...(providers ? {SupportedIdentityProviders: [...providers]} : {}),
    ...(desired.oauth ? oauth(now, desired) : noOauth(now, desired)),
  }
}

const inDays = ({refreshTokenHours}: AppClientDesired): boolean => refreshTokenHours % 24 === 0

const rotates = (now: Partial<UserPoolClientType>, {refreshTokenRotation}: AppClientDesired): boolean =>
  refreshTokenRotation === undefined ? toRotation(now) !== false : refreshTokenRotation !== false

const toRotation = ({RefreshTokenRotation}: Partial<UserPoolClientType>): {readonly graceSeconds: number} | false =>
  RefreshTokenRotation?.Feature === 'ENABLED' && {graceSeconds: RefreshTokenRotation.RetryGracePeriodSeconds ?? 0}

/** The code flow, unless something else is said or was chosen; so for scopes and providers. */
function oauth(now: Partial<UserPoolClientType>, desired: AppClientDesired): Fields {
  const {flows, scopes, callbackUrls, logoutUrls} = desired
  const choose = <T>(asked: readonly T[] | undefined, there: readonly T[] | undefined, else_: readonly T[]): T[] => [
    ...(asked ?? (there && there.length > 0 ? there : else_)),
  ]
  const signsUsersIn = !(flows?.includes('client_credentials') ?? false)
  return {
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: choose(flows, now.AllowedOAuthFlows, ['code']),
    AllowedOAuthScopes: choose(scopes, now.AllowedOAuthScopes, ['openid', 'email', 'profile']),
    ...(signsUsersIn
      ? {SupportedIdentityProviders: choose(desired.providers, now.SupportedIdentityProviders, ['COGNITO'])}
      : {}),
    CallbackURLs: [...callbackUrls],
    LogoutURLs: [...logoutUrls],
  }
}

const noOauth = (now: Partial<UserPoolClientType>, {flows, scopes, ...desired}: AppClientDesired): Fields => ({
  AllowedOAuthFlowsUserPoolClient: false,
  AllowedOAuthFlows: [...(flows ?? now.AllowedOAuthFlows ?? [])],
  AllowedOAuthScopes: [...(scopes ?? now.AllowedOAuthScopes ?? [])],
  CallbackURLs: [...desired.callbackUrls],
  LogoutURLs: [...desired.logoutUrls],
})
