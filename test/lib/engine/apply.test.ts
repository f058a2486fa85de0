import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {applyPlan} from '../../../src/lib/engine/apply/apply.js'
import {makeDestroyPlan} from '../../../src/lib/engine/apply/destroy.js'
import {makePlan} from '../../../src/lib/engine/plan/make-plan.js'
import type {Engine} from '../../../src/lib/engine/engine.js'
import type {Node} from '../../../src/lib/base/resource.js'
import {toyNode, toyWorld} from '../../_helpers/worlds/toy.js'

const apply = async (engine: Engine, nodes: readonly Node[]) => applyPlan(engine, await makePlan(engine, nodes, {}))

const family = [toyNode('a'), toyNode('b', {parent: 'a'}), toyNode('c', {parent: 'b'}), toyNode('d')]

describe('apply', () => {
  test('makes everything once, and a second run finds nothing to do', async () => {
    const world = toyWorld()
    const applied = await apply(world.engine, family)
    const again = await apply(world.engine, family)

    expect(applied.created.map(({address}) => address)).toEqual(['dev.a', 'dev.b', 'dev.c', 'dev.d'])
    expect(again).toEqual({created: [], adopted: [], updated: [], deleted: [], unchanged: 4})
    expect(world.writes()).toHaveLength(4)
    expect(await world.records.intents()).toEqual([])
  })

  test('a step that fails skips what needs it and nobody else, and the next run does only the rest', async () => {
    const world = toyWorld()
    world.failOn('create', 'b')

    await expect(apply(world.engine, family)).rejects.toMatchObject({
      exitCode: 6,
      details: {failed: [{address: 'dev.b'}], skipped: ['dev.c']},
    })
    expect([...world.things.keys()]).toEqual(['a', 'd'])

    world.fix()
    const {created, unchanged} = await apply(world.engine, family)
    expect(created.map(({address}) => address)).toEqual(['dev.b', 'dev.c'])
    expect(unchanged).toBe(2)
  })

  test('every id is on record the moment it is known, even while a slower step is still under way', async () => {
    const world = toyWorld()
    let release = (): void => undefined
    world.hold('create', 'd', new Promise((resolve) => (release = resolve)))

    const applying = apply(world.engine, family)
    await expect.poll(() => world.records.load('dev.c')).toMatchObject({kind: 'toy'})
    expect(await world.records.load('dev.d')).toBeUndefined()
    expect((await world.records.intents()).map(({address}) => address)).toEqual(['dev.d'])

    release()
    await applying
  })

  test('something that exists but not on record is adopted, not made again', async () => {
    const world = toyWorld()
    await apply(world.engine, family)
    for (const {address} of await world.records.list()) await world.records.remove(address)

    const applied = await apply(world.engine, family)
    expect(applied.adopted).toHaveLength(4)
    expect(world.writes()).toHaveLength(4)
  })

  test('a changed field is updated in place; a replaced one is made again after the old one is gone', async () => {
    const world = toyWorld()
    await apply(world.engine, family)
    const plan = await makePlan(
      world.engine,
      [toyNode('a'), toyNode('b'), toyNode('c'), toyNode('d', {color: 'blue'})],
      {},
    )

    expect(plan.steps.map(({address, action}) => [address, action])).toEqual([
      ['dev.a', 'no-op'],
      ['dev.b', 'replace'],
      ['dev.c', 'replace'],
      ['dev.d', 'update'],
    ])
    await applyPlan(world.engine, plan)
    expect(world.things.get('d')?.color).toBe('blue')
    expect(world.calls.indexOf('delete b')).toBeLessThan(world.calls.lastIndexOf('create b'))
  })

  test('what is precious is never replaced: the plan refuses before anything is touched', async () => {
    const world = toyWorld({precious: true})
    await apply(world.engine, family)
    const before = world.writes().length

    await expect(makePlan(world.engine, [toyNode('a'), toyNode('b')], {})).rejects.toMatchObject({
      code: 'CANNOT_CHANGE',
      exitCode: 5,
    })
    expect(world.writes()).toHaveLength(before)
  })

  test('what left the manifest is deleted, but not when its whole environment left, nor when it is precious', async () => {
    const world = toyWorld()
    const nodes = [toyNode('a'), toyNode('b'), toyNode('p', {environment: 'prod'})]
    await apply(world.engine, nodes)

    const {deleted} = await apply(world.engine, [toyNode('a')])
    expect(deleted.map(({address}) => address)).toEqual(['dev.b'])
    expect([...world.things.keys()]).toEqual(['a', 'p'])
    const {kept} = await makePlan(world.engine, [toyNode('a')], {})
    expect(kept.map(({address}) => address)).toEqual(['prod.p'])
  })

  test('an interrupted run starts nothing new, and says that running again continues', async () => {
    const world = toyWorld()
    const plan = await makePlan(world.engine, family, {})
    world.abort()
    await expect(applyPlan(world.engine, plan)).rejects.toMatchObject({exitCode: 130, code: 'INTERRUPTED'})
    expect(world.writes()).toEqual([])
  })

  test('destroy deletes in the reverse order and only what was named', async () => {
    const world = toyWorld()
    const nodes = [...family, toyNode('p', {environment: 'prod'})]
    await apply(world.engine, nodes)
    await applyPlan(world.engine, await makeDestroyPlan(world.engine, nodes, ['dev']))

    const deletes = world.calls.filter((call) => call.startsWith('delete'))
    expect(deletes.indexOf('delete c')).toBeLessThan(deletes.indexOf('delete b'))
    expect(deletes.indexOf('delete b')).toBeLessThan(deletes.indexOf('delete a'))
    expect([...world.things.keys()]).toEqual(['p'])
    expect((await world.records.list()).map(({address}) => address)).toEqual(['prod.p'])
  })

  test('law: whichever creates fail, one more run ends with exactly what was asked for, each made once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(['a', 'b', 'c', 'd']), async (broken) => {
        const world = toyWorld()
        for (const name of broken) world.failOn('create', name)
        await apply(world.engine, family).catch(() => undefined)
        world.fix()
        await apply(world.engine, family)

        expect([...world.things.keys()].sort()).toEqual(['a', 'b', 'c', 'd'])
        const made = world.calls.filter((call) => call.startsWith('create'))
        expect(made.length).toBe(
          4 + broken.filter((name) => made.filter((call) => call === `create ${name}`).length > 1).length,
        )
        expect(await world.records.intents()).toEqual([])
      }),
    )
  })
})
