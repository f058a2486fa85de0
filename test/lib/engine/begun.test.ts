import {describe, expect, test} from 'vitest'
import {applyPlan} from '../../../src/lib/engine/apply/apply.js'
import {makeDestroyPlan, makeRemovalPlan} from '../../../src/lib/engine/apply/destroy.js'
import {makePlan} from '../../../src/lib/engine/plan/make-plan.js'
import {findAll, keepFound} from '../../../src/lib/engine/apply/refresh.js'
import {toyNode, toyWorld} from '../../_helpers/worlds/toy.js'

const nodes = [toyNode('a')]
const AT = '2026-11-29T10:00:00.000Z'
const where = {accountId: '000000000001', region: 'eu-west-1', key: {name: 'a'}}

/** A world where a run made `a`, did not live to see the answer, and `a` does not show in the next five reads. */
async function afterLostReply({doubles = true} = {}) {
  const world = toyWorld({doubles})
  await world.records.openIntent({address: 'dev.a', kind: 'toy', run: 'run-0', at: AT, where})
  world.things.set('a', {id: 'id-lost', name: 'a', color: 'red'})
  world.hide('a', 5)
  return world
}

describe('what a run began to make and did not see the answer of', () => {
  test('is looked for, for as long as lists may be late, before a second one is made', async () => {
    const {engine, writes, records, waits} = await afterLostReply()
    const {created, adopted} = await applyPlan(engine, await makePlan(engine, nodes, {}))
    expect({created, adopted: adopted.map(({id}) => id), writes: writes()}).toEqual({
      created: [],
      adopted: ['id-lost'],
      writes: [],
    })
    expect(waits).toEqual([Date.parse(AT)])
    expect(await records.intents()).toEqual([])
  })

  test('is counted from when its step failed, which was after it was sent', async () => {
    const {engine, records, waits} = await afterLostReply()
    const at = '2026-11-29T10:00:40.000Z'
    const failed = {address: 'dev.a', kind: 'toy', run: 'run-0', at, code: 'REPLY_LOST', message: 'lost'}
    await records.saveFailure(failed)
    await applyPlan(engine, await makePlan(engine, nodes, {}))
    expect(waits).toEqual([Date.parse(at)])
  })

  test('is made when it never shows', async () => {
    const {engine, things, writes} = await afterLostReply()
    things.clear()
    await applyPlan(engine, await makePlan(engine, nodes, {}))
    expect(writes()).toEqual(['create a'])
  })

  test('is not waited for where AWS itself refuses a second one', async () => {
    const {engine, waits} = await afterLostReply({doubles: false})
    await applyPlan(engine, await makePlan(engine, nodes, {}))
    expect(waits).toEqual([])
  })

  test('is deleted by destroy, and by what takes it away alone', async () => {
    for (const makeRemoval of [makeDestroyPlan, makeRemovalPlan]) {
      const {engine, things, records} = await afterLostReply({doubles: false})
      await applyPlan(engine, await makeRemoval(engine, nodes, makeRemoval === makeDestroyPlan ? ['dev'] : ['dev.a']))
      expect([things.size, await records.intents()]).toEqual([0, []])
    }
  })

  test('is put on record by refresh, whether it is still asked for or not', async () => {
    for (const asked of [nodes, []]) {
      const {engine, records} = await afterLostReply({doubles: false})
      const {added, settled} = await keepFound(engine, await findAll(engine, asked, undefined))
      expect([added.map(({id}) => id), settled]).toEqual([['id-lost'], ['dev.a']])
      expect((await records.load('dev.a'))?.id).toBe('id-lost')
    }
  })
})

test('where nothing is under way nothing is waited for', async () => {
  const {engine, waits} = toyWorld({doubles: true})
  await applyPlan(engine, await makePlan(engine, nodes, {}))
  await keepFound(engine, await findAll(engine, nodes, undefined))
  await applyPlan(engine, await makeDestroyPlan(engine, nodes, ['dev']))
  expect(waits).toEqual([])
})
