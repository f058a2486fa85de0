import {isMap} from 'yaml'
import type {ExistingAccount} from '../manifest.js'
import {accountId, environmentName, pattern} from '../rules/names.js'
import {template} from '../rules/placeholders.js'
import {regionName} from '../rules/regions.js'
import {fields, record} from '../read/collections.js'
import {flag, text, type Rule} from '../read/scalars.js'
import {refused, type Spot} from '../read/spot.js'
import {auth} from './auth/auth.js'
import {ownValues} from './values.js'

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
  const {required, optional, section} = fields(spot, ['region', 'protected', 'email', 'account', 'auth', 'values'])
  const existing = optional('account', account)
  return {
    region: required('region', text(regionName)),
    protected: optional('protected', flag) ?? false,
    account: existing,
    email: optional('email', existing ? notBesideAccount : text(template)),
    auth: section('auth', auth),
    values: section('values', ownValues),
  }
}

/** `account`: `management`, the id of a member account, or that id with the role to enter it by. */
function account(spot: Spot): ExistingAccount {
  if (!isMap(spot.node)) return {id: text(existingAccount)(spot), role: undefined}
  const {required, optional} = fields(spot, ['id', 'role'])
  return {id: required('id', text(accountId)), role: optional('role', text(roleName))}
}

const existingAccount: Rule = (value) =>
  value === 'management' || !accountId(value)
    ? undefined
    : {must: 'be management or twelve digits between quotes', hint: 'For example: "012345678901"'}

/** IAM's own rule for names of roles. */
const roleName: Rule = pattern(
  'be the name of a role',
  /^[\w+=,.@-]{1,64}$/,
  'For example: OrganizationAccountAccessRole',
)

function notBesideAccount(spot: Spot): never {
  throw refused(spot, 'is the address of an account to be made, and account names one that exists', 'Keep one of them.')
}
