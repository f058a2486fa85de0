import {accountId, environmentName, regionName} from '../rules/names.js'
import {template} from '../rules/placeholders.js'
import {fields, record} from '../read/collections.js'
import {flag, text} from '../read/scalars.js'
import {pathOf, refused, type Read, type Spot} from '../read/spot.js'
import {auth} from './auth.js'

/** One environment as it is written. */
export type EnvironmentSection = ReturnType<typeof environment>

/** `environments`, at least one, in the order of the file. */
export function environments(spot: Spot): ReadonlyMap<string, EnvironmentSection> {
  const found = record({name: environmentName, read: environment, max: 100})(spot)
  if (found.size === 0)
    throw refused(spot, 'is empty, must have at least one environment', 'dev: { region: eu-west-1 }')
  return found
}

function environment(spot: Spot) {
  const {required, optional, section} = fields(spot, ['region', 'protected', 'email', 'account', 'auth'])
  optional('account', account)
  return {
    region: required('region', text(regionName)),
    protected: optional('protected', flag) ?? false,
    email: optional('email', text(template)),
    auth: section('auth', auth),
  }
}

/**
 * People write ids of accounts that they have already. awsup finds those by address, which cannot be mistyped into
 * another.
 */
const account: Read<never> = (spot) => {
  const id = text(accountId)(spot)
  throw refused(
    spot,
    `is "${id}", but accounts are found by their address`,
    `Remove it, and set ${pathOf(spot).replace(/account$/, 'email')} to the address of that account.`,
  )
}
