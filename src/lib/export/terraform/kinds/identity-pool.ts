import type {RoleMapping} from '@aws-sdk/client-cognito-identity'
import type {IdentityPoolFacts, PoolRolesFacts, PrincipalTagsFacts} from '../../read/identity.js'
import type {Block} from '../hcl.js'
import {attributeOf, blockOf, filled, PRECIOUS, setOf, tagsOf} from '../parts.js'
import type {Scene, Write} from '../written.js'

export const writeIdentityPool: Write<IdentityPoolFacts> = ({pool}, scene) => {
  const type = 'aws_cognito_identity_pool'
  const name = scene.name(type, 'this')
  const id = pool.IdentityPoolId ?? ''
  return {
    resources: [
      {
        type,
        name,
        importId: id,
        arguments: {
          identity_pool_name: pool.IdentityPoolName,
          allow_unauthenticated_identities: pool.AllowUnauthenticatedIdentities,
          allow_classic_flow: pool.AllowClassicFlow,
          developer_provider_name: pool.DeveloperProviderName,
          openid_connect_provider_arns: setOf(pool.OpenIdConnectProviderARNs),
          saml_provider_arns: filled(pool.SamlProviderARNs),
          supported_login_providers: filled(pool.SupportedLoginProviders),
          tags: tagsOf(pool.IdentityPoolTags),
        },
        blocks: [
          ...(pool.CognitoIdentityProviders ?? []).flatMap(({ProviderName = '', ClientId = '', ServerSideTokenCheck}) =>
            blockOf('cognito_identity_providers', {
              client_id: scene.refer(ClientId),
              provider_name: scene.refer(ProviderName),
              server_side_token_check: ServerSideTokenCheck,
            }),
          ),
          PRECIOUS,
        ],
      },
    ],
    answers: [{value: id, code: attributeOf({type, name}, 'id'), within: true}],
  }
}

export const writePoolRoles: Write<PoolRolesFacts> = ({identityPoolId, roles}, scene) => {
  const type = 'aws_cognito_identity_pool_roles_attachment'
  return {
    resources: [
      {
        type,
        name: scene.name(type, 'this'),
        importId: identityPoolId,
        arguments: {
          identity_pool_id: scene.refer(identityPoolId),
          roles: Object.fromEntries(Object.entries(roles.Roles ?? {}).map(([who, arn]) => [who, scene.refer(arn)])),
        },
        blocks: Object.entries(roles.RoleMappings ?? {}).flatMap((entry) => writeMapping(entry, scene)),
      },
    ],
  }
}

const writeMapping = ([provider, mapping]: readonly [string, RoleMapping], scene: Scene): readonly Block[] =>
  blockOf(
    'role_mapping',
    {
      identity_provider: scene.refer(provider),
      type: mapping.Type,
      ambiguous_role_resolution: mapping.AmbiguousRoleResolution,
    },
    ...(mapping.RulesConfiguration?.Rules ?? []).flatMap(({Claim, MatchType, Value, RoleARN = ''}) =>
      blockOf('mapping_rule', {claim: Claim, match_type: MatchType, value: Value, role_arn: scene.refer(RoleARN)}),
    ),
  )

export const writePrincipalTags: Write<PrincipalTagsFacts> = ({identityPoolId, providerName, map}, scene) => {
  const type = 'aws_cognito_identity_pool_provider_principal_tag'
  return {
    resources: [
      {
        type,
        name: scene.name(type, 'this'),
        importId: `${identityPoolId}:${providerName}`,
        arguments: {
          identity_pool_id: scene.refer(identityPoolId),
          identity_provider_name: scene.refer(providerName),
          principal_tags: filled(map.PrincipalTags),
          use_defaults: map.UseDefaults,
        },
      },
    ],
  }
}
