import fc from 'fast-check'
import {expect, test} from 'vitest'
import {applyPlan} from '../../../src/lib/engine/apply/apply.js'
import {makePlan} from '../../../src/lib/engine/plan/make-plan.js'
import {findAll} from '../../../src/lib/engine/apply/refresh.js'
import type {Node} from '../../../src/lib/base/resource.js'
import {ref} from '../../../src/lib/resources/nodes.js'
import {toyNode, toyWorld} from '../../_helpers/worlds/toy.js'

const account = toyNode('account')
const pool: Node = {...toyNode('pool'), account: ref('dev.account')}
const moved: Node = {...pool, region: 'us-east-1'}

/** A precious toy in an account that is another precious toy. */
async function made() {
  const world = toyWorld({precious: true})
  await applyPlan(world.engine, await makePlan(world.engine, [account, pool], {}))
  return world
}

const REFUSED = {code: 'CANNOT_CHANGE', exitCode: 5}

test('what is precious and exists where its record says is refused in another place, and nothing is touched', async () => {
  const {engine, writes, records} = await made()
  const before = [writes(), await records.list()]
  await expect(makePlan(engine, [account, moved], {})).rejects.toMatchObject({
    ...REFUSED,
    message: 'dev.pool: region cannot change from "eu-west-1" to "us-east-1"',
  })
  await expect(findAll(engine, [account, moved], undefined)).rejects.toMatchObject(REFUSED)
  expect([writes(), await records.list()]).toEqual(before)
})

test('it is created elsewhere only once it is gone from where its record says', async () => {
  const {engine, things} = await made()
  things.delete('pool')
  const {steps} = await makePlan(engine, [account, moved], {})
  expect(steps).toMatchObject([{action: 'no-op'}, {address: 'dev.pool', action: 'create'}])
})

test('what cannot be looked at is never taken for gone', async () => {
  const {engine, failOn} = await made()
  failOn('read', 'pool')
  await expect(makePlan(engine, [account, moved], {})).rejects.toThrow('pool will not read')
})

test('a create that was begun in another place and has no record is found there', async () => {
  const {engine, records} = await made()
  const {id, needs, ...where} = (await records.load('dev.pool')) ?? {
    id: '',
    needs: [],
    key: {},
    accountId: '',
    region: '',
  }
  await records.remove('dev.pool')
  await records.openIntent({address: 'dev.pool', kind: 'toy', run: 'r', at: '2026-01-01T00:00:00.000Z', where})
  await expect(makePlan(engine, [account, moved], {})).rejects.toMatchObject(REFUSED)
  expect({id, needs}).toEqual({id: expect.stringMatching(/^id-pool/) as string, needs: ['dev.account']})
})

test('what lives in an account that is no longer known by its address is not made again in a new one', async () => {
  const {engine, records} = await made()
  await records.remove('dev.account')
  const other = {...account, desired: {name: 'another', color: 'red'}}
  await expect(makePlan(engine, [other, pool], {})).rejects.toMatchObject({
    ...REFUSED,
    message: expect.stringMatching(/^dev\.pool: account cannot change from/) as string,
  })
})

test('law: however place and environment change, nothing precious that exists is made a second time', async () => {
  const place = fc.record({
    region: fc.constantFrom('eu-west-1', 'us-east-1'),
    environment: fc.constantFrom('dev', 'development'),
    isLost: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(place, async ({region, environment, isLost}) => {
      // Under its old name an account whose record is lost would be found again.
      const name = isLost ? 'another' : 'account'
      const {engine, things, records} = await made()
      if (isLost) await records.remove('dev.account')
      const changed: Node[] = [
        {...toyNode('account', {environment}), desired: {name, color: 'red'}},
        {...toyNode('pool', {environment}), account: ref(`${environment}.account`), region},
      ]
      const before = things.size
      const planned = await makePlan(engine, changed, {}).catch((error: unknown) => error)
      if (planned instanceof Error) expect(planned).toMatchObject({exitCode: 5})
      else await applyPlan(engine, planned as Awaited<ReturnType<typeof makePlan>>)
      expect(things.size).toBe(before)
    }),
    {numRuns: 60},
  )
})
