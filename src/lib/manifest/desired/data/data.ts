import {withAccount} from '../../../access/policy/statement.js'
import {ref, type KindNode} from '../../../resources/nodes.js'
import type {Bucket, Table} from '../../data.js'
import type {Environment, Manifest} from '../../manifest.js'
import {bucketNameOf, tableNameOf} from './names.js'
import {pageOrigins} from './origins.js'
import {inEnvironment} from '../places.js'

/** The tables and buckets of an environment. Pure. */
export function makeData(manifest: Manifest, environment: Environment): readonly KindNode[] {
  const {tables, buckets} = manifest.data
  const indexed = [...tables].filter(([, one]) => hasIndexes(one)).map(([key]) => key)
  return [
    ...[...tables].map(([key, one]): KindNode => {
      // AWS makes one table with indexes at a time (API reference, CreateTable): each waits for the one before.
      const before = indexed[indexed.indexOf(key) - 1]
      return {
        ...inEnvironment(environment),
        address: tableAddress(environment.name, key),
        kind: 'table',
        desired: tableDesired(tableNameOf(key, one, {manifest, environment}), one, environment),
        ...(before !== undefined && {after: [tableAddress(environment.name, before)]}),
      }
    }),
    ...[...buckets].map(([key, one]): KindNode => {
      const name = bucketNameOf(key, one, {manifest, environment})
      return {
        ...inEnvironment(environment),
        address: bucketAddress(environment.name, key),
        kind: 'bucket',
        desired: {
          name: withAccount(name, ref(`${environment.name}.account`)),
          origins: originsOf(one, manifest, environment),
          versions: one.versions ?? (environment.protected ? true : undefined),
          lifecycle: one.lifecycle,
          publicAccessBlocked: true,
          tlsOnly: true,
          ownerEnforced: true,
          encrypted: true,
          tagged: true,
        },
      }
    }),
  ]
}

/** `dev.table.todos` */
export const tableAddress = (env: string, key: string): string => `${env}.table.${key}`

/** `dev.bucket.uploads` */
export const bucketAddress = (env: string, key: string): string => `${env}.bucket.${key}`

const hasIndexes = ({indexes, localIndexes}: Table): boolean =>
  Object.keys(indexes).length + Object.keys(localIndexes).length > 0

/** Days for which a table of a protected environment can be restored: the longest that there is. */
const LONGEST_DAYS = 35

function tableDesired(name: string, settings: Table, {protected: isProtected}: Environment) {
  return {
    ...settings,
    name,
    deletionProtection: settings.deletionProtection ?? (isProtected ? true : undefined),
    recoveryDays: settings.recoveryDays ?? (isProtected ? LONGEST_DAYS : undefined),
    onDemand: true,
    tagged: true,
  }
}

const originsOf = ({cors}: Bucket, manifest: Manifest, environment: Environment) => [
  ...new Set(cors.flatMap((one) => (one === 'clients' ? pageOrigins(manifest, environment) : [one]))),
]
