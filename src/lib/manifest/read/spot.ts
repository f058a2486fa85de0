import {isAlias, isMap, isScalar, isSeq} from 'yaml'
import {ManifestError} from '../../base/errors.js'
import type {Shaped} from './shape.js'
import {show, showName} from './show.js'
import {startOf, type Source} from './source.js'

/** One value in awsup.yaml and the way to it. */
export interface Spot {
  readonly source: Source
  /** An alias is already replaced by what it stands for. */
  readonly node: unknown
  readonly path: readonly string[]
  /** Where to point: an alias is where it is written, not where it leads. */
  readonly offset: number
}

/** Turns a spot into a checked value, or throws ManifestError that points at it. */
export interface Read<T> extends Shaped {
  (spot: Spot): T
}

export const rootSpot = (source: Source): Spot => ({
  source,
  node: source.document.contents,
  path: [],
  offset: startOf(source.document.contents) ?? 0,
})

/** What stands under a key or at an index. `fallback` is where to point when it has no place of its own. */
export function below(spot: Spot, step: string, {node, fallback}: {node: unknown; fallback?: number}): Spot {
  const resolved = isAlias(node) ? node.resolve(spot.source.document) : node
  const offset = startOf(node) ?? fallback ?? spot.offset
  return {source: spot.source, node: resolved, path: [...spot.path, step], offset}
}

/** `environments.dev.region`; the whole file is `awsup.yaml`. */
export const pathOf = ({path}: Pick<Spot, 'path'>): string =>
  path.length === 0
    ? 'awsup.yaml'
    : path
        .map((step, index) =>
          /^\d+$/.test(step) && index > 0 ? `[${step}]` : `${index > 0 ? '.' : ''}${showName(step)}`,
        )
        .join('')

/** A refusal at a spot: `<path> <what>`. */
export const refused = (spot: Spot, what: string, hint?: string): ManifestError =>
  new ManifestError(`${pathOf(spot)} ${what}`, {
    at: spot.source.position(spot.offset),
    hint,
    details: {path: pathOf(spot)},
  })

/** Nothing was written there: `key:` with no value. */
export const isNothing = (spot: Spot): boolean =>
  spot.node === null || spot.node === undefined || (isScalar(spot.node) && spot.node.value === null)

/** What was written there, for a message: `"text"`, `12`, `a list`, `a mapping`, `empty`. */
export function describe({node}: Pick<Spot, 'node'>): string {
  if (isMap(node)) return 'a mapping'
  if (isSeq(node)) return 'a list'
  if (!isScalar(node) || node.value === null) return 'empty'
  if (typeof node.value === 'string') return node.value === '' ? 'empty' : show(node.value)
  return node.source === undefined ? 'not a text' : show(node.source).slice(1, -1)
}
