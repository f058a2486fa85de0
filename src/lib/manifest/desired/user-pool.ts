import {ref, type Node, type Pending} from '../../resource.js'
import type {UserPoolGroupDesired} from '../../resources/cognito/group.js'
import type {UserPoolDesired} from '../../resources/cognito/user-pool.js'
import type {Environment, Manifest} from '../manifest.js'
import {makeAppClients} from './app-clients.js'
import {makeDomain} from './domain.js'
import {inEnvironment} from './places.js'

/** The user pool with its app clients, groups and domain. */
export function makeUserPool({project}: Manifest, environment: Environment): readonly Node[] {
  const {name: env, auth} = environment
  const {signIn, selfSignUp, mfa, passkeys, tier, password} = auth
  const place = inEnvironment(environment)
  const userPoolId = ref(`${env}.user-pool`)
  return [
    {
      ...place,
      address: `${env}.user-pool`,
      kind: 'user-pool',
      desired: {
        name: `${project}-${env}`,
        signIn,
        selfSignUp,
        mfa,
        passkeys,
        tier,
        password,
        deletionProtection: true,
      } satisfies Pending<UserPoolDesired>,
    },
    ...makeAppClients(environment),
    ...[...auth.groups].map(([name, group]) => ({
      ...place,
      address: `${env}.group.${name}`,
      kind: 'user-pool-group',
      desired: {userPoolId, name, ...group} satisfies Pending<UserPoolGroupDesired>,
    })),
    ...makeDomain(environment),
  ]
}
