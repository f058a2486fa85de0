import type {Auth} from '../manifest.js'
import type {AuthSection} from './auth.js'
import {makeClient} from './make-client.js'

// Passwords as AWS's console sets them.
const PASSWORD = {minLength: 8, lowercase: true, uppercase: true, numbers: true, symbols: true, temporaryDays: 7}

/** One environment's auth: its own section on top of the shared one on top of the defaults, field by field. Pure. */
export function makeAuth(shared: AuthSection = {}, own: AuthSection = {}): Auth {
  const clients = layered(shared.clients, own.clients)
  if (clients.size === 0) clients.set('web', {})
  return {
    signIn: own.signIn ?? shared.signIn ?? ['email'],
    selfSignUp: own.selfSignUp ?? shared.selfSignUp ?? true,
    mfa: own.mfa ?? shared.mfa ?? 'optional',
    passkeys: own.passkeys ?? shared.passkeys ?? false,
    tier: own.tier ?? shared.tier ?? 'essentials',
    password: layer(layer(PASSWORD, shared.password), own.password),
    clients: new Map([...clients].map(([name, client]) => [name, makeClient(client)])),
    groups: layered(shared.groups, own.groups),
    domain: own.domain ?? shared.domain,
    guests: own.guests ?? shared.guests ?? false,
  }
}

/** Both maps' entries, those of the same name merged field by field. */
function layered<T extends object>(shared?: ReadonlyMap<string, T>, own?: ReadonlyMap<string, T>): Map<string, T> {
  const merged = new Map(shared ?? [])
  for (const [name, entry] of own ?? []) {
    const below = merged.get(name)
    merged.set(name, below ? layer(below, entry) : entry)
  }
  return merged
}

/** `top` on `base`; what is not written in `top` does not cover anything. */
function layer<T extends object>(base: T, top: {readonly [K in keyof T]?: T[K] | undefined} | undefined): T {
  const merged = {...base}
  for (const key in top) if (top[key] !== undefined) merged[key] = top[key]
  return merged
}
