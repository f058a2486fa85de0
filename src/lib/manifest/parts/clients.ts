import {fields, list, record} from '../read/collections.js'
import {integer, text} from '../read/scalars.js'
import {isNothing, type Spot} from '../read/spot.js'
import {clientName} from '../rules/names.js'
import {redirectUrl} from '../rules/places.js'

/** What one app client of `auth.clients` says: only what is written there. */
export type ClientSection = Partial<ReturnType<typeof client>>

/** `auth.clients`. */
export const clients = record({name: clientName, read: client, max: 100})

function client(spot: Spot) {
  if (isNothing(spot)) return {}
  const keys = ['callbackUrls', 'logoutUrls', 'accessTokenMinutes', 'idTokenMinutes', 'refreshTokenDays'] as const
  const {optional, section} = fields(spot, keys)
  const urls = list(text(redirectUrl), {max: 100, distinct: true})
  return {
    callbackUrls: section('callbackUrls', urls),
    logoutUrls: section('logoutUrls', urls),
    accessTokenMinutes: optional('accessTokenMinutes', integer({min: 5, max: 1440})),
    idTokenMinutes: optional('idTokenMinutes', integer({min: 5, max: 1440})),
    refreshTokenDays: optional('refreshTokenDays', integer({min: 1, max: 3650})),
  }
}
