import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {applyPlan} from '../../../src/lib/engine/apply/apply.js'
import type {Engine} from '../../../src/lib/engine/engine.js'
import {makePlan} from '../../../src/lib/engine/plan/make-plan.js'
import {findAll, keepFound} from '../../../src/lib/engine/apply/refresh.js'
import type {Node} from '../../../src/lib/base/resource.js'
import {toyNode, toyWorld} from '../../_helpers/worlds/toy.js'

const apply = async (engine: Engine, nodes: readonly Node[]) => applyPlan(engine, await makePlan(engine, nodes, {}))
const refresh = async (engine: Engine, nodes: readonly Node[], environments?: readonly string[]) =>
  keepFound(engine, await findAll(engine, nodes, environments))

const family = [toyNode('a'), toyNode('b', {parent: 'a'}), toyNode('c', {parent: 'b'}), toyNode('d')]
const addresses = (list: readonly {readonly address: string}[]) => list.map(({address}) => address)

describe('refresh', () => {
  test('law: whatever was lost of the records comes back as apply wrote it, and nothing is changed on AWS', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(['dev.a', 'dev.b', 'dev.c', 'dev.d']), async (lost) => {
        const world = toyWorld()
        await apply(world.engine, family)
        const before = await world.records.list()
        const writes = world.writes().length
        for (const address of lost) await world.records.remove(address)

        const {added, unchanged} = await refresh(world.engine, family)
        expect(addresses(added)).toEqual(lost)
        expect(unchanged).toBe(4 - lost.length)
        expect(await world.records.list()).toEqual(before)
        expect(world.writes()).toHaveLength(writes)
      }),
    )
  })

  test('law: what is gone is taken off record, what exists stays, also behind what is gone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(['a', 'b', 'c', 'd']), async (deleted) => {
        const world = toyWorld()
        await apply(world.engine, family)
        for (const name of deleted) world.things.delete(name)

        const {removed, missing} = await refresh(world.engine, family)
        const gone = deleted.map((name) => `dev.${name}`)
        expect(addresses(removed)).toEqual(gone)
        expect(missing).toEqual(gone)
        expect(addresses(await world.records.list())).toEqual(
          ['dev.a', 'dev.b', 'dev.c', 'dev.d'].filter((address) => !gone.includes(address)),
        )
      }),
    )
  })

  test('what was made again by hand is on record with its new id', async () => {
    const world = toyWorld()
    await apply(world.engine, [toyNode('a')])
    world.things.set('a', {name: 'a', color: 'red', id: 'id-of-another'})
    const {changed} = await refresh(world.engine, [toyNode('a')])
    expect(changed).toEqual([{address: 'dev.a', kind: 'toy', id: 'id-of-another'}])
  })

  test('a difference that apply would replace or refuse does not hide what hangs on it', async () => {
    const world = toyWorld()
    await apply(world.engine, family)
    const before = await world.records.list()
    for (const {address} of before) await world.records.remove(address)
    world.things.set('b', {...required(world.things.get('b')), parent: 'elsewhere'})
    await refresh(world.engine, family)
    expect(await world.records.list()).toEqual(before)
  })

  test('what AWS would not show is never taken for gone: nothing is written at all', async () => {
    const world = toyWorld()
    await apply(world.engine, family)
    const before = await world.records.list()
    world.things.delete('d')
    world.failOn('read', 'b')
    await expect(refresh(world.engine, family)).rejects.toThrow('b will not read')
    expect(await world.records.list()).toEqual(before)
  })

  test('what left the manifest stays on record while it is there, and goes when it is gone', async () => {
    const world = toyWorld()
    await apply(world.engine, family)
    await refresh(world.engine, [toyNode('a')])
    expect(addresses(await world.records.list())).toEqual(['dev.a', 'dev.b', 'dev.c', 'dev.d'])
    world.things.delete('c')
    expect(addresses((await refresh(world.engine, [toyNode('a')])).removed)).toEqual(['dev.c'])
  })

  test('of one environment leaves the others alone', async () => {
    const world = toyWorld()
    const nodes = [toyNode('a'), toyNode('p', {environment: 'prod'})]
    await apply(world.engine, nodes)
    world.things.clear()
    expect(addresses((await refresh(world.engine, nodes, ['dev'])).removed)).toEqual(['dev.a'])
    expect(addresses(await world.records.list())).toEqual(['prod.p'])
  })
})

describe('work under way is settled by looking', () => {
  const begun = (address: string, more: object = {}) => ({address, kind: 'toy', run: 'r', at: 'then', ...more})

  test('what was made is recorded; what was not is closed; what has a receipt stays open for the next apply', async () => {
    const world = toyWorld()
    world.things.set('a', {name: 'a', color: 'red', id: 'id-a'})
    for (const address of ['dev.a', 'dev.b']) await world.records.openIntent(begun(address))
    await world.records.openIntent(begun('dev.d', {receipt: {requestId: 'car-1'}}))

    const {added, settled, open} = await refresh(world.engine, [toyNode('a'), toyNode('b'), toyNode('d')])
    expect(addresses(added)).toEqual(['dev.a'])
    expect({settled, open}).toEqual({settled: ['dev.a', 'dev.b'], open: ['dev.d']})
    expect(addresses(await world.records.intents())).toEqual(['dev.d'])
  })

  test('what nobody asks for any more is found by its key, put on record, and deleted by the next apply', async () => {
    const world = toyWorld()
    await apply(world.engine, [toyNode('a')])
    const made = await applyThenDie(world)
    expect(addresses(await world.records.intents())).toEqual(['dev.b'])
    expect(addresses(await world.records.list())).toEqual(['dev.a'])

    const {added, settled} = await refresh(world.engine, [toyNode('a')])
    expect(added).toEqual([{address: 'dev.b', kind: 'toy', id: made.id}])
    expect(settled).toEqual(['dev.b'])
    await apply(world.engine, [toyNode('a')])
    expect([...world.things.keys()]).toEqual(['a'])
  })

  /** The reply to making b is lost: the thing is there, and no record tells. */
  async function applyThenDie(world: ReturnType<typeof toyWorld>) {
    world.failOn('create', 'b')
    await expect(apply(world.engine, [toyNode('a'), toyNode('b')])).rejects.toThrow('b will not create')
    world.fix()
    const made = {name: 'b', color: 'red', id: 'id-b'}
    world.things.set('b', made)
    return made
  }
})

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('it does not exist')
  return value
}
