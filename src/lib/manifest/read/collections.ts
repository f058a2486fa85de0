import {isMap, isScalar, isSeq, type YAMLMap} from 'yaml'
import {findNearest} from '../../text/nearest.js'
import type {Rule} from './scalars.js'
import {show, showName} from './show.js'
import {startOf} from './source.js'
import {below, describe, isNothing, refused, type Read, type Spot} from './spot.js'

/** The values of a mapping whose keys are all known. */
export interface Fields<K extends string> {
  /** Throws ManifestError when the key does not exist. */
  readonly required: <T>(key: K, read: Read<T>) => T
  /** `undefined` when the key does not exist. */
  readonly optional: <T>(key: K, read: Read<T>) => T | undefined
  /** The same for mappings and lists, where a key with nothing behind it is as good as none. */
  readonly section: <T>(key: K, read: Read<T>) => T | undefined
}

/** A mapping with these keys and no others. */
export function fields<const K extends string>(spot: Spot, keys: readonly K[]): Fields<K> {
  const pairs = pairsOf(spot)
  for (const pair of pairs) {
    if (keys.some((key) => key === pair.name)) continue
    throw refused(pair.key, 'is not a key that awsup knows', hintFor(pair.name, keys))
  }
  const find = (key: K): Spot | undefined => pairs.find(({name}) => name === key)?.value
  return {
    required: (key, read) => {
      const found = find(key)
      if (!found) throw refused(spot, spot.path.length === 0 ? `has no ${key}` : `lacks ${key}`, `Add the key ${key}.`)
      return read(found)
    },
    optional: (key, read) => {
      const found = find(key)
      return found && read(found)
    },
    section: (key, read) => {
      const found = find(key)
      return found && !isNothing(found) ? read(found) : undefined
    },
  }
}

/** A mapping whose keys are names that the reader chose; in the order of the file. */
export const record =
  <T>({name, read, max}: {readonly name: Rule; readonly read: (spot: Spot, name: string) => T; readonly max: number}) =>
  (spot: Spot): ReadonlyMap<string, T> => {
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
  }

/** A list; `distinct` refuses to have the same thing twice. */
export const list =
  <T>(
    read: Read<T>,
    {max, min = 0, distinct = false}: {readonly max: number; readonly min?: number; readonly distinct?: boolean},
  ): Read<readonly T[]> =>
  (spot) => {
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
  }

/** A list, or a single entry without brackets. */
export const oneOrMore = <T>(
  read: Read<T>,
  {max, distinct = true}: {readonly max: number; readonly distinct?: boolean},
): Read<readonly T[]> => {
  const several = list(read, {max, min: 1, distinct})
  return (spot) => (isSeq(spot.node) ? several(spot) : [read(spot)])
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
