import {ConflictError} from '../base/errors.js'
import {environmentOf} from './places.js'
import type {Facts} from './survey.js'

/** Kinds of which one environment has each: what it calls its own, and hands out to applications. */
const OWN: ReadonlySet<string> = new Set([
  'account',
  'user-pool',
  'user-pool-domain',
  'app-client',
  'identity-pool',
  'role',
])

/** One thing that two environments have on record. */
interface Shared {
  readonly environments: readonly [string, string]
  readonly kind: string
  readonly id: string
}

/**
 * Throws ConflictError `RECORDS_MIXED` where two environments have the same thing on record, or one has what lies in the
 * other's account: one of the two files is not what it says (a merge that took the wrong side, a copied file), and
 * whatever is done to one environment would be done to the other. Accounts that awsup did not make may be shared.
 * `nameOf` says how the file or object of an environment is called.
 */
export function requireDistinct(records: readonly Facts[], nameOf: (environment: string) => string): void {
  const shared = findShared(records)
  const [first] = shared
  if (!first) return
  const [one, other] = first.environments
  const both = shared.filter(({environments}) => environments[0] === one && environments[1] === other)
  const things = [...new Set(both.map(({kind, id}) => `${kind.replaceAll('-', ' ')} ${id}`))]
  const more = things.length > 1 ? ` (and ${things.length - 1} more)` : ''
  const files = [nameOf(one), nameOf(other)] as const
  throw new ConflictError(
    `${one} and ${other} have the same ${things[0] ?? ''}${more} on record: ${files[0]} and ${files[1]}`,
    {
      code: 'RECORDS_MIXED',
      hint: 'One of the two is wrong, for example after a merge; nothing was done. Take its right version from git (of a copy of records in S3: awsup records pull). Or delete the wrong one and run awsup refresh, which finds the ids of that environment again.',
      details: {environments: [one, other], files, shared: both.map(({kind, id}) => ({kind, id}))},
    },
  )
}

function findShared(records: readonly Facts[]): readonly Shared[] {
  const owners = new Map<string, string>()
  const accounts = new Map<string, string>()
  const homes = new Map<string, string>()
  const shared: Shared[] = []
  const environments = records.flatMap((recorded) => {
    const environment = environmentOf(recorded.address)
    return environment === undefined ? [] : [{...recorded, environment}]
  })
  for (const {kind, id, accountId, environment} of environments) {
    if (kind === 'account' || kind === 'existing-account') homes.set(environment, id)
    if (!OWN.has(kind)) continue
    // Names of roles count in their account alone.
    const thing = kind === 'role' ? `${kind} ${accountId} ${id}` : `${kind} ${id}`
    const owner = owners.get(thing)
    if (owner === undefined) owners.set(thing, environment)
    else if (owner !== environment) shared.push({environments: [owner, environment], kind, id})
    if (kind === 'account') accounts.set(id, owner ?? environment)
  }
  for (const {kind, id, accountId, environment} of environments) {
    const owner = accounts.get(accountId)
    const isHome = owner === environment || homes.get(environment) === accountId
    if (owner !== undefined && !isHome) shared.push({environments: [owner, environment], kind, id})
  }
  return shared
}
