import type {AppClientFacts} from '../../read/cognito.js'
import {code, template, type Text} from '../hcl.js'
import {attributeOf, beyond, blockOf, setOf, unsaid} from '../parts.js'
import type {Scene, Write} from '../written.js'

const SAID = [
  'AccessTokenValidity',
  'AllowedOAuthFlows',
  'AllowedOAuthFlowsUserPoolClient',
  'AllowedOAuthScopes',
  'AnalyticsConfiguration',
  'AuthSessionValidity',
  'CallbackURLs',
  'ClientId',
  'ClientName',
  'ClientType',
  'CreationDate',
  'DefaultRedirectURI',
  'EnablePropagateAdditionalUserContextData',
  'EnableTokenRevocation',
  'ExplicitAuthFlows',
  'IdTokenValidity',
  'LastModifiedDate',
  'LogoutURLs',
  'PreventUserExistenceErrors',
  'ReadAttributes',
  'RefreshTokenRotation',
  'RefreshTokenValidity',
  'SupportedIdentityProviders',
  'TokenValidityUnits',
  'UserPoolId',
  'WriteAttributes',
]

export const writeAppClient: Write<AppClientFacts> = ({client, hasSecret}, scene) => {
  const type = 'aws_cognito_user_pool_client'
  const {ClientId = '', UserPoolId = '', TokenValidityUnits: units, RefreshTokenRotation: rotation} = client
  const name = scene.name(type, scene.label)
  const scopes = setOf(client.AllowedOAuthScopes)
  const providers = setOf(client.SupportedIdentityProviders)
  return {
    resources: [
      {
        type,
        name,
        importId: `${UserPoolId}/${ClientId}`,
        arguments: {
          name: client.ClientName,
          user_pool_id: scene.refer(UserPoolId),
          ...(hasSecret && {generate_secret: true}),
          explicit_auth_flows: setOf(client.ExplicitAuthFlows),
          allowed_oauth_flows_user_pool_client: client.AllowedOAuthFlowsUserPoolClient,
          allowed_oauth_flows: setOf(client.AllowedOAuthFlows),
          allowed_oauth_scopes: scopes?.map((scope) => writeScope(scope, scene)),
          callback_urls: setOf(client.CallbackURLs),
          logout_urls: setOf(client.LogoutURLs),
          default_redirect_uri: client.DefaultRedirectURI,
          supported_identity_providers: providers?.map((provider) => scene.named('identity-provider', provider)),
          prevent_user_existence_errors: client.PreventUserExistenceErrors,
          enable_token_revocation: client.EnableTokenRevocation,
          enable_propagate_additional_user_context_data: client.EnablePropagateAdditionalUserContextData,
          auth_session_validity: client.AuthSessionValidity,
          access_token_validity: client.AccessTokenValidity,
          id_token_validity: client.IdTokenValidity,
          refresh_token_validity: client.RefreshTokenValidity,
          read_attributes: setOf(client.ReadAttributes),
          write_attributes: setOf(client.WriteAttributes),
        },
        blocks: [
          ...blockOf('token_validity_units', {
            access_token: units?.AccessToken,
            id_token: units?.IdToken,
            refresh_token: units?.RefreshToken,
          }),
          ...blockOf('refresh_token_rotation', {
            feature: rotation?.Feature,
            retry_grace_period_seconds: rotation?.RetryGracePeriodSeconds,
          }),
          ...writeAnalytics(client),
          ...(hasSecret ? [KEEP_SECRET] : []),
        ],
      },
    ],
    answers: [{value: ClientId, code: attributeOf({type, name}, 'id'), within: true}],
    missing: unsaid(beyond(client, SAID)),
  }
}

/** Terraform does not read back whether a client was made with a secret, and would make it again to be sure. */
const KEEP_SECRET = {type: 'lifecycle', arguments: {ignore_changes: [code('generate_secret')]}}

/** `<identifier of a resource server>/<scope>` */
function writeScope(scope: string, scene: Scene): Text {
  const slash = scope.lastIndexOf('/')
  if (slash < 0) return scope
  return template([scene.named('resource-server', scope.slice(0, slash)), scope.slice(slash)])
}

const writeAnalytics = ({AnalyticsConfiguration: analytics}: AppClientFacts['client']) =>
  blockOf('analytics_configuration', {
    application_arn: analytics?.ApplicationArn,
    application_id: analytics?.ApplicationId,
    external_id: analytics?.ExternalId,
    role_arn: analytics?.RoleArn,
    user_data_shared: analytics?.UserDataShared,
  })
