import type {AppClient} from '../manifest.js'
import type {ClientSection} from './clients.js'

/** Whoever signs in somewhere signs out there too, unless something else is said. */
export function makeClient({callbackUrls = [], logoutUrls, ...rest}: ClientSection): AppClient {
  return {
    callbackUrls,
    logoutUrls: logoutUrls ?? callbackUrls,
    accessTokenMinutes: rest.accessTokenMinutes ?? 60,
    idTokenMinutes: rest.idTokenMinutes ?? 60,
    refreshTokenDays: rest.refreshTokenDays ?? 30,
  }
}
