import type {IdentityProviderType} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import {page} from '../../../core/pages.js'
import type {Call} from '../../../core/service.js'
import {invalid, present} from '../checks.js'
import type {UserPoolOperations} from '../operations.js'
import {onPool, requirePool} from '../pools/access.js'
import {identityProviders, type PoolIdentityProvider} from '../tables.js'

/** The social providers have fixed names, equal to their types. */
const SOCIAL = ['Facebook', 'Google', 'LoginWithAmazon', 'SignInWithApple']

const view = (provider: PoolIdentityProvider): IdentityProviderType => ({
  UserPoolId: provider.poolId,
  ProviderName: provider.name,
  ProviderType: provider.type,
  // Apple's key is never answered (CreateIdentityProvider, "Describe response").
  ProviderDetails: Object.fromEntries(Object.entries(provider.details).filter(([name]) => name !== 'private_key')),
  AttributeMapping: provider.attributeMapping,
  IdpIdentifiers: provider.identifiers,
  CreationDate: new Date(provider.createdAt),
  LastModifiedDate: new Date(provider.modifiedAt),
})

const NEEDED: Readonly<Record<string, readonly string[]>> = {
  Facebook: ['client_id', 'client_secret', 'authorize_scopes'],
  Google: ['client_id', 'client_secret', 'authorize_scopes'],
  LoginWithAmazon: ['client_id', 'client_secret', 'authorize_scopes'],
  SignInWithApple: ['client_id', 'team_id', 'key_id', 'private_key', 'authorize_scopes'],
  OIDC: ['client_id', 'client_secret', 'attributes_request_method', 'oidc_issuer', 'authorize_scopes'],
  SAML: [],
}

/** Whoever sends back what was answered cannot send Apple's key: it stays. */
const keptKey = ({details}: PoolIdentityProvider): Readonly<Record<string, string>> =>
  details['private_key'] === undefined ? {} : {private_key: details['private_key']}

/** @throws ServiceError InvalidParameterException for details that the type cannot do without. */
function checkDetails(type: string, details: Readonly<Record<string, string>>): void {
  const missing = (NEEDED[type] ?? []).find((name) => details[name] === undefined)
  if (missing !== undefined) throw invalid(`ProviderDetails of ${type} is missing ${missing}.`)
  if (type === 'SAML' && details['MetadataURL'] === undefined && details['MetadataFile'] === undefined) {
    throw invalid('One of MetadataURL or MetadataFile must be provided.')
  }
}

function requireProvider(poolId: string, name: string | undefined, {tx}: Call): PoolIdentityProvider {
  const provider = identityProviders.get(tx, [poolId, name ?? ''])
  if (!provider) throw new ServiceError('ResourceNotFoundException', `Identity provider ${name ?? ''} does not exist.`)
  return provider
}

/** Identity providers that a pool federates with. */
export const identityProviderOperations: UserPoolOperations = {
  CreateIdentityProvider: {
    resource: onPool,
    run(sent, call) {
      const pool = requirePool(sent.UserPoolId, call)
      const name = present(sent.ProviderName, 'ProviderName')
      const type = present(sent.ProviderType, 'ProviderType')
      if (identityProviders.get(call.tx, [pool.id, name])) {
        const message = `A provider with the name ${name} already exists in userpool.`
        throw new ServiceError('DuplicateProviderException', message)
      }
      if (SOCIAL.includes(type) && name !== type)
        throw invalid(`Provider name must be ${type} for provider type ${type}.`)
      checkDetails(type, present(sent.ProviderDetails, 'ProviderDetails'))
      const provider: PoolIdentityProvider = {
        poolId: pool.id,
        name,
        type,
        details: present(sent.ProviderDetails, 'ProviderDetails'),
        attributeMapping: sent.AttributeMapping ?? (SOCIAL.includes(type) ? {username: 'sub'} : {}),
        identifiers: sent.IdpIdentifiers ?? [],
        createdAt: call.now,
        modifiedAt: call.now,
      }
      identityProviders.put(call.tx, [pool.id, name], provider)
      return {IdentityProvider: view(provider)}
    },
  },
  DescribeIdentityProvider: {
    resource: onPool,
    run: ({UserPoolId, ProviderName}, call) => ({
      IdentityProvider: view(requireProvider(requirePool(UserPoolId, call).id, ProviderName, call)),
    }),
  },
  ListIdentityProviders: {
    resource: onPool,
    run({UserPoolId, MaxResults, NextToken}, call) {
      const pool = requirePool(UserPoolId, call)
      const {items, next} = page(
        identityProviders.list(call.tx, [pool.id]),
        {key: ({name}) => name, token: NextToken, limit: MaxResults ?? 60, badToken: 'InvalidParameterException'},
        call,
      )
      const Providers = items.map(({name, type, createdAt, modifiedAt}) => ({
        ProviderName: name,
        ProviderType: type,
        CreationDate: new Date(createdAt),
        LastModifiedDate: new Date(modifiedAt),
      }))
      return {Providers, NextToken: next}
    },
  },
  UpdateIdentityProvider: {
    resource: onPool,
    run(sent, call) {
      const provider = requireProvider(requirePool(sent.UserPoolId, call).id, sent.ProviderName, call)
      const details = sent.ProviderDetails && {...keptKey(provider), ...sent.ProviderDetails}
      if (details) checkDetails(provider.type, details)
      const changed: PoolIdentityProvider = {
        ...provider,
        details: details ?? provider.details,
        attributeMapping: sent.AttributeMapping ?? provider.attributeMapping,
        identifiers: sent.IdpIdentifiers ?? provider.identifiers,
        modifiedAt: call.now,
      }
      identityProviders.put(call.tx, [provider.poolId, provider.name], changed)
      return {IdentityProvider: view(changed)}
    },
  },
  DeleteIdentityProvider: {
    resource: onPool,
    run({UserPoolId, ProviderName}, call) {
      const provider = requireProvider(requirePool(UserPoolId, call).id, ProviderName, call)
      identityProviders.delete(call.tx, [provider.poolId, provider.name])
      return {}
    },
  },
}
