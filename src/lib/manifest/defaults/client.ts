import type {AppClient} from '../auth-clients.js'
import type {ClientSection} from '../sections/auth/clients.js'

/** Whoever signs in somewhere signs out there too, unless something else is said. */
export function makeClient({callbackUrls = [], logoutUrls, ...rest}: ClientSection): AppClient {
  return {
    name: rest.name,
    identities: rest.identities ?? true,
    type: rest.type ?? 'web',
    callbackUrls,
    logoutUrls: logoutUrls ?? callbackUrls,
    accessTokenMinutes: rest.accessTokenMinutes ?? 60,
    idTokenMinutes: rest.idTokenMinutes ?? 60,
    refreshTokenHours: rest.refreshTokenHours ?? 30 * 24,
    refreshTokenRotation: rest.refreshTokenRotation,
    authFlows: rest.authFlows,
    flows: rest.flows,
    scopes: rest.scopes,
    providers: rest.providers,
    readAttributes: rest.readAttributes,
    writeAttributes: rest.writeAttributes,
  }
}
