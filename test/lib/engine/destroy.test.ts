import {expect, test} from 'vitest'
import {applyPlan} from '../../../src/lib/engine/apply/apply.js'
import {makeDestroyPlan} from '../../../src/lib/engine/apply/destroy.js'
import {makePlan} from '../../../src/lib/engine/plan/make-plan.js'
import {toyNode, toyWorld} from '../../_helpers/worlds/toy.js'

const family = [toyNode('a'), toyNode('b', {parent: 'a'})]

const made = async () => {
  const world = toyWorld()
  await applyPlan(world.engine, await makePlan(world.engine, family, {}))
  return world
}

const destroy = async ({engine}: ReturnType<typeof toyWorld>) =>
  applyPlan(engine, await makeDestroyPlan(engine, family, ['dev']))

test('what a run deleted that died before it could say so leaves the records too', async () => {
  const world = await made()
  const recorded = await world.records.load('dev.b')
  world.things.delete('b')

  const {deleted} = await destroy(world)
  expect(deleted).toContainEqual({address: 'dev.b', kind: 'toy', id: recorded?.id})
  expect(world.writes().filter((call) => call.startsWith('delete'))).toEqual(['delete a'])
  expect(await world.records.list()).toEqual([])
  expect((await makeDestroyPlan(world.engine, family, ['dev'])).steps).toEqual([])
})

test('what a run began and never made is no longer under way', async () => {
  const world = await made()
  world.things.delete('b')
  await world.records.remove('dev.b')
  for (const address of ['dev.a', 'dev.b']) {
    await world.records.openIntent({address, kind: 'toy', run: 'run-0', at: '2026-01-01T00:00:00.000Z'})
  }

  await destroy(world)
  expect(await world.records.intents()).toEqual([])
})

test('what others use stays and is named with what to do; all else goes, and the next run takes the rest', async () => {
  const world = await made()
  world.used.set('a', 'role /app/worker')
  const plan = await makeDestroyPlan(world.engine, family, ['dev'])
  expect(plan.kept).toMatchObject([{address: 'dev.a', kind: 'toy'}])
  expect(world.events).toContainEqual({
    type: 'warning',
    code: 'IN_USE',
    message:
      'toy dev.a is not deleted: role /app/worker, which awsup did not make, has it as parent. Delete it, then run awsup apply or awsup destroy again.',
  })
  await applyPlan(world.engine, plan)
  expect((await world.records.list()).map(({address}) => address)).toEqual(['dev.a'])

  world.used.clear()
  await destroy(world)
  expect([...world.things.keys(), ...(await world.records.list())]).toEqual([])
})

test('what a used one needs stays too, and only that', async () => {
  const world = await made()
  // b is the child of a.
  world.used.set('b', 'role /app/worker')
  const {steps, kept} = await makeDestroyPlan(world.engine, family, ['dev'])
  expect(kept.map(({address}) => address).toSorted()).toEqual(['dev.a', 'dev.b'])
  expect(steps.filter(({action}) => action === 'delete').map(({address}) => address)).not.toContain('dev.a')
  expect(world.events.filter(({type}) => type === 'warning')).toHaveLength(1)
})

test('what the same plan deletes keeps nothing back', async () => {
  const world = await made()
  world.used.set('a', 'b')
  const {kept} = await makeDestroyPlan(world.engine, family, ['dev'])
  expect(kept).toEqual([])
  await destroy(world)
  expect([...world.things.keys()]).toEqual([])
})

test('what left the manifest stays while others use it', async () => {
  const world = await made()
  world.used.set('b', 'role /app/worker')
  const only = family.slice(0, 1)
  const {steps, kept} = await makePlan(world.engine, only, {})
  expect({actions: steps.map(({action}) => action), kept}).toMatchObject({
    actions: ['no-op'],
    kept: [{address: 'dev.b'}],
  })
  world.used.clear()
  expect((await makePlan(world.engine, only, {})).steps.map(({action}) => action)).toEqual(['no-op', 'delete'])
})
