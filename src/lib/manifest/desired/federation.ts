import {ref, type KindNode} from '../../resources/nodes.js'
import {providerName} from '../checks/federation.js'
import type {Environment} from '../manifest.js'
import {PROVIDER_KINDS, providerDetails} from '../sections/auth/provider-kinds.js'
import {inEnvironment} from './places.js'

/** The resource servers and identity providers of an environment's user pool. */
export function makeFederation(environment: Environment): readonly KindNode[] {
  const {name: env, auth} = environment
  const place = inEnvironment(environment)
  const userPoolId = ref(`${env}.user-pool`)
  return [
    ...[...auth.resourceServers].map(([key, {name, identifier, scopes}]): KindNode => ({
      ...place,
      address: `${env}.resource-server.${key}`,
      kind: 'resource-server',
      desired: {
        userPoolId,
        identifier,
        name,
        scopes: [...scopes].map(([scope, description]) => ({name: scope, description})),
      },
    })),
    ...[...auth.providers].flatMap(([key, provider]): readonly KindNode[] => {
      const {type, attributes = {}, identifiers} = provider
      if (!type) return []
      const kind = PROVIDER_KINDS[type]
      return [
        {
          ...place,
          address: `${env}.provider.${key}`,
          kind: 'identity-provider',
          desired: {
            userPoolId,
            name: providerName(key, provider),
            type: kind.type,
            details: providerDetails(provider, type),
            secret: kind.secret && provider[kind.secret],
            attributes,
            identifiers,
          },
        },
      ]
    }),
  ]
}
