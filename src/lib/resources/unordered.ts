import {compare, same, type Diff} from '../base/resource.js'
import {type Effect} from '../base/action.js'

/**
 * `compare` for fields in which the order of a list means nothing: sets of names, and policy documents, where AWS also
 * takes `"x"` and `["x"]` for the same (IAM user guide, "Grammar of the IAM JSON policy language").
 */
export const compareUnordered = <D extends object>(table: {
  readonly [K in keyof Required<D>]: Effect | 'computed'
}): Diff<D> => {
  const strict = compare<D>(table)
  return (desired, actual) => strict(desired, actual).filter(({from, to}) => !sameUnordered(from, to))
}

/** Deep equality in which the order of lists, and a list around a single value, do not matter. */
export const sameUnordered = (a: unknown, b: unknown): boolean => same(canonical(a), canonical(b))

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(canonical)
    return items.length === 1 ? items[0] : items.sort(byText)
  }
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return Object.fromEntries(fields.map(([name, field]): [string, unknown] => [name, canonical(field)]).sort(byText))
}

const byText = (a: unknown, b: unknown): number => {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)]
  return left < right ? -1 : Number(left > right)
}
