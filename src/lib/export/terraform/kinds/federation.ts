import type {ProviderFacts, ResourceServerFacts} from '../../read/cognito.js'
import {code} from '../hcl.js'
import {attributeOf, beyond, filled, unsaid} from '../parts.js'
import type {Write} from '../written.js'
import {computedDetails} from '../../../resources/cognito/identity-provider/settings.js'

export const writeResourceServer: Write<ResourceServerFacts> = ({server}, scene) => {
  const type = 'aws_cognito_resource_server'
  const name = scene.name(type, scene.label)
  const {UserPoolId = '', Identifier = '', Name, Scopes = []} = server
  return {
    resources: [
      {
        type,
        name,
        importId: `${UserPoolId}|${Identifier}`,
        arguments: {user_pool_id: scene.refer(UserPoolId), identifier: Identifier, name: Name},
        blocks: Scopes.map(({ScopeName, ScopeDescription}) => ({
          type: 'scope',
          arguments: {scope_name: ScopeName, scope_description: ScopeDescription},
        })),
      },
    ],
    answers: [{value: Identifier, kind: 'resource-server', code: attributeOf({type, name}, 'identifier')}],
  }
}

export const writeProvider: Write<ProviderFacts> = ({provider}, scene) => {
  const type = 'aws_cognito_identity_provider'
  const {UserPoolId = '', ProviderName = '', ProviderType = 'OIDC', ProviderDetails = {}} = provider
  const name = scene.name(type, scene.label)
  // Terraform compares them all the same (hashicorp/terraform-provider-aws#42157), so it is told not to.
  const computed = computedDetails(ProviderType)
  const details = Object.entries(ProviderDetails).sort(([a], [b]) => (a < b ? -1 : 1))
  const secret = SECRET[ProviderType]
  const variable = `${name}_${secret ?? ''}`
  const ignored = [
    ...details.flatMap(([field]) => (computed.includes(field) ? [field] : [])),
    ...(secret === undefined ? [] : [secret]),
  ]
  return {
    resources: [
      {
        type,
        name,
        importId: `${UserPoolId}:${ProviderName}`,
        arguments: {
          user_pool_id: scene.refer(UserPoolId),
          provider_name: ProviderName,
          provider_type: ProviderType,
          provider_details: {
            ...Object.fromEntries(details.filter(([field]) => !computed.includes(field))),
            ...(secret !== undefined && {[secret]: code(`var.${variable}`)}),
          },
          attribute_mapping: filled(provider.AttributeMapping),
          idp_identifiers: filled(provider.IdpIdentifiers),
        },
        blocks:
          ignored.length === 0
            ? []
            : [
                {
                  type: 'lifecycle',
                  arguments: {ignore_changes: ignored.map((field) => code(`provider_details["${field}"]`))},
                },
              ],
      },
    ],
    answers: [{value: ProviderName, kind: 'identity-provider', code: attributeOf({type, name}, 'provider_name')}],
    variables:
      secret === undefined
        ? []
        : [
            {
              name: variable,
              description: `Secret of ${ProviderName}, for when Terraform has to make it. To change it, take it out of ignore_changes.`,
            },
          ],
    missing: unsaid(beyond(provider, SAID)),
  }
}

const SAID = [
  'AttributeMapping',
  'CreationDate',
  'IdpIdentifiers',
  'LastModifiedDate',
  'ProviderDetails',
  'ProviderName',
  'ProviderType',
  'UserPoolId',
]

/** Where AWS keeps the secret among a provider's details. */
const SECRET: Readonly<Record<string, string | undefined>> = {
  Google: 'client_secret',
  Facebook: 'client_secret',
  LoginWithAmazon: 'client_secret',
  SignInWithApple: 'private_key',
  OIDC: 'client_secret',
}
