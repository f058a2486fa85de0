import {setImmediate} from 'node:timers/promises'
import {expect, test} from 'vitest'
import {readSteps} from '../../../src/lib/engine/plan/make-plan.js'
import {ref} from '../../../src/lib/resources/nodes.js'
import {toyNode, toyWorld} from '../../_helpers/worlds/toy.js'

const NAMES = Array.from({length: 300}, (_, index) => `t${index}`)

/** Lets all go on that waits for nothing but its turn. */
const settle = async (): Promise<void> => {
  for (let round = 0; round < 50; round += 1) await setImmediate()
}

test('hundreds of things of accounts are read some at a time, the management account’s all at once, and none is left out', async () => {
  const world = toyWorld()
  let open = (): void => undefined
  const gate = new Promise<void>((resolve) => (open = resolve))
  const accounts = NAMES.map((name) => toyNode(name, {environment: name}))
  const things = NAMES.map((name) => ({
    ...toyNode(`in-${name}`, {environment: name}),
    account: ref(`${name}.${name}`, 'id'),
  }))
  for (const name of NAMES) world.things.set(name, {id: `id-${name}`, name, color: 'red'})
  for (const name of NAMES) world.hold('read', `in-${name}`, gate)

  const reading = readSteps(world.engine, [...accounts, ...things])
  await settle()
  const begun = (start: string) => world.calls.filter((call) => call.startsWith(`read ${start}`))
  expect(begun('t')).toHaveLength(NAMES.length)
  expect(begun('in-').length).toBeGreaterThan(40)
  expect(begun('in-').length).toBeLessThan(100)

  open()
  const steps = await reading
  expect(steps.map(({address}) => address).sort()).toEqual([...accounts, ...things].map(({address}) => address).sort())
  expect(begun('in-')).toHaveLength(NAMES.length)
})

test('one that cannot be read gives its turn to the next', async () => {
  const world = toyWorld()
  const things = NAMES.map((name) => ({...toyNode(name, {environment: name}), account: ref('dev.home', 'id')}))
  world.things.set('home', {id: 'id-home', name: 'home', color: 'red'})
  for (const name of NAMES.slice(0, 299)) world.failOn('read', name)
  await expect(readSteps(world.engine, [toyNode('home'), ...things])).rejects.toThrow('will not read')
  expect(new Set(world.calls.filter((call) => call.startsWith('read t'))).size).toBe(NAMES.length)
})
