import fc from 'fast-check'
import {expect, test} from 'vitest'
import {addressesOf, makeGraph, sortByNeeds, withNeeds} from '../../../src/lib/engine/graph/graph.js'
import {hasUnknown, refsIn, resolve} from '../../../src/lib/engine/graph/references.js'
import {walk} from '../../../src/lib/engine/graph/walk.js'
import {text, UNKNOWN} from '../../../src/lib/base/resource.js'
import {ref} from '../../../src/lib/resources/nodes.js'
import {toyNode} from '../../_helpers/worlds/toy.js'

/** Random graphs without circles: each node may need earlier ones only. */
const graphs = fc
  .array(fc.array(fc.nat({max: 30}), {maxLength: 4}), {minLength: 1, maxLength: 30})
  .map((rows) => new Map(rows.map((row, index) => [`n${index}`, row.filter((to) => to < index).map((to) => `n${to}`)])))

test('law: every address comes after all that it needs, exactly once', () => {
  fc.assert(
    fc.property(graphs, (needs) => {
      const order = sortByNeeds([...needs.keys()].reverse(), needs)
      expect([...order].sort()).toEqual([...needs.keys()].sort())
      for (const [address, needed] of needs)
        for (const other of needed) expect(order.indexOf(other)).toBeLessThan(order.indexOf(address))
    }),
  )
})

test('law: a walk visits exactly those whose every need was visited', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, fc.nat(), async (needs, seed) => {
      const bad = (address: string): boolean => (Number(address.slice(1)) * 7 + seed) % 5 === 0
      const visited: string[] = []
      const ends = await walk({
        needs,
        visit: async (address) => {
          await Promise.resolve()
          if (bad(address)) throw new Error(address)
          visited.push(address)
        },
        failed: () => undefined,
        skipped: () => undefined,
      })
      for (const [address, needed] of needs) {
        const ready = needed.every((other) => visited.includes(other))
        expect(ends.get(address)).toBe(!ready ? 'skipped' : bad(address) ? 'failed' : 'done')
      }
    }),
  )
})

test('a circle and a dangling reference are named', () => {
  expect(() => makeGraph([toyNode('a', {parent: 'b'}), toyNode('b', {parent: 'a'})])).toThrow(
    'dev.a → dev.b → dev.a is a circle',
  )
  expect(() => makeGraph([toyNode('a', {parent: 'gone'})])).toThrow('dev.a refers to dev.gone, which does not exist')
})

test('choosing environments brings what they need and nothing else', () => {
  const shared = {...toyNode('root'), address: 'organization', environment: undefined}
  const dev = {...toyNode('x'), after: ['organization']}
  const nodes = [shared, dev, toyNode('y', {environment: 'prod'})]
  const chosen = withNeeds(nodes, addressesOf(nodes, ['dev']))
  expect(chosen.map(({address}) => address)).toEqual(['organization', 'dev.x'])
})

test('references are found and answered however deep; one unknown part makes a whole text unknown', () => {
  const value = {list: [text`arn:${ref('a', 'arn')}/${ref('b')}`], plain: 'x', one: ref('b')}
  expect([...refsIn(value)]).toEqual(['a', 'b'])

  const known = resolve(value, ({$ref, output}) => `${$ref}-${output}`)
  expect(known).toEqual({list: ['arn:a-arn/b-id'], plain: 'x', one: 'b-id'})
  expect(hasUnknown(known)).toBe(false)

  const half = resolve(value, ({$ref}) => ($ref === 'a' ? UNKNOWN : 'here'))
  expect(half).toEqual({list: [UNKNOWN], plain: 'x', one: 'here'})
  expect(hasUnknown(half)).toBe(true)
})
