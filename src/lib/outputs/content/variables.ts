import {clientVariable, variableName} from '../../text/variable-name.js'
import {apiVariables} from './apis.js'
import {findClients} from './clients.js'
import {dataVariables} from './data.js'
import {hostedDomain} from './domain.js'
import type {EnvironmentIds} from './ids.js'
import {makeJwt} from './jwt.js'
import type {Told} from './settings.js'

/**
 * What files of lines say of an environment, name by name, in capitals and without a prefix. Lists are separated by spaces, as
 * OAuth writes scopes (RFC 6749, 3.3): neither ids of app clients nor scopes can have one in them. Pure.
 */
export function makeVariables(told: Told, ids: EnvironmentIds): readonly (readonly [name: string, value: string])[] {
  const {main, others} = findClients(told.settings, ids)
  const domain = hostedDomain(told.settings, ids.region)
  const clients = main ? [main, ...others] : others
  const jwt = makeJwt(
    told.settings,
    ids,
    clients.map(({id}) => id),
  )
  return [
    ['ENVIRONMENT', ids.environment],
    ['AWS_REGION', ids.region],
    ['USER_POOL_ID', ids.userPoolId],
    ...(main ? [['USER_POOL_CLIENT_ID', main.id] as const] : []),
    ...others.map(({name, id}) => [clientVariable(name), id] as const),
    ['IDENTITY_POOL_ID', ids.identityPoolId],
    ...(domain === undefined ? [] : [['USER_POOL_DOMAIN', domain] as const]),
    ['USER_POOL_ISSUER', jwt.issuer],
    ['USER_POOL_AUDIENCE', jwt.audience.join(' ')],
    ...(jwt.scopes.length === 0 ? [] : [['USER_POOL_SCOPES', jwt.scopes.join(' ')] as const]),
    ...dataVariables(told, ids),
    ...apiVariables(told, ids),
    ...[...told.values].map(([name, value]) => [variableName(name), value] as const),
  ]
}
