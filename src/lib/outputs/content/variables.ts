import {clientVariable, variableName} from '../../text/variable-name.js'
import {findClients} from './clients.js'
import {dataVariables} from './data.js'
import {hostedDomain} from './domain.js'
import type {EnvironmentIds} from './ids.js'
import type {Told} from './settings.js'

/** What files of lines say of an environment, name by name, in capitals and without a prefix. Pure. */
export function makeVariables(told: Told, ids: EnvironmentIds): readonly (readonly [name: string, value: string])[] {
  const {main, others} = findClients(told.settings, ids)
  const domain = hostedDomain(told.settings, ids.region)
  return [
    ['ENVIRONMENT', ids.environment],
    ['AWS_REGION', ids.region],
    ['USER_POOL_ID', ids.userPoolId],
    ...(main ? [['USER_POOL_CLIENT_ID', main.id] as const] : []),
    ...others.map(({name, id}) => [clientVariable(name), id] as const),
    ['IDENTITY_POOL_ID', ids.identityPoolId],
    ...(domain === undefined ? [] : [['USER_POOL_DOMAIN', domain] as const]),
    ...dataVariables(told, ids),
    ...[...told.values].map(([name, value]) => [variableName(name), value] as const),
  ]
}
