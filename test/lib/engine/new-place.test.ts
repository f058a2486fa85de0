import {describe, expect, test} from 'vitest'
import {applyPlan} from '../../../src/lib/engine/apply/apply.js'
import {makePlan} from '../../../src/lib/engine/plan/make-plan.js'
import {toyNode, toyWorld} from '../../_helpers/worlds/toy.js'

const nodes = [toyNode('a'), toyNode('b', {parent: 'a'})]
type World = ReturnType<typeof toyWorld>

/** What the engine does once the plan was made, which looked at everything that it could. */
async function applied(world: World): Promise<readonly string[]> {
  const plan = await makePlan(world.engine, nodes, {})
  const planned = world.calls.length
  await applyPlan(world.engine, plan)
  return world.calls.slice(planned)
}

describe('before something is made', () => {
  test('it is not looked for in what this run made a moment ago', async () => {
    expect(await applied(toyWorld({within: true}))).toEqual(['read a', 'create a', 'create b'])
  })

  test.each<[string, (world: World) => unknown]>([
    ['its kind says nothing of where it lives', () => undefined],
    ['a create found what it lives in after all', ({findOnCreate}) => findOnCreate('a')],
    [
      'an earlier run began to make it',
      ({records}) => records.openIntent({address: 'dev.b', kind: 'toy', run: 'run-0', at: '2026-11-29T10:00:00.000Z'}),
    ],
  ])('it is looked for where %s', async (why, arrange) => {
    const world = toyWorld({within: !why.startsWith('its kind')})
    await arrange(world)
    expect(await applied(world)).toEqual(['read a', 'create a', 'read b', 'create b'])
  })

  test('it is looked for, and adopted, where what it lives in was adopted', async () => {
    const world = toyWorld({within: true})
    world.things.set('a', {id: 'id-a', name: 'a', color: 'red'})
    world.things.set('b', {id: 'id-b', name: 'b', color: 'red', parent: 'id-a'})
    // The plan sees neither.
    world.hide('a', 1)
    world.hide('b', 1)
    expect(await applied(world)).toEqual(['read a', 'read b'])
    expect((await world.records.list()).map(({id}) => id)).toEqual(['id-a', 'id-b'])
  })
})
