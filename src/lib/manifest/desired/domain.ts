import {ref, type Node, type Pending} from '../../resource.js'
import type {UserPoolDomainDesired} from '../../resources/cognito/domain.js'
import type {Environment} from '../manifest.js'
import {inEnvironment} from './places.js'

/** The domain of an environment's user pool, where it is to have one. */
export function makeDomain(environment: Environment): readonly Node[] {
  const {name: env, auth} = environment
  if (auth.domain === undefined) return []
  return [
    {
      ...inEnvironment(environment),
      address: `${env}.domain`,
      kind: 'user-pool-domain',
      desired: {userPoolId: ref(`${env}.user-pool`), domain: auth.domain} satisfies Pending<UserPoolDomainDesired>,
    },
  ]
}
