import {DisableRegionCommand, EnableRegionCommand} from '@aws-sdk/client-account'
import {expect, test} from 'vitest'
import {region} from '../../../../src/lib/resources/account/region.js'
import {openRooms} from '../../../_helpers/worlds/rooms.js'

const MILAN = {region: 'eu-south-1'}

test('what is enabled is read back as asked, and stays on when it is deleted, twice', async () => {
  const rooms = await openRooms({regionChangeMs: 0})
  const context = await rooms.member()
  expect(await region.read(MILAN, undefined, context)).toBeUndefined()
  const made = await region.create(MILAN, context)
  expect(made).toEqual({...MILAN, id: 'eu-south-1', accountId: context.aws.accountId})
  expect(await region.read(MILAN, undefined, context)).toEqual(made)
  expect(region.diff(MILAN, made)).toEqual([])
  await region.delete(made, context)
  await region.delete(made, context)
  expect(await region.read(MILAN, made.id, context)).toEqual(made)
})

test('enabling that is under way already is waited for, and not asked for again', async () => {
  const rooms = await openRooms({regionChangeMs: 300})
  const context = await rooms.member()
  await context.aws.account.send(new EnableRegionCommand({RegionName: 'eu-south-1'}))
  expect(await region.read(MILAN, undefined, context)).toBeUndefined()
  expect(await region.create(MILAN, context)).toMatchObject({id: 'eu-south-1'})
  expect(rooms.calls('account:EnableRegion')).toBe(1)
})

test('a region that is being disabled is enabled once that is done', async () => {
  const rooms = await openRooms({regionChangeMs: 0})
  const context = await rooms.member()
  await region.create(MILAN, context)
  rooms.sandbox.configure({regionChangeMs: 300})
  await context.aws.account.send(new DisableRegionCommand({RegionName: 'eu-south-1'}))
  expect(await region.create(MILAN, context)).toMatchObject({id: 'eu-south-1'})
})

test('a region on record that is off is out of reach, not gone', async () => {
  const rooms = await openRooms({regionChangeMs: 0})
  const context = await rooms.member()
  const {id} = await region.create(MILAN, context)
  await context.aws.account.send(new DisableRegionCommand({RegionName: 'eu-south-1'}))
  await expect(region.read(MILAN, id, context)).rejects.toMatchObject({code: 'REGION_OFF', exitCode: 5})
  // Of another region on record nothing is known: awsup.yaml names this one now.
  expect(await region.read(MILAN, 'af-south-1', context)).toBeUndefined()
})

test('who may not ask which regions there are, or whether one is on, goes on', async () => {
  const rooms = await openRooms()
  const context = await rooms.member()
  const effect = {type: 'error', name: 'AccessDeniedException', message: 'no', status: 403} as const
  rooms.sandbox.configure({
    faults: ['account:ListRegions', 'account:GetRegionOptStatus'].map((operation) => ({
      operation,
      when: 'before',
      effect,
    })),
  })
  expect(await region.notices?.({region: 'xx-nowhere-1'}, context)).toMatchObject([{code: 'REGION_OPT_IN'}])
  expect(await region.read(MILAN, 'eu-south-1', context)).toMatchObject({id: 'eu-south-1'})
})

test('a region that AWS does not have is refused before anything is made', async () => {
  const rooms = await openRooms()
  const context = await rooms.management()
  await expect(region.notices?.({region: 'xx-nowhere-1'}, context)).rejects.toMatchObject({
    exitCode: 2,
    message: `environments..region is "xx-nowhere-1", which AWS does not have for account ${context.aws.accountId}`,
  })
})
