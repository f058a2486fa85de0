import {ref, type KindNode} from '../../resources/nodes.js'
import type {Environment} from '../manifest.js'
import {inEnvironment} from './places.js'

/** The domain of an environment's user pool, where it is to have one. */
export function makeDomain(environment: Environment): readonly KindNode[] {
  const {name: env, auth} = environment
  const {domain, managedLogin, clients} = auth
  if (domain === undefined) return []
  const name = 'prefix' in domain ? {domain: domain.prefix} : {domain: domain.name, certificate: domain.certificate}
  return [
    {
      ...inEnvironment(environment),
      address: `${env}.domain`,
      kind: 'user-pool-domain',
      desired: {userPoolId: ref(`${env}.user-pool`), ...name, managedLogin},
      // So that no page leads to a client that is gone: it goes first.
      after: [...clients.keys()].map((client) => `${env}.app-client.${client}`),
    },
  ]
}
