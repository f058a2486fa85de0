import type {
  IndexDesired,
  KeyAttribute,
  LocalIndexDesired,
  Projected,
} from '../../../resources/data/dynamodb/desired.js'
import type {Table} from '../../data.js'
import {either, list, made, mapping, record} from '../../read/collections.js'
import {optional, required, section} from '../../read/keys.js'
import {flag, integer, oneOf, text} from '../../read/scalars.js'
import {shaped} from '../../read/shape.js'
import {describe, refused, type Read, type Spot} from '../../read/spot.js'
import {dataAttribute, dataIndexName, nameBy, tableKey, tableNameOnAws} from './rules.js'

const TYPES = {string: 'S', number: 'N', binary: 'B'} as const

/** `owner`, or `{name: createdAt, type: number}`. */
const keyAttribute: Read<KeyAttribute> = either(
  made(text(dataAttribute), (name): KeyAttribute => ({name, type: 'S'})),
  mapping(
    {
      /** Name of the attribute. */
      name: required(text(dataAttribute)),
      /** What its values are. */
      type: required(oneOf('string', 'number', 'binary')),
    },
    ({name, type}): KeyAttribute => ({name, type: TYPES[type]}),
  ),
)

/** Attributes that indexes may name, all of a table's together (developer guide, "Service quotas"). */
const MOST_NAMED = 100
const MOST_GLOBAL = 20
const MOST_LOCAL = 5

const attributes: Read<Projected> = shaped(
  {sort: 'either', of: [oneOf('all', 'keys'), list(text(dataAttribute), {min: 1, max: 20, distinct: true})]},
  (spot: Spot): Projected => {
    const named = list(text(dataAttribute), {min: 1, max: 20, distinct: true})
    if (typeof spot.node === 'object' && spot.node !== null && 'items' in spot.node) return [...named(spot)].sort()
    return oneOf('all', 'keys')(spot) === 'all' ? 'ALL' : 'KEYS_ONLY'
  },
)

interface WrittenIndex {
  readonly key: KeyAttribute | undefined
  readonly sort: KeyAttribute | undefined
  readonly projects: Projected
  readonly local: boolean
  readonly spot: Spot
}

const index: Read<WrittenIndex> = mapping(
  {
    /** Partition key of the index. Without this key: that of the table, so that rules with an owner can use the index. */
    key: optional(keyAttribute),
    /** Sort key of the index. */
    sort: optional(keyAttribute),
    /**
     * What the index has of each item: `all`, `keys` alone, or these attributes with the keys.
     * @default all
     */
    attributes: optional(attributes),
    /**
     * Whether it is a local index: with the key of the table, read consistently, and made with the table or never.
     * @default false
     */
    local: optional(flag),
  },
  ({key, sort, attributes: projects = 'ALL', local = false}, spot, at) => {
    if (local && key)
      throw refused(at('key'), 'has no place in a local index: its key is that of the table', 'Remove it.')
    if (local && !sort) throw refused(spot, 'lacks sort', 'A local index sorts the items of a key in another way.')
    return {key, sort, projects, local, spot}
  },
)

const VIEWS = {
  keys: 'KEYS_ONLY',
  new: 'NEW_IMAGE',
  old: 'OLD_IMAGE',
  both: 'NEW_AND_OLD_IMAGES',
} as const

/** Days: API reference, PointInTimeRecoverySpecification. */
const LONGEST_DAYS = 35

const recovery: Read<number> = shaped(
  {sort: 'either', of: [flag, integer({min: 1, max: LONGEST_DAYS})]},
  (spot: Spot): number => {
    if (/^-?\d/.test(describe(spot))) return integer({min: 1, max: LONGEST_DAYS})(spot)
    return flag(spot) ? LONGEST_DAYS : 0
  },
)

