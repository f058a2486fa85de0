import {ConflictError} from '../../base/errors.js'
import {environmentFile, environmentOf} from '../../records/places.js'
import type {Recorded} from '../../records/records.js'

/** A table or bucket as AWS calls it. */
export interface DataThing {
  readonly name: string
  readonly arn: string
}

/** All that an application has to know of an environment. Ids, no secrets. */
export interface EnvironmentIds {
  readonly environment: string
  readonly target: 'aws' | 'sandbox'
  /** Twelve digits. */
  readonly accountId: string
  readonly region: string
  readonly userPoolId: string
  /** App client name → id, sorted by name. */
  readonly userPoolClientIds: Readonly<Record<string, string>>
  readonly identityPoolId: string
  /** Group of the user pool → ARN of the role that its members get, sorted by name; absent where no group has one. */
  readonly groupRoleArns?: Readonly<Record<string, string>>
  /** Table of awsup.yaml → what AWS calls it, sorted by name; absent where there is none. */
  readonly tables?: Readonly<Record<string, DataThing>>
  /** The same of buckets. */
  readonly buckets?: Readonly<Record<string, DataThing>>
}

/**
 * The ids of one environment from its records; `undefined` when it has none. Throws ConflictError when it was made in
 * part, naming the addresses that are missing.
 */
export function idsOf(
  records: readonly Recorded[],
  {environment, target}: Pick<EnvironmentIds, 'environment' | 'target'>,
): EnvironmentIds | undefined {
  const own = new Map(
    records.filter(({address}) => address.startsWith(`${environment}.`)).map((one) => [one.address, one]),
  )
  if (own.size === 0) return undefined
  const account = own.get(`${environment}.account`)
  const userPool = own.get(`${environment}.user-pool`)
  const identityPool = own.get(`${environment}.identity-pool`)
  const clients = namedBelow([...own.values()], `${environment}.app-client.`)
  if (!account || !userPool || !identityPool || clients.length === 0) {
    const missing = [
      ...['account', 'user-pool', 'identity-pool'].filter((name) => !own.has(`${environment}.${name}`)),
      ...(clients.length === 0 ? ['app-client'] : []),
    ].map((name) => `${environment}.${name}`)
    throw new ConflictError(`environment ${environment} is incomplete; not on record: ${missing.join(', ')}`, {
      code: 'NOT_MADE',
      hint: `Make the rest: awsup apply --env ${environment}`,
      details: {environment, missing},
    })
  }
  const roles = namedBelow([...own.values()], `${environment}.role.group.`)
  const tables = namedBelow([...own.values()], `${environment}.table.`)
  const buckets = namedBelow([...own.values()], `${environment}.bucket.`)
  const named = [...clients, ...roles, ...tables, ...buckets].map(([, one]) => one)
  for (const one of [account, userPool, identityPool, ...named]) {
    requireId(one, target)
  }
  return {
    environment,
    target,
    accountId: account.id,
    region: userPool.region,
    userPoolId: userPool.id,
    userPoolClientIds: Object.fromEntries(clients.map(([name, {id}]) => [name, id])),
    identityPoolId: identityPool.id,
    ...(roles.length === 0
      ? {}
      : {groupRoleArns: Object.fromEntries(roles.map(([group, role]) => [group, arnOf(role)]))}),
    ...thingsOf('tables', tables, ({id, region, accountId}) => `arn:aws:dynamodb:${region}:${accountId}:table/${id}`),
    ...thingsOf('buckets', buckets, ({id}) => `arn:aws:s3:::${id}`),
  }
}

const thingsOf = (
  member: 'tables' | 'buckets',
  found: readonly (readonly [string, Recorded])[],
  arn: (one: Recorded) => string,
) =>
  found.length === 0
    ? {}
    : {[member]: Object.fromEntries(found.map(([name, one]) => [name, {name: one.id, arn: arn(one)}]))}

const arnOf = ({id, accountId}: Recorded): string => `arn:aws:iam::${accountId}:role/${id}`

/** Name below the prefix → record, sorted by name. */
const namedBelow = (records: readonly Recorded[], prefix: string): readonly (readonly [string, Recorded])[] =>
  records
    .filter(({address}) => address.startsWith(prefix))
    .map((one) => [one.address.slice(prefix.length), one] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))

/** Ids go into files that others read line by line: whatever else is on record must not get there. */
function requireId({address, id, region}: Recorded, target: EnvironmentIds['target']): void {
  const isId = /^[\w:.+=,@-]{1,255}$/.test(id)
  if (isId && /^[a-z0-9-]{1,32}$/.test(region)) return
  const [field, value] = isId ? ['region', region] : ['id', id]
  const path = environmentFile(`.awsup/${target}`, environmentOf(address) ?? '')
  throw new ConflictError(`the record of ${address} has an invalid ${field}: ${JSON.stringify(value.slice(0, 80))}`, {
    code: 'DAMAGED',
    hint: `Restore ${path} from git; or delete it and run awsup refresh, which finds the ids again.`,
    details: {path, address, field},
  })
}
