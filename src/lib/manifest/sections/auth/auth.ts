import {poolGroupName} from '../../rules/names.js'
import {hasLength, LIMITS} from '../../rules/limits.js'
import {cognitoTemplate} from '../../rules/pool.js'
import {fields, record} from '../../read/collections.js'
import {flag, integer, text, type Rule} from '../../read/scalars.js'
import {isNothing, type Spot} from '../../read/spot.js'
import {clients} from './clients.js'
import {domain} from './domain.js'
import {identityPool} from './identity-pool.js'
import {pool, POOL_KEYS} from './pool.js'
import {providers} from './providers.js'
import {resourceServers} from './resource-servers.js'

const COGNITO = LIMITS['cognito-idp']

/** What one `auth` section says: only what is written there. */
export type AuthSection = Partial<ReturnType<typeof auth>>

/** `auth`, or `environments.<env>.auth`. */
export function auth(spot: Spot) {
  const keys = [
    ...POOL_KEYS,
    'userPoolName',
    'clients',
    'groups',
    'resourceServers',
    'domain',
    'managedLogin',
    'providers',
    'guests',
    'identityPool',
  ] as const
  const read = fields(spot, keys)
  const {optional, section} = read
  return {
    ...pool(read),
    userPoolName: optional('userPoolName', text(cognitoTemplate)),
    clients: section('clients', clients),
    groups: section('groups', record({name: poolGroupName, read: group, max: 1000})),
    resourceServers: section('resourceServers', resourceServers),
    domain: optional('domain', domain),
    managedLogin: optional('managedLogin', flag),
    providers: section('providers', providers),
    guests: optional('guests', flag),
    identityPool: section('identityPool', identityPool),
  }
}

function group(spot: Spot) {
  if (isNothing(spot)) return {}
  const {optional} = fields(spot, ['precedence', 'description'])
  return {
    precedence: optional('precedence', integer({...COGNITO.PrecedenceType, max: 2 ** 31 - 1})),
    description: optional('description', text(description)),
  }
}

const description: Rule = (value) =>
  hasLength(value, COGNITO.DescriptionType) && !/[\u0000-\u001f\u007f]/.test(value)
    ? undefined
    : {must: `be one line of at most ${COGNITO.DescriptionType.max} characters`}