const table: Read<Table> = mapping(
  {
    /**
     * Partition key: an attribute, a text unless a type is said. Rules with an owner open the items whose key is that owner.
     * @permanent
     * @example owner
     */
    key: required(keyAttribute),
    /**
     * Sort key.
     * @permanent
     * @example id
     */
    sort: optional(keyAttribute),
    /** Indexes by name, at most 20, and 5 local ones. */
    indexes: section(record({name: dataIndexName, read: index, max: MOST_GLOBAL + MOST_LOCAL})),
    /** Attribute that holds when an item expires, in seconds since 1970. DynamoDB deletes it within some days. */
    ttl: optional(text(dataAttribute)),
    /** What the stream of changes shows of each: `keys`, the `new` item, the `old` one, or `both`. Without this key: no stream. */
    stream: optional(oneOf('keys', 'new', 'old', 'both')),
    /** Whether DynamoDB refuses to delete the table. Without this key: on where the environment is protected. */
    deletionProtection: optional(flag),
    /**
     * Whether the table can be restored to any second of the last 35 days, or of so many days. Without this key: on where the
     * environment is protected.
     */
    recovery: optional(recovery),
    /**
     * What DynamoDB calls the table, or what it does in each environment: `{ dev: …, prod: … }`. Without this key, and in an
     * environment that it does not name: the name here.
     * @permanent
     * @example todos-{env}
     */
    name: optional(nameBy(tableNameOnAws)),
  },
  ({key, sort, indexes, ttl, stream, deletionProtection, recovery: days, name}, spot, at) => {
    const all: readonly (readonly [string, WrittenIndex])[] = [...(indexes ?? [])]
    requireKeys({key, sort, all, spot, sortSpot: at('sort'), indexesSpot: at('indexes')})
    const types = typesOf(key, sort, all)
    const type = ttl === undefined ? undefined : types.get(ttl)
    if (type !== undefined && type !== 'N')
      throw refused(
        at('ttl'),
        `is ${ttl ?? ''}, which is a key of another type than number`,
        'Use an attribute of its own.',
      )
    const local = all.filter(([, one]) => one.local)
    const global = all.filter(([, one]) => !one.local)
    return {
      name,
      key,
      sort,
      ttl,
      stream: stream && VIEWS[stream],
      deletionProtection,
      recoveryDays: days,
      indexes: Object.fromEntries(
        global.map(([index, one]): [string, IndexDesired] => [
          index,
          {key: one.key ?? key, ...(one.sort && {sort: one.sort}), projects: one.projects},
        ]),
      ),
      localIndexes: Object.fromEntries(
        local.flatMap(([index, one]): [string, LocalIndexDesired][] =>
          one.sort ? [[index, {sort: one.sort, projects: one.projects}]] : [],
        ),
      ),
    }
  },
)

interface Keyed {
  readonly key: KeyAttribute
  readonly sort: KeyAttribute | undefined
  readonly all: readonly (readonly [string, WrittenIndex])[]
  readonly spot: Spot
  readonly sortSpot: Spot
  readonly indexesSpot: Spot
}

/** What DynamoDB asks of keys and indexes together. Throws ManifestError. */
function requireKeys({key, sort, all, sortSpot, indexesSpot}: Keyed): void {
  if (sort?.name === key.name)
    throw refused(
      sortSpot,
      `is ${sort.name}, which is the partition key already`,
      'Use another attribute, or remove it.',
    )
  const types = new Map([key, ...(sort ? [sort] : [])].map((one) => [one.name, one.type]))
  for (const [, one] of all) {
    const own = one.key ?? key
    if (one.sort?.name === own.name)
      throw refused(
        one.spot,
        `has ${own.name} as its key and as its sort key`,
        'Use another attribute for one of them.',
      )
    if (one.local && !sort)
      throw refused(
        one.spot,
        'is a local index of a table without a sort key',
        'Add sort to the table, or remove local.',
      )
    for (const {name, type} of [own, ...(one.sort ? [one.sort] : [])]) {
      const before = types.get(name)
      if (before !== undefined && before !== type)
        throw refused(
          one.spot,
          `has ${name} as ${wordOf(type)}, which is ${wordOf(before)} elsewhere in the table`,
          'An attribute of keys has one type.',
        )
      types.set(name, type)
    }
  }
  const count = (local: boolean): number => all.filter(([, one]) => one.local === local).length
  if (count(false) > MOST_GLOBAL)
    throw refused(indexesSpot, `has ${count(false)} indexes, at most ${MOST_GLOBAL} are possible`)
  if (count(true) > MOST_LOCAL)
    throw refused(indexesSpot, `has ${count(true)} local indexes, at most ${MOST_LOCAL} are possible`)
  const named = all.flatMap(([, {projects}]) => (typeof projects === 'string' ? [] : projects))
  if (named.length > MOST_NAMED)
    throw refused(indexesSpot, `names ${named.length} attributes in all, at most ${MOST_NAMED} are possible`)
}

const typesOf = (
  key: KeyAttribute,
  sort: KeyAttribute | undefined,
  all: Keyed['all'],
): ReadonlyMap<string, KeyAttribute['type']> =>
  new Map(
    [key, sort, ...all.flatMap(([, one]) => [one.key, one.sort])].flatMap((one) =>
      one ? [[one.name, one.type] as const] : [],
    ),
  )

const wordOf = (type: KeyAttribute['type']): string => (type === 'S' ? 'string' : type === 'N' ? 'number' : 'binary')

/** `data.tables`. */
export const tables: Read<ReadonlyMap<string, Table>> = record({name: tableKey, read: table, max: 100})
