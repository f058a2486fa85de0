import {isMap, isScalar, isSeq, type YAMLMap} from 'yaml'
import {findNearest} from '../../text/nearest.js'
import type {Keys, Said} from './keys.js'
import type {Rule} from './scalars.js'
import {shaped, type Shaped, type Together} from './shape.js'
import {show, showName} from './show.js'
import {startOf} from './source.js'
import {below, describe, isNothing, refused, type Read, type Spot} from './spot.js'

/** The values of a mapping whose keys are all known, one by one. */
export interface Fields<K extends Keys> {
  <N extends keyof K & string>(name: N): Said<K>[N]
  /** With a reader that knows more than that of the key. */
  <T>(name: keyof K & string, read: Read<T>): T | undefined
  /** Where the value of a key is, or the mapping that lacks it. */
  readonly at: (name: keyof K & string) => Spot
}

/** A mapping with these keys and no others. */
export function fields<K extends Keys>(spot: Spot, keys: K): Fields<K>
export function fields(spot: Spot, keys: Keys): Fields<Keys> {
  const pairs = pairsOf(spot)
  for (const pair of pairs) {
    if (Object.hasOwn(keys, pair.name)) continue
    throw refused(pair.key, 'is not a key that awsup knows', hintFor(pair.name, Object.keys(keys)))
  }
  const find = (key: string): Spot | undefined => pairs.find(({name}) => name === key)?.value
  function get(name: string): unknown
  function get<T>(name: string, read: Read<T>): T | undefined
  function get(name: string, read: Read<unknown> | undefined = keys[name]?.read): unknown {
    const found = find(name)
    const presence = keys[name]?.presence
    if (!found && presence === 'required') throw lacks(spot, name)
    return !found || !read || (presence === 'section' && isNothing(found)) ? undefined : read(found)
  }
  return Object.assign(get, {at: (name: string) => find(name) ?? spot})
}

/** A refusal of a mapping without a key that it needs. */
export const lacks = (spot: Spot, key: string) =>
  refused(spot, spot.path.length === 0 ? `has no ${key}` : `lacks ${key}`, `Add the key ${key}.`)

type Make<K extends Keys, T> = (said: Said<K>, spot: Spot, at: Fields<K>['at']) => T

/**
 * A reader of a mapping with these keys and no others, in their order. `make` checks what they are together, and says
 * what it comes to; `together`: the same as data, as far as the schema can say it.
 */
export function mapping<K extends Keys>(keys: K): Read<Said<K>>
export function mapping<K extends Keys, T>(keys: K, make: Make<K, T>, together?: Together): Read<T>
export function mapping(
  keys: Keys,
  make: Make<Keys, unknown> = (said) => said,
  together: Together = {},
): Read<unknown> {
  return shaped({sort: 'mapping', keys, ...together}, (spot) => {
    const get = fields(spot, keys)
    return make(Object.fromEntries(Object.keys(keys).map((name) => [name, get(name)])), spot, get.at)
  })
}

/** A mapping, or something shorter. */
export const either = <A, B>(short: Read<A>, long: Read<B>): Read<A | B> =>
  shaped({sort: 'either', of: [short, long]}, (spot) => (isMap(spot.node) ? long(spot) : short(spot)))

/** The same reader, where nothing at all means `value`. */
export const orNothing = <T>(value: T, read: Read<T>): Read<T> =>
  shaped({sort: 'maybe', of: read}, (spot) => (isNothing(spot) ? value : read(spot)))

/** What a reader makes, made into something else. */
export const made = <A, B>(read: Read<A>, make: (value: A) => B): Read<B> =>
  shaped(read.shape, (spot) => make(read(spot)))

/** A mapping whose keys are names that the reader chose; in the order of the file. */
export const record = <T>({name, read, max, min = 0}: Named<T>): Read<ReadonlyMap<string, T>> =>
  shaped({sort: 'record', name: name.clauses ?? [], of: read, min, max}, (spot) => {
    const pairs = pairsOf(spot)
    requireCount(spot, pairs.length, max)
    return new Map(
      pairs.map((pair) => {
        const problem = name(pair.name)
        if (problem) {
          const shown = pair.name === '' ? 'an empty name' : `the name ${show(pair.name)}`
          throw refused({...pair.key, path: spot.path}, `has ${shown}, which must ${problem.must}`, problem.hint)
        }
        return [pair.name, read(pair.value, pair.name)]
      }),
    )
  })

interface Named<T> {
  readonly name: Rule
  readonly read: Shaped & ((spot: Spot, name: string) => T)
  readonly max: number
  /** What the caller refuses to have fewer of. */
  readonly min?: number
}

/** A list; `distinct` refuses to have the same thing twice. */
export const list = <T>(
  read: Read<T>,
  {max, min = 0, distinct = false}: {readonly max: number; readonly min?: number; readonly distinct?: boolean},
): Read<readonly T[]> =>
  shaped({sort: 'list', of: read, min, max, distinct}, (spot) => {
    const {node} = spot
    if (isNothing(spot))
      throw refused(spot, 'is empty, must be a list', 'Write [] for an empty list, or leave the key out.')
    if (!isSeq(node)) throw refused(spot, `is ${describe(spot)}, must be a list`, 'Put it between brackets: [a, b].')
    requireCount(spot, node.items.length, max)
    if (node.items.length < min) throw refused(spot, 'is empty, must have at least one entry')
    const values = node.items.map((item, index) => read(below(spot, String(index), {node: item})))
    const twice = distinct ? values.findIndex((value, index) => values.indexOf(value) < index) : -1
    if (twice >= 0) {
      const again = below(spot, String(twice), {node: node.items[twice]})
      throw refused(again, `is ${describe(again)}, which is in the list already`, 'Remove one of them.')
    }
    return values
  })

/** A list, or a single entry without brackets. */
export const oneOrMore = <T>(
  read: Read<T>,
  {max, distinct = true}: {readonly max: number; readonly distinct?: boolean},
): Read<readonly T[]> => {
  const several = list(read, {max, min: 1, distinct})
  return shaped({sort: 'either', of: [read, several]}, (spot) => (isSeq(spot.node) ? several(spot) : [read(spot)]))
}

interface NamedPair {
  readonly name: string
  readonly key: Spot
  readonly value: Spot
}

function pairsOf(spot: Spot): readonly NamedPair[] {
  const {node} = spot
  if (isNothing(spot)) throw refused(spot, 'is empty', 'It must be a mapping: keys with values, indented below it.')
  if (!isMap(node)) throw refused(spot, `is ${describe(spot)}, must be a mapping of keys to values`)
  const seen = new Map<string, number>()
  return node.items.map((item: YAMLMap['items'][number]) => {
    const name = isScalar(item.key) ? String(item.key.value) : ''
    const offset = startOf(item.key) ?? spot.offset
    const key: Spot = {source: spot.source, node: item.key, path: [...spot.path, name], offset}
    const first = seen.get(name)
    if (first !== undefined) {
      throw refused(key, `is given twice, first in line ${spot.source.position(first).line}`, 'Keep one of them.')
    }
    seen.set(name, offset)
    return {name, key, value: below(spot, name, {node: item.value, fallback: offset})}
  })
}

function requireCount(spot: Spot, count: number, max: number): void {
  if (count > max) throw refused(spot, `has ${count} entries, at most ${max} are possible`)
}

function hintFor(name: string, keys: readonly string[]): string {
  if (name === '<<') return 'Merge keys are not used here: write the keys out.'
  const meant = findNearest(name, keys)
  return meant === undefined ? `Known here: ${keys.map(showName).join(', ')}.` : `Did you mean ${meant}?`
}
