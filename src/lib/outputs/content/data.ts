import {ConflictError} from '../../base/errors.js'
import {bucketVariable, tableVariable} from '../../text/variable-name.js'
import type {DataThing, EnvironmentIds} from './ids.js'
import type {Told} from './settings.js'

/** Name in awsup.yaml → table or bucket; absent where there is none. */
export interface DataThings {
  readonly tables?: Readonly<Record<string, DataThing>>
  readonly buckets?: Readonly<Record<string, DataThing>>
}

/** What awsup.yaml declares, as AWS calls it. Throws ConflictError when one is not on record. */
export function findData({data}: Pick<Told, 'data'>, ids: EnvironmentIds): DataThings {
  const tables = namedOf('table', data?.tables, ids)
  const buckets = namedOf('bucket', data?.buckets, ids)
  return {...(tables && {tables}), ...(buckets && {buckets})}
}

function namedOf(
  kind: 'table' | 'bucket',
  names: readonly string[] = [],
  {environment, tables = {}, buckets = {}}: EnvironmentIds,
): Readonly<Record<string, DataThing>> | undefined {
  if (names.length === 0) return undefined
  const known = new Map(Object.entries(kind === 'table' ? tables : buckets))
  return Object.fromEntries(
    names.map((name) => {
      const found = known.get(name)
      if (found) return [name, found]
      throw new ConflictError(`${environment}.${kind}.${name} is not made yet`, {
        code: 'NOT_MADE',
        hint: `Make it: awsup apply --env ${environment}`,
      })
    }),
  )
}

/** The same as environment variables: `TABLE_TODOS`, `TABLE_TODOS_ARN`. */
export function dataVariables(told: Pick<Told, 'data'>, ids: EnvironmentIds): readonly (readonly [string, string])[] {
  const {tables = {}, buckets = {}} = findData(told, ids)
  const both = (variable: string, {name, arn}: DataThing) => [
    [variable, name] as const,
    [`${variable}_ARN`, arn] as const,
  ]
  return [
    ...Object.entries(tables).flatMap(([key, one]) => both(tableVariable(key), one)),
    ...Object.entries(buckets).flatMap(([key, one]) => both(bucketVariable(key), one)),
  ]
}

/** Whether it may be what awsup writes of tables or buckets. Anything else is somebody else's. Pure. */
export const isDataThings = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every(
    (one: unknown) =>
      typeof one === 'object' && one !== null && 'name' in one && 'arn' in one && Object.keys(one).length === 2,
  )
