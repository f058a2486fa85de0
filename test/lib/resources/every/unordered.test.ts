import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {compareUnordered, sameUnordered} from '../../../../src/lib/resources/unordered.js'

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled).reverse()
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, field]): [string, unknown] => [key, shuffled(field)])
      .reverse(),
  )
}

describe('policies and sets are equal', () => {
  test('whatever the order of their lists and fields', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => sameUnordered(value, shuffled(value))))
  })

  test('whether a single value stands in a list or not', () => {
    expect(sameUnordered({Action: ['a:B']}, {Action: 'a:B'})).toBe(true)
  })

  test('and different as soon as one value is', () => {
    expect(sameUnordered({Action: ['a:B', 'a:C']}, {Action: ['a:B', 'a:D']})).toBe(false)
    expect(sameUnordered({Action: ['a:B']}, {Action: ['a:B', 'a:C']})).toBe(false)
    expect(sameUnordered({Effect: 'Allow'}, {Effect: 'Deny'})).toBe(false)
  })
})

test('a change shows both lists as they are, not as they are compared', () => {
  const diff = compareUnordered<{readonly names: readonly string[]}>({names: 'update'})
  expect(diff({names: ['b', 'a']}, {names: ['a', 'b']})).toEqual([])
  expect(diff({names: ['b']}, {names: ['a', 'b']})).toEqual([
    {field: 'names', from: ['a', 'b'], to: ['b'], effect: 'update'},
  ])
})
