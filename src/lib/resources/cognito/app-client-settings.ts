import type {
  CreateUserPoolClientCommandInput,
  ExplicitAuthFlowsType,
  TimeUnitsType,
  UpdateUserPoolClientCommandInput,
  UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider'
import {omit} from '../omit.js'
import type {AppClientDesired} from './app-client.js'

/** What a client is made with. Where AWS's defaults are unsafe (it tells who has an account), these are not. */
export const createInput = (desired: AppClientDesired): CreateUserPoolClientCommandInput => ({
  UserPoolId: desired.userPoolId,
  ClientName: desired.name,
  GenerateSecret: false,
  PreventUserExistenceErrors: 'ENABLED',
  EnableTokenRevocation: true,
  ExplicitAuthFlows: authFlows([], desired.passkeys),
  ...tokens(desired),
  ...(desired.callbackUrls.length > 0 ? oauth({}, desired) : {}),
})

/** What the client says now, with the manifest's settings on top. */
export function updateInput(
  {userPoolId, id}: {readonly userPoolId: string; readonly id: string},
  client: UserPoolClientType,
  desired: AppClientDesired,
): UpdateUserPoolClientCommandInput {
  const {DefaultRedirectURI, ...kept} = omit(client, 'ClientSecret', 'CreationDate', 'LastModifiedDate', 'ClientType')
  const redirect = DefaultRedirectURI !== undefined && desired.callbackUrls.includes(DefaultRedirectURI)
  return {
    ...kept,
    UserPoolId: userPoolId,
    ClientId: id,
    ClientName: desired.name,
    ExplicitAuthFlows: authFlows(client.ExplicitAuthFlows ?? [], desired.passkeys),
    ...tokens(desired),
    ...(desired.callbackUrls.length > 0 ? oauth(client, desired) : noOauth(desired)),
    // AWS wants it to be one of the callback URLs.
    ...(redirect ? {DefaultRedirectURI} : {}),
  }
}

/** What the client says now, in the manifest's words. */
export const toSettings = (client: UserPoolClientType): Omit<AppClientDesired, 'userPoolId'> => ({
  name: client.ClientName ?? '',
  callbackUrls: client.CallbackURLs ?? [],
  logoutUrls: client.LogoutURLs ?? [],
  accessTokenMinutes: minutes(client.AccessTokenValidity ?? 1, client.TokenValidityUnits?.AccessToken ?? 'hours'),
  idTokenMinutes: minutes(client.IdTokenValidity ?? 1, client.TokenValidityUnits?.IdToken ?? 'hours'),
  refreshTokenDays:
    minutes(client.RefreshTokenValidity ?? 30, client.TokenValidityUnits?.RefreshToken ?? 'days') / MINUTES.days,
  passkeys: (client.ExplicitAuthFlows ?? []).includes('ALLOW_USER_AUTH'),
})

const MINUTES: Readonly<Record<TimeUnitsType, number>> = {seconds: 1 / 60, minutes: 1, hours: 60, days: 24 * 60}

const minutes = (value: number, unit: TimeUnitsType): number => value * MINUTES[unit]

const tokens = (desired: AppClientDesired): CreateFields => ({
  AccessTokenValidity: desired.accessTokenMinutes,
  IdTokenValidity: desired.idTokenMinutes,
  RefreshTokenValidity: desired.refreshTokenDays,
  TokenValidityUnits: {AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days'},
})

type CreateFields = Omit<CreateUserPoolClientCommandInput, 'UserPoolId' | 'ClientName'>

/** A flow that somebody added stays, but for those of before 2018, which AWS does not mix with the newer ones. */
function authFlows(now: readonly ExplicitAuthFlowsType[], passkeys: boolean): ExplicitAuthFlowsType[] {
  const ours: ExplicitAuthFlowsType[] = ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']
  const others = now.filter((flow) => flow.startsWith('ALLOW_') && flow !== 'ALLOW_USER_AUTH' && !ours.includes(flow))
  return [...ours, ...(passkeys ? ['ALLOW_USER_AUTH' as const] : []), ...others]
}

/** The code flow; scopes and providers that somebody chose stay. */
const oauth = (now: Partial<UserPoolClientType>, {callbackUrls, logoutUrls}: AppClientDesired): CreateFields => ({
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: now.AllowedOAuthFlows?.length ? now.AllowedOAuthFlows : ['code'],
  AllowedOAuthScopes: now.AllowedOAuthScopes?.length ? now.AllowedOAuthScopes : ['openid', 'email', 'profile'],
  SupportedIdentityProviders: now.SupportedIdentityProviders?.length ? now.SupportedIdentityProviders : ['COGNITO'],
  CallbackURLs: [...callbackUrls],
  LogoutURLs: [...logoutUrls],
})

const noOauth = ({logoutUrls}: AppClientDesired): CreateFields => ({
  AllowedOAuthFlowsUserPoolClient: false,
  AllowedOAuthFlows: [],
  AllowedOAuthScopes: [],
  CallbackURLs: [],
  LogoutURLs: [...logoutUrls],
})
