import {setImmediate} from 'node:timers/promises'
import {expect, test} from 'vitest'
import type {Node} from '../../../src/lib/base/resource.js'
import {applyPlan} from '../../../src/lib/engine/apply/apply.js'
import {makePlan} from '../../../src/lib/engine/plan/make-plan.js'
import {ref} from '../../../src/lib/resources/nodes.js'
import {toyNode, toyWorld} from '../../_helpers/worlds/toy.js'

/** Each needs the one before, and all are in an account that is a toy, too. */
const account = toyNode('account')
const within = (node: Node): Node => ({...node, account: ref('dev.account')})
const nodes = [account, within(toyNode('a')), within(toyNode('b', {parent: 'a'})), within(toyNode('c', {parent: 'b'}))]

/** A world in which they were made, and nothing was asked since. */
async function made() {
  const world = toyWorld()
  await applyPlan(world.engine, await makePlan(world.engine, nodes, {}))
  world.calls.length = 0
  return world
}

/** Holds what a toy answers; `let go` ends that. */
function holdRead(world: Awaited<ReturnType<typeof made>>, name: string): () => void {
  const {promise, resolve} = openPromise()
  world.hold('read', name, promise)
  return resolve
}

function openPromise() {
  let resolve = (): void => undefined
  const promise = new Promise<void>((resolved) => (resolve = resolved))
  return {promise, resolve}
}

/** Until all is begun that can begin. */
async function idle(): Promise<void> {
  for (let turns = 0; turns < 50; turns += 1) await setImmediate()
}

test('what is on record is asked for at the same time, however long the chain of needs', async () => {
  const world = await made()
  const letGo = holdRead(world, 'a')
  const planning = makePlan(world.engine, nodes, {})
  await idle()
  expect(world.calls).toEqual(expect.arrayContaining(['read a', 'read b', 'read c']))
  letGo()
  expect((await planning).steps.map(({action}) => action)).toEqual(['no-op', 'no-op', 'no-op', 'no-op'])
})

test('nothing is asked in an account before that was looked at, nor in one that is gone', async () => {
  const world = await made()
  const letGo = holdRead(world, 'account')
  const planning = makePlan(world.engine, nodes, {})
  await idle()
  expect(world.calls).toEqual(['read account'])
  letGo()
  await planning

  world.calls.length = 0
  world.things.delete('account')
  await makePlan(world.engine, nodes, {})
  expect(new Set(world.calls)).toEqual(new Set(['read account']))
})

test('the plan waits for all that was asked, also where it is refused', async () => {
  const world = await made()
  world.failOn('read', 'a')
  const letGo = holdRead(world, 'c')
  let ended = false
  const planning = makePlan(world.engine, nodes, {}).finally(() => (ended = true))
  planning.catch(() => undefined)
  await idle()
  expect(world.calls).toContain('read c')
  expect(ended).toBe(false)
  letGo()
  await expect(planning).rejects.toThrow('a will not read')
})

test('a refusal before its turn is none: it is asked again, and only that answer counts', async () => {
  const world = await made()
  const letGo = holdRead(world, 'a')
  world.failOn('read', 'c')
  const planning = makePlan(world.engine, nodes, {})
  await idle()
  expect(world.calls).toContain('read c')
  world.fix()
  letGo()
  expect((await planning).steps).toHaveLength(nodes.length)
})

test('what nothing on record says is asked in its turn alone', async () => {
  const world = await made()
  await world.records.remove('dev.b')
  const letGo = holdRead(world, 'a')
  const planning = makePlan(world.engine, nodes, {})
  await idle()
  expect(world.calls).not.toContain('read b')
  letGo()
  await planning
  expect(world.calls).toContain('read b')
})
