import {expect, test} from 'vitest'
import {applyPlan} from '../../../src/lib/engine/apply/apply.js'
import type {Engine} from '../../../src/lib/engine/engine.js'
import {dropForgotten} from '../../../src/lib/engine/apply/failures.js'
import {makePlan} from '../../../src/lib/engine/plan/make-plan.js'
import {ConflictError} from '../../../src/lib/base/errors.js'
import type {Node} from '../../../src/lib/base/resource.js'
import {toyNode, toyWorld} from '../../_helpers/worlds/toy.js'

const apply = async (engine: Engine, nodes: readonly Node[]) => applyPlan(engine, await makePlan(engine, nodes, {}))

test('why a step failed is kept, for updates too, until the step succeeds', async () => {
  const world = toyWorld()
  const explaining = {...world.engine, explain: () => new ConflictError('taken', {code: 'TAKEN', hint: 'Look.'})}
  await apply(world.engine, [toyNode('a')])
  world.failOn('update', 'a')
  world.failOn('create', 'b')
  const changed = [toyNode('a', {color: 'blue'}), toyNode('b')]
  await expect(apply(explaining, changed)).rejects.toMatchObject({exitCode: 6})

  expect(await world.records.failures()).toMatchObject([
    {address: 'dev.a', kind: 'toy', run: 'run-1', code: 'TAKEN', message: 'taken', hint: 'Look.'},
    {address: 'dev.b', code: 'TAKEN'},
  ])
  world.fix()
  world.failOn('update', 'a')
  await expect(apply(world.engine, changed)).rejects.toMatchObject({exitCode: 6})
  expect(await world.records.failures()).toMatchObject([{address: 'dev.a', code: 'UNFORESEEN'}])
  world.fix()
  await apply(world.engine, changed)
  expect(await world.records.failures()).toEqual([])
})

test('it is forgotten when nobody asks for it any more: not in the manifest, not on record, not in the plan', async () => {
  const world = toyWorld()
  await apply(world.engine, [toyNode('a')])
  world.failOn('create', 'b')
  world.failOn('update', 'a')
  await expect(apply(world.engine, [toyNode('a', {color: 'blue'}), toyNode('b')])).rejects.toThrow()
  await dropForgotten(world.engine, ['dev.b'])
  expect(await world.records.failures()).toHaveLength(2)
  await dropForgotten(world.engine, [])
  expect(await world.records.failures()).toMatchObject([{address: 'dev.a'}])
})

test('a step that Ctrl-C ended did not fail', async () => {
  const world = toyWorld()
  const plan = await makePlan(world.engine, [toyNode('a')], {})
  world.abort()
  await expect(applyPlan(world.engine, plan)).rejects.toMatchObject({code: 'INTERRUPTED'})
  expect(await world.records.failures()).toEqual([])
})

test('where it can not be written down the failure itself is still what is told', async () => {
  const world = toyWorld()
  world.failOn('create', 'a')
  const full = {...world.records, saveFailure: () => Promise.reject(new Error('no space left'))}
  await expect(apply({...world.engine, records: full}, [toyNode('a')])).rejects.toThrow('a will not create')
  expect(world.events).toContainEqual({
    type: 'warning',
    code: 'NOT_KEPT',
    message: 'why dev.a failed could not be written down: no space left',
  })
})
