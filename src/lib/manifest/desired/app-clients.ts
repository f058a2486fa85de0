import {ref, type Node, type Pending} from '../../resource.js'
import type {AppClientDesired} from '../../resources/cognito/app-client.js'
import type {Environment} from '../manifest.js'
import {inEnvironment} from './places.js'

/** The app clients of an environment's user pool. */
export function makeAppClients(environment: Environment): readonly Node[] {
  const {name: env, auth} = environment
  return [...auth.clients].map(([name, client]) => ({
    ...inEnvironment(environment),
    address: `${env}.app-client.${name}`,
    kind: 'app-client',
    desired: {
      userPoolId: ref(`${env}.user-pool`),
      name,
      ...client,
      passkeys: auth.passkeys,
    } satisfies Pending<AppClientDesired>,
  }))
}
