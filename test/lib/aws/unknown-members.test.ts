import fc from 'fast-check'
import {expect, test} from 'vitest'
import {findUnknown, namesOf, putBack} from '../../../src/lib/aws/clients/unknown-members.js'

/** An answer; members whose names begin with `Future` are those that the SDK drops. */
const answers = fc.letrec((tie) => ({
  value: fc.oneof(
    {depthSize: 'small'},
    fc.integer(),
    fc.boolean(),
    fc.string({minLength: 1}),
    tie('thing'),
    tie('list'),
  ),
  list: fc.array(tie('thing'), {maxLength: 3}),
  thing: fc.dictionary(fc.constantFrom('Name', 'Mode', 'Policies', 'Rules', 'FutureA', 'FutureB'), tie('value')),
})).thing

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** As the SDK answers it. */
function known(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(known)
  if (!isObject(value)) return value
  const kept = Object.entries(value).filter(([name]) => !name.startsWith('Future'))
  return Object.fromEntries(kept.map(([name, below]) => [name, known(below)]))
}

/** Each element of a list is another one, as those of AWS's lists are. */
function numbered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((element, index) => ({...(numbered(element) as object), Id: `element ${index}`}))
  }
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, below]) => [name, numbered(below)]))
}

test('put back where it was, what is unknown makes the answer whole again', () => {
  fc.assert(
    fc.property(answers, (some) => {
      const raw = numbered(some)
      const sdk = known(raw)
      const unknown = findUnknown(raw, sdk)
      expect(unknown === undefined ? sdk : putBack(sdk, unknown)).toEqual(raw)
      expect(unknown === undefined).toBe(JSON.stringify(raw) === JSON.stringify(sdk))
      expect(namesOf(unknown).length > 0).toBe(unknown !== undefined)
    }),
  )
})

test('nothing of a request is written over', () => {
  fc.assert(
    fc.property(answers, answers, (some, request) => {
      const raw = numbered(some)
      const unknown = findUnknown(raw, known(raw))
      if (unknown) expect(putBack(request, unknown)).toMatchObject(request)
    }),
  )
})

test('an element that changed in all but its name is the same one; another is not', () => {
  const raw = {Scopes: [{ScopeName: 'read', ScopeDescription: 'old', Future: 1}]}
  const sdk = {Scopes: [{ScopeName: 'read', ScopeDescription: 'old'}]}
  const unknown = findUnknown(raw, sdk)
  expect(unknown && putBack({Scopes: [{ScopeName: 'read', ScopeDescription: 'new'}]}, unknown)).toEqual({
    Scopes: [{ScopeName: 'read', ScopeDescription: 'new', Future: 1}],
  })
  expect(unknown && putBack({Scopes: [{ScopeName: 'write'}]}, unknown)).toEqual({Scopes: [{ScopeName: 'write'}]})
})

test('what says nothing is no setting: null, an empty element of XML, its attributes', () => {
  expect(findUnknown({A: null, B: '', '@_xmlns': 'x', C: 1}, {C: 1})).toBeUndefined()
})
