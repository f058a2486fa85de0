import type {Auth} from '../manifest.js'
import type {AuthSection} from './auth.js'
import {makeIdentityPool} from './identity-pool.js'
import {layered} from './layer.js'
import {makeClient} from './make-client.js'
import {makePool} from './make-pool.js'

/** One environment's auth: its own section on top of the shared one on top of the defaults, field by field. Pure. */
export function makeAuth(shared: AuthSection = {}, own: AuthSection = {}): Auth {
  const clients = layered(shared.clients, own.clients)
  if (clients.size === 0) clients.set('web', {})
  return {
    ...makePool(shared, own),
    clients: new Map([...clients].map(([name, client]) => [name, makeClient(client)])),
    groups: layered(shared.groups, own.groups),
    domain: own.domain ?? shared.domain,
    guests: own.guests ?? shared.guests ?? false,
    identityPool: makeIdentityPool(shared.identityPool, own.identityPool),
  }
}
