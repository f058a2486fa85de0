import fc from 'fast-check'
import {expect, test} from 'vitest'
import {indexJson, pathKey} from '../../../src/lib/records/files/json-index.js'

const accepts = (text: string): boolean => {
  try {
    indexJson(text)
    return true
  } catch {
    return false
  }
}

const parses = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('all that JSON.stringify writes is accepted', () => {
  fc.assert(fc.property(fc.json({maxDepth: 5}), (text) => accepts(text)))
  fc.assert(fc.property(fc.jsonValue({maxDepth: 4}), (value) => accepts(JSON.stringify(value, undefined, 2))))
})

test('nothing is accepted that JSON.parse refuses', () => {
  const edited = fc.tuple(
    fc.json({maxDepth: 3}),
    fc.nat(),
    fc.constantFrom(...('{}[]",:\\ 01-.eu\n\0é'.match(/[^]/g) ?? [])),
  )
  fc.assert(
    fc.property(edited, ([text, at, mark]) => {
      const place = at % (text.length + 1)
      const damaged = text.slice(0, place) + mark + text.slice(place)
      return !accepts(damaged) || parses(damaged)
    }),
    {numRuns: 2000},
  )
})

test('a name that appears twice is refused, and every value is found', () => {
  expect(() => indexJson('{"a":1,"a":2}')).toThrow('"a" appears twice')
  expect(indexJson('{"a": {"b": [1, 2]}}').get(pathKey(['a', 'b', '1']))).toBe(16)
})
