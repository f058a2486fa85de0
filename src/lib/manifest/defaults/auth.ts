import type {Auth} from '../manifest.js'
import type {AuthSection} from '../sections/auth/auth.js'
import {makeIdentityPool} from '../sections/auth/identity-pool.js'
import {layered} from '../sections/auth/layer.js'
import {makeClient} from './client.js'
import {makeProvider, makeResourceServer} from './federation.js'
import {makePool} from './pool.js'

/**
 * One environment's auth: its own section on top of the shared one on top of the defaults, field by field. `clients: {}` is
 * none; where nothing is said of clients there is one, `web`. Pure.
 */
export function makeAuth(shared: AuthSection = {}, own: AuthSection = {}): Auth {
  const clients = layered(shared.clients, own.clients)
  if (!(shared.clients ?? own.clients)) clients.set('web', {})
  return {
    ...makePool(shared, own),
    userPoolName: own.userPoolName ?? shared.userPoolName,
    clients: makeEach(clients, makeClient),
    groups: layered(shared.groups, own.groups),
    resourceServers: makeEach(layered(shared.resourceServers, own.resourceServers), makeResourceServer),
    domain: own.domain ?? shared.domain,
    managedLogin: own.managedLogin ?? shared.managedLogin,
    providers: makeEach(layered(shared.providers, own.providers), makeProvider),
    guests: own.guests ?? shared.guests ?? false,
    identityPool: makeIdentityPool(shared.identityPool, own.identityPool),
  }
}

const makeEach = <S, T>(sections: ReadonlyMap<string, S>, make: (section: S, name: string) => T): Map<string, T> =>
  new Map([...sections].map(([name, section]) => [name, make(section, name)]))
