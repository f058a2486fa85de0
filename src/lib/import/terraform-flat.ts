import type {Part} from './part.js'

/**
 * Attributes as Terraform 0.11 kept them, each in a text of its own: `providers.# = 1`, `providers.0.client_id = …` (a set has
 * hashes instead of numbers). As lists and objects; `%` counts an object's keys. Pure.
 */
export function unflatten(flat: Part): Readonly<Record<string, unknown>> {
  const entries = flat.entries().map(([key, {value}]) => [key.split('.'), value] as const)
  return nested(entries)
}

type Entry = readonly [path: readonly string[], value: unknown]

function nested(entries: readonly Entry[]): Readonly<Record<string, unknown>> {
  const names = [...new Set(entries.flatMap(([[name]]) => name ?? []))]
  return Object.fromEntries(
    names.map((name) => {
      const own = entries.filter(([path]) => path[0] === name)
      const rest = own.map(([path, value]): Entry => [path.slice(1), value])
      const plain = rest.find(([path]) => path.length === 0)
      if (plain) return [name, plain[1]]
      const below = nested(rest.filter(([[first]]) => first !== '#' && first !== '%'))
      const isList = rest.some(([[first]]) => first === '#')
      return [name, isList ? Object.values(below) : below]
    }),
  )
}
