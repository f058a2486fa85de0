import {expect, test} from 'vitest'
import {applyPlan} from '../../../src/lib/engine/apply/apply.js'
import {findDrift} from '../../../src/lib/engine/plan/drift.js'
import {makePlan} from '../../../src/lib/engine/plan/make-plan.js'
import {ConflictError} from '../../../src/lib/base/errors.js'
import type {Node} from '../../../src/lib/base/resource.js'
import {toyNode, toyWorld} from '../../_helpers/worlds/toy.js'

const family = [toyNode('a'), toyNode('b', {parent: 'a'}), toyNode('c')]

/** A world in which these nodes were made. */
async function made(nodes: readonly Node[], options: Parameters<typeof toyWorld>[0] = {}) {
  const world = toyWorld(options)
  await applyPlan(world.engine, await makePlan(world.engine, nodes, {}))
  return {...world, drift: () => findDrift(world.engine, nodes, undefined)}
}

test('there is none when nobody touched anything, and what was never made is none', async () => {
  const world = await made(family)
  expect(await world.drift()).toEqual([])
  expect(await findDrift(world.engine, [...family, toyNode('new')], undefined)).toEqual([])
})

test('a changed field is named, from what AWS has to what the manifest says, and nothing is written', async () => {
  const world = await made(family)
  const writes = world.writes().length
  world.things.set('c', {name: 'c', color: 'green', ...idOf(world, 'c')})
  expect(await world.drift()).toEqual([
    {
      address: 'dev.c',
      kind: 'toy',
      ...idOf(world, 'c'),
      accountId: '000000000001',
      state: 'changed',
      apply: 'update',
      changes: [{field: 'color', from: 'green', to: 'red', effect: 'update'}],
    },
  ])
  expect(world.writes()).toHaveLength(writes)
})

test('what apply would replace, or refuse because it is precious, says so', async () => {
  const nodes = [toyNode('a'), toyNode('b', {parent: 'a'})]
  const plain = await made(nodes)
  plain.things.set('b', {name: 'b', color: 'red', parent: 'x', ...idOf(plain, 'b')})
  expect(await plain.drift()).toMatchObject([{address: 'dev.b', state: 'changed', apply: 'replace'}])

  const precious = await made(nodes, {precious: true})
  precious.things.set('b', {name: 'b', color: 'red', parent: 'x', ...idOf(precious, 'b')})
  expect(await precious.drift()).toMatchObject([{address: 'dev.b', state: 'changed', apply: 'refuse'}])
})

test('what was deleted is gone, and what hangs on it and is there is not', async () => {
  const world = await made(family)
  world.things.delete('a')
  expect(await world.drift()).toMatchObject([
    {address: 'dev.a', state: 'gone', apply: 'create'},
    {address: 'dev.b', state: 'changed'},
  ])
})

test('another one in its place is told by its id', async () => {
  const world = await made(family)
  world.things.set('c', {name: 'c', color: 'red', id: 'other'})
  expect(await world.drift()).toMatchObject([
    {address: 'dev.c', state: 'another', apply: 'adopt', reason: 'its id is other'},
  ])
})

test('what only its record still finds has lost its tags', async () => {
  const world = await made(family)
  const [toy] = [...world.engine.rooms.values()]
  if (!toy) throw new Error('no room')
  const blind = {
    ...toy,
    read: (...[key, id, context]: Parameters<typeof toy.read>) =>
      id === undefined ? Promise.resolve(undefined) : toy.read(key, id, context),
  }
  const engine = {...world.engine, rooms: new Map([['toy', blind]])}
  expect(await findDrift(engine, [toyNode('c')], undefined)).toMatchObject([
    {address: 'dev.c', state: 'untagged', apply: 'nothing', changes: []},
  ])
})

test('what exists and not ours is part of the answer; any other refusal is thrown', async () => {
  const world = await made(family)
  world.failOn('read', 'c')
  const engine = {...world.engine, explain: () => new ConflictError('c is not ours', {hint: 'Tag it.'})}
  expect(await findDrift(engine, family, undefined)).toMatchObject([
    {address: 'dev.c', state: 'refused', apply: 'refuse', reason: 'c is not ours', hint: 'Tag it.'},
  ])
  await expect(world.drift()).rejects.toThrow('c will not read')
})

const idOf = (world: ReturnType<typeof toyWorld>, name: string): {readonly id: string} => ({
  id: world.things.get(name)?.id ?? '',
})
